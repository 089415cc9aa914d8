"""Reads a delivered meldingbestand into the record: in batches, each one transaction, from where it stopped.

Whoever reads holds a lease. When a reader dies, another takes over after the lease has run out; the row
counter, written in the same transaction as the rows, says where to go on.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from cases.batches import batches
from cases.errors import Invalid, NotFound, Problem
from cases.intake import receive
from cases.melding import NewReport
from cases.meldingbestand import Bestand, Refused, Row, inspect, read_rows
from cases.meldingrij import check_row
from cases.pgn import Locker, locker
from cases.places import known_codes
from cases.quarantine import Bad, gemeente_problem, put, settle
from cases.rights import SYSTEM, Actor
from cases.settings import Settings
from cases.store import reading, writing
from cases.tables import Import
from cases.uploads import kept_files

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
PAUSES = (0.05, 0.2, 0.5)
"""seconds before a transaction that collided is tried again"""

Checked = NewReport | tuple[Problem, ...]


class Lost(Exception):
    """Somebody else took this import over: what this reader has in hand is not written."""


@dataclass(slots=True)
class Reader:
    """One reading of one import: by whom, when, how far, and the lease under which it writes."""

    engine: Engine
    import_id: UUID
    actor: Actor
    at: datetime
    real_at: datetime
    began: float
    codes: frozenset[str]
    """gemeenten of this installation"""
    allowed: frozenset[str]
    """gemeenten for which the sender may deliver"""
    stored: str
    done: int
    lease: datetime
    keys: Locker

    def now(self) -> datetime:
        """The real instant: that of the door and the seconds that passed since."""
        return self.real_at + timedelta(seconds=monotonic() - self.began)


def run_import(
    engine: Engine,
    import_id: UUID,
    *,
    at: datetime,
    actor: Actor = SYSTEM,
    recorded_at: datetime | None = None,
    settings: Settings | None = None,
) -> Import:
    """Read what is left of this import; returns it as it then is.

    Harmless to call twice, at once, or for one that is done: only the holder of the lease reads. `at` is the
    effective instant, `recorded_at` the real one (default: the same). Raises NotFound for an unknown id.
    """
    settings = settings or Settings()
    reader = _claim(engine, import_id, at, recorded_at or at, actor, locker(settings))
    if reader is not None:
        try:
            _read(reader, settings)
        except Lost:
            log.warning("import taken over", extra={"action": "import", "import": str(import_id)})
    with reading(engine) as session:
        row = session.get(Import, import_id)
        if row is None:
            raise NotFound(str(import_id))
        session.expunge(row)
        return row


def abandoned(now: datetime) -> sa.ColumnElement[bool]:
    """Imports whose reader died: nothing was heard of it for the length of a lease. `now` is real."""
    waits = sa.and_(col(Import.state) == "wacht", col(Import.created_at) < now - LEASE)
    return sa.or_(waits, sa.and_(col(Import.state) == "bezig", col(Import.lease_until) < now))


def _claim(
    engine: Engine, import_id: UUID, at: datetime, real_at: datetime, actor: Actor, keys: Locker
) -> Reader | None:
    free = sa.or_(col(Import.state) == "wacht", abandoned(real_at))
    claim = sa.update(Import).where(col(Import.id) == import_id, free)
    with writing(engine) as session:
        claimed = session.connection().execute(claim.values(state="bezig", lease_until=real_at + LEASE))
        if claimed.rowcount == 0:
            return None
        row = session.exec(select(Import).where(Import.id == import_id)).one()
        return Reader(
            engine, import_id, actor, at, real_at, monotonic(), known_codes(session),
            frozenset(row.gemeenten), row.stored, row.rows, real_at + LEASE, keys,
        )  # fmt: skip


def _read(reader: Reader, settings: Settings) -> None:
    path = kept_files(settings) / reader.stored
    try:
        bestand = inspect(path, max_mb=settings.upload_max_mb, max_rows=settings.upload_max_rows)
        _read_batches(reader, bestand)
    except Refused as refusal:
        end: dict[str, Any] = {"state": "geweigerd", "error": str(refusal)}
    except FileNotFoundError:
        end = {"state": "geweigerd", "error": "Het bestand is niet meer te vinden; lever het opnieuw aan."}
    else:
        end = {"state": "klaar", "notes": bestand.notes}
    with writing(reader.engine) as session:
        _advance(session, reader, 0, finished_at=reader.now(), stored="", **end)
    path.unlink(missing_ok=True)


def _read_batches(reader: Reader, bestand: Bestand) -> None:
    rows = islice(read_rows(bestand), reader.done, None)
    with closing(batches((row, _check(reader, row)) for row in rows)) as found:
        for batch in found:
            _take(reader, batch)


def _take(reader: Reader, batch: Sequence[tuple[Row, Checked]]) -> None:
    """Take a batch in one transaction; when that cannot be, each of its rows in its own.

    A row that always raises goes to quarantine and stops nobody. When the database or the disk fails, the
    import stops where it is and is taken over later.
    """
    try:
        _write(reader, batch)
    except (OperationalError, OSError, Lost):
        raise
    except Exception as error:
        kind = type(error).__name__
        log.warning("rows failed", extra={"action": "import", "import": str(reader.import_id), "error": kind})
        if len(batch) > 1:
            for one in batch:
                _take(reader, [one])
        else:
            why = Problem("rij", "Deze rij kon niet worden verwerkt; laat de beheerder ernaar kijken.")
            _write(reader, [(batch[0][0], (why,))])


def _write(reader: Reader, batch: Sequence[tuple[Row, Checked]]) -> None:
    for pause in (*PAUSES, None):
        try:
            with writing(reader.engine) as session:
                progress = _enter(session, reader, batch)
            reader.done, reader.lease = progress
            return
        except (IntegrityError, OperationalError):
            # Another import wrote the same jongere or melding meanwhile: look again, it is there now.
            if pause is None:
                raise
            sleep(pause)


def _check(reader: Reader, row: Row) -> Checked:
    if row.problem:
        return (row.problem,)
    try:
        melding = check_row(row.cells, reader.at)
    except Invalid as invalid:
        return invalid.problems
    if problem := gemeente_problem(melding, reader.codes, reader.allowed):
        return (problem,)
    return NewReport(melding, row.line, reader.import_id)


def _enter(session: Session, reader: Reader, batch: Sequence[tuple[Row, Checked]]) -> tuple[int, datetime]:
    now = reader.now()
    good = [(row, found) for row, found in batch if isinstance(found, NewReport)]
    bad = [Bad(row, found) for row, found in batch if isinstance(found, tuple)]
    outcomes: Counter[str] = Counter()
    entered: list[Row] = []
    if good:
        reports = [report for _, report in good]
        answers = receive(session, reports, actor=reader.actor, at=reader.at, recorded_at=now)
        for (row, _), answer in zip(good, answers, strict=True):
            if isinstance(answer, Problem):
                bad.append(Bad(row, (answer,)))
            else:
                outcomes[answer] += 1
                entered.append(row)
        settle(session, entered, codes=reader.codes, at=now, keys=reader.keys)
    put(session, reader.import_id, bad, codes=reader.codes, at=now, keys=reader.keys)
    return _advance(session, reader, len(batch), outcomes, len(bad))


def _advance(
    session: Session,
    reader: Reader,
    read: int,
    outcomes: Counter[str] | None = None,
    quarantined: int = 0,
    **values: Any,
) -> tuple[int, datetime]:
    """Count on, in the transaction of the rows themselves; raises Lost when the lease is another's by now."""
    lease = reader.now() + LEASE
    counts = {**(outcomes or {}), "rows": read, "quarantined": quarantined}
    columns: dict[str, Any] = {name: getattr(Import, name) + number for name, number in counts.items()}
    mine = sa.update(Import).where(
        col(Import.id) == reader.import_id,
        col(Import.state) == "bezig",
        col(Import.lease_until) == reader.lease,
        col(Import.rows) == reader.done,
    )
    counted = session.connection().execute(mine.values(lease_until=lease, **columns, **values))
    if counted.rowcount == 0:
        raise Lost
    return reader.done + read, lease
