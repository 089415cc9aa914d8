"""16 uur in 4 lesweken (Leerplichtwet 21 and 21a): a window over what schools reported per day.

The window lies over four consecutive lesweken of the school's own calendar. A school starts counting anew on
the day after the einddatum of a melding. Nothing here refuses: it is shown, and what does not fit is flagged.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from states.school_holidays import Holiday
from states.working_days import ONE_DAY, Calendar, holiday_name

HOURS, WEEKS = 16, 4
"""by law: from 16 hours, in 4 lesweken"""
SPAN_MAX = 120
"""weeks of one count that are looked at: more than two school years is no one count"""
_WEEK = timedelta(days=7)
Days = dict[date, float]
"""hours of absence per day"""


@dataclass(frozen=True, slots=True)
class Told:
    """What one melding says: kind, period and hours per day."""

    soort: str
    begin: date
    end: date | None
    days: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a count, from its Monday."""

    monday: date
    hours: float
    """hours of absence that count"""
    free: str = ""
    """why the school gives no lessons; empty for a lesweek"""


@dataclass(frozen=True, slots=True)
class Window:
    """Four consecutive lesweken with the weeks between them that were skipped."""

    weeks: tuple[Week, ...]
    """every week in it, also those without lessons"""
    holidays: tuple[Holiday, ...]
    """the holidays it skipped"""

    @property
    def hours(self) -> float:
        """What it adds up to."""
        return sum(week.hours for week in self.weeks)

    @property
    def first(self) -> date:
        """The Monday on which it begins."""
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        """The Sunday on which it ends."""
        return self.weeks[-1].monday + 6 * ONE_DAY


@dataclass(frozen=True, slots=True)
class Count:
    """One count: from the first day after a melding ended, up to the end of the next one."""

    since: date | None
    """first day that counts; None for the first count"""
    until: date | None
    """last day that counts; None for a count that still runs"""
    weeks: tuple[Week, ...]
    """every week from the first to the last with absence"""
    best: Window
    """the window with most hours, the earliest of equals"""
    reached_on: date | None
    """the first day on which 16 hours was reached"""
    left_out: tuple[tuple[date, float], ...]
    """days with hours on which the school gave no lessons: they do not count"""


def counts(told: Iterable[Told], calendar: Calendar) -> tuple[Count, ...]:
    """The counts of these meldingen, the oldest first; one without hours is left out.

    A day that two meldingen name counts once, with the most hours that were said of it.
    """
    told = tuple(told)
    days: Days = {}
    for day, hours in (pair for each in told for pair in each.days):
        days[day] = max(hours, days.get(day, 0))
    ends: list[date | None] = [*sorted({each.end for each in told if each.end is not None}), None]
    found = []
    since: date | None = None
    for until in ends:
        inside = {d: h for d, h in days.items() if (since is None or d >= since) and (until is None or d <= until)}
        if inside:
            found.append(_count(since, until, inside, calendar))
        since = until + ONE_DAY if until else None
    return tuple(found)


def _count(since: date | None, until: date | None, days: Days, calendar: Calendar) -> Count:
    left_out = tuple(sorted((day, hours) for day, hours in days.items() if not _has_lessons(day, calendar)))
    counted = {day: hours for day, hours in days.items() if _has_lessons(day, calendar)}
    last = max(days)
    windows = list(_windows(counted, calendar)) or [_window(_monday(min(days)), {}, calendar)]
    best = max(windows, key=lambda window: (window.hours, -window.first.toordinal()))
    reached = [day for window in windows if (day := _reached(window, counted))]
    weeks = tuple(_weeks(_monday(min(days)), counted, calendar, until=last))
    return Count(since, until, weeks, best, min(reached, default=None), left_out)


def _has_lessons(day: date, calendar: Calendar) -> bool:
    return not calendar.is_school_holiday(day) and holiday_name(day) is None


def _windows(counted: Days, calendar: Calendar) -> Iterator[Window]:
    """One that begins in each week with absence: the fullest is among them."""
    for monday in sorted({_monday(day) for day in counted}):
        yield _window(monday, counted, calendar)


def _window(monday: date, counted: Days, calendar: Calendar) -> Window:
    weeks: list[Week] = []
    for week in _weeks(monday, counted, calendar):
        weeks.append(week)
        if sum(not each.free for each in weeks) == WEEKS:
            break
    # Days without lessons in a lesweek, like one Friday off, do not make it skip a week.
    skipped = [week.monday for week in weeks if week.free]
    around = calendar.school_holidays_between(monday - ONE_DAY, weeks[-1].monday + 6 * ONE_DAY)
    holidays = tuple(h for h in around if any(h[1] <= day + 4 * ONE_DAY and h[2] >= day for day in skipped))
    return Window(tuple(weeks), holidays)


def _weeks(monday: date, counted: Days, calendar: Calendar, until: date = date.max) -> Iterator[Week]:
    for _ in range(SPAN_MAX):
        if monday > until:
            return
        hours = sum(counted.get(monday + n * ONE_DAY, 0) for n in range(7))
        yield Week(monday, hours, "" if calendar.is_lesson_week(monday) else _why_free(monday, calendar))
        monday += _WEEK


def _why_free(monday: date, calendar: Calendar) -> str:
    names = [name for name, *_ in calendar.school_holidays_between(monday - ONE_DAY, monday + 4 * ONE_DAY)]
    return " en ".join(names) or "feestdagen"


def _reached(window: Window, counted: Days) -> date | None:
    total = 0.0
    for day in sorted(day for day in counted if window.first <= day <= window.last):
        total += counted[day]
        if total >= HOURS:
            return day
    return None


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


def count_of(melding: Told, found: Sequence[Count]) -> Count | None:
    """The count to which this melding belongs: the one that holds most of its hours."""

    def inside(count: Count) -> float:
        since, until = count.since or date.min, count.until or date.max
        return sum(hours for day, hours in melding.days if since <= day <= until)

    best = max(found, key=inside, default=None)
    return best if best is not None and inside(best) else None
