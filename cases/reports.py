"""A melding as a row of `reports`."""

from datetime import datetime
from typing import Any

from cases.clock import dutch_date
from cases.melding import NewReport, flags
from cases.parties import Parties
from cases.rows import Row, new
from cases.tables import Report

# What we keep of our own beside what the register sent.
_OURS = frozenset({"id", "case_id", "joined", "status", "uitkomst", "received_at", "import_id", "flags"})


def to_row(report: NewReport, parties: Parties, *, received_at: datetime) -> Row:
    """The row of this melding; its zaak is filled in by who opens or finds it."""
    melding = report.melding
    return new(
        Report, kenmerk=melding.kenmerk, gemeente=melding.gemeentecode, person_id=parties.person_of(melding),
        school_id=parties.school_of(melding), case_id=None, status=melding.status, soort=melding.soort,
        onderwijssoort=melding.onderwijssoort, begindatum=melding.begindatum, einddatum=melding.einddatum,
        reden=melding.reden, actie_school=melding.actie_school, toelichting_geen_actie=melding.toelichting_geen_actie,
        alle_lessen_gemist=melding.alle_lessen_gemist, actie_gewenst=melding.actie_gewenst,
        melder=_filled(melding.melder), telefoon_contact=melding.telefoon_contact,
        verblijf=_filled(melding.verblijfadres),
        specificatie=[[item.datum.isoformat(), item.uren] for item in melding.specificatie], te_laat=melding.te_laat,
        flags=flags(melding, dutch_date(received_at)), gemeld_op=melding.gemeld_op, received_at=received_at,
        import_id=report.import_id,
    )  # fmt: skip


def _filled(part: Any) -> dict[str, str]:
    return {name: value for name, value in part.__dict__.items() if value}


def same_as(before: Row, row: Row) -> bool:
    """Whether a melding says nothing new."""
    return all(before[name] == value for name, value in row.items() if name not in _OURS)
