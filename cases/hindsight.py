"""A term as it was known on a day: what was entered later is left out, and its due date worked out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import deadlines
from cases.clock import dutch_date
from cases.entries import entries, ledger
from cases.errors import Invalid, NotFound, Problem
from cases.offices import office_of
from cases.rights import Actor, require, visible
from cases.rows import WPG, Row, table_of
from cases.tables import Case, ClockEntry, Deadline, Event, Municipality, Officer
from cases.titles import term_title
from cases.wpg import veil
from states.ledger import base_before
from states.policy import KEYS
from states.working_days import in_words

_CLOCK, _DEADLINES, _EVENTS = table_of(ClockEntry), table_of(Deadline), table_of(Event)
_CASES, _OFFICES, _OFFICERS = table_of(Case), table_of(Municipality), table_of(Officer)
LINES_MAX = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A term on one day."""

    row: Row
    """its row, with case_number and version, as it then stood: amount, anchor_on, due_on, sentence"""
    title: str
    basis: str
    on: date
    running: bool
    """whether it ran at the end of that day"""
    lines: Sequence[Row]
    """the lines of its ledger entered up to that day, with entered_at and officer_name; none when they are wpg"""


def as_known_on(session: Session, actor: Actor, deadline_id: UUID, day: date, *, today: date) -> Known:
    """The term as it was known at the end of this Dutch date. Two statements.

    Of a wpg term an actor who may not see wpg content gets number and dates only. Raises NotAllowed, NotFound,
    or Invalid on `peildatum` for a day before the term began or after today.
    """
    require(actor, "zaken.lezen")
    found = session.execute(_term(actor, deadline_id)).mappings().first()
    if found is None:
        raise NotFound
    row = {column.name: found[column.name] for column in _DEADLINES.columns}
    row |= {"case_number": found["case_number"], "version": found["version"]}
    if day > today:
        raise Invalid([Problem("peildatum", "De peildatum ligt in de toekomst.")])
    if day < row["started_on"]:
        raise Invalid([Problem("peildatum", f"Deze termijn begon op {in_words(row['started_on'])}.")])
    lines = [dict(line) for line in session.execute(_lines(deadline_id)).mappings()]
    known = [line for line in lines if dutch_date(line["entered_at"]) <= day]
    base = base_before(deadlines.base_of(row), entries(lines[len(known) :]))
    row["amount"], row["anchor_on"] = base.amount, base.start if base.anchored else None
    office = office_of({column.name: found[f"office_{column.name}"] for column in _OFFICES.columns})
    due = deadlines.due_of(row, ledger(known), office)
    row["due_on"], row["sentence"] = due.on, due.sentence
    running = row["ended_on"] is None or row["ended_on"] > day
    row["ended_on"] = None if running else row["ended_on"]
    basis = KEYS[row["policy_key"]].basis
    if row["regime"] == WPG and not actor.sees_wpg(today):
        dates = {"sentence": f"Uiterlijk {in_words(due.on)}.", "amount": 0, "unit": "", "anchor_on": None}
        row, known, basis = veil(row, sees=False) | dates, [], ""
    return Known(row, term_title(row["proces"], row["kind"], row["name"]), basis, day, running, known)


def _term(actor: Actor, deadline_id: UUID) -> sa.Select[Any]:
    offices = [column.label(f"office_{column.name}") for column in _OFFICES.columns]
    return (
        sa.select(_DEADLINES, *offices, _CASES.c.number.label("case_number"), _CASES.c.version)
        .join_from(_DEADLINES, _OFFICES, _OFFICES.c.code == _DEADLINES.c.gemeente)
        .join(_CASES, _CASES.c.id == _DEADLINES.c.case_id)
        .where(_DEADLINES.c.id == deadline_id, visible(actor, _DEADLINES.c.gemeente))
    )


def _lines(deadline_id: UUID) -> sa.Select[Any]:
    # An event, not the clock entry, says when it was: a simulation enters all of it in one afternoon.
    return (
        sa.select(_CLOCK, _EVENTS.c.at.label("entered_at"), _OFFICERS.c.name.label("officer_name"))
        .join_from(_CLOCK, _DEADLINES, _DEADLINES.c.id == _CLOCK.c.deadline_id)
        .join(_EVENTS, sa.and_(_EVENTS.c.case_id == _DEADLINES.c.case_id, _EVENTS.c.seq == _CLOCK.c.seq))
        .outerjoin(_OFFICERS, _OFFICERS.c.id == _CLOCK.c.officer_id)
        .where(_CLOCK.c.deadline_id == deadline_id)
        .order_by(_CLOCK.c.seq)
        .limit(LINES_MAX)
    )
