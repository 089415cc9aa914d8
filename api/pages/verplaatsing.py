"""A melding that belongs to another zaak: find that zaak by its number, look, and move it there."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.deps import ActorDep, Now, Place, Reading
from api.pages.forms import identity, text
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, answers_of, typed, version_of
from cases import store
from cases.choices import Asked
from cases.clock import dutch_date
from cases.errors import NotFound
from cases.moving import move_report, zaak_numbered
from cases.rights import Actor, require
from cases.view import CaseView, case_view
from states.fields import Field

router = APIRouter(prefix="/zaken/{zaak_id}/meldingen/{melding_id}/verplaatsing")
NUMBER = Asked(Field("zaaknummer", "text", "Zaaknummer", "Van de zaak waar de melding bij hoort"), True)
REASON = Asked(Field("reden", "longtext", "Waarom hoort de melding daar?", "Komt op de tijdlijn van beide zaken"), True)


@router.get("")
def show(request: Request, zaak_id: UUID, melding_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The form to look up the right zaak."""
    return _form(request, session, actor, zaak_id, melding_id, now)


@router.post("/zoeken")
def search(
    request: Request, zaak_id: UUID, melding_id: UUID, form: auth.Form, actor: ActorDep, session: Reading, now: Now
) -> Response:
    """The zaak with this number, with the form to move the melding there."""
    require(actor, "meldingen.registreren")
    given = typed(form, [NUMBER])
    try:
        number = answers_of([NUMBER], given.values, dutch_date(now))["zaaknummer"]
        to = zaak_numbered(session, actor, number)
    except REFUSED as error:
        return _form(request, session, actor, zaak_id, melding_id, now, (given, error))
    return _form(request, session, actor, zaak_id, melding_id, now, to=to)


@router.post("")
def move(
    request: Request, zaak_id: UUID, melding_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place
) -> Response:
    """Move the melding, and show the zaak where it now belongs."""
    given, engine, version = typed(form, [REASON]), request.app.state.engine, version_of(form)
    to = identity(text(form, "naar"))
    if to is None:
        raise NotFound
    try:
        reason = answers_of([REASON], given.values, dutch_date(now))["reden"]
        with store.writing(engine) as session:
            move_report(session, melding_id, to, reason=reason, actor=actor, at=now, version=version)
    except REFUSED as error:
        with store.reading(engine) as session:
            return _form(request, session, actor, zaak_id, melding_id, now, (given, error), to=to)
    return RedirectResponse(f"/zaken/{to}#meldingen", 303)


def _form(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, melding_id: UUID, now: datetime,
    refused: tuple[Typed, Exception] | None = None, to: UUID | None = None,
) -> Response:  # fmt: skip
    require(actor, "meldingen.registreren")
    today = dutch_date(now)
    view = case_view(session, actor, zaak_id, today=today)
    report = next((row for row in view.reports if row["id"] == melding_id), None)
    if report is None:
        return RedirectResponse(f"/zaken/{zaak_id}#meldingen", 303)
    found: CaseView | None = case_view(session, actor, to, today=today) if to else None
    given = refused[0].refused(refused[1], view.case["proces"]) if refused else Typed()
    return page(
        request, "verplaatsing.html", status=given.status, view=view, report=report, found=found, sent=given,
        number=NUMBER, reason=REASON,
    )  # fmt: skip
