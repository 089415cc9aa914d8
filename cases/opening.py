"""Opening root zaken, one or five hundred at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import walk
from cases.clock import dutch_date
from cases.deadlines import state_deadline
from cases.dossier import Dossier
from cases.offices import Office, all_offices
from cases.rights import Actor
from cases.rows import Row, Writes, new, table_of
from cases.tables import Case, Counter
from states.birthdays import birthday
from states.processes import PROCESSEN

_COUNTERS = table_of(Counter)


@dataclass(frozen=True, slots=True)
class Opening:
    """A root zaak to be opened. `facts` are its first counters (states.facts)."""

    gemeente: str
    proces: str
    person_id: UUID
    birth_date: date
    school_id: UUID | None
    soort: str
    facts: dict[str, Any]
    officer_id: UUID | None = None
    by_officer: bool = False
    """an own signal: opens where an officer opens it, not where a melding does"""
    previous: Row | None = None
    """the eerdere zaak, if there is one"""
    told: dict[str, Any] = field(default_factory=dict)
    """what the first event tells beside the facts"""


@dataclass(slots=True)
class Opened:
    """The zaken opened, in the order asked, and what must be written for them."""

    cases: list[Row]
    writes: Writes


def open_roots(
    session: Session,
    openings: Sequence[Opening],
    *,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    offices: dict[str, Office] | None = None,
) -> Opened:
    """Work out these openings; the caller flushes the writes. Takes a fixed number of statements.

    An unknown gemeente is a KeyError: the caller has checked it.
    """
    offices = offices or all_offices(session)
    number = take_numbers(session, at, len(openings))
    writes, cases = Writes(), []
    for opening in openings:
        cases.append(
            _open(
                opening,
                f"{dutch_date(at).year}-{number:06d}",
                offices[opening.gemeente],
                writes,
                actor,
                at,
                recorded_at,
            )
        )
        number += 1
    return Opened(cases, writes)


def take_numbers(session: Session, at: datetime, count: int) -> int:
    """Hand out `count` zaaknummers of this year and return the first. The row stays locked until the commit."""
    name = f"zaak-{dutch_date(at).year}"
    bump = (
        sa.update(_COUNTERS)
        .where(_COUNTERS.c.name == name)
        .values(value=_COUNTERS.c.value + count)
        .returning(_COUNTERS.c.value)
    )
    last = session.execute(bump).scalar()
    while last is None:
        # The first zaak of the year: somebody else may be making the same row.
        _insert_quietly(session, name)
        last = session.execute(bump).scalar()
    return int(last) - count + 1


def _insert_quietly(session: Session, name: str) -> None:
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(_COUNTERS).values(name=name, value=0).on_conflict_do_nothing())


def _open(
    opening: Opening, number: str, office: Office, writes: Writes, actor: Actor, at: datetime, recorded_at: datetime
) -> Row:
    proces = PROCESSEN[opening.proces]
    state = (proces.start_by_step or proces.start) if opening.by_officer else proces.start
    previous = opening.previous
    facts = dict(opening.facts) | birthdays_ahead(opening.birth_date, dutch_date(at))
    if previous is not None:
        facts |= _remembered(previous)
    if opening.by_officer:
        facts["opgepakt_op"] = dutch_date(at).isoformat()
    case = new(
        Case, number=number, root_id=None, previous_id=previous["id"] if previous else None, gemeente=opening.gemeente,
        proces=proces.name, state=state, person_id=opening.person_id, school_id=opening.school_id,
        officer_id=opening.officer_id, soort=opening.soort, opened_on=dutch_date(at),
    )  # fmt: skip
    case["root_id"] = case["id"]
    d = Dossier(office, opening.birth_date, at, recorded_at, {case["id"]: case}, [], writes, actor=actor)
    writes.cases.append(case)
    d.record(walk.event(d, case, "opening", actor=actor, answers={**opening.told, "feiten": facts}), case)
    term = state_deadline(case, proces.by_name[state], {}, d.today, office)
    if term is not None:
        d.start(term)
    return case


@lru_cache(maxsize=65_536)
def birthdays_ahead(born: date, today: date) -> dict[str, str]:
    """The birthdays ahead that change what the law allows (process.md section 13, `wordt_12` and on)."""
    days = {f"wordt_{years}_op": birthday(born, years) for years in (12, 16, 17, 18)}
    return {name: day.isoformat() for name, day in days.items() if day > today}


def _remembered(previous: Row) -> dict[str, Any]:
    """What a new zaak takes over from the eerdere zaak: an earlier warning counts."""
    kept = {name: previous["facts"][name] for name in ("gewaarschuwd_op",) if previous["facts"].get(name)}
    if previous["proces"] == "luxeverzuim" and (
        previous["uitkomst"] in ("waarschuwing", "proces_verbaal") or previous["facts"].get("eerder_luxe")
    ):
        kept["eerder_luxe"] = True
    return kept
