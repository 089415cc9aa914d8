"""The werkvoorraad: terms that run, what lapses first on top, each with why and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Now, Reading
from api.pages.shell import page
from api.pages.usual import usual_step
from api.pages.words import ONE_DAY, Urgency, spoken, urgency
from cases.climbs import Climb, climbs
from cases.clock import dutch_date
from cases.lists import NOBODY, Behandelaar, TermLine, tally, worklist
from cases.melding import age_on
from cases.paging import Page
from cases.rights import LPA, Actor
from states.route import Step

router = APIRouter(prefix="/werkvoorraad")
PAGES_MAX = 2_000
LATE, SOON, WEEK, LATER = "Te laat", "Vandaag en morgen", "Deze week", "Later"
Lijst = Literal["ons", "anderen", "zonder"]
_GOES_TO: Mapping[str, str] = {
    "teamleider": "naar de teamleider", "mdo": "voorstel voor een MDO",
    "veiligheidshuis": "voorstel voor het Veiligheidshuis",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A running term as an officer reads it."""

    term: TermLine
    urgency: Urgency
    age: int
    reason: str
    step: Step | None


@router.get("")
def show(
    request: Request, actor: ActorDep, session: Reading, now: Now, lijst: Lijst = "ons",
    pagina: Annotated[int, Query(ge=1, le=PAGES_MAX)] = 1,
) -> Response:  # fmt: skip
    """The terms of an officer, or of the gemeenten of who has no zaken himself."""
    today = dutch_date(now)
    mine: Behandelaar = actor.id if actor.role == LPA else None
    whose, waits = (NOBODY, None) if lijst == "zonder" else (mine, lijst)
    found = worklist(session, actor, officer_id=whose, today=today, waits=waits, page=Page(pagina))
    climbed = climbs(session, [term.id for term in found.rows], sees=actor.sees_wpg(today))
    lines = [_line(term, climbed[term.id], actor, today) for term in found.rows]
    return page(
        request, "werkvoorraad.html", counts=tally(session, actor, officer_id=mine, today=today), lijst=lijst,
        sections=[(name, list(some)) for name, some in groupby(lines, lambda line: group_of(line.term.due_on, today))],
        whole=pagina == 1 and not found.more, own=mine is not None, today=today,
        earlier=_address(lijst, pagina - 1) if pagina > 1 else "",
        later=_address(lijst, pagina + 1) if found.more and pagina < PAGES_MAX else "",
    )  # fmt: skip


def _address(lijst: str, pagina: int) -> str:
    return f"/werkvoorraad?{urlencode({'lijst': lijst, 'pagina': pagina})}"


def _line(term: TermLine, climb: Climb, actor: Actor, today: date) -> Line:
    return Line(
        term=term, urgency=urgency(term.due_on, today, climb.calendar), age=age_on(term.birth_date, today),
        reason=reason(term.due_on, climb, today),
        step=usual_step(term.proces, term.state, term.name, actor.short_roles(today)),
    )  # fmt: skip


def group_of(due_on: date, today: date) -> str:
    """Under which heading a term stands; a week ends on Sunday."""
    if due_on < today:
        return LATE
    if due_on - today <= ONE_DAY:
        return SOON
    return WEEK if due_on <= today + timedelta(days=6 - today.weekday()) else LATER


def reason(due_on: date, climb: Climb, today: date) -> str:
    """When it lapses and what comes after, in words: "Vervalt morgen; daarna 26 november naar de teamleider"."""
    if due_on < today:
        told = [f"verliep {spoken(due_on, today)}"]
    else:
        near = {0: "vandaag", 1: "morgen"}.get((due_on - today).days, spoken(due_on, today))
        told = [f"vervalt {near}"]
    gone: Sequence[str] = [f"{spoken(r.on, today)} {_GOES_TO[r.name]}" for r in climb.reached if r.name in _GOES_TO]
    next_up = next((rung for rung in climb.ahead if rung.name in _GOES_TO), None)
    told += gone
    if next_up is not None:
        told.append(f"daarna {spoken(next_up.on, today)} {_GOES_TO[next_up.name]}")
    text = "; ".join(told)
    return text[0].upper() + text[1:]
