"""A zaak as the API tells it, in a list and in full."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.schemas import Medewerker, Out, Verwijzing, medewerker
from cases.rows import Row
from cases.search import CaseLine
from cases.view import CaseView, TermView


class Zaakregel(Verwijzing):
    """A zaak in a list. `uiterlijk` is the first day on which one of its terms lapses."""

    gemeente: str
    soort: str
    versie: int
    behandelaar: Medewerker | None
    jongere: str
    geboortedatum: date
    geopend_op: date
    gesloten_op: date | None
    uitkomst: str
    uiterlijk: date | None

    @classmethod
    def of(cls, line: CaseLine) -> "Zaakregel":
        """This line of the record."""
        return cls(
            id=line.id, nummer=line.number, proces=line.proces, titel=line.proces_title, toestand=line.state,
            toestand_titel=line.state_title, gemeente=line.gemeente, soort=line.soort, versie=line.version,
            behandelaar=medewerker(line.officer_id, line.officer_name), jongere=line.person_name,
            geboortedatum=line.birth_date, geopend_op=line.opened_on, gesloten_op=line.closed_on,
            uitkomst=line.uitkomst, uiterlijk=line.due_on,
        )  # fmt: skip


class Trede(Out):
    """A rung of the ladder of a term."""

    naam: str
    titel: str
    op: date
    bereikt: bool


class Looptermijn(Out):
    """A running term: when it is due, why then, and its ladder."""

    id: UUID
    zaak: UUID
    zaaknummer: str
    onderdeel: str
    """what the zaak of this term is called"""
    soort: str
    naam: str
    titel: str
    wacht_op: str
    begonnen_op: date
    uiterlijk: date
    uitleg: str
    ronde: int
    apart_gezet: bool
    treden: list[Trede]

    @classmethod
    def of(cls, term: TermView) -> "Looptermijn":
        """This term of the record."""
        return cls(
            id=term.id, zaak=term.case_id, zaaknummer=term.number, onderdeel=term.part,
            soort=term.kind, naam=term.name, titel=term.title, wacht_op=term.waits,
            begonnen_op=term.started_on, uiterlijk=term.due_on, uitleg=term.sentence, ronde=term.round,
            apart_gezet=term.set_aside,
            treden=[Trede(naam=r.name, titel=r.title, op=r.on, bereikt=r.reached) for r in term.rungs],
        )  # fmt: skip


class Kind(Verwijzing):
    """A child of a zaak."""

    geopend_op: date
    gesloten_op: date | None

    @classmethod
    def of(cls, row: Row) -> "Kind":
        """This child."""
        return cls(
            id=row["id"], nummer=row["number"], proces=row["proces"], titel=row["title"], toestand=row["state"],
            toestand_titel=row["state_title"], geopend_op=row["opened_on"], gesloten_op=row["closed_on"],
        )  # fmt: skip


class MeldingInZaak(Out):
    """A melding of a zaak."""

    id: UUID
    kenmerk: str
    status: str
    soort: str
    begindatum: date
    einddatum: date | None
    reden: str
    actie_school: str
    alle_lessen_gemist: bool
    actie_gewenst: bool
    toelichting_geen_actie: str
    te_laat: int | None
    specificatie: list[list[Any]]
    aandachtspunten: list[str]
    gemeld_op: datetime
    uitkomst: str

    @classmethod
    def of(cls, row: Row) -> "MeldingInZaak":
        """This melding."""
        same = {name: row[name] for name in cls.model_fields if name in row}
        return cls(**same, aandachtspunten=row["flags"])


class Brief(Out):
    """A letter, for now always a concept."""

    id: UUID
    code: str
    titel: str
    toestand: str
    aan: list[str]
    gemaakt_op: datetime

    @classmethod
    def of(cls, row: Row) -> "Brief":
        """This letter."""
        to = [party["soort"] for party in row["recipients"]]
        return cls(id=row["id"], code=row["code"], titel=row["title"], toestand=row["state"], aan=to,
                   gemaakt_op=row["created_at"])  # fmt: skip


class JongereInZaak(Out):
    """The jongere of a zaak; the pgn without its first digits."""

    id: UUID
    naam: str
    geboortedatum: date
    leeftijd: int
    pgn: str


class SchoolInZaak(Out):
    """The school of a zaak."""

    brin: str
    vestiging: str
    naam: str


class Zaak(Verwijzing):
    """A zaak in full. Its version also stands in the header ETag."""

    versie: int
    gemeente: str
    gemeente_naam: str
    soort: str
    hoofdzaak: UUID
    hoofdzaak_nummer: str
    eerdere_zaak: UUID | None
    eerdere_zaak_nummer: str | None
    behandelaar: Medewerker | None
    jongere: JongereInZaak
    school: SchoolInZaak | None
    geopend_op: date
    gesloten_op: date | None
    uitkomst: str
    termijnen: list[Looptermijn]
    """of this zaak alone"""
    dossiertermijnen: list[Looptermijn]
    """of a hoofdzaak those of its whole dossier, what lapses first on top"""
    eerst_aan_de_beurt: Looptermijn | None
    """the first of those to lapse that waits for us"""
    kinderen: list[Kind]
    meldingen: list[MeldingInZaak]
    brieven: list[Brief]

    @classmethod
    def of(cls, view: CaseView) -> "Zaak":
        """This zaak as the record shows it."""
        row = view.case
        school = None
        if row["brin"]:
            school = SchoolInZaak(brin=row["brin"], vestiging=row["vestiging"], naam=row["school_name"])
        return cls(
            id=row["id"], nummer=row["number"], proces=row["proces"], titel=view.title, toestand=row["state"],
            toestand_titel=view.state_title, versie=row["version"], gemeente=row["gemeente"],
            gemeente_naam=row["gemeente_name"], soort=row["soort"], hoofdzaak=row["root_id"],
            hoofdzaak_nummer=row["root_number"], eerdere_zaak=row["previous_id"],
            eerdere_zaak_nummer=row["previous_number"],
            behandelaar=medewerker(row["officer_id"], row["officer_name"]),
            jongere=JongereInZaak(id=row["person_id"], naam=view.person_name, geboortedatum=view.birth_date,
                                  leeftijd=view.age, pgn=view.pgn),
            school=school, geopend_op=row["opened_on"], gesloten_op=row["closed_on"], uitkomst=row["uitkomst"],
            termijnen=[Looptermijn.of(term) for term in view.terms],
            dossiertermijnen=[Looptermijn.of(term) for term in view.dossier_terms],
            eerst_aan_de_beurt=Looptermijn.of(view.next_term) if view.next_term else None,
            kinderen=[Kind.of(row) for row in view.children],
            meldingen=[MeldingInZaak.of(row) for row in view.reports], brieven=[Brief.of(row) for row in view.letters],
        )  # fmt: skip
