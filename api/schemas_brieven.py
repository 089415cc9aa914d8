"""Shapes of `/v1/brieven` and of the attachments of a zaak."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas import In, Out
from cases.letterdrafts import Draft
from cases.rows import Row
from notifications.letters import faults, seen_of
from notifications.lettertexts import texts

Toestand = Literal["concept", "gecontroleerd", "verzonden", "vervallen"]


class Briefregel(Out):
    """A letter in a list. Of one under the Wpg a reader without akte sees number and dates only."""

    id: UUID
    zaaknummer: str
    code: str
    titel: str
    toestand: Toestand | Literal[""]
    regime: Literal["avg", "wpg"]
    afgeschermd: bool
    gemaakt_op: datetime
    verzonden_op: datetime | None

    @classmethod
    def of(cls, row: Row) -> "Briefregel":
        """This row of `cases.letters.letters_of`."""
        return cls(
            id=row["id"], zaaknummer=row["case_number"], code=row["code"], titel=row["title"], toestand=row["state"],
            regime=row["regime"], afgeschermd=row["hidden"], gemaakt_op=row["created_at"], verzonden_op=row["sent_at"],
        )  # fmt: skip


class Exemplaar(Out):
    """One copy of a letter, as it would go out now."""

    ontvanger: str
    """key: id of a person, or name of an organisation"""
    soort: Literal["ouder", "jongere", "organisatie"]
    naam: str
    adres: list[str]
    kopie: bool
    onderwerp: str
    tekst: str


class Verzonden(Out):
    """One copy of a letter as it was sent."""

    id: UUID
    naam: str
    adres: list[str]
    onderwerp: str
    tekst: str
    sha256: str
    sjabloon: str
    wet: str
    verzonden_op: date

    @classmethod
    def of(cls, row: Row) -> "Verzonden":
        """This row of `cases.letterdocuments`."""
        return cls(
            id=row["id"], naam=row["name"], adres=row["lines"], onderwerp=row["subject"], tekst=row["text"],
            sha256=row["sha256"], sjabloon=row["template"], wet=row["law"], verzonden_op=row["sent_on"],
        )  # fmt: skip


class Ontbreekt(Out):
    """Something a letter lacks, or may not say."""

    veld: str
    uitleg: str


class Brief(Out):
    """A letter in full: what it would say now, what it lacks, and what was sent."""

    id: UUID
    zaak: UUID
    zaaknummer: str
    code: str
    titel: str
    wet: str
    toestand: Toestand
    regime: Literal["avg", "wpg"]
    gezien: str
    """name it when you check the letter: then you check what you saw"""
    ontbreekt: list[Ontbreekt]
    exemplaren: list[Exemplaar]
    verzonden: list[Verzonden]

    @classmethod
    def of(cls, now: Draft, documents: Sequence[Row]) -> "Brief":
        """This draft, with the copies that were sent."""
        made = [] if documents else texts(now)
        lacking = {} if documents else faults(now, made)
        return cls(
            id=now.row["id"], zaak=now.row["case_id"], zaaknummer=now.row["case_number"], code=now.kind.code,
            titel=now.kind.titel, wet=now.kind.law, toestand=now.row["state"], regime=now.row["regime"],
            gezien=seen_of(now, made), ontbreekt=[Ontbreekt(veld=name, uitleg=text) for name, text in lacking.items()],
            exemplaren=[
                Exemplaar(
                    ontvanger=text.to.key, soort=text.to.soort, naam=text.to.name, adres=list(text.to.lines),
                    kopie=text.to.copy, onderwerp=text.subject, tekst=text.plain,
                )
                for text in made
            ],
            verzonden=[Verzonden.of(row) for row in documents],
        )  # fmt: skip


class NieuweBrief(In):
    """A letter that no step makes."""

    code: Annotated[str, Field(pattern="^L[0-9]{2}$")]


class Aanvulling(In):
    """What is filled in for a letter; null takes it back. `aan` chooses among its addressees."""

    gegevens: dict[Annotated[str, Field(max_length=60)], Any] = Field(default_factory=dict, max_length=30)
    aan: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)] | None = None
    adressen: dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=600)]] = Field(
        default_factory=dict, max_length=20
    )


class Controle(In):
    """Which text was looked at; empty: as it is now."""

    gezien: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""


class Bijlage(Out):
    """A file that was put with a zaak. Of one under the Wpg a reader without akte sees the date only."""

    id: UUID | None
    naam: str
    type: str
    grootte: int
    """bytes"""
    sha256: str
    door: str | None
    op: datetime
    afgeschermd: bool

    @classmethod
    def of(cls, row: Row) -> "Bijlage":
        """This row of `cases.attachments.attachments_of`."""
        return cls(
            id=row["id"], naam=row["filename"], type=row["type"], grootte=row["size"], sha256=row["sha256"],
            door=row["officer_name"] or None, op=row["created_at"], afgeschermd=row["hidden"],
        )  # fmt: skip


class Bijgevoegd(Out):
    """What became of a file."""

    id: UUID
    nieuw: bool
    """false: the same bytes were there already"""
