"""Content under the Wet politiegegevens, in a table of its own: read only for an officer with a valid BOA akte.

The rows of `cases` and `events` hold what the engine needs (state, dates, regime); what was asked, said
and decided, and who the verdachte is, stands here.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json


class WpgEvent(SQLModel, table=True):
    """What was filled in, deviated from and motivated in a wpg event. Never changed, never removed."""

    __tablename__ = "wpg_events"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    event_id: UUID = Field(primary_key=True, foreign_key="events.id")
    case_id: UUID = Field(foreign_key="cases.id")
    gemeente: str
    seq: int
    """number of the event in its zaak"""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    deviations: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    motivation: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """the facts of a wpg zaak after this event; empty in a zaak that is avg itself"""
