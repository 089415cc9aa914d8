"""`/achterstand`: what is overdue, and dividing zaken anew, for the teamleider."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.achterstand import peildatum as checked_day
from api.auth import Form
from api.deps import ActorDep, Now, Reading
from api.pages import toewijzing
from api.pages.forms import page_number, text
from api.pages.shell import page
from api.pages.toewijzing import NOTHING, Sent
from cases import store, team
from cases.backlog import Backlog, backlog, overdue
from cases.clock import dutch_date
from cases.errors import Invalid, Problem
from cases.offices import all_offices
from cases.paging import Page
from cases.rights import Actor, require
from cases.titles import rung_title
from cases.watch import last_beat

router = APIRouter(prefix="/achterstand")

SOON = 10
"""so many werkdagen ahead the summary looks"""


@router.get("")
def show(
    request: Request, actor: ActorDep, session: Reading, now: Now, peildatum: str = "", pagina: str = ""
) -> Response:
    """What is overdue today, or on another day."""
    return _page(request, session, actor, now, peildatum, pagina)


@router.post("/toewijzing")
def divide(request: Request, actor: ActorDep, now: Now, form: Form) -> Response:
    """Give the ticked zaken to one behandelaar, and show what came of each."""
    require(actor, "toewijzen")
    engine = request.app.state.engine
    sent = toewijzing.carry_out(engine, toewijzing.read(form, dutch_date(now)), actor=actor, at=now)
    status = 422 if sent.errors else 409 if sent.picked else 200
    with store.reading(engine) as session:
        return _page(request, session, actor, now, text(form, "peildatum"), text(form, "pagina"), sent, status)


def _page(
    request: Request, session: Session, actor: Actor, now: datetime, day: str, number: str, sent: Sent = NOTHING,
    status: int = 200,
) -> Response:  # fmt: skip
    today, at_page = dutch_date(now), Page(page_number(number))
    on = checked_day(_day(day), today=today, demo=request.app.state.demo)
    figures, lines = backlog(session, actor, on), overdue(session, actor, on, at_page)
    offices = all_offices(session)
    late = {line.id: offices[line.gemeente].calendar.count_working_days(line.due_on, on) for line in lines.rows}
    return page(
        request, "achterstand.html", status=status, on=on, today=today, figures=figures, heat=heat_map(figures),
        soon=team.lapsing(session, actor, offices, on, SOON), soon_days=SOON, lines=lines.rows, late=late,
        loose=team.without_officer(session, actor, on), escalated=team.escalated(session, actor, on),
        sweep=last_beat(session, "termijnen"), offices=offices, colleagues=team.colleagues(session, actor),
        sent=sent, numbers=team.numbers(session, actor, [each.case_id for each in sent.results]), key=str(uuid4()),
        number=at_page.number, earlier=_address(on, today, at_page.number - 1) if at_page.number > 1 else "",
        later=_address(on, today, at_page.number + 1) if lines.more else "", rung_title=rung_title,
        reason_max=toewijzing.REASON_MAX, limit=team.LINES_MAX,
    )  # fmt: skip


def heat_map(figures: Backlog) -> list[dict[str, Any]]:
    """The rows of the heat map: per term its count per behandelaar, each with how warm it is (0 to 4)."""
    rows = []
    for term in figures.per_state:
        where = (term.proces, term.kind, term.name)
        counts = [figures.per_cell.get((*where, who.officer_id), 0) for who in figures.per_officer]
        rows.append({"term": term, "cells": [(count, _warmth(count)) for count in counts]})
    return rows


def _warmth(count: int) -> int:
    return count if count < 3 else 3 if count < 5 else 4


def _address(on: date, today: date, number: int) -> str:
    day = "" if on == today else f"peildatum={on.isoformat()}&"
    return f"/achterstand?{day}pagina={number}"


def _day(asked: str) -> date | None:
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise Invalid([Problem("peildatum", "Schrijf de peildatum als 2026-12-20.")]) from None
