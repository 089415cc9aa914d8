"""The post room: renders what the outbox owes and hands it to the mail server."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Engine
from sqlmodel import Session

from cases import leases
from cases.clock import dutch_date
from cases.leases import Lease
from cases.outbox import DAGOVERZICHT, TERMIJNEN, WEEKOVERZICHT, open_terms
from cases.store import reading, writing
from cases.tables import Heartbeat, Officer
from notifications.mailserver import MailServer
from notifications.message import Mail, compose
from notifications.settings import Settings
from notifications.window import closed_gemeenten

MOST_PER_RUN = 500
COUNTED = {
    leases.HANDED_OVER: "verzonden",
    leases.FAILED: "mislukt",
    leases.UNCERTAIN: "onzeker",
    leases.LATER: "later",
    leases.SUPPRESSED: "onderdrukt",
}

logger = logging.getLogger(__name__)


def deliver(engine: Engine, *, at: datetime, recorded_at: datetime | None = None) -> dict[str, int]:
    """Send what is due at this instant, within the mail window; safe to run twice, late or at once.

    `at` may be a pretended instant; `recorded_at` is the real one and `at` when left out.
    Returns how many were verzonden, mislukt, onzeker, later (still to be sent) and onderdrukt (no longer
    true). WrongSetting when the mail server is not set up. Writes a Heartbeat `post`.
    """
    real_at = recorded_at or at
    settings = Settings()
    counts = dict.fromkeys(COUNTED.values(), 0)
    with reading(engine) as session:
        closed = closed_gemeenten(session, at)
        todo = 0 if closed is None else leases.waiting(session, at=at, real_at=real_at, closed=closed)
    if todo and closed is not None:
        counts |= _send_all(engine, settings, at=at, real_at=real_at, closed=closed)
    with writing(engine) as session:
        session.add(Heartbeat(name="post", real_at=real_at, effective_at=at, counts=counts))
    return counts


def _send_all(
    engine: Engine, settings: Settings, *, at: datetime, real_at: datetime, closed: frozenset[str]
) -> Counter[str]:
    """One by one: a crash leaves at most one message in doubt. Stops when the server is away."""
    counts: Counter[str] = Counter()
    began = monotonic()
    sender, site = settings.sender, settings.site  # a wrong setting is no fault of a notice
    with MailServer(settings.server) as server:
        for _ in range(MOST_PER_RUN):
            now = real_at + timedelta(seconds=monotonic() - began)
            if not server.ready():
                break
            with writing(engine) as session:
                taken = leases.claim(session, at=at, real_at=now, closed=closed)
                job = _prepare(session, taken[0], at) if taken else None
            if job is None:
                break
            outcome, code = job if isinstance(job, tuple) else _send(server, job, sender, site, at)
            with writing(engine) as session:
                if leases.settle(session, taken[0], outcome, at=at, code=code):
                    counts[COUNTED[outcome]] += 1
    with reading(engine) as session:
        counts["later"] += leases.waiting(session, at=at, real_at=real_at, closed=closed)
    return counts


def _prepare(session: Session, lease: Lease, at: datetime) -> Mail | tuple[str, str]:
    """The mail that is true now, or that it is suppressed and why."""
    officer = session.get(Officer, lease.recipient_id)
    if officer is None or not officer.active:
        return leases.SUPPRESSED, "niet_actief"
    if _stale(lease, at):
        return leases.SUPPRESSED, "verouderd"
    count, earliest_on = lease.count, lease.earliest_on
    if lease.kind == TERMIJNEN:
        now_open, now_earliest = open_terms(session, lease.id)
        if now_open == 0:
            return leases.SUPPRESSED, "niets_meer_open"
        if not lease.doubt:  # what may have been delivered is repeated as it was
            count, earliest_on = now_open, now_earliest
            leases.record_facts(session, lease, count=count, earliest_on=earliest_on)
    return Mail(lease.kind, officer.email, officer.role, lease.message_id, count, earliest_on, lease.data)


def _stale(lease: Lease, at: datetime) -> bool:
    """Whether an overview is of an earlier day or week: the next one says it better."""
    today = dutch_date(at)
    if lease.kind == DAGOVERZICHT:
        return lease.for_date < today
    return lease.kind == WEEKOVERZICHT and lease.for_date.isocalendar()[:2] < today.isocalendar()[:2]


def _send(server: MailServer, mail: Mail, sender: str, site: str, at: datetime) -> tuple[str, str]:
    try:
        message = compose(mail, sender=sender, site=site, at=at).as_bytes()
    except Exception as error:  # whatever one address does, the others get their mail
        logger.warning("bericht niet te maken", extra={"action": "post", "error": type(error).__name__})
        return leases.FAILED, type(error).__name__
    return server.send(sender, mail.to, message)
