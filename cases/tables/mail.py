"""What people are told, and proof that the watch is alive."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class Notice(SQLModel, table=True):
    """One message to one medewerker: the outbox. Holds counts and dates, nothing personal."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("recipient_id", "kind", "for_date", "batch"),
        Index(
            "ix_notices_pending",
            "next_try_at",
            sqlite_where=sa.text("state IN ('new', 'leased', 'uncertain')"),
            postgresql_where=sa.text("state IN ('new', 'leased', 'uncertain')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recipient_id: UUID = Field(foreign_key="officers.id")
    kind: str
    """termijnen, dagoverzicht, weekoverzicht"""
    for_date: date
    batch: int = 1
    state: str = "new"
    """new, leased, handed_over, uncertain, failed, suppressed"""
    message_id: str = Field(unique=True)
    count: int = 0
    earliest_on: date | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """counts per heading for the digests"""
    attempts: int = 0
    fence: int = 0
    """grows with each lease; a late worker with an old fence changes nothing"""
    lease_until: datetime | None = instant(default=None)
    next_try_at: datetime = instant()
    failure: str = ""
    """SMTP code or class of the error, never the text"""
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)


class RungMail(SQLModel, table=True):
    """Ties a rung to the one notice that tells this recipient of it."""

    __tablename__ = "rung_mails"

    rung_id: UUID = Field(foreign_key="rungs.id", primary_key=True)
    recipient_id: UUID = Field(foreign_key="officers.id", primary_key=True)
    notice_id: UUID = Field(foreign_key="notices.id", index=True)


class Heartbeat(SQLModel, table=True):
    """One run of a watch: when really, for which date, what it did."""

    __tablename__ = "heartbeats"
    __table_args__ = (Index("ix_heartbeats_name", "name", "real_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    """termijnen, post, meldingen, dagoverzicht, weekoverzicht"""
    real_at: datetime = instant()
    effective_at: datetime = instant()
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
