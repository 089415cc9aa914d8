"""When a term is due: a pure function of its ledger and the calendar, that explains itself in Dutch."""

import calendar as gregorian
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from states.explain import Reckoning, sentence
from states.ledger import GROUNDS, UNITS, ClockError, Entry, Suspension, check_suspension, suspensions
from states.working_days import ONE_DAY, Calendar, days_after, holiday_name

__all__ = ["GROUNDS", "UNITS", "ClockError", "Due", "Entry", "check_suspension", "due"]

# Algemene termijnenwet, article 4: longer terms are not moved by that law.
_LONGEST_BY_LAW = {"wd": 90, "d": 90, "wk": 12, "mnd": 3, "lw": 12}


@dataclass(frozen=True)
class Due:
    """The last day of a term, and the Dutch sentence that says how it came about."""

    on: date
    sentence: str


def due(
    amount: int,
    unit: str,
    start: date,
    entries: Iterable[Entry],
    calendar: Calendar,
    *,
    anchored: bool = False,
    statutory: bool = False,
    shift: bool = True,
    key_basis: str = "",
) -> Due:
    """The due date of a term of `amount` `unit` (wd, d, wk, mnd or lw) after `start`, which is day 0.

    `start` is the day of entry, or the date the officer gave when `anchored`. `shift` is policy
    `termijn.doorschuiven`; a `statutory` term that law does move runs on over weekends and public holidays
    without it, but not over closing days. `key_basis` is the word shown with the term. ValueError for an
    unknown unit or a negative amount.
    """
    if unit not in UNITS or amount < 0:
        raise ValueError(f"'{amount} {unit}' is geen termijn.")
    ledger = tuple(entries)
    corrected_at = max((i for i, entry in enumerate(ledger) if entry.kind == "corrigeren"), default=-1)
    correction = ledger[corrected_at] if corrected_at >= 0 else None
    later = ledger[corrected_at + 1 :]  # a correction settles all that went before it
    clock = _Clock(calendar, suspensions(later), shift, statutory)
    extensions = _extensions(later, unit)
    if correction is not None and correction.until is not None:
        raw, day = clock.extend_corrected(correction.on, correction.until, extensions)
    else:
        raw, day = clock.reckon(amount, unit, start, extensions)
    told = Reckoning(amount, unit, start, anchored, raw, day, key_basis, correction, later, clock.stops)
    return Due(day, sentence(told, calendar))


def _extensions(entries: Iterable[Entry], unit: str) -> tuple[tuple[str, int], ...]:
    """Amount of extension per unit, the term's own unit first, so that the order of entry does not matter."""
    total: dict[str, int] = {}
    for entry in entries:
        if entry.kind == "verlengen" and entry.amount > 0:
            total[entry.unit or unit] = total.get(entry.unit or unit, 0) + entry.amount
    return tuple(sorted(total.items(), key=lambda item: (item[0] != unit, UNITS.index(item[0]))))


@dataclass(frozen=True)
class _Clock:
    calendar: Calendar
    stops: tuple[Suspension, ...]
    shift: bool
    statutory: bool
    stopped: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        days = (day for stop in self.stops for day in days_after(stop.first - ONE_DAY, stop.until - ONE_DAY))
        object.__setattr__(self, "stopped", frozenset(days))

    def reckon(self, amount: int, unit: str, start: date, extensions: tuple[tuple[str, int], ...]) -> tuple[date, date]:
        """The due date before and after it runs on over free days."""
        if extensions and extensions[0][0] == unit:  # one sum: 31 January + 1 + 1 mnd is 31 March
            amount, extensions = amount + extensions[0][1], extensions[1:]
        raw = self._run(amount, unit, start)
        day = self._land(raw, amount, unit, start)
        for more_unit, more in extensions:
            raw = self._run(more, more_unit, day)
            day = self._land(raw, more, more_unit, start)
        return raw, day

    def extend_corrected(self, on: date, fixed: date, extensions: tuple[tuple[str, int], ...]) -> tuple[date, date]:
        """A corrected due date stands as given; only what was entered after it still moves it."""
        raw = day = self._run_over_stops(on, fixed, lambda _: True)
        if raw != fixed:
            day = self._land(raw, 0, "d", raw)
        for unit, amount in extensions:
            raw = self._run(amount, unit, day)
            day = self._land(raw, amount, unit, on)
        return raw, day

    def _run(self, amount: int, unit: str, start: date) -> date:
        if unit == "wd":
            planned = self.calendar.add_working_days(start, amount)
            return self._run_over_stops(start, planned, self.calendar.is_working_day)
        if unit == "lw":
            planned = self.calendar.add_lesson_weeks(start, amount)
            return self._run_over_stops(start, planned, self._has_lessons)
        return self._run_over_stops(start, _add(amount, unit, start), lambda _: True)

    def _has_lessons(self, day: date) -> bool:
        # The weekend before a school holiday lies in a lesweek, and yet in the holiday.
        return self.calendar.is_lesson_week(day) and not self.calendar.is_school_holiday(day)

    def _run_over_stops(self, start: date, planned: date, counts: Callable[[date], bool]) -> date:
        """Later than planned by as many counting days as the clock stood still on its way there."""
        if not self.stopped:
            return planned
        owed = sum(1 for day in self.stopped if start < day <= planned and counts(day))
        while owed:
            planned += ONE_DAY
            owed -= planned not in self.stopped and counts(planned)
        return planned

    def _land(self, day: date, amount: int, unit: str, start: date) -> date:
        by_law = self.statutory and amount <= _LONGEST_BY_LAW[unit]
        if by_law and (unit in ("wk", "mnd") or (unit == "d" and amount >= 3)):
            while sum(not _is_free_by_law(d) for d in days_after(start, day)) < 2:  # article 2 of that law
                day += ONE_DAY
        # A werkdag term ends on a werkdag by itself; a lesweek term keeps its weekday.
        moves = unit != "lw" and (self.shift or by_law)
        while day in self.stopped or (moves and self._is_free(day)):
            day += ONE_DAY
        return day

    def _is_free(self, day: date) -> bool:
        return not self.calendar.is_working_day(day) if self.shift else _is_free_by_law(day)


def _is_free_by_law(day: date) -> bool:
    return day.weekday() >= 5 or holiday_name(day) is not None


def _add(amount: int, unit: str, start: date) -> date:
    if unit != "mnd":
        return start + timedelta(days=amount * (7 if unit == "wk" else 1))
    years, month = divmod(start.month - 1 + amount, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
