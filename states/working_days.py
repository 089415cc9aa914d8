"""Which days count: werkdagen, Dutch public holidays, school holidays and lesweken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from states.school_holidays import Holiday, free_days, holidays_with

REGIONS = ("noord", "midden", "zuid")
CLOSING_DAY = "sluitingsdag van de gemeente"
ONE_DAY = timedelta(days=1)
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def in_words(day: date, year: bool = True) -> str:
    """Write a date as an officer does: "2 november 2026", or "2 november" without the year."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the anonymous algorithm, as Meeus gives it)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays_of(year: int) -> dict[date, str]:
    """The holidays of the Algemene termijnenwet, article 3, that may fall on Monday to Saturday.

    5 mei counts every year; Koningsdag is 26 April when the 27th is a Sunday.
    """
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    days = {
        date(year, 5, 5): "Bevrijdingsdag",
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday - 2 * ONE_DAY: "Goede Vrijdag",
        sunday + ONE_DAY: "tweede paasdag",
        sunday + 39 * ONE_DAY: "Hemelvaartsdag",
        sunday + 50 * ONE_DAY: "tweede pinksterdag",
        date(year, 12, 25): "eerste kerstdag",
        date(year, 12, 26): "tweede kerstdag",
    }
    days[kings_day - ONE_DAY if kings_day.weekday() == 6 else kings_day] = "Koningsdag"
    return days


def holiday_name(day: date) -> str | None:
    """The Dutch name of the public holiday on this day, or None."""
    return holidays_of(day.year).get(day)


def days_after(after: date, until: date) -> Iterator[date]:
    """Every day after `after`, up to and including `until`."""
    for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)


@dataclass(frozen=True)
class Calendar:
    """The calendar of one gemeente or school: its holiday region, closing days and own school holidays.

    An unknown region is a ValueError in Dutch.
    """

    region: str = "midden"
    closing_days: frozenset[date] = frozenset()
    own_holidays: tuple[Holiday, ...] = ()
    """school holidays of the gemeente or the school itself, instead of or beside those of the region"""

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise ValueError(f"Regio '{self.region}' bestaat niet: kies noord, midden of zuid.")

    def is_working_day(self, day: date) -> bool:
        """Whether this is a werkdag: no Saturday, Sunday, public holiday or closing day."""
        return day.weekday() < 5 and day not in holidays_of(day.year) and day not in self.closing_days

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself when it is a werkdag, otherwise the first werkdag after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th werkdag after day, or before it when n is negative.

        The day itself is day 0 and may be a free day; n = 0 returns it unchanged.
        """
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def count_working_days(self, after: date, until: date) -> int:
        """The number of werkdagen after `after`, up to and including `until`; 0 when until lies earlier."""
        return sum(map(self.is_working_day, days_after(after, until)))

    def is_school_holiday(self, day: date) -> bool:
        """Whether the schools of the region, or this school, have holiday. Public holidays are not meant."""
        return day in free_days(self.region, self.own_holidays)

    def is_lesson_week(self, day: date) -> bool:
        """Whether any Monday to Friday of this day's ISO week has lessons."""
        return _has_lessons(self.region, self.own_holidays, day - day.weekday() * ONE_DAY)

    def add_lesson_weeks(self, day: date, n: int) -> date:
        """The same weekday n lesweken later (n >= 0); weeks without lessons do not count."""
        while n > 0:
            day += 7 * ONE_DAY
            n -= self.is_lesson_week(day)
        return day

    def free_days_between(self, a: date, b: date) -> tuple[tuple[date, str], ...]:
        """The named public holidays and closing days on Monday to Friday after a, up to and including b."""
        named = ((day, self.free_day_name(day)) for day in days_after(a, b) if day.weekday() < 5)
        return tuple((day, name) for day, name in named if name)

    def school_holidays_between(self, a: date, b: date) -> tuple[Holiday, ...]:
        """The school holidays in the days after a, up to and including b."""
        return tuple(h for h in holidays_with(self.region, self.own_holidays) if h[1] <= b and h[2] > a)

    def free_day_name(self, day: date) -> str | None:
        """The public holiday this is, or that the gemeente is closed; None for any other day."""
        return holiday_name(day) or (CLOSING_DAY if day in self.closing_days else None)


@lru_cache(maxsize=4096)
def _has_lessons(region: str, own: tuple[Holiday, ...], monday: date) -> bool:
    calendar = Calendar(region, own_holidays=own)
    week = (monday + n * ONE_DAY for n in range(5))
    return any(not calendar.is_school_holiday(day) and holiday_name(day) is None for day in week)
