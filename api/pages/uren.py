"""The hours of a dossier: 16 uur in 4 lesweken, week by week, as bars and as a table with the same figures."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Now, Reading
from api.pages.shell import page
from cases.clock import dutch_date
from cases.view import case_view
from cases.windows import hours_of
from states.sixteen import HOURS, Count, Week

router = APIRouter(prefix="/zaken/{zaak_id}/uren")
BAR, GAP, HEIGHT, TALLEST = 36, 12, 120, 40.0
"""of the drawing: width of a bar, space between two, height in pixels, and the hours that fill it at least"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One week in the drawing."""

    week: Week
    inside: bool
    """in the best window"""
    x: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing of one count."""

    count: Count
    bars: tuple[Bar, ...]
    width: int

    @classmethod
    def of(cls, count: Count) -> "Chart":
        """The weeks of this count and of its best window, from left to right."""
        every = sorted({week.monday: week for week in (*count.weeks, *count.best.weeks)}.items())
        most = max(TALLEST, *(week.hours for _, week in every))
        window = {week.monday for week in count.best.weeks}
        bars = tuple(
            Bar(week, monday in window, GAP + place * (BAR + GAP), round(week.hours / most * HEIGHT))
            for place, (monday, week) in enumerate(every)
        )
        return cls(count, bars, GAP + len(bars) * (BAR + GAP))


@router.get("")
def show(request: Request, zaak_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The hours in the meldingen of the dossier of this zaak."""
    today = dutch_date(now)
    hours = hours_of(session, actor, zaak_id, today=today)
    view = case_view(session, actor, hours.root_id, today=today)
    charts = {at.school_id: [Chart.of(count) for count in at.counts] for at in hours.schools}
    return page(
        request, "uren.html", view=view, hours=hours, charts=charts, today=today, threshold=HOURS, bar=BAR,
        tall=HEIGHT,
    )  # fmt: skip
