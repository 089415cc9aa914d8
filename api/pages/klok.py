"""Hands on the clock of a term: suspend, resume, extend or correct it, each a form of its own on one page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.deps import ActorDep, Now, Place, Reading
from api.pages.forms import text
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, answers_of, typed, version_of
from api.pages.words import spoken
from cases import clockwork, store
from cases.actions import Taken
from cases.choices import Asked
from cases.clock import dutch_date
from cases.errors import NotFound
from cases.hindsight import as_known_on
from cases.rights import Actor, require
from cases.titles import event_title, words
from cases.view import case_view
from states.explain import UNIT_NAMES
from states.fields import GRONDEN, Field
from states.ledger import CORRECTIONS

router = APIRouter(prefix="/zaken/{zaak_id}/termijnen/{termijn_id}")

_GROUND = Asked(Field("grond", "choice", "Waarom", options=GRONDEN), True, [(name, words(name)) for name in GRONDEN])
_UNITS = [(unit, many) for unit, (_one, many) in UNIT_NAMES.items()]
_WHY = Asked(Field("toelichting", "longtext", "Toelichting"), False)
# rule of the ledger -> title of its form, what it asks
FORMS: Mapping[str, tuple[str, Sequence[Asked]]] = {
    "verlengen": ("Verlengen", (
        Asked(Field("aantal", "number", "Hoeveel langer"), True),
        Asked(Field("eenheid", "choice", "Eenheid", options=tuple(UNIT_NAMES)), True, _UNITS), _GROUND, _WHY,
    )),
    "opschorten": ("Opschorten", (
        Asked(Field("vanaf", "date", "Staat stil vanaf"), True),
        Asked(Field("tot", "date", "Loopt weer vanaf", "De eerste dag die weer meetelt"), True), _GROUND, _WHY,
    )),
    "corrigeren": ("Corrigeren", (
        Asked(Field("aantal", "number", "Zo lang duurt de termijn", "In de eigen eenheid; leeg: blijft zoals hij is"),
              False),
        Asked(Field("vanaf", "date", "Telt vanaf", "Leeg: blijft zoals hij is"), False),
        Asked(Field("grond", "choice", "Waarom", "Naar nieuw beleid: laat het aantal leeg", options=tuple(CORRECTIONS)),
              True, [(name, words(name)) for name in CORRECTIONS]),
        Asked(Field("toelichting", "longtext", "Toelichting"), True),
    )),
    "hervatten": ("Eerder hervatten", (
        Asked(Field("op", "date", "Loopt weer vanaf", "Alleen als de termijn nu is opgeschort"), True), _WHY,
    )),
}  # fmt: skip


@router.get("")
def show(
    request: Request, zaak_id: UUID, termijn_id: UUID, actor: ActorDep, session: Reading, now: Now, peildatum: str = "",
) -> Response:  # fmt: skip
    """The forms for one running term, and how it was known on a day."""
    require(actor, "termijnen")
    return _forms(request, session, actor, zaak_id, termijn_id, now, on=_day(peildatum))


@router.post("")
def change(
    request: Request, zaak_id: UUID, termijn_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place
) -> Response:
    """Change the term, and show on the page of the zaak what that did."""
    rule, version, engine = text(form, "regel"), version_of(form), request.app.state.engine
    if rule not in FORMS:
        raise NotFound
    asked = FORMS[rule][1]
    given = typed(form, asked)
    try:
        answers = answers_of(asked, given.values, dutch_date(now))
        with store.writing(engine) as session:
            taken = _change(session, rule, termijn_id, answers, actor, now, version)
            if taken.case_id != zaak_id:
                raise NotFound
    except REFUSED as error:
        with store.reading(engine) as session:
            return _forms(request, session, actor, zaak_id, termijn_id, now, (rule, given, error))
    return RedirectResponse(f"/zaken/{zaak_id}?gedaan={taken.event_id}", 303)


def _change(
    session: Session, rule: str, termijn_id: UUID, answers: Mapping[str, Any], actor: Actor, now: datetime, version: int
) -> Taken:
    explanation = answers["toelichting"] or ""
    if rule == "opschorten":
        return clockwork.suspend(
            session, termijn_id, since=answers["vanaf"], until=answers["tot"], ground=answers["grond"],
            explanation=explanation, actor=actor, at=now, version=version,
        )  # fmt: skip
    if rule == "hervatten":
        return clockwork.resume(
            session, termijn_id, on=answers["op"], explanation=explanation, actor=actor, at=now, version=version
        )
    if rule == "corrigeren":
        return clockwork.correct(
            session, termijn_id, amount=answers["aantal"], start=answers["vanaf"], ground=answers["grond"],
            explanation=explanation, actor=actor, at=now, version=version,
        )  # fmt: skip
    return clockwork.extend(
        session, termijn_id, amount=answers["aantal"], unit=answers["eenheid"], ground=answers["grond"],
        explanation=explanation, actor=actor, at=now, version=version,
    )  # fmt: skip


def _forms(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, termijn_id: UUID, now: datetime,
    refused: tuple[str, Typed, Exception] | None = None, on: date | None = None,
) -> Response:  # fmt: skip
    view = case_view(session, actor, zaak_id, today=dutch_date(now))
    term = next((each for each in view.terms if each.id == termijn_id and each.kind != "zaak"), None)
    if term is None:
        return RedirectResponse(f"/zaken/{zaak_id}", 303)
    today = dutch_date(now)
    known = as_known_on(session, actor, termijn_id, min(max(on or today, term.started_on), today), today=today)
    rule, given = "", Typed()
    if refused is not None:
        rule, given = refused[0], refused[1].refused(refused[2], view.case["proces"])
    return page(
        request, "klok.html", status=given.status, view=view, term=term, forms=FORMS, rule=rule, sent=given,
        empty=Typed(), known=known, told=told,
    )  # fmt: skip


def told(line: Mapping[str, Any]) -> str:
    """One line of the ledger in words."""
    title = event_title({"kind": "klok", "step": "", "answers": {"regel": line["kind"]}}, "")
    parts = {
        "verplaatsen": f"telt vanaf {spoken(line['until'])}" if line["until"] else "",
        "opschorten": f"van {spoken(line['on'])} tot {spoken(line['until'])}" if line["until"] else "",
        "hervatten": f"vanaf {spoken(line['on'])}",
        "verlengen": f"met {line['amount']} {line['unit']}".rstrip(),
        "corrigeren": f"duurt {line['amount']}, telt vanaf {spoken(line['until'])}" if line["until"] else "",
    }
    return f"{title}: {parts.get(line['kind'], '')}".rstrip(": ")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
