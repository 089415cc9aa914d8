"""`/v1/zaken/{id}/uren`: hours of absence in a dossier, and 16 uur in 4 lesweken."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from api.deps import ActorDep, Now, Reading
from api.schemas import Out
from cases.clock import dutch_date
from cases.windows import AtSchool, Flagged, Hours, hours_of
from states.sixteen import HOURS, WEEKS, Count, Week

router = APIRouter(prefix="/zaken/{zaak_id}/uren", tags=["zaken"])


class Verzuimweek(Out):
    """One week: its Monday, the hours that count, and why it is skipped when it is no lesweek."""

    maandag: date
    uren: float
    lesweek: bool
    vrij_wegens: str

    @classmethod
    def of(cls, week: Week) -> "Verzuimweek":
        """This week of the record."""
        return cls(maandag=week.monday, uren=week.hours, lesweek=not week.free, vrij_wegens=week.free)


class Vakantie(Out):
    """A school holiday that was skipped."""

    naam: str
    van: date
    tot_en_met: date


class Venster(Out):
    """Four consecutive lesweken, with the weeks between them that were skipped."""

    van: date
    tot_en_met: date
    uren: float
    weken: list[Verzuimweek]
    overgeslagen: list[Vakantie]


class Verzuimdag(Out):
    """Hours on one day."""

    datum: date
    uren: float


class Telling(Out):
    """One count: it starts anew on the day after a melding ended."""

    vanaf: date | None
    tot_en_met: date | None
    bereikt: bool
    bereikt_op: date | None
    """the first day on which 16 hours was reached"""
    beste_venster: Venster
    weken: list[Verzuimweek]
    niet_meegeteld: list[Verzuimdag]
    """days with hours on which the school gave no lessons"""

    @classmethod
    def of(cls, count: Count) -> "Telling":
        """This count of the record."""
        best = count.best
        window = Venster(
            van=best.first, tot_en_met=best.last, uren=best.hours, weken=[Verzuimweek.of(week) for week in best.weeks],
            overgeslagen=[Vakantie(naam=name, van=first, tot_en_met=last) for name, first, last in best.holidays],
        )  # fmt: skip
        return cls(
            vanaf=count.since, tot_en_met=count.until, bereikt=count.reached_on is not None,
            bereikt_op=count.reached_on, beste_venster=window, weken=[Verzuimweek.of(week) for week in count.weeks],
            niet_meegeteld=[Verzuimdag(datum=day, uren=hours) for day, hours in count.left_out],
        )  # fmt: skip


class MeldingMetUren(Out):
    """A melding with what does not fit about it; that is never a reason to refuse it."""

    id: UUID
    kenmerk: str
    soort: str
    begindatum: date
    einddatum: date | None
    uren: float
    te_laat: int | None
    aandachtspunten: list[str]

    @classmethod
    def of(cls, flagged: Flagged) -> "MeldingMetUren":
        """This melding of the record."""
        row = flagged.row
        same = {name: row[name] for name in ("id", "kenmerk", "soort", "begindatum", "einddatum", "te_laat")}
        return cls(**same, uren=flagged.hours, aandachtspunten=list(flagged.flags))


class UrenVanSchool(Out):
    """What one school reported."""

    id: UUID
    naam: str
    tellingen: list[Telling]
    meldingen: list[MeldingMetUren]

    @classmethod
    def of(cls, at: AtSchool) -> "UrenVanSchool":
        """This school of the record."""
        return cls(
            id=at.school_id, naam=at.name, tellingen=[Telling.of(count) for count in at.counts],
            meldingen=[MeldingMetUren.of(each) for each in at.reports],
        )  # fmt: skip


class UrenVoorHalt(Out):
    """What counts for Halt: absence from the 12th birthday."""

    vanaf: date
    uren: float
    te_laat: int
    uitleg: str


class Uren(Out):
    """The hours in the meldingen of a dossier."""

    zaak: UUID
    zaaknummer: str
    drempel_uren: int
    drempel_weken: int
    bereikt: bool
    scholen: list[UrenVanSchool]
    voor_halt: UrenVoorHalt

    @classmethod
    def of(cls, hours: Hours) -> "Uren":
        """The same, by the names of the API."""
        halt = hours.for_halt
        return cls(
            zaak=hours.root_id, zaaknummer=hours.number, drempel_uren=HOURS, drempel_weken=WEEKS,
            bereikt=hours.reached, scholen=[UrenVanSchool.of(at) for at in hours.schools],
            voor_halt=UrenVoorHalt(vanaf=halt.since, uren=halt.uren, te_laat=halt.te_laat, uitleg=halt.sentence),
        )  # fmt: skip


@router.get("")
def show(zaak_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Uren:
    """The hours of a dossier, school by school: 16 uur in 4 lesweken with the holiday weeks it skipped."""
    return Uren.of(hours_of(session, actor, zaak_id, today=dutch_date(now)))
