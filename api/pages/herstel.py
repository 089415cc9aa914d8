"""Setting right what was recorded: take an event back, or change its answers; first what that would do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.deps import ActorDep, Now, Place, Writing
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, answers_of, key_of, new_key, typed, version_of
from cases import store
from cases.choices import Asked
from cases.clock import dutch_date
from cases.corrected import Corrected, Recorded, foreseen, recorded
from cases.corrections import amend, withdraw
from cases.errors import Conflict
from cases.rights import Actor, NotAllowed, require
from cases.view import case_view
from states.fields import Field

router = APIRouter(prefix="/zaken/{zaak_id}/herstel/{volgnummer}")
Volgnummer = Annotated[int, Path(ge=1, le=1_000_000)]
REASON = Asked(Field("reden", "longtext", "Waarom herstelt u dit?", "Komt op de tijdlijn van de zaak"), True)
BACK, ANSWER = "terugnemen", "antwoord"


@router.get("")
def show(
    request: Request, zaak_id: UUID, volgnummer: Volgnummer, actor: ActorDep, session: Writing, now: Now
) -> Response:
    """What taking the event back would do, and the forms to do so or to change its answers."""
    return _forms(request, session, actor, zaak_id, volgnummer, now)


@router.post("")
def take_back(
    request: Request, zaak_id: UUID, volgnummer: Volgnummer, form: auth.Form, actor: ActorDep, now: Now, _: Place
) -> Response:
    """Take the event back, and show on the page of the zaak what that did."""
    given, engine, version = typed(form, [REASON]), request.app.state.engine, version_of(form)
    try:
        reason = answers_of([REASON], given.values, dutch_date(now))["reden"]
        with store.writing(engine) as session:
            taken = withdraw(
                session, zaak_id, volgnummer, reason=reason, actor=actor, at=now, version=version, key=key_of(form)
            )
    except REFUSED as error:
        with store.writing(engine) as session:
            return _forms(request, session, actor, zaak_id, volgnummer, now, (BACK, given, error))
    return _done(zaak_id, taken.event_id, taken.repeated)


@router.post("/antwoord")
def change(
    request: Request, zaak_id: UUID, volgnummer: Volgnummer, form: auth.Form, actor: ActorDep, now: Now, _: Place
) -> Response:
    """Change answers of the step, and show on the page of the zaak what that did."""
    engine, version = request.app.state.engine, version_of(form)
    require(actor, "correcties")
    with store.reading(engine) as session:
        case_view(session, actor, zaak_id, today=dutch_date(now))
        event = recorded(session, zaak_id, volgnummer, sees=actor.sees_wpg(dutch_date(now)))
    given = typed(form, [*event.asked, REASON])
    try:
        reason = answers_of([REASON], given.values, dutch_date(now))["reden"]
        with store.writing(engine) as session:
            taken = amend(
                session, zaak_id, volgnummer, _changed(event, given.values), reason=reason, actor=actor, at=now,
                version=version, key=key_of(form),
            )  # fmt: skip
    except REFUSED as error:
        with store.writing(engine) as session:
            return _forms(request, session, actor, zaak_id, volgnummer, now, (ANSWER, given, error))
    return _done(zaak_id, taken.event_id, taken.repeated)


def _done(zaak_id: UUID, event_id: UUID, repeated: bool) -> Response:
    again = "&herhaald=ja" if repeated else ""
    return RedirectResponse(f"/zaken/{zaak_id}?gedaan={event_id}{again}", 303)


def _changed(event: Recorded, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that were typed otherwise than they stand."""
    now = _filled(event.asked, event.row["answers"])
    return {name: values[name] for name in now if values[name] != now[name]}


def _filled(asked: Sequence[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a form shows them."""
    return {each.field.name: _as_typed(each.field, answers.get(each.field.name)) for each in asked}


def _as_typed(field: Field, value: Any) -> Any:
    if value is None:
        return [] if field.type == "choices" else ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return [str(part) for part in value]
    return str(value)[:5] if field.type == "time" else str(value)


def _forms(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, seq: int, now: datetime,
    refused: tuple[str, Typed, Exception] | None = None,
) -> Response:  # fmt: skip
    require(actor, "correcties")
    today = dutch_date(now)
    view = case_view(session, actor, zaak_id, today=today)
    event = recorded(session, zaak_id, seq, sees=actor.sees_wpg(today))
    would, why_not = _would(session, actor, zaak_id, seq, now)
    which, given = "", Typed()
    if refused is not None:
        which, given = refused[0], refused[1].refused(refused[2], view.case["proces"])
    return page(
        request, "herstel.html", status=given.status, view=view, event=event, would=would, why_not=why_not, which=which,
        sent=given, reason=REASON, key=new_key(), answer_key=new_key(),
        filled=given.values if which == ANSWER else _filled(event.asked, event.row["answers"]),
    )  # fmt: skip


def _would(session: Session, actor: Actor, zaak_id: UUID, seq: int, now: datetime) -> tuple[Corrected | None, str]:
    """What taking the event back would do, or why it cannot be."""
    try:
        return foreseen(session, actor, zaak_id, seq, at=now), ""
    except (Conflict, NotAllowed) as error:
        return None, str(error)
