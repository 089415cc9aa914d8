"""Whether the watch does its work: for the beheerder, in counts and times only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from cases.rights import Actor, require
from cases.tables import Case, Deadline, Heartbeat, Import, Notice, QuarantinedRow

ASIDE_MAX = 50


@dataclass(frozen=True, slots=True)
class Beat:
    """The last time that a flow ran, and what it counted."""

    name: str
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Watch:
    """How it all stands, over all gemeenten; nothing in it is about a person."""

    beats: Sequence[Beat]
    outbox: Mapping[str, int]
    """messages per state"""
    aside: Sequence[tuple[str, str]]
    """(zaaknummer, class of the error) of terms that a sweep could not handle, at most `ASIDE_MAX`"""
    imports: Mapping[str, int]
    """meldingbestanden per state"""
    quarantined: int


def watch(session: Session, actor: Actor) -> Watch:
    """How the work of the machines stands. Six statements at most. Raises NotAllowed."""
    require(actor, "beheer")
    aside = (
        select(Case.number, Deadline.failure)
        .where(Case.id == Deadline.case_id, col(Deadline.set_aside), col(Deadline.ended_on).is_(None))
        .order_by(Case.number)
    )
    open_rows = select(sa.func.count()).select_from(QuarantinedRow).where(QuarantinedRow.state == "open")
    return Watch(
        beats=last_beats(session),
        outbox=_per_state(session, Notice),
        aside=[(number, failure) for number, failure in session.exec(aside.limit(ASIDE_MAX))],
        imports=_per_state(session, Import),
        quarantined=session.exec(open_rows).one(),
    )


def last_beats(session: Session) -> list[Beat]:
    """The last run of each flow that ever ran, by name."""
    newest = select(Heartbeat.name, sa.func.max(Heartbeat.real_at).label("at")).group_by(Heartbeat.name).subquery()
    same = sa.and_(col(Heartbeat.name) == newest.c.name, col(Heartbeat.real_at) == newest.c.at)
    rows = session.exec(select(Heartbeat).join(newest, same).order_by(Heartbeat.name)).all()
    return list({row.name: Beat(row.name, row.real_at, row.counts) for row in rows}.values())


def last_beat(session: Session, name: str) -> Beat | None:
    """The last run of one flow, or None when it never ran."""
    query = select(Heartbeat).where(Heartbeat.name == name).order_by(col(Heartbeat.real_at).desc()).limit(1)
    row = session.exec(query).first()
    return Beat(row.name, row.real_at, row.counts) if row else None


def _per_state(session: Session, table: type[Notice | Import]) -> dict[str, int]:
    counted = select(table.state, sa.func.count()).group_by(table.state)
    return dict(session.exec(counted).all())
