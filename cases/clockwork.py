"""Hands on the clock of a term: suspend, resume, extend. Each is a line in its ledger and an event."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import deadlines, dossier, walk
from cases.actions import Taken, check_version
from cases.clock import dutch_date
from cases.dossier import Dossier
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.rights import Actor, NotAllowed, may_clock, require
from cases.rows import Row, new, table_of
from cases.tables import ClockEntry, Deadline, Rung
from states.due import GROUNDS, ClockError, Entry, check_suspension
from states.ledger import LONGEST

_CLOCK, _DEADLINES, _RUNGS = table_of(ClockEntry), table_of(Deadline), table_of(Rung)


def suspend(
    session: Session,
    deadline_id: UUID,
    *,
    since: date,
    until: date | None,
    ground: str,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Let the clock of a term stand still from `since` up to, not including, `until`.

    `ground` is one of states.ledger.GROUNDS. A later due date begins a new round of rungs. Raises
    NotFound, NotAllowed, Stale, Conflict for a term that has ended, or Invalid with the field.
    """
    entry = Entry("opschorten", since, until, ground=ground)
    return _enter(session, deadline_id, entry, explanation, actor, at, version, recorded_at)


def resume(
    session: Session,
    deadline_id: UUID,
    *,
    on: date,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Let a suspended clock run again from `on`, earlier than planned. Raises as `suspend`."""
    return _enter(session, deadline_id, Entry("hervatten", on), explanation, actor, at, version, recorded_at)


def extend(
    session: Session,
    deadline_id: UUID,
    *,
    amount: int,
    unit: str = "",
    ground: str,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Make a term longer by `amount` of `unit` (empty: its own unit). Raises as `suspend`."""
    entry = Entry("verlengen", dutch_date(at), None, amount, unit, ground)
    return _enter(session, deadline_id, entry, explanation, actor, at, version, recorded_at)


def _enter(
    session: Session,
    deadline_id: UUID,
    entry: Entry,
    explanation: str,
    actor: Actor,
    at: datetime,
    version: int | None,
    recorded_at: datetime | None,
) -> Taken:
    require(actor, "termijnen")
    d, case, row = _find(session, deadline_id, actor, at, recorded_at or at)
    check_version(session, case, version)
    if not may_clock(actor, case["officer_id"]):
        raise NotAllowed(
            "Deze termijn hoort bij een zaak van een collega; alleen de behandelaar of de teamleider past hem aan."
        )
    if row["kind"] != "toestand":
        raise Conflict("Deze termijn loopt naast de zaak en kan niet worden opgeschort of verlengd.")
    entries = walk.ledger(_ledger(session, deadline_id))
    try:
        check_suspension(entries, entry)
    except ClockError as error:
        raise Invalid([Problem(_field_of(entry), str(error))]) from None
    deadlines.settle(row, (*entries, entry), d.office, _reached(session, row))
    if row["due_on"] > d.today + timedelta(days=LONGEST):
        raise Invalid([Problem(_field_of(entry), "Zo loopt de termijn over meer dan tien jaar af: kies korter.")])
    d.moved(row)
    d.writes.clock.append(new(
        ClockEntry, deadline_id=deadline_id, gemeente=row["gemeente"], seq=case["version"] + 1,
        kind=entry.kind, on=entry.on, until=entry.until, amount=entry.amount, unit=entry.unit, ground=entry.ground,
        explanation=explanation.strip(), officer_id=actor.id, recorded_at=d.recorded_at,
    ))  # fmt: skip
    told: dict[str, Any] = {
        "termijn": str(deadline_id), "regel": entry.kind, "op": entry.on.isoformat(), "grond": entry.ground,
        "toelichting": explanation.strip(), "uiterlijk": row["due_on"].isoformat(),
    }  # fmt: skip
    happened = walk.event(d, case, "klok", actor=actor, answers=told)
    d.record(happened, case)
    d.writes.flush(session)
    return Taken(case["id"], happened["id"], case["version"], case["state"])


def _find(
    session: Session, deadline_id: UUID, actor: Actor, at: datetime, recorded_at: datetime
) -> tuple[Dossier, Row, Row]:
    found = session.execute(
        sa.select(_DEADLINES.c.case_id, _DEADLINES.c.ended_on).where(_DEADLINES.c.id == deadline_id)
    ).first()
    if found is None:
        raise NotFound
    d = dossier.load(session, found.case_id, actor=actor, at=at, recorded_at=recorded_at, terms=True)
    row = next((row for row in d.running if row["id"] == deadline_id), None)
    if row is None:
        raise Conflict("Deze termijn is al afgelopen.")
    return d, d.cases[found.case_id], row


def _ledger(session: Session, deadline_id: UUID) -> list[Row]:
    query = sa.select(_CLOCK).where(_CLOCK.c.deadline_id == deadline_id).order_by(_CLOCK.c.seq)
    return [dict(row) for row in session.execute(query).mappings()]


def _reached(session: Session, row: Row) -> frozenset[str]:
    """The rungs of this round that were reached."""
    query = sa.select(_RUNGS.c.name).where(_RUNGS.c.deadline_id == row["id"], _RUNGS.c.round == row["round"])
    return frozenset(session.execute(query).scalars())


def _field_of(entry: Entry) -> str:
    if entry.kind == "hervatten":
        return "op"
    if entry.ground not in GROUNDS:
        return "grond"
    return "tot" if entry.kind == "opschorten" else "aantal"
