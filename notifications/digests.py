"""The overviews: each officer what lapses soon, each teamleider what is late. Set-based, counts only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases import leases, tables
from cases.clock import dutch_date, dutch_instant
from cases.outbox import DAGOVERZICHT, TERMIJNEN, WEEKOVERZICHT, Digest, enqueue_digests
from cases.rights import LPA, TL
from cases.rows import table_of
from cases.store import writing
from states.working_days import Calendar

SOON_WD = 5
ESCALATED_D = 7
ESCALATIONS = ("teamleider", "mdo", "veiligheidshuis")

officers, works_for = table_of(tables.Officer), table_of(tables.OfficerMunicipality)
cases, deadlines, rungs = table_of(tables.Case), table_of(tables.Deadline), table_of(tables.Rung)
notices, rung_mails, beats = table_of(tables.Notice), table_of(tables.RungMail), table_of(tables.Heartbeat)


def daily(engine: Engine, *, at: datetime, recorded_at: datetime | None = None) -> dict[str, int]:
    """Put the dagoverzicht of this day in the outbox, on werkdagen only; twice is once.

    It leaves out what another mail of today says or said; nothing to say is no mail. Returns how many
    overviews are new. Writes a Heartbeat `dagoverzicht`.
    """
    today = dutch_date(at)
    with writing(engine) as session:
        digests = _of_officers(session, today) if Calendar().is_working_day(today) else []
        new = enqueue_digests(session, DAGOVERZICHT, digests, for_date=today, at=at)
        return _finish(session, DAGOVERZICHT, new, at, recorded_at)


def weekly(engine: Engine, *, at: datetime, recorded_at: datetime | None = None) -> dict[str, int]:
    """Put the weekoverzicht in the outbox, on the first werkdag of the week; twice is once.

    When nothing ran on that day, the next werkdag of the week catches up. Returns how many overviews are
    new. Writes a Heartbeat `weekoverzicht`.
    """
    today, calendar = dutch_date(at), Calendar()
    first = calendar.working_day_on_or_after(today - timedelta(days=today.weekday()))
    with writing(engine) as session:
        due = calendar.is_working_day(today) and (today == first or not _ran_since(session, first, at))
        digests = _of_teamleiders(session, at) if due else []
        new = enqueue_digests(session, WEEKOVERZICHT, digests, for_date=first, at=at)
        return _finish(session, WEEKOVERZICHT, new, at, recorded_at)


def _finish(session: Session, name: str, new: int, at: datetime, recorded_at: datetime | None) -> dict[str, int]:
    counts = {"overzichten": new}
    beat = tables.Heartbeat(name=name, real_at=recorded_at or at, effective_at=at, counts=counts)
    session.add(beat)
    return counts


def _of_officers(session: Session, today: date) -> list[Digest]:
    horizon = Calendar().add_working_days(today, SOON_WD)
    due = deadlines.c.due_on
    query = (
        sa.select(
            deadlines.c.officer_id,
            sa.func.count().filter(due == today).label("vandaag"),
            sa.func.count().filter(due > today).label("binnenkort"),
            sa.func.count().filter(due < today).label("verlopen"),
            sa.func.min(due).label("earliest_on"),
        )
        .join_from(deadlines, officers, officers.c.id == deadlines.c.officer_id)
        .where(officers.c.active, officers.c.role == LPA)
        .where(deadlines.c.ended_on.is_(None), due <= horizon, ~_said_today(today))
        .group_by(deadlines.c.officer_id)
    )
    return [
        Digest(
            row.officer_id,
            {"vandaag": row.vandaag, "binnenkort": row.binnenkort, "verlopen": row.verlopen},
            row.earliest_on,
        )
        for row in session.connection().execute(query)
    ]


def _said_today(today: date) -> sa.Exists:
    """Whether a termijnen mail of today tells this officer of this term: sent today, or about to be."""
    midnight = dutch_instant(today, time())
    underway = notices.c.state.in_((leases.NEW, leases.LEASED))
    of_today = sa.and_(notices.c.for_date == today, notices.c.state.not_in((leases.FAILED, leases.SUPPRESSED)))
    return (
        sa.exists()
        .select_from(rungs)
        .where(
            rungs.c.deadline_id == deadlines.c.id,
            rung_mails.c.rung_id == rungs.c.id,
            rung_mails.c.recipient_id == deadlines.c.officer_id,
            notices.c.id == rung_mails.c.notice_id,
            notices.c.kind == TERMIJNEN,
            sa.or_(of_today, underway, notices.c.sent_at >= midnight),
        )
        .correlate(deadlines)
    )


def _of_teamleiders(session: Session, at: datetime) -> list[Digest]:
    query = sa.select(works_for.c.officer_id, works_for.c.gemeente).where(
        works_for.c.officer_id == officers.c.id, officers.c.active, officers.c.role == TL
    )
    teams = session.connection().execute(query).all()
    figures = _per_gemeente(session, at, sorted({team.gemeente for team in teams}))
    totals: dict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(figures, 0))
    earliest: dict[UUID, date] = {}
    for officer_id, gemeente in teams:
        for heading, by_gemeente in figures.items():
            count, oldest = by_gemeente.get(gemeente, (0, None))
            totals[officer_id][heading] += count
            if oldest:
                earliest[officer_id] = min(oldest, earliest.get(officer_id, oldest))
    return [Digest(to, data, earliest.get(to)) for to, data in totals.items() if any(data.values())]


def _per_gemeente(
    session: Session, at: datetime, gemeenten: Sequence[str]
) -> dict[str, dict[str, tuple[int, date | None]]]:
    """Per heading and gemeente: how many, and for overdue terms the earliest due date."""
    nothing = sa.null()
    overdue = sa.select(deadlines.c.gemeente, sa.func.count(), sa.func.min(deadlines.c.due_on)).where(
        deadlines.c.ended_on.is_(None), deadlines.c.due_on < dutch_date(at)
    )
    escalated = sa.select(rungs.c.gemeente, sa.func.count(rungs.c.deadline_id.distinct()), nothing).where(
        rungs.c.name.in_(ESCALATIONS),
        rungs.c.reached_at > at - timedelta(days=ESCALATED_D),
        rungs.c.reached_at <= at,
    )
    unassigned = sa.select(cases.c.gemeente, sa.func.count(), nothing).where(
        cases.c.officer_id.is_(None), cases.c.closed_on.is_(None)
    )
    queries: Sequence[tuple[str, sa.Table, sa.Select[Any]]] = (
        ("verlopen", deadlines, overdue),
        ("opgeschaald", rungs, escalated),
        ("zonder_behandelaar", cases, unassigned),
    )
    found: dict[str, dict[str, tuple[int, date | None]]] = {}
    for heading, table, query in queries:
        ours = query.where(table.c.gemeente.in_(gemeenten)).group_by(table.c.gemeente)
        found[heading] = {row[0]: (row[1], row[2]) for row in session.connection().execute(ours)}
    return found


def _ran_since(session: Session, first: date, at: datetime) -> bool:
    ran = sa.select(sa.func.count()).where(
        beats.c.name == WEEKOVERZICHT,
        beats.c.effective_at >= dutch_instant(first, time()),
        beats.c.effective_at <= at,
    )
    return bool(session.connection().scalar(ran))
