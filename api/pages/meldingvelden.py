"""The columns of a melding as questions on a form, in the groups in which they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from cases.meldingrij import REQUIRED
from cases.places import gemeenten, schools
from cases.rights import Actor, in_reach

YES_NO = (("J", "Ja"), ("N", "Nee"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is asked, and in which form. `kind` is text, long, date, moment, choice or school."""

    name: str
    label: str
    kind: str = "text"
    help: str = ""
    options: Sequence[tuple[str, str]] = ()
    most: int = 200

    @property
    def required(self) -> bool:
        """Whether a melding cannot do without it."""
        return self.name in REQUIRED


SOORTEN = (
    ("V3", "V3: 16 uur of meer in 4 weken (tot 18 jaar)"),
    ("V4", "V4: 16 uur of meer in 4 weken (vanaf 18 jaar)"),
    ("LRV", "LRV: langdurig (tot 18 jaar)"),
    ("RMC", "RMC: vanaf 18 jaar"),
    ("L", "L: luxeverzuim"),
    ("O", "O: overig"),
)
GROUPS: Sequence[tuple[str, Sequence[Column]]] = (
    ("Melding", (
        Column("kenmerk", "Kenmerk", most=64, help="Hetzelfde kenmerk is dezelfde melding."),
        Column("status", "Status", "choice", options=(("R", "R: geregistreerd"), ("I", "I: ingetrokken"))),
        Column("gemeld_op", "Gemeld op", "moment"),
        Column("gemeentecode", "Gemeente", "gemeente"),
        Column("soort", "Soort", "choice", options=SOORTEN),
        Column("begindatum", "Eerste dag", "date"),
        Column("einddatum", "Laatste dag", "date", help="Leeg als het verzuim nog duurt."),
        Column("specificatie", "Uren per dag", "long", help="Bijvoorbeeld: 2026-09-07=3 2026-09-08=5.5"),
        Column("alle_lessen_gemist", "Alle lessen gemist", "choice", options=YES_NO),
        Column("te_laat", "Aantal keren te laat", "text", most=4),
    )),
    ("Jongere", (
        Column("pgn", "BSN of onderwijsnummer", most=9),
        Column("voornamen", "Voornamen"),
        Column("voorvoegsel", "Voorvoegsel"),
        Column("geslachtsnaam", "Achternaam"),
        Column("geboortedatum", "Geboortedatum", "date"),
        Column("telefoon_contact", "Telefoon van jongere of ouders"),
    )),
    ("School", (
        Column("brin", "Brincode", "school", most=4, help="4 letters of cijfers."),
        Column("vestiging", "Vestiging", most=2, help="2 cijfers, of leeg."),
        Column("leslocatie", "Leslocatie"),
        Column("onderwijssoort", "Onderwijssoort", "choice",
               options=(("WPO", "WPO: basisonderwijs"), ("WEC", "WEC: speciaal onderwijs"),
                        ("WVO", "WVO: voortgezet onderwijs"), ("WEB", "WEB: mbo"))),
        Column("melder_naam", "Naam van de melder"),
        Column("melder_functie", "Functie van de melder"),
        Column("melder_telefoon", "Telefoon van de melder", help="Telefoon of e-mail is verplicht."),
        Column("melder_email", "E-mail van de melder", most=254),
    )),
    ("Wat de school zegt", (
        Column("reden", "Reden van het verzuim", "long", most=4_000),
        Column("actie_school", "Wat de school heeft gedaan", "long", most=4_000),
        Column("actie_gewenst", "Wil de school dat de gemeente iets doet?", "choice", options=YES_NO),
        Column("toelichting_geen_actie", "Waarom niet?", "long", most=4_000, help="Verplicht bij nee."),
    )),
    ("Verblijfadres, als het anders is dan in de BRP", (
        Column("verblijf_straat", "Straat"),
        Column("verblijf_huisnummer", "Huisnummer", most=10),
        Column("verblijf_huisletter", "Huisletter", most=2),
        Column("verblijf_toevoeging", "Toevoeging", most=10),
        Column("verblijf_postcode", "Postcode", most=10),
        Column("verblijf_plaats", "Plaats"),
        Column("verblijf_locatieaanduiding", "Aanduiding van de locatie"),
    )),
)  # fmt: skip


def choices(session: Session, actor: Actor) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What this actor can choose: his gemeenten, and the schools that are known."""
    return {
        "gemeente": [(row.code, row.name) for row in gemeenten(session) if in_reach(actor, row.code)],
        "school": [(row.brin, f"{row.name or row.brin}, vestiging {row.vestiging or 'onbekend'}")
                   for row in schools(session)],
    }  # fmt: skip
