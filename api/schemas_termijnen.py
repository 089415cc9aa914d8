"""Terms as the API takes and tells them: hands on their clock, a term in a list, a term as it was known on a day."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas import Gemeente, In, Medewerker, Out, Paging, WieBehandelt, medewerker
from cases.hindsight import Known
from cases.lists import TermLine
from cases.melding import Day, Long
from cases.rows import Row
from states.ledger import LONGEST

Grond = Literal["wachtlijst", "capaciteit", "schoolvakantie", "ziekte", "op_verzoek", "anders"]


class TermijnenVraag(Paging):
    """Which terms to list; what is left out does not matter."""

    gemeente: Gemeente | None = None
    behandelaar: WieBehandelt | None = None
    tot: date | None = None
    """due on this day or earlier"""


class Opschorting(In):
    """Let the clock stand still from `vanaf` up to, not including, `tot`."""

    vanaf: Day
    tot: Day | None = None
    """may not be left out; the record says why"""
    grond: Grond
    toelichting: Long = ""


class Hervatting(In):
    """Let a suspended clock run again from `op`."""

    op: Day
    toelichting: Long = ""


class Verlenging(In):
    """Make a term longer; without unit in that of the term itself."""

    aantal: Annotated[int, Field(ge=-LONGEST, le=LONGEST)]
    eenheid: Literal["", "wd", "d", "wk", "mnd", "lw"] = ""
    grond: Grond
    toelichting: Long = ""


class Correctie(In):
    """Set right how long a term lasts, in its own unit, or the day from which it counts."""

    aantal: Annotated[int, Field(ge=-LONGEST, le=LONGEST)] | None = None
    vanaf: Day | None = None
    grond: Literal["vergissing", "nieuw_beleid", "anders"]
    """`nieuw_beleid` takes the amount of today's policy: leave `aantal` out"""
    toelichting: Long


class Klokregel(Out):
    """One line of the ledger of a term."""

    volgnummer: int
    soort: str
    op: date
    tot: date | None
    """the first day after a suspension; the day from which a corrected or moved term counts"""
    aantal: int
    eenheid: str
    grond: str
    toelichting: str
    medewerker: str | None
    vastgelegd_op: datetime

    @classmethod
    def of(cls, line: Row) -> "Klokregel":
        """This line of the record."""
        return cls(
            volgnummer=line["seq"], soort=line["kind"], op=line["on"], tot=line["until"], aantal=line["amount"],
            eenheid=line["unit"], grond=line["ground"], toelichting=line["explanation"],
            medewerker=line["officer_name"], vastgelegd_op=line["entered_at"],
        )  # fmt: skip


class Termijnstand(Out):
    """A term as it was known at the end of a day."""

    id: UUID
    zaak: UUID
    zaaknummer: str
    naam: str
    titel: str
    peildatum: date
    loopt: bool
    aantal: int
    eenheid: str
    grondslag: str
    begonnen_op: date
    telt_vanaf: date
    uiterlijk: date
    uitleg: str
    afgelopen_op: date | None
    afloop: str
    """gehaald, vervallen or gedaan; empty while it ran"""
    regels: list[Klokregel]

    @classmethod
    def of(cls, known: Known) -> "Termijnstand":
        """The same, by the names of the API."""
        row = known.row
        return cls(
            id=row["id"], zaak=row["case_id"], zaaknummer=row["case_number"], naam=row["name"], titel=known.title,
            peildatum=known.on, loopt=known.running, aantal=row["amount"], eenheid=row["unit"],
            grondslag=known.basis, begonnen_op=row["started_on"], telt_vanaf=row["anchor_on"] or row["started_on"],
            uiterlijk=row["due_on"], uitleg=row["sentence"], afgelopen_op=row["ended_on"],
            afloop="" if known.running else row["ended_how"], regels=[Klokregel.of(line) for line in known.lines],
        )  # fmt: skip


class Termijnregel(Out):
    """A running term with its zaak."""

    id: UUID
    soort: str
    naam: str
    titel: str
    wacht_op: str
    uiterlijk: date
    uitleg: str
    zaak: UUID
    zaaknummer: str
    hoofdzaak: UUID
    gemeente: str
    proces: str
    proces_titel: str
    toestand: str
    toestand_titel: str
    versie: int
    behandelaar: Medewerker | None
    jongere: str
    geboortedatum: date
    school: str

    @classmethod
    def of(cls, line: TermLine) -> "Termijnregel":
        """This line of the record."""
        return cls(**fields_of(line))


def fields_of(line: TermLine) -> dict[str, object]:
    """A running term, by the names of the API."""
    return {
        "id": line.id, "soort": line.kind, "naam": line.name, "titel": line.title, "wacht_op": line.waits,
        "uiterlijk": line.due_on, "uitleg": line.sentence, "zaak": line.case_id, "zaaknummer": line.number,
        "hoofdzaak": line.root_id, "gemeente": line.gemeente, "proces": line.proces, "proces_titel": line.proces_title,
        "toestand": line.state, "toestand_titel": line.state_title, "versie": line.version,
        "behandelaar": medewerker(line.officer_id, line.officer_name), "jongere": line.person_name,
        "geboortedatum": line.birth_date, "school": line.school,
    }  # fmt: skip
