"""What letters say and where they go, and the files that belong to a zaak.

Each kind of content has two tables: what falls under the Wet politiegegevens lies apart.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from cases.columns import Json, instant, new_id


class Letter(SQLModel, table=True):
    """A letter of a step, or written by hand: concept, gecontroleerd, verzonden or vervallen."""

    __tablename__ = "letters"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    root_id: UUID
    gemeente: str
    event_id: UUID = Field(foreign_key="events.id")
    code: str
    state: str = "concept"
    recipients: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    regime: str = "avg"
    created_at: datetime = instant()


class Letterhead(SQLModel, table=True):
    """What stands at the head and foot of every letter of a gemeente."""

    __tablename__ = "letterheads"

    gemeente: str = Field(primary_key=True, foreign_key="municipalities.code")
    afdeling: str = ""
    logo: str = ""
    """the text that stands where others have a drawing"""
    straat: str = ""
    postcode: str = ""
    plaats: str = ""
    telefoon: str = ""
    email: str = ""
    website: str = ""


class Contact(SQLModel, table=True):
    """The address of an organisation that a gemeente writes to: a school, Halt, the OM."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("gemeente", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gemeente: str = Field(foreign_key="municipalities.code")
    key: str
    """its name in small letters, by which it is found"""
    name: str
    lines: list[str] = Field(default_factory=list, sa_type=Json)


class LetterMark(SQLModel, table=True):
    """Who did what with a letter, and when: gecontroleerd, verzonden, vervallen. Never changed."""

    __tablename__ = "letter_marks"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letters.id", index=True)
    gemeente: str
    kind: str
    officer_id: UUID | None = None
    at: datetime = instant()
    seen: str = ""
    """hash of all that was looked at: text, addressees, letterhead and template"""


class LetterDraft(SQLModel, table=True):
    """What a medewerker filled in for a letter that is not sent yet, beside what the dossier tells."""

    __tablename__ = "letter_drafts"

    letter_id: UUID = Field(primary_key=True, foreign_key="letters.id")
    gemeente: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    to: list[str] = Field(default_factory=list, sa_type=Json)
    """the chosen addressees; empty when the letter itself says to whom"""


class WpgLetterDraft(SQLModel, table=True):
    """The same for a letter under the Wet politiegegevens."""

    __tablename__ = "wpg_letter_drafts"

    letter_id: UUID = Field(primary_key=True, foreign_key="letters.id")
    gemeente: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    to: list[str] = Field(default_factory=list, sa_type=Json)


class LetterDocument(SQLModel, table=True):
    """One copy of a letter as it was sent. Never changed: `sha256` is that of `pdf`."""

    __tablename__ = "letter_documents"
    __table_args__ = (UniqueConstraint("letter_id", "recipient"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letters.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    gemeente: str
    recipient: str
    """id of the person, or the name of the organisation"""
    name: str
    lines: list[str] = Field(default_factory=list, sa_type=Json)
    subject: str
    text: str
    pdf: bytes
    sha256: str
    template: str
    """version of the template: the first characters of the hash of its text"""
    law: str
    sent_on: date
    created_at: datetime = instant()


class WpgLetterDocument(SQLModel, table=True):
    """The same for a letter under the Wet politiegegevens."""

    __tablename__ = "wpg_letter_documents"
    __table_args__ = (UniqueConstraint("letter_id", "recipient"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letters.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    gemeente: str
    recipient: str
    name: str
    lines: list[str] = Field(default_factory=list, sa_type=Json)
    subject: str
    text: str
    pdf: bytes
    sha256: str
    template: str
    law: str
    sent_on: date
    created_at: datetime = instant()


class Attachment(SQLModel, table=True):
    """A file that was put with a zaak. It is kept and given back, and never shown."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("case_id", "sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id")
    gemeente: str
    filename: str
    type: str
    """media type, by its content"""
    size: int
    """bytes"""
    sha256: str
    content: bytes
    officer_id: UUID | None = None
    created_at: datetime = instant()


class WpgAttachment(SQLModel, table=True):
    """The same for a zaak under the Wet politiegegevens."""

    __tablename__ = "wpg_attachments"
    __table_args__ = (UniqueConstraint("case_id", "sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="cases.id")
    gemeente: str
    filename: str
    type: str
    size: int
    sha256: str
    content: bytes
    officer_id: UUID | None = None
    created_at: datetime = instant()
