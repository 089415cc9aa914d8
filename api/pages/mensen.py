"""The people of a zaak: the jongere, ouders and verzorgers, and the gezin; adding somebody, seeing a secret address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from api import auth
from api.deps import ActorDep, Now, Place, Reading
from api.pages import mensenvelden as velden
from api.pages.forms import identity, text
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, key_of, new_key, typed
from cases import family, relations, store
from cases.clock import dutch_date
from cases.contact import Mens, Verhouding, checked
from cases.errors import Invalid, NotFound, Problem
from cases.household import household, known_nearby
from cases.person_changes import Who, changes
from cases.rights import Actor, may
from cases.view import CaseView, case_view

router = APIRouter(prefix="/zaken/{zaak_id}/mensen")
ALL = (*velden.MENS, *velden.VERHOUDING, velden.nearby(()), *velden.SIBLING)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that comes back: which one, what was typed, and why."""

    rule: str
    sent: Typed
    error: Exception


@router.get("")
def show(request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """Who is around the jongere of this zaak, and his brothers and sisters with their zaken."""
    return _overview(request, session, actor, zaak_id, now)


@router.post("")
def add(request: Request, zaak_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """Somebody becomes ouder, voogd or verzorger, or the gezin grows or shrinks."""
    engine, rule, sent = request.app.state.engine, text(form, "regel"), typed(form, ALL)
    try:
        with store.writing(engine) as session:
            person_id = view_of(session, actor, zaak_id, now).case["person_id"]
            _add(session, Who(actor, now, key_of(form)), person_id, rule, form, sent)
    except REFUSED as error:
        with store.reading(engine) as session:
            return _overview(request, session, actor, zaak_id, now, refused=Refused(rule, sent, error))
    return RedirectResponse(f"/zaken/{zaak_id}/mensen", 303)


@router.post("/inzage")
def reveal(request: Request, zaak_id: UUID, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """The page with one secret address on it. That somebody looked is written down."""
    engine, relation_id = request.app.state.engine, identity(text(form, "relatie"))
    with store.writing(engine) as session:
        person_id = view_of(session, actor, zaak_id, now).case["person_id"]
        lines = relations.reveal(session, Who(actor, now), person_id, relation_id)
    with store.reading(engine) as session:
        return _overview(request, session, actor, zaak_id, now, seen={relation_id: lines})


def view_of(session: Session, actor: Actor, zaak_id: UUID, now: datetime) -> CaseView:
    """The zaak whose people these are. Raises NotAllowed or NotFound."""
    return case_view(session, actor, zaak_id, today=dutch_date(now))


def _add(session: Session, who: Who, person_id: UUID, rule: str, form: FormData, sent: Typed) -> None:
    if rule == "gezin":
        other = identity(text(form, "jongere"))
        number = text(form, "zaaknummer")
        family.link(session, who, person_id, other or family.jongere_of_zaak(session, who.actor, number))
    elif rule == "gezin_los":
        family.unlink(session, who, person_id)
    elif rule in ("nieuw", "bekend"):
        mens, verhouding = _read(form, sent, known=rule == "bekend")
        relations.add_relative(session, who, person_id, mens, verhouding)
    else:
        raise NotFound


def _read(form: FormData, sent: Typed, *, known: bool) -> tuple[Mens | UUID, Verhouding]:
    """Who it is and what he is to the jongere. Raises Invalid with what is wrong with either of them."""
    wrong: list[Problem] = []
    mens: Mens | UUID | None = identity(text(form, "bekend")) if known else None
    verhouding = Verhouding()
    if known and mens is None:
        wrong.append(Problem("bekend", "Kies iemand uit de lijst."))
    try:
        verhouding = checked(Verhouding, velden.given(velden.VERHOUDING, sent.values))
    except Invalid as error:
        wrong += error.problems
    try:
        mens = mens if known else checked(Mens, velden.given(velden.MENS, sent.values))
    except Invalid as error:
        wrong += error.problems
    if wrong or mens is None:
        raise Invalid(wrong)
    return mens, verhouding


def _overview(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, now: datetime,
    refused: Refused | None = None, seen: dict[UUID | None, tuple[str, ...]] | None = None,
) -> Response:  # fmt: skip
    view, today = view_of(session, actor, zaak_id, now), dutch_date(now)
    person_id = view.case["person_id"]
    found = household(session, actor, person_id, today=today)
    sent = refused.sent.refused(refused.error, view.case["proces"]) if refused else Typed()
    return page(
        request, "mensen.html", status=sent.status, view=view, found=found, today=today, seen=seen or {}, key=new_key(),
        may_change=may(actor, "mensen.wijzigen"), may_see=may(actor, "mensen.inzage"),
        all=ALL, mens=velden.MENS, verhouding=velden.VERHOUDING, sibling=velden.SIBLING,
        nearby=velden.nearby(known_nearby(session, person_id, found.siblings)), rule=refused.rule if refused else "",
        sent=sent, empty=Typed(velden.blank()), changes=changes(session, actor, person_id).rows,
    )  # fmt: skip
