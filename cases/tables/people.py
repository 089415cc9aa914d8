"""A jongere beyond his name, and the people around him: ouders and verzorgers, and on what ground."""

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.columns import new_id


class PersonDetails(SQLModel, table=True):
    """What is known of a jongere beside name and birth date; no row when nothing is."""

    __tablename__ = "person_details"

    person_id: UUID = Field(primary_key=True, foreign_key="persons.id")
    gemeente: str
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
    voornamen: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str
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
    """What an ouder or verzorger is to one jongere, from and until when."""

    __tablename__ = "relations"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str
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
