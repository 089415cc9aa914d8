"""The ledger of a term as rows: reading it, and entering a line."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import deadlines, dossier, walk
from cases.actions import Taken, check_version
from cases.dossier import Dossier
from cases.entries import ledger
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.rights import Actor, NotAllowed, may_clock, require
from cases.rows import AVG, Row, new, table_of
from cases.tables import ClockEntry, Deadline, Rung
from states.due import GROUNDS, ClockError, Entry, check_suspension
from states.ledger import CORRECTIONS, LONGEST, Base

_CLOCK, _DEADLINES, _RUNGS = table_of(ClockEntry), table_of(Deadline), table_of(Rung)


def enter(
    session: Session,
    deadline_id: UUID,
    made: Entry | Callable[[Dossier, Row], Entry],
    explanation: str,
    actor: Actor,
    at: datetime,
    version: int | None,
    recorded_at: datetime | None,
) -> Taken:
    """Enter a line in the ledger of a running term, work out its due date anew, and record that as an event.

    The line is given, or made from the dossier and the row of the term. Raises NotFound, NotAllowed, Stale,
    Conflict for a term that has ended or runs beside the zaak, or Invalid with the field.
    """
    require(actor, "termijnen")
    d, case, row = _find(session, deadline_id, actor, at, recorded_at or at)
    check_version(session, case, version, sees=actor.sees_wpg(d.today))
    if not may_clock(actor, case["officer_id"]):
        raise NotAllowed(
            "Deze termijn hoort bij een zaak van een collega; alleen de behandelaar of de teamleider past hem aan."
        )
    if row["kind"] != "toestand":
        raise Conflict("Deze termijn loopt naast de zaak en kan niet worden opgeschort, verlengd of gecorrigeerd.")
    entry = made if isinstance(made, Entry) else made(d, row)
    entries = ledger(_ledger(session, deadline_id))
    base = deadlines.base_of(row)
    try:
        check_suspension(entries, entry, base, min(base.start, row["started_on"]))
    except ClockError as error:
        raise Invalid([Problem(_field_of(entry, base), str(error))]) from None
    if entry.kind == "opschorten" and entry.on > row["due_on"]:
        raise Invalid(
            [Problem("vanaf", "De termijn loopt op die dag niet meer. Verleng hem, of kies een eerdere dag.")]
        )
    if entry.kind == "corrigeren":
        row["amount"] = entry.amount
        row["anchor_on"] = entry.until if base.anchored or entry.until != row["started_on"] else None
    deadlines.settle(row, (*entries, entry), d.office, _reached(session, row))
    if row["due_on"] > d.today + timedelta(days=LONGEST):
        raise Invalid([Problem(_field_of(entry, base), "Zo loopt de termijn over meer dan tien jaar af: kies korter.")])
    d.moved(row)
    return _record(session, d, case, row, entry, explanation.strip(), actor)


def _record(
    session: Session, d: Dossier, case: Row, row: Row, entry: Entry, explanation: str, actor: Actor
) -> Taken:  # fmt: skip
    told: dict[str, Any] = {
        "termijn": str(row["id"]), "regel": entry.kind, "op": entry.on.isoformat(), "grond": entry.ground,
        "toelichting": explanation, "uiterlijk": row["due_on"].isoformat(),
    }  # fmt: skip
    happened = walk.event(d, case, "klok", actor=actor, answers=told)
    d.record(happened, case)
    # What is wpg stands with the content of its event, and nowhere else.
    kept = explanation if happened["regime"] == AVG else ""
    d.writes.clock.append(new(
        ClockEntry, deadline_id=row["id"], gemeente=row["gemeente"], seq=happened["seq"],
        kind=entry.kind, on=entry.on, until=entry.until, amount=entry.amount, unit=entry.unit, ground=entry.ground,
        before=walk.plain(asdict(entry.before)) if entry.before else {}, explanation=kept, officer_id=actor.id,
        recorded_at=d.recorded_at,
    ))  # fmt: skip
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


def _field_of(entry: Entry, base: Base) -> str:
    if entry.kind == "hervatten":
        return "op"
    if entry.ground not in (CORRECTIONS if entry.kind == "corrigeren" else GROUNDS):
        return "grond"
    if entry.kind == "corrigeren":
        return "vanaf" if entry.until != base.start else "aantal"
    return "tot" if entry.kind == "opschorten" else "aantal"
