"""Who is sending which notice now, and how the sending ended.

A notice goes new -> leased -> handed_over, or ends as failed, suppressed or uncertain. What is uncertain was
perhaps delivered: it goes once more with the same Message-ID. `failure` then starts with a word of doubt and
keeps it, so a notice that is handed_over with such a word is possibly a duplicate.
"""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import table_of
from cases.tables import Notice, OfficerMunicipality

NEW, LEASED, HANDED_OVER = "new", "leased", "handed_over"
UNCERTAIN, FAILED, SUPPRESSED = "uncertain", "failed", "suppressed"
LATER = "later"  # an outcome, no state: it will be tried again

CONNECTION_LOST, LEASE_EXPIRED = "verbinding_verloren", "lease_verlopen"  # words of doubt
GIVEN_UP = "tweemaal_onzeker"

LEASE = timedelta(minutes=10)  # longer than the slowest server our timeouts allow
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(minutes=20)
MAX_ATTEMPTS = 72  # two werkdagen of 12 hours, every 20 minutes

notices = table_of(Notice)
works_for = table_of(OfficerMunicipality)


@dataclass(frozen=True, slots=True)
class Lease:
    """A notice that is ours to send for a while. `fence` tells a late worker from the present one."""

    id: UUID
    recipient_id: UUID
    kind: str
    for_date: date
    message_id: str
    data: Mapping[str, int]
    count: int
    earliest_on: date | None
    attempts: int
    fence: int
    doubt: str
    """empty, or why it may have been delivered before"""


def claim(
    session: Session, *, at: datetime, real_at: datetime, limit: int = 1, closed: Collection[str] = ()
) -> list[Lease]:
    """Lease at most `limit` notices whose time has come; commit before sending, then `settle` each.

    `at` decides what is due, `real_at` when a lease ends: a pretended date must not hold one for weeks.
    Recipients who work for a gemeente in `closed` are left alone. A lease that ended means that somebody
    died while sending: it is given out again, with doubt.
    """
    look = (
        sa.select(notices)
        .where(*_due(at, real_at, closed))
        .order_by(notices.c.next_try_at, notices.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.connection().execute(look).all()
    if hopeless := [row.id for row in rows if row.attempts >= MAX_ATTEMPTS]:
        _update(session, hopeless, state=UNCERTAIN, failure=GIVEN_UP, lease_until=None)
        return claim(session, at=at, real_at=real_at, limit=limit, closed=closed)
    leases = [_lease(row) for row in rows]
    for doubt in {lease.doubt for lease in leases}:
        _update(
            session,
            [lease.id for lease in leases if lease.doubt == doubt],
            state=LEASED,
            failure=doubt,
            lease_until=real_at + LEASE,
            fence=notices.c.fence + 1,
            attempts=notices.c.attempts + 1,
        )
    return leases


def waiting(session: Session, *, at: datetime, real_at: datetime, closed: Collection[str] = ()) -> int:
    """How many notices `claim` could give out now."""
    return int(session.connection().scalar(sa.select(sa.func.count()).where(*_due(at, real_at, closed))) or 0)


def record_facts(session: Session, lease: Lease, *, count: int, earliest_on: date | None) -> None:
    """Keep what the message says, so that the record tells what was sent."""
    _update(session, [lease.id], count=count, earliest_on=earliest_on)


def settle(session: Session, lease: Lease, outcome: str, *, at: datetime, code: str = "") -> bool:
    """Write down how the sending ended: handed_over, later, uncertain, failed or suppressed.

    `code` is an SMTP code, a class name or a fixed reason, never text of others. False, with nothing
    changed, when the lease was taken over meanwhile.
    """
    mine = (notices.c.id == lease.id, notices.c.fence == lease.fence, notices.c.state == LEASED)
    values = after(lease, outcome, at=at, code=code)
    changed = session.connection().execute(sa.update(notices).where(*mine).values(values))
    return changed.rowcount == 1


def after(lease: Lease, outcome: str, *, at: datetime, code: str = "") -> dict[str, Any]:
    """The columns of a notice after this outcome. Pure: the same lease and outcome give the same."""
    next_try_at = at + pause(lease.id, lease.attempts)
    if outcome == LATER and lease.attempts >= MAX_ATTEMPTS:
        outcome = FAILED
    if outcome == HANDED_OVER:
        values = {"state": HANDED_OVER, "failure": lease.doubt, "sent_at": at}
    elif outcome == LATER:
        values = {
            "state": UNCERTAIN if lease.doubt else NEW,
            "failure": lease.doubt or code,
            "next_try_at": next_try_at,
        }
    elif outcome == UNCERTAIN:
        again = lease.doubt != CONNECTION_LOST
        failure = CONNECTION_LOST if again else GIVEN_UP
        values = {"state": UNCERTAIN, "failure": failure, "next_try_at": next_try_at}
    elif outcome in (FAILED, SUPPRESSED):
        values = {"state": outcome, "failure": f"{lease.doubt} {code}".strip()}
    else:
        raise ValueError(f"unknown outcome: {outcome}")
    return values | {"lease_until": None}


def pause(notice_id: UUID, attempts: int) -> timedelta:
    """How long to wait after this attempt: 5, 10, 20, 20, ... minutes, a quarter more or less per notice."""
    longest = min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)
    spread = zlib.crc32(notice_id.bytes + attempts.to_bytes(4, "big")) / (1 << 32)
    return longest * (0.75 + spread / 2)


def _lease(row: Any) -> Lease:
    """The lease on this row as it will be once the claim is written."""
    doubt = row.failure if row.failure in (CONNECTION_LOST, LEASE_EXPIRED) else ""
    if row.state == LEASED:
        doubt = doubt or LEASE_EXPIRED
    same = ("id", "recipient_id", "kind", "for_date", "message_id", "data", "count", "earliest_on")
    kept = {name: getattr(row, name) for name in same}
    return Lease(**kept, attempts=row.attempts + 1, fence=row.fence + 1, doubt=doubt)


def _due(at: datetime, real_at: datetime, closed: Collection[str]) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    conditions: list[sa.ColumnElement[bool] | sa.TextClause] = [
        # As the partial index spells it: a bound list would not be recognised.
        sa.text("notices.state IN ('new', 'leased', 'uncertain')"),
        notices.c.next_try_at <= at,
        notices.c.failure != GIVEN_UP,
        sa.or_(notices.c.state != LEASED, notices.c.lease_until <= real_at),
    ]
    if closed:
        at_rest = sa.select(works_for.c.officer_id).where(works_for.c.gemeente.in_(sorted(closed)))
        conditions.append(notices.c.recipient_id.not_in(at_rest))
    return conditions


def _update(session: Session, ids: list[UUID], **values: Any) -> None:
    if ids:
        session.connection().execute(sa.update(notices).where(notices.c.id.in_(ids)).values(values))
