"""The outbox: which message is owed to whom. `cases.leases` says who sends it, `notifications.post` does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from cases.deadlines import DONE
from cases.leases import NEW
from cases.rows import new, table_of
from cases.tables import Deadline, Notice, Rung, RungMail

TERMIJNEN, DAGOVERZICHT, WEEKOVERZICHT = "termijnen", "dagoverzicht", "weekoverzicht"

ROUNDS = 5  # so often another sweep or postman may be first before something must be wrong
MESSAGE_ID_DOMAIN = "leerrecht.invalid"  # never a host name: a Message-ID tells nothing

notices = table_of(Notice)
rung_mails = table_of(RungMail)
rungs_table = table_of(Rung)
deadlines = table_of(Deadline)


@dataclass(frozen=True, slots=True)
class Digest:
    """What one overview says: counts per heading, and the earliest date among them."""

    recipient_id: UUID
    data: Mapping[str, int]
    earliest_on: date | None

    @property
    def count(self) -> int:
        """Everything it counts together."""
        return sum(self.data.values())


def notify(session: Session, rungs: Sequence[tuple[UUID, UUID]], *, for_date: date, at: datetime) -> int:
    """Tie each (rung, recipient) to the one notice that tells this recipient of this sweep day.

    A notice of that day that nobody has begun to send is used again, else there is a next batch. A fixed
    handful of statements, however many rungs; safe for sweeps at the same time and for a repeat.
    Returns how many were not tied yet.
    """
    session.flush()  # rungs may still be objects
    tied = sa.select(rung_mails.c.rung_id, rung_mails.c.recipient_id).where(
        rung_mails.c.rung_id.in_({rung for rung, _ in rungs})
    )
    known = {(row.rung_id, row.recipient_id) for row in session.connection().execute(tied)}
    fresh = sorted(set(rungs) - known)
    if not fresh:
        return 0
    notice_of = _open_notices(session, sorted({recipient for _, recipient in fresh}), for_date, at)
    _insert_absent(
        session,
        rung_mails,
        [{"rung_id": rung, "recipient_id": to, "notice_id": notice_of[to]} for rung, to in fresh],
    )
    return len(fresh)


def _open_notices(session: Session, recipients: list[UUID], for_date: date, at: datetime) -> dict[UUID, UUID]:
    """A new notice of this day for every recipient, locked until the end of the transaction."""
    look = (
        sa.select(notices.c.id, notices.c.recipient_id, notices.c.batch, notices.c.state)
        .where(
            notices.c.recipient_id.in_(recipients),
            notices.c.kind == TERMIJNEN,
            notices.c.for_date == for_date,
        )
        .order_by(notices.c.recipient_id, notices.c.batch)  # one order for all: no deadlocks
        .with_for_update()
    )
    for _ in range(ROUNDS):
        rows = session.connection().execute(look).all()
        open_now = {row.recipient_id: row.id for row in rows if row.state == NEW}
        missing = [to for to in recipients if to not in open_now]
        if not missing:
            return open_now
        last = {row.recipient_id: row.batch for row in rows}
        # Somebody may insert the same batch first: then ours is dropped and we look again.
        _insert_absent(
            session,
            notices,
            [_new_notice(to, TERMIJNEN, for_date, at, batch=last.get(to, 0) + 1) for to in missing],
        )
    raise RuntimeError(f"no notice to be had for {len(missing)} recipients after {ROUNDS} rounds")


def enqueue_digests(session: Session, kind: str, digests: Sequence[Digest], *, for_date: date, at: datetime) -> int:
    """Put one overview per recipient in the outbox; who has one of this kind and day keeps that one.

    Returns how many are new.
    """
    if not digests:
        return 0
    rows = [
        _new_notice(digest.recipient_id, kind, for_date, at)
        | {"data": dict(digest.data), "count": digest.count, "earliest_on": digest.earliest_on}
        for digest in sorted(digests, key=lambda digest: digest.recipient_id)
    ]
    _insert_absent(session, notices, rows)
    ours = sa.select(sa.func.count()).where(notices.c.id.in_([row["id"] for row in rows]))
    return int(session.connection().scalar(ours) or 0)


def open_terms(session: Session, notice_id: UUID) -> tuple[int, date | None]:
    """How many terms of this notice still run as when it was made, and the earliest due date among them.

    A term that ended, or that was moved to a later date since, needs no telling any more; a zaak term that
    ended by its own effect does: that effect is what is told.
    """
    query = (
        sa.select(sa.func.count(deadlines.c.id.distinct()), sa.func.min(deadlines.c.due_on))
        .join_from(rung_mails, rungs_table, rungs_table.c.id == rung_mails.c.rung_id)
        .join(deadlines, deadlines.c.id == rungs_table.c.deadline_id)
        .where(
            rung_mails.c.notice_id == notice_id,
            sa.or_(deadlines.c.ended_on.is_(None), deadlines.c.ended_how == DONE),
            deadlines.c.round == rungs_table.c.round,
        )
    )
    count, earliest = session.connection().execute(query).one()
    return count, earliest


def _new_notice(recipient: UUID, kind: str, for_date: date, at: datetime, batch: int = 1) -> dict[str, Any]:
    key = {"recipient_id": recipient, "kind": kind, "for_date": for_date, "batch": batch}
    message_id = f"<{uuid4()}@{MESSAGE_ID_DOMAIN}>"  # made once: a retransmission carries the same
    return new(Notice, **key, message_id=message_id, created_at=at, next_try_at=at)


def _insert_absent(session: Session, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert what is not there yet; the keys of the table decide."""
    sqlite_here = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if sqlite_here else postgresql.insert)(table).on_conflict_do_nothing()
    session.connection().execute(statement, rows)
