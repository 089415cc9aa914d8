"""Who and where: gemeenten, scholen, medewerkers and jongeren."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class Municipality(SQLModel, table=True):
    """A gemeente of this installation, with its holiday region and its policy."""

    __tablename__ = "municipalities"

    code: str = Field(primary_key=True, max_length=4)
    name: str
    region: str = "midden"
    """noord, midden or zuid"""
    closing_days: list[str] = Field(default_factory=list, sa_type=Json)
    """ISO dates on which the office is closed"""
    policy: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """overrides: {sleutel, waarde, vanaf, door, op}; append-only"""
    school_holidays: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """own school holidays of the gemeente, or of one school: {naam, van, tot, school, door, op}; append-only"""


class School(SQLModel, table=True):
    """A school or mbo-instelling that reports absence."""

    __tablename__ = "schools"
    __table_args__ = (UniqueConstraint("brin", "vestiging"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    brin: str = Field(max_length=4)
    vestiging: str = ""
    name: str = ""
    kind: str = ""
    """onderwijssoort: WPO, WEC, WVO or WEB"""


class Officer(SQLModel, table=True):
    """A medewerker who logs in: leerplichtambtenaar, teamleider, administratie, beheerder."""

    __tablename__ = "officers"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    username: str = Field(unique=True, index=True)
    name: str
    email: str
    phone: str = ""
    """for the school, by way of the register"""
    role: str
    """a role of process.md section 16"""
    akte_number: str = ""
    akte_from: date | None = None
    akte_until: date | None = None
    """last day on which the BOA akte is valid"""
    password_hash: str = ""
    failed_logins: int = 0
    locked_until: datetime | None = instant(default=None)
    active: bool = True
    demo: bool = False


class OfficerMunicipality(SQLModel, table=True):
    """For which gemeenten a medewerker works."""

    __tablename__ = "officer_municipalities"

    officer_id: UUID = Field(foreign_key="officers.id", primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code", primary_key=True, index=True)


class Mandate(SQLModel, table=True):
    """A BOA of one gemeente who may act in another one, from and until a day (both included)."""

    __tablename__ = "mandates"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    officer_id: UUID = Field(foreign_key="officers.id", index=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    valid_from: date
    valid_until: date
    revoked_on: date | None = None
    """first day on which it no longer holds, when it was taken back before its end"""


class LoginSession(SQLModel, table=True):
    """A person who is logged in. Only the hash of the cookie is kept."""

    __tablename__ = "login_sessions"

    token_hash: str = Field(primary_key=True)
    officer_id: UUID = Field(foreign_key="officers.id", index=True)
    csrf: str
    created_at: datetime = instant()
    seen_at: datetime = instant()


class AccessToken(SQLModel, table=True):
    """A machine that may call the API. Only the hash of the token is kept."""

    __tablename__ = "access_tokens"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    role: str
    gemeenten: list[str] = Field(default_factory=list, sa_type=Json)
    token_hash: str = Field(unique=True)
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


class Person(SQLModel, table=True):
    """A jongere as the gemeente knows him. `pgn` is encrypted and found by a keyed index."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("gemeente", "pgn_index"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    pgn_encrypted: bytes
    pgn_index: str = Field(index=True)
    voornamen: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str
    geboortedatum: date
