"""The page of a zaak: where the dossier stands, what can be done with it, its terms and its timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Now, Reading
from api.pages.shell import page
from api.pages.told import details
from api.pages.usual import usual_step, way_ahead
from api.pages.words import spoken, urgency
from cases.choices import Choice, Choices, choices
from cases.clock import dutch_date
from cases.lanes import Lane, lanes
from cases.paging import Page
from cases.rights import Actor, may, may_clock
from cases.timeline import EVENT, Entry, entries
from cases.view import CaseView, TermView, case_view
from states.birthdays import birthday
from states.corrections import stands
from states.processes import PROCESSEN
from states.working_days import Calendar

router = APIRouter(prefix="/zaken/{zaak_id}")
PAGES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Cards:
    """The steps of a zaak as the page groups them."""

    first: Choice | None
    onward: Sequence[Choice]
    notes: Sequence[Choice]
    """steps that leave the zaak where it is"""
    final: Sequence[Choice]
    blocked: Sequence[Choice]


@router.get("")
def show(
    request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now,
    gedaan: UUID | None = None, herhaald: str = "", tijdlijn: Annotated[int, Query(ge=1, le=PAGES_MAX)] = 1,
) -> Response:  # fmt: skip
    """One zaak. `gedaan` is the event that was just made, to say what it did; `tijdlijn` a page of the timeline."""
    found = choices(session, actor, zaak_id, at=now, lists=False)
    today, case = dutch_date(now), found.case
    view = case_view(session, actor, zaak_id, today=today, dossier=found.dossier)
    timeline = entries(session, zaak_id, case["root_id"], Page(tijdlijn), sees=actor.sees_wpg(today))
    calendar = view.office.calendar
    return page(
        request, "zaak.html", view=view, today=today, cards=_cards(found, actor, today), timeline=timeline,
        timeline_page=tijdlijn, details=details, done=_done(timeline.rows, zaak_id, gedaan), repeated=bool(herhaald),
        lanes=[_lane(lane, today, calendar) for lane in lanes(session, found.dossier, sees=actor.sees_wpg(today))],
        terms=[(term, urgency(term.due_on, today, calendar), _may_clock(actor, term)) for term in view.dossier_terms],
        heads_up=_heads_up(view, today), suggestions=found.suggestions, fixable=_fixable(timeline.rows, actor),
        may_assign=may(actor, "toewijzen") and case["closed_on"] is None,
        may_move=may(actor, "meldingen.registreren"),
    )  # fmt: skip


def _cards(found: Choices, actor: Actor, today: date) -> Cards:
    case = found.dossier.cases[found.case["id"]]
    usual = usual_step(case["proces"], case["state"], case["state"], actor.short_roles(today))
    states = PROCESSEN[case["proces"]].by_name
    free = [choice for choice in found.steps if not choice.blocked]
    first = next((choice for choice in free if usual and choice.name == usual.name), None)
    rest = [choice for choice in free if choice is not first]
    return Cards(
        first=first,
        onward=[choice for choice in rest if choice.to != "=" and not states[choice.to].final],
        notes=[choice for choice in rest if choice.to == "="],
        final=[choice for choice in rest if choice.to != "=" and states[choice.to].final],
        blocked=[choice for choice in found.steps if choice.blocked],
    )


def _lane(lane: Lane, today: date, calendar: Calendar) -> tuple[Lane, Sequence[str], object]:
    ahead = way_ahead(lane.proces, lane.state, list(lane.walked)) if lane.open else []
    return lane, ahead, urgency(lane.due_on, today, calendar) if lane.due_on else None


def _done(rows: Sequence[Entry], zaak_id: UUID, event_id: UUID | None) -> Sequence[Entry]:
    """What was just done: its event first, then what followed from it at the same instant, in that order."""
    own = next((row for row in rows if row.kind == EVENT and row.id == event_id and row.case_id == zaak_id), None)
    if own is None:
        return ()
    same = [row for row in rows if row.kind == EVENT and row.recorded_at == own.recorded_at and row is not own]
    return [own, *reversed(same)]


def _may_clock(actor: Actor, term: TermView) -> bool:
    return term.kind != "zaak" and may(actor, "termijnen") and may_clock(actor, term.officer_id)


def _fixable(rows: Sequence[Entry], actor: Actor) -> set[UUID]:
    """The events of this page that a medewerker made, that still stand as far as it shows, and may be set right."""
    if not may(actor, "correcties"):
        return set()
    known: dict[UUID, list[dict[str, Any]]] = {}
    for row in reversed(rows):
        if row.kind == EVENT and row.answers:  # what is veiled has none
            told = {"kind": row.name, "seq": row.version, "corrects": row.corrects, "answers": row.answers}
            known.setdefault(row.case_id, []).append(told)
    return {
        row.id
        for row in rows
        if row.name in ("stap", "toewijzing", "correctie") and row.actor not in ("", "systeem")
        and row.version is not None and stands(known.get(row.case_id, ()), row.version)
    }  # fmt: skip


def _heads_up(view: CaseView, today: date) -> list[str]:
    """What a reader should not miss: absence, age, meldingen that do not add up, terms that went wrong."""
    facts = view.case["facts"]
    told = []
    if since := facts.get("thuis_sinds"):
        told.append(f"Thuis sinds {spoken(date.fromisoformat(since), today)}.")
    if view.case["closed_on"] is None and 17 <= view.age < 18:
        told.append(f"Wordt 18 op {spoken(birthday(view.birth_date, 18), today)}: dan is de leerplicht voorbij.")
    if view.case["closed_on"] is None and view.age >= 18:
        told.append("Is 18 of ouder: kijk of de zaak naar het Doorstroompunt moet.")
    told += [flag for report in view.reports for flag in report["flags"]]
    stopped = [term.title for term in view.dossier_terms if term.set_aside]
    told += [f"De bewaking van ‘{title}’ staat stil; de beheerder weet ervan." for title in stopped]
    return list(dict.fromkeys(told))
