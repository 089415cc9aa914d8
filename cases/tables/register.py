"""What the register must hear of each melding, and the files in which it was told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class RegisterMessage(SQLModel, table=True):
    """A change of register status of one melding, on its way to the register. Its id never changes."""

    __tablename__ = "register_messages"
    __table_args__ = (
        UniqueConstraint("report_id", "event_id"),
        Index("ix_register_messages_state", "gemeente", "state", "recorded_at"),
        Index("ix_register_messages_list", "gemeente", "recorded_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    report_id: UUID = Field(foreign_key="reports.id")
    event_id: UUID = Field(foreign_key="events.id")
    """what happened in the zaak; one event tells the register one thing of a melding at most"""
    status: str
    """B, K or G"""
    reden: str = ""
    toelichting: str = ""
    officer_id: UUID | None = None
    """contactpersoon: the behandelaar, or who took the step when there is none"""
    contact: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    """naam, functie, telefoon and email as they were told; empty until it is put in a delivery"""
    state: str = "nieuw"
    """nieuw, aangeboden, bevestigd, mislukt, teruggenomen"""
    error: str = ""
    """why the register did not take it"""
    delivery_id: UUID | None = Field(default=None, foreign_key="register_deliveries.id", index=True)
    at: datetime = instant()
    """effective instant of the change"""
    recorded_at: datetime = instant()
    """real instant: the order in which changes are told"""
    settled_at: datetime | None = instant(default=None)


class RegisterDelivery(SQLModel, table=True):
    """Messages that were handed over together: a file, or whatever the adapter makes of it."""

    __tablename__ = "register_deliveries"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    state: str = "klaargezet"
    """klaargezet (its messages are fixed), aangeboden (handed over)"""
    lines: int
    name: str = ""
    """what the adapter calls it: the name of the file"""
    sha256: str = ""
    """of the content"""
    created_at: datetime = instant()
    delivered_at: datetime | None = instant(default=None)
