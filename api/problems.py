"""Every refusal as problem details (RFC 9457), in Dutch: the one place where errors become statuses."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.explain import faults
from cases.errors import Conflict, Invalid, NotFound, Problem, Stale
from cases.rights import NotAllowed
from states.decision import StepRefused

TYPE = "urn:problem-type:leerrecht:"
MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("onleesbaar", "De aanvraag is niet te lezen"),
    401: ("niet-ingelogd", "Log eerst in"),
    403: ("niet-toegestaan", "Dit mag u niet doen"),
    404: ("niet-gevonden", "Niet gevonden"),
    405: ("verkeerde-methode", "Dit kan hier niet"),
    409: ("past-niet-meer", "Dit past niet bij hoe het er nu voor staat"),
    413: ("te-groot", "Dit is te groot"),
    415: ("verkeerde-vorm", "Deze vorm kan niet worden gelezen"),
    422: ("klopt-niet", "Niet alle gegevens kloppen"),
    428: ("versie-ontbreekt", "De versie ontbreekt"),
    500: ("fout", "Er ging iets mis"),
    503: ("even-niet", "Leerrecht is even niet bereikbaar"),
}
DETAILS: Mapping[int, str] = {
    400: "De aanvraag heeft niet de vorm die hier wordt verwacht.",
    401: "U bent niet ingelogd, of uw sessie is verlopen.",
    403: "Met uw rol kunt u dit niet doen.",
    404: "Dit bestaat niet, of het is niet voor u bestemd.",
    405: "Deze methode kan op dit adres niet worden gebruikt.",
    500: "Er is niets opgeslagen. Probeer het opnieuw; blijft het misgaan, meld het dan bij de beheerder.",
    503: "De database antwoordt niet op tijd. Probeer het zo opnieuw: dezelfde handeling telt niet dubbel.",
}


class ProblemResponse(JSONResponse):
    """Problem details. What a client spelled wrong may come back in them, also a half of a character."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """JSON in UTF-8, in which such a half is written as an escape."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


class NotLoggedIn(Exception):
    """Nobody came in: no session, or no token that is valid."""


class Forged(Exception):
    """A form without the secret of this session: it may come from another site."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as it leaves: its status, a Dutch sentence and what goes with it."""

    status: int
    detail: str = ""
    name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What kind of refusal it is, in a few words."""
        return TITLES.get(self.status, ("geweigerd", "Dit kan niet"))[1]

    @property
    def sentence(self) -> str:
        """What is wrong this time."""
        return self.detail or DETAILS.get(self.status, "Deze aanvraag wordt niet uitgevoerd.")

    def as_json(self) -> JSONResponse:
        """The refusal as problem details."""
        name = self.name or TITLES.get(self.status, ("geweigerd", ""))[0]
        body = {"type": TYPE + name, "title": self.title, "status": self.status, "detail": self.sentence}
        content = body | jsonable_encoder(dict(self.extra))
        return ProblemResponse(content, self.status, headers=dict(self.headers))


def refusal_of(error: Exception) -> Refusal:
    """The refusal that belongs to this error; for an unforeseen one a 500 that gives nothing away."""
    for kind in type(error).__mro__:
        if kind in _REFUSALS:
            return _REFUSALS[kind](error)
    return Refusal(500)


def _http(error: HTTPException) -> Refusal:
    # FastAPI and Starlette speak English; our own refusals carry a Dutch sentence that ends in a full stop.
    ours = error.detail if error.detail.endswith(".") else ""
    return Refusal(error.status_code, ours, headers=error.headers or {})


def _stale(error: Stale) -> Refusal:
    detail = "Iemand anders heeft deze zaak intussen gewijzigd. Kijk wat er is veranderd en probeer het dan opnieuw."
    extra = {"versie": error.version, "toestand": error.state, "wijzigingen": error.changes}
    return Refusal(409, detail, "verouderd", extra)


def _step_refused(error: StepRefused) -> Refusal:
    reasons = [{"soort": r.kind, "naam": r.name, "uitleg": r.text} for r in error.reasons]
    wrong = [{"veld": r.name, "uitleg": r.text} for r in error.reasons if r.kind == "veld"]
    status = 422 if len(wrong) == len(reasons) else 409
    extra: dict[str, Any] = {"redenen": reasons} | ({"fouten": wrong} if wrong else {})
    return Refusal(status, " ".join(r.text for r in error.reasons), "stap-geweigerd", extra)


def _faults(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"veld": problem.field, "uitleg": problem.text} for problem in problems]


def _conflict(error: Conflict) -> Refusal:
    return Refusal(409, str(error), extra={"fouten": _faults(error.problems)} if error.problems else {})


def _invalid(error: Invalid) -> Refusal:
    sentences = " ".join(problem.text for problem in error.problems)
    return Refusal(422, sentences, extra={"fouten": _faults(error.problems)})


def _unreadable(error: RequestValidationError) -> Refusal:
    errors = error.errors()
    if any(details["type"] == "json_invalid" for details in errors):
        return Refusal(400, "De inhoud van de aanvraag is geen geldige JSON.")
    return _invalid(Invalid(faults(errors)))


_REFUSALS: dict[type, Callable[[Any], Refusal]] = {
    HTTPException: _http,
    RequestValidationError: _unreadable,
    NotLoggedIn: lambda _: Refusal(401, headers={"WWW-Authenticate": "Bearer"}),
    Forged: lambda _: Refusal(403, "Het formulier is verlopen of komt van een andere site. Laad de pagina opnieuw."),
    NotAllowed: lambda error: Refusal(403, str(error)),
    NotFound: lambda _: Refusal(404),
    Conflict: _conflict,
    Stale: _stale,
    StepRefused: _step_refused,
    Invalid: _invalid,
    DataError: lambda _: Refusal(422, "De gegevens bevatten een teken of getal dat niet kan worden bewaard."),
    OperationalError: lambda _: Refusal(503, headers={"Retry-After": "5"}),
    InterfaceError: lambda _: Refusal(503, headers={"Retry-After": "5"}),
    PoolTimeout: lambda _: Refusal(503, headers={"Retry-After": "5"}),
}
HANDLED = tuple(_REFUSALS)
