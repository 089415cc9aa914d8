"""The sweep: every term whose day has come climbs its rungs. Costs what is due, never what exists.

Safe to run twice, late, at once or killed anywhere: a rung is unique by key, and each batch commits on
its own. Batches lock terms only. A rung that opens a zaak or writes an event is climbed apart, with the
dossier locked first, so that a sweep and an officer never wait for each other in a circle.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from cases import climbing, clock, dossier
from cases.climbing import Climb, Team
from cases.clock import dutch_date
from cases.offices import Office, all_offices
from cases.rights import SYSTEM
from cases.rows import Row, insert_all, new, table_of
from cases.store import reading, writing
from cases.tables import Deadline, Heartbeat, Rung

BATCH = 500
COUNTED = ("bekeken", "treden", "berichten", "voorstellen", "opzij", "zonder_ontvanger")
_DEADLINES, _RUNGS = table_of(Deadline), table_of(Rung)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Sweep:
    engine: Engine
    at: datetime
    recorded_at: datetime
    offices: dict[str, Office]
    team: Team

    @property
    def today(self) -> date:
        return dutch_date(self.at)


def sweep(engine: Engine, *, at: datetime, recorded_at: datetime | None = None) -> dict[str, int]:
    """Climb every rung due at the instant `at`, and say how many of what.

    `at` may be pretended; `recorded_at` is the real instant. Returns counts: bekeken (terms), treden,
    berichten (rungs told to a person), voorstellen (zaken opened), opzij (terms set aside because they
    always fail), zonder_ontvanger. Commits per batch.
    """
    real = recorded_at or clock.now()
    with reading(engine) as session:
        run = _Sweep(engine, at, real, all_offices(session), Team.of(session, dutch_date(at)))
    counts = Counter(dict.fromkeys(COUNTED, 0))
    while _batch(run, counts) == BATCH:
        pass
    with writing(engine) as session:
        counts["opzij"] = session.execute(_count_aside()).scalar_one()
        insert_all(
            session, Heartbeat, [new(Heartbeat, name="termijnen", real_at=real, effective_at=at, counts=dict(counts))]
        )
    log.info("sweep done", extra={"action": "sweep", **{f"count_{name}": value for name, value in counts.items()}})
    return dict(counts)


def _batch(run: _Sweep, counts: Counter[str]) -> int:
    """One batch in one transaction; when it fails, its terms one by one. Returns how many were due."""
    try:
        with writing(run.engine) as session:
            rows = _due(session, run.today)
            light, apart = _sort(run, rows)
            done = climbing.write(session, light, run.team, run.at, run.recorded_at)
    except Exception as error:
        log.warning("sweep batch failed", extra={"action": "sweep", "error": type(error).__name__})
        done = Counter()
        with reading(run.engine) as session:
            rows = apart = _due(session, run.today)
    for row in apart:
        done += _alone(run, row)
    counts.update(done)
    counts["bekeken"] += len(rows)
    return len(rows)


def _sort(run: _Sweep, rows: list[Row]) -> tuple[list[Climb], list[Row]]:
    """What can be climbed together; and the terms that need their dossier, or whose ladder cannot be told."""
    light, apart = [], []
    for row in rows:
        try:
            climb = Climb.of(row, run.today, run.offices[row["gemeente"]])
            heavy = climb.needs_dossier
        except Exception as error:
            log.warning("term climbed apart", extra={"action": "sweep", "error": type(error).__name__})
            heavy = True
        if heavy:
            apart.append(row)
        else:
            light.append(climb)
    return light, apart


def _due(session: Session, today: date) -> list[Row]:
    query = (
        sa.select(_DEADLINES)
        .where(_DEADLINES.c.next_on <= today, _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.set_aside == sa.false())
        .order_by(_DEADLINES.c.next_on, _DEADLINES.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _alone(run: _Sweep, row: Row) -> Counter[str]:
    """One term in its own transaction, dossier first. What always fails is set aside and hinders nobody.

    Trouble of the database itself is no fault of the term: it goes to the caller, who sweeps again.
    """
    try:
        with writing(run.engine) as session:
            d = dossier.load(session, row["case_id"], actor=SYSTEM, at=run.at, recorded_at=run.recorded_at)
            now = next((term for term in d.running if term["id"] == row["id"]), None)
            # Locked before any notice is: a batch of another sweep locks in the same order.
            lock = sa.select(_DEADLINES.c.id).where(_DEADLINES.c.id == row["id"]).with_for_update(skip_locked=True)
            if (
                now is None
                or now["next_on"] is None
                or now["next_on"] > run.today
                or session.execute(lock).first() is None
            ):
                return Counter()
            climb = Climb.of(now, run.today, d.office, _reached(session, now))
            climbing.take_effect(d, climb)
            d.writes.flush(session)
            return climbing.write(session, [climb], run.team, run.at, run.recorded_at)
    except OperationalError:
        raise
    except Exception as error:
        extra = {"action": "sweep", "deadline": str(row["id"]), "error": type(error).__name__}
        log.error("term set aside", extra=extra)  # no traceback: it may hold what a person wrote
        _set_aside(run.engine, row["id"], type(error).__name__)
        return Counter()


def _reached(session: Session, row: Row) -> frozenset[str]:
    """The rungs of this round that were climbed: what is written on the term may be one behind."""
    query = sa.select(_RUNGS.c.name).where(_RUNGS.c.deadline_id == row["id"], _RUNGS.c.round == row["round"])
    return frozenset(session.execute(query).scalars())


def _set_aside(engine: Engine, deadline_id: UUID, failure: str) -> None:
    with writing(engine) as session:
        session.execute(
            sa.update(_DEADLINES).where(_DEADLINES.c.id == deadline_id).values(set_aside=True, failure=failure)
        )


def _count_aside() -> sa.Select[tuple[int]]:
    return sa.select(sa.func.count()).where(_DEADLINES.c.set_aside, _DEADLINES.c.ended_on.is_(None))
