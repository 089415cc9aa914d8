"""One step of a zaak: its form, and taking it. After a refusal the form comes back with what was typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.alongside import Outcome, also_for, chosen
from api.deps import ActorDep, Now, Place, Reading
from api.pages.forms import identity, texts
from api.pages.helped import absence_for, first_values, helped
from api.pages.permission import PERMISSION, apart, permission_of
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, key_of, motivation_of, new_key, step_typed, version_of
from cases import store
from cases.actions import Taken, take_step
from cases.alongside import preview
from cases.choices import Choice, Choices, choices
from cases.clock import dutch_date
from cases.foresight import ends, foresee
from cases.rights import Actor
from cases.view import case_view

router = APIRouter(prefix="/zaken/{zaak_id}/stappen/{stap}")
Stap = Annotated[str, Path(pattern="^[a-z_]{1,60}$")]
ALSO = "ook_voor"
NOTHING: Mapping[str, str] = {}


@router.get("")
def show(
    request: Request, zaak_id: UUID, stap: Stap, actor: ActorDep, session: Reading, now: Now, voorstel: str = "",
) -> Response:  # fmt: skip
    """The form of a step, with `voorstel` filled in as suggested. A step that does not fit here leads to the zaak."""
    found = choices(session, actor, zaak_id, at=now)
    if _choice(found, stap) is None:
        return RedirectResponse(f"/zaken/{zaak_id}", 303)
    at_hand = (each.prefilled for each in found.suggestions if voorstel and each.step == stap)
    return _form(request, session, actor, found, stap, now, at_hand=next(at_hand, {}))


@router.post("")
def take(request: Request, zaak_id: UUID, stap: Stap, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """Take the step, and show on the page of the zaak what it did."""
    given, engine = step_typed(form), request.app.state.engine
    answers, permission = apart(given.values)
    version, key = version_of(form), key_of(form)

    def fire(session: Session, case_id: UUID, seen: int) -> Taken:
        return take_step(
            session, case_id, stap, answers, actor=actor, at=now, version=seen, motivation=motivation, key=key,
            permission=permission_of(permission, dutch_date(now)),
        )  # fmt: skip

    try:
        others = chosen([UUID(each) for each in texts(form, ALSO) if identity(each)], zaak_id)
        motivation = motivation_of(given, dutch_date(now))
        with store.writing(engine) as session:
            taken = fire(session, zaak_id, version)
    except REFUSED as error:
        with store.reading(engine) as session:
            found = choices(session, actor, zaak_id, at=now)
            refused = given.refused(error, found.case["proces"])
            return _form(request, session, actor, found, stap, now, refused, texts(form, ALSO))
    if outcomes := also_for(engine, actor, zaak_id, stap, others, fire):
        with store.reading(engine) as session:
            return _told(request, session, actor, zaak_id, stap, now, outcomes)
    again = "&herhaald=ja" if taken.repeated else ""
    return RedirectResponse(f"/zaken/{zaak_id}?gedaan={taken.event_id}{again}", 303)


def _form(
    request: Request, session: Session, actor: Actor, found: Choices, stap: str, now: datetime,
    given: Typed | None = None, ticked: Sequence[str] = (), at_hand: Mapping[str, str] = NOTHING,
) -> Response:  # fmt: skip
    today, choice = dutch_date(now), _choice(found, stap)
    view = case_view(session, actor, found.case["id"], today=today, dossier=found.dossier)
    here, told = choice is not None, absence_for(session, found, choice)
    case = found.dossier.cases[found.case["id"]]
    return page(
        request, "stap.html", status=given.status if given else 200, view=view,
        choice=helped(found, choice, told, given.values if given else None),
        sent=given or Typed({**first_values(choice, actor, told), **at_hand}), refused=given is not None, key=new_key(),
        foreseen=foresee(found.dossier, case, stap) if here else (),
        final=here and ends(found.dossier, case, stap), step_name=stap, ticked=ticked, permission=PERMISSION,
        also=preview(session, actor, case, stap, at=now) if here else (),
    )  # fmt: skip


def _told(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, stap: str, now: datetime,
    outcomes: Sequence[Outcome],
) -> Response:  # fmt: skip
    """What came of the step here and in each zaak of a brother or sister."""
    today = dutch_date(now)
    view = case_view(session, actor, zaak_id, today=today)
    others = [(each, case_view(session, actor, each.case_id, today=today)) for each in outcomes if each.taken]
    refused = [each for each in outcomes if not each.taken]
    return page(request, "ook_voor.html", view=view, step_name=stap, others=others, refused=refused)


def _choice(found: Choices, stap: str) -> Choice | None:
    return next((choice for choice in found.steps if choice.name == stap), None)
