"""What comes in: meldingen, the files they came in, and rows that wait for repair."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class Report(SQLModel, table=True):
    """A verzuimmelding of a school, as the register gave it."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_person", "person_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kenmerk: str = Field(unique=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    person_id: UUID = Field(foreign_key="persons.id")
    school_id: UUID = Field(foreign_key="schools.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    """the root zaak it opened or joined"""
    joined: bool = False
    status: str = "R"
    """R, I from the register; B, K, G from us"""
    soort: str
    onderwijssoort: str
    begindatum: date
    einddatum: date | None = None
    reden: str = ""
    actie_school: str = ""
    toelichting_geen_actie: str = ""
    alle_lessen_gemist: bool
    actie_gewenst: bool
    melder: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    telefoon_contact: str = ""
    verblijf: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    specificatie: list[list[Any]] = Field(default_factory=list, sa_type=Json)
    """[ISO date, hours] per day"""
    te_laat: int | None = None
    flags: list[str] = Field(default_factory=list, sa_type=Json)
    """Dutch sentences: what does not fit (age, hours), never a refusal"""
    uitkomst: str = ""
    gemeld_op: datetime = instant()
    received_at: datetime = instant()
    import_id: UUID | None = None


class Import(SQLModel, table=True):
    """A meldingbestand and how far it has been read."""

    __tablename__ = "imports"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    filename: str
    sha256: str = Field(unique=True)
    """of its bytes and, when a person or machine sent it, the gemeenten for which it was delivered"""
    size: int
    gemeenten: list[str] = Field(default_factory=list, sa_type=Json)
    """gemeenten for which the sender may deliver; others go to quarantine"""
    stored: str = ""
    """name of the kept file under home/meldingbestanden while it is being read"""
    state: str = "wacht"
    """wacht, bezig, klaar, geweigerd"""
    error: str = ""
    """why the whole file was refused, in Dutch"""
    rows: int = 0
    """rows read so far"""
    opened: int = 0
    joined: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    quarantined: int = 0
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    """what the reader should know, in Dutch (e.g. converted from Windows-1252)"""
    officer_id: UUID | None = None
    created_at: datetime = instant()
    finished_at: datetime | None = instant(default=None)
    lease_until: datetime | None = instant(default=None)
    """until when the reader has it for itself; after that another takes over"""


class QuarantinedRow(SQLModel, table=True):
    """A row that could not become a melding, kept encrypted until it is repaired."""

    __tablename__ = "quarantined_rows"
    __table_args__ = (Index("ix_quarantine_open", "gemeente", "state"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    import_id: UUID = Field(foreign_key="imports.id", index=True)
    gemeente: str = ""
    """as written in the row when it is one of ours, else empty"""
    line: int
    raw_encrypted: bytes
    problems: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    """{kolom, uitleg} in Dutch, without the value itself"""
    state: str = "open"
    """open, hersteld, vervallen"""
    fingerprint: str = Field(unique=True)
    """keyed hash of the row: the same bad row is kept once"""
    created_at: datetime = instant()
    resolved_at: datetime | None = instant(default=None)
