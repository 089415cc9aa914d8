"""Giving one zaak to another leerplichtambtenaar."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.deps import ActorDep, Now, Place, Reading
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, answers_of, key_of, new_key, typed, version_of
from cases import store
from cases.actions import assign
from cases.choices import Asked, Pairs, officers_of
from cases.clock import dutch_date
from cases.rights import Actor, require
from cases.view import case_view
from states.fields import FIELDS, Field

router = APIRouter(prefix="/zaken/{zaak_id}/behandelaar")


@router.get("")
def show(request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The form to choose a behandelaar."""
    require(actor, "toewijzen")
    return _form(request, session, actor, zaak_id, now)


@router.post("")
def give(request: Request, zaak_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """Give the zaak away, and show on its page what that did."""
    require(actor, "toewijzen")
    version, engine, asked = version_of(form), request.app.state.engine, _asked(())
    given = typed(form, asked)
    try:
        answers = answers_of(asked, given.values, dutch_date(now))
        with store.writing(engine) as session:
            taken = assign(
                session, zaak_id, answers["behandelaar"], actor=actor, at=now, reason=answers["reden"] or "",
                version=version, key=key_of(form),
            )  # fmt: skip
    except REFUSED as error:
        with store.reading(engine) as session:
            return _form(request, session, actor, zaak_id, now, (given, error))
    return RedirectResponse(f"/zaken/{zaak_id}?gedaan={taken.event_id}", 303)


def _asked(officers: Pairs) -> Sequence[Asked]:
    why = Field("reden", "longtext", "Reden", "Komt op de tijdlijn van de zaak")
    return Asked(FIELDS["behandelaar"], True, officers), Asked(why, False)


def _form(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, now: datetime,
    refused: tuple[Typed, Exception] | None = None,
) -> Response:  # fmt: skip
    view = case_view(session, actor, zaak_id, today=dutch_date(now))
    given = refused[0].refused(refused[1], view.case["proces"]) if refused else Typed()
    asked = _asked(officers_of(session, [view.case["gemeente"]], dutch_date(now)))
    return page(
        request, "behandelaar.html", status=given.status, view=view, asked=asked, sent=given, key=new_key(),
        refused=refused is not None,
    )  # fmt: skip
