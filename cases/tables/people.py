"""A jongere beyond his name, and the people around him: ouders and verzorgers, and on what ground."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class PersonDetails(SQLModel, table=True):
    """What is known of a jongere beside name and birth date; no row when nothing is."""

    __tablename__ = "person_details"

    person_id: UUID = Field(primary_key=True, foreign_key="persons.id")
    gemeente: str
    version: int = 1
    """grows with every change: who saw an older one must look again"""
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""
    plaats: str = ""
    geheim: bool = False
    """the address is secret: masked on screen and in every letter to somebody else"""
    taal: str = ""
    """language, when it is not Dutch"""
    tolk: bool = False
    telefoon: str = ""
    email: str = ""
    family_id: UUID | None = Field(default=None, index=True)
    """the same for brothers and sisters: the gezin"""


class Relative(SQLModel, table=True):
    """An ouder or verzorger as this gemeente knows him."""

    __tablename__ = "relatives"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    version: int = 1
    """grows with every change: who saw an older one must look again"""
    voornamen: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str
    geboortedatum: date | None = None
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""
    plaats: str = ""
    geheim: bool = False
    """the address is secret: masked on screen and in every letter to somebody else"""
    taal: str = ""
    """language, when it is not Dutch"""
    tolk: bool = False
    telefoon: str = ""
    email: str = ""
    overleden: bool = False


class Relation(SQLModel, table=True):
    """What an ouder or verzorger is to one jongere, from and until a day (both included).

    Another role or gezag from a day on is another row: what held on a day in the past stays known.
    """

    __tablename__ = "relations"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str
    version: int = 1
    person_id: UUID = Field(foreign_key="persons.id", index=True)
    relative_id: UUID = Field(foreign_key="relatives.id", index=True)
    soort: str = "ouder"
    """ouder, voogd or verzorger"""
    gezag: bool = True
    """holds the ouderlijk gezag"""
    feitelijke_verzorger: bool = True
    """the jongere lives with this person"""
    valid_from: date | None = None
    valid_until: date | None = None


class PersonChange(SQLModel, table=True):
    """Who changed what about a jongere and the people around him, or looked at a secret address.

    It names fields and never their values. Never changed, never removed.
    """

    __tablename__ = "person_changes"
    __table_args__ = (
        UniqueConstraint("person_id", "idempotency_key"),
        Index("ix_person_changes_person", "person_id", "at"),
        Index("ix_person_changes_relative", "relative_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str
    person_id: UUID = Field(foreign_key="persons.id")
    """the jongere with whom it was done"""
    relative_id: UUID | None = Field(default=None, foreign_key="relatives.id")
    relation_id: UUID | None = None
    kind: str
    """gegevens, mens_erbij, mens, relatie, relatie_einde, gezin_erbij, gezin_los or inzage"""
    fields: list[str] = Field(default_factory=list, sa_type=Json)
    """which fields got another value"""
    at: datetime = instant()
    officer_id: UUID | None = None
    actor: str = ""
    """role that acted"""
    idempotency_key: str | None = None
