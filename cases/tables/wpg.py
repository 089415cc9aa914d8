"""Content under the Wet politiegegevens, in tables of its own: read only for an officer with a valid BOA akte.

The rows of `cases` and `events` hold what the engine needs (state, dates, regime); what was asked, said
and decided stands here.
"""

from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.columns import Json


class WpgCase(SQLModel, table=True):
    """The facts of a wpg zaak, among them who the verdachte is."""

    __tablename__ = "wpg_cases"

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    gemeente: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class WpgEvent(SQLModel, table=True):
    """What was filled in, deviated from and motivated in a wpg event. Never changed, never removed."""

    __tablename__ = "wpg_events"

    event_id: UUID = Field(primary_key=True, foreign_key="events.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    gemeente: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    deviations: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    motivation: str = ""
