"""The achterstand: what is overdue on a day, by state and by behandelaar, for the teamleider."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.lists import TermLine, open_terms
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, require, visible
from cases.rows import WPG, table_of
from cases.tables import Case, Deadline, Officer, Rung
from cases.titles import proces_title, term_title
from cases.wpg import VEILED

_CASES, _DEADLINES, _OFFICERS, _RUNGS = table_of(Case), table_of(Deadline), table_of(Officer), table_of(Rung)
ESCALATIONS = ("teamleider", "mdo", "veiligheidshuis")


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many terms of one kind are overdue."""

    proces: str
    kind: str
    name: str
    count: int

    @property
    def title(self) -> str:
        """The term, in Dutch."""
        return term_title(self.proces, self.kind, self.name)

    @property
    def proces_title(self) -> str:
        """The proces, in Dutch."""
        return proces_title(self.proces)


@dataclass(frozen=True, slots=True)
class OfficerCount:
    """How many terms of one behandelaar are overdue; without id those of nobody."""

    officer_id: UUID | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is overdue, in figures. The most comes first."""

    total: int
    ours: int
    """of the total, those for which we are to act"""
    per_state: list[StateCount]
    per_officer: list[OfficerCount]
    per_cell: Mapping[tuple[str, str, str, UUID | None], int]
    """(proces, kind, name, behandelaar): where a term and a behandelaar of the two lists meet"""
    escalated: int
    """overdue terms that went to the teamleider, an mdo or the Veiligheidshuis"""
    unassigned: int
    """open zaken without behandelaar, overdue or not"""


def backlog(session: Session, actor: Actor, on: date) -> Backlog:
    """The figures of the achterstand on this Dutch date. Raises NotAllowed.

    It looks at the terms that run now: for an earlier or later day it says what was or will be overdue then
    if nothing else happens. Overdue is a due date before `on`.
    """
    require(actor, "achterstand")
    term = _DEADLINES.c
    # What is wpg is one group for who may not know what it is.
    hidden = sa.and_(term.regime == WPG, sa.literal(not actor.sees_wpg(on)))
    told = ((VEILED, term.proces), ("", term.kind), ("", term.name))
    proces, kind, name = (sa.case((hidden, text), else_=column) for text, column in told)
    grouped = (
        sa.select(proces, kind, name, term.officer_id, _OFFICERS.c.name, term.waits, sa.func.count())
        .outerjoin_from(_DEADLINES, _OFFICERS, _OFFICERS.c.id == term.officer_id)
        .where(*_overdue(actor, on))
        .group_by(proces, kind, name, term.officer_id, _OFFICERS.c.name, term.waits)
    )
    per_state: Counter[tuple[str, str, str]] = Counter()
    per_officer: Counter[tuple[UUID | None, str | None]] = Counter()
    per_cell: Counter[tuple[str, str, str, UUID | None]] = Counter()
    ours = 0
    for of, how, what, officer_id, officer, waits, count in session.execute(grouped):
        per_state[of, how, what] += count
        per_officer[officer_id, officer] += count
        per_cell[of, how, what, officer_id] += count
        ours += count if waits == "ons" else 0
    figures = sa.select(_escalated(actor, on).scalar_subquery(), _unassigned(actor).scalar_subquery())
    escalated, unassigned = session.execute(figures).one()
    return Backlog(
        total=per_state.total(),
        ours=ours,
        per_state=[StateCount(*key, count) for key, count in per_state.most_common()],
        per_officer=[OfficerCount(*key, count) for key, count in per_officer.most_common()],
        per_cell=per_cell,
        escalated=escalated,
        unassigned=unassigned,
    )


def overdue(session: Session, actor: Actor, on: date, page: Page = FIRST) -> Part[TermLine]:
    """The overdue terms on this date, the oldest first, each with the rungs it reached. Raises NotAllowed.

    Of a wpg one without an akte no rungs: only number and dates.
    """
    require(actor, "achterstand")
    found = open_terms(session, actor, today=on, extra=[_DEADLINES.c.due_on < on], page=page)
    reached: dict[UUID, list[str]] = {}
    query = (
        sa.select(_RUNGS.c.deadline_id, _RUNGS.c.name)
        .join_from(_RUNGS, _DEADLINES, _this_round())
        .where(_RUNGS.c.deadline_id.in_([line.id for line in found.rows]), _RUNGS.c.on <= on)
        .order_by(_RUNGS.c.on, _RUNGS.c.reached_at)
    )
    if not actor.sees_wpg(on):
        query = query.where(_DEADLINES.c.regime != WPG)
    for deadline_id, name in session.execute(query):
        reached.setdefault(deadline_id, []).append(name)
    return Part([replace(line, rungs=tuple(reached.get(line.id, ()))) for line in found.rows], found.more)


def _overdue(actor: Actor, on: date) -> list[sa.ColumnElement[bool]]:
    term = _DEADLINES.c
    return [visible(actor, term.gemeente), term.ended_on.is_(None), term.due_on < on]


def _this_round() -> sa.ColumnElement[bool]:
    return sa.and_(_DEADLINES.c.id == _RUNGS.c.deadline_id, _DEADLINES.c.round == _RUNGS.c.round)


def _escalated(actor: Actor, on: date) -> sa.Select[Any]:
    rungs = sa.select(_RUNGS.c.id).where(_this_round(), _RUNGS.c.name.in_(ESCALATIONS), _RUNGS.c.on <= on)
    return sa.select(sa.func.count()).select_from(_DEADLINES).where(*_overdue(actor, on), rungs.exists())


def _unassigned(actor: Actor) -> sa.Select[Any]:
    case = _CASES.c
    nobody = (visible(actor, case.gemeente), case.officer_id.is_(None), case.closed_on.is_(None))
    return sa.select(sa.func.count()).select_from(_CASES).where(*nobody)
