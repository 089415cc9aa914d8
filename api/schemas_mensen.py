"""People as the API tells them. A secret address is never in it: who needs it asks for it by name."""

from datetime import date, datetime
from uuid import UUID

from api.schemas import In, Out
from cases.contact import Mens, Verhouding
from cases.family import Sibling
from cases.melding import Day
from cases.relatives import Party
from cases.rows import Row


class MensErbij(In):
    """Somebody new, or the id of somebody who is known here (`bekend`), and what he is to the jongere."""

    mens: Mens | None = None
    bekend: UUID | None = None
    verhouding: Verhouding = Verhouding()


class Einde(In):
    """The last day of a relation."""

    tot_en_met: Day


class Broer(In):
    """The jongere who is a brother or sister."""

    jongere: UUID


class Adres(Out):
    """The lines of an address, as on an envelope."""

    regels: list[str]


class Betrokkene(Out):
    """The jongere, or somebody around him."""

    id: UUID
    versie: int
    soort: str
    naam: str
    geboortedatum: date | None
    adres: list[str]
    """masked when it is secret"""
    geheim: bool
    taal: str
    tolk: bool
    telefoon: str
    email: str

    @classmethod
    def of(cls, party: Party) -> "Betrokkene":
        """This party, as everybody with the right to read may see him."""
        return cls(**_same(party))


class Mensregel(Betrokkene):
    """An ouder, voogd or verzorger, with what he is to the jongere."""

    relatie: UUID
    relatie_versie: int
    gezag: bool
    feitelijke_verzorger: bool
    overleden: bool
    vanaf: date | None
    tot_en_met: date | None

    @classmethod
    def of(cls, party: Party) -> "Mensregel":
        """This party, as everybody with the right to read may see him."""
        return cls(
            **_same(party), relatie=party.relation_id, relatie_versie=party.relation_version, gezag=party.gezag,
            feitelijke_verzorger=party.feitelijke_verzorger, overleden=party.overleden, vanaf=party.valid_from,
            tot_en_met=party.valid_until,
        )  # fmt: skip


class Gezinslid(Out):
    """A brother or sister, or somebody who may be one, with the numbers of his zaken."""

    id: UUID
    naam: str
    geboortedatum: date
    zaken: list[UUID]

    @classmethod
    def of(cls, sibling: Sibling) -> "Gezinslid":
        """This brother or sister."""
        zaken = [row["id"] for row in sibling.zaken]
        return cls(id=sibling.id, naam=sibling.name, geboortedatum=sibling.birth_date, zaken=zaken)


class Mensen(Out):
    """A jongere with the people around him today."""

    jongere: Betrokkene
    mensen: list[Mensregel]
    vroeger_of_later: list[Mensregel]
    gezin: list[Gezinslid]
    misschien_gezin: list[Gezinslid]
    """who shares an ouder or verzorger and is not in the gezin"""


class Wijziging(Out):
    """Who changed which fields, or looked at a secret address; never what they held."""

    soort: str
    titel: str
    velden: list[str]
    op: datetime
    rol: str
    medewerker: str | None

    @classmethod
    def of(cls, row: Row) -> "Wijziging":
        """This line of the record."""
        return cls(
            soort=row["kind"], titel=row["title"], velden=row["fields"], op=row["at"], rol=row["actor"],
            medewerker=row["officer_name"],
        )  # fmt: skip


def _same(party: Party) -> dict[str, object]:
    return {
        "id": party.id, "versie": party.version, "soort": party.soort, "naam": party.name,
        "geboortedatum": party.birth_date, "adres": list(party.shown), "geheim": party.geheim, "taal": party.taal,
        "tolk": party.tolk, "telefoon": party.telefoon, "email": party.email,
    }  # fmt: skip
