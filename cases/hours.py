"""Hours of absence and times late in a dossier, from its meldingen: what Halt asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import Row, table_of
from cases.tables import Report
from states.misfits import in_hours

_REPORTS = table_of(Report)
WITHDRAWN = "I"
REPORTS_MAX = 500


@dataclass(frozen=True, slots=True)
class Absence:
    """What the meldingen of a dossier add up to."""

    uren: float
    """hours, each day once"""
    te_laat: int
    """times late"""
    since: date

    @property
    def whole(self) -> int:
        """The whole hours, as a form asks for them."""
        return int(self.uren)

    @property
    def sentence(self) -> str:
        """The same in Dutch."""
        return f"De meldingen noemen {in_hours(self.uren)} verzuim en {self.te_laat} keer te laat."

    def differs(self, uren: object, te_laat: object) -> str:
        """A Dutch sentence when the figures of an officer are not these; otherwise nothing."""
        if (uren, te_laat) in ((self.whole, self.te_laat), (self.uren, self.te_laat)):
            return ""
        return f"{self.sentence} Ingevuld is {uren} uur en {te_laat} keer te laat."


def absence(session: Session, root_id: UUID, from_day: date) -> Absence:
    """The absence from this day on in the meldingen of a dossier, without those withdrawn. One statement.

    For Halt `from_day` is the 12th birthday. Times late are told per melding and not per day: those of a
    melding that begins earlier are left out.
    """
    query = (
        sa.select(_REPORTS.c.specificatie, _REPORTS.c.te_laat, _REPORTS.c.begindatum)
        .where(_REPORTS.c.case_id == root_id, _REPORTS.c.status != WITHDRAWN)
        .order_by(_REPORTS.c.begindatum)
        .limit(REPORTS_MAX)
    )
    return added_up((dict(row) for row in session.execute(query).mappings()), from_day)


def added_up(reports: Iterable[Row], from_day: date) -> Absence:
    """The same for rows at hand. A day that two meldingen name counts once, with the most hours."""
    days: dict[date, float] = {}
    late = 0
    for row in reports:
        if row["begindatum"] >= from_day:
            late += row["te_laat"] or 0
        for text, hours in row["specificatie"]:
            day = date.fromisoformat(text)
            if day >= from_day:
                days[day] = max(hours, days.get(day, 0))
    return Absence(sum(days.values()), late, from_day)
