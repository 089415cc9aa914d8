"""When a term is due: a pure function of its ledger and the calendar, that explains itself in Dutch."""

import calendar as gregorian
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from states.explain import Reckoning, Run, sentence
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
    # An extension does not take a term out of the law, or it could end earlier than without.
    by_law = statutory and amount <= _LONGEST_BY_LAW[unit]
    clock = _Clock(calendar, suspensions(ledger), shift, by_law)
    runs = tuple(clock.runs(amount, unit, start, _extensions(ledger, unit)))
    told = Reckoning(amount, unit, start, anchored, runs, key_basis, ledger, clock.stops)
    return Due(runs[-1].day, sentence(told, calendar))


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
    by_law: bool
    stopped: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        days = (day for stop in self.stops for day in days_after(stop.first - ONE_DAY, stop.until - ONE_DAY))
        object.__setattr__(self, "stopped", frozenset(days))

    def runs(self, amount: int, unit: str, start: date, extensions: tuple[tuple[str, int], ...]) -> Iterator[Run]:
        """The term itself and then its extensions, each from the day on which the one before it is due."""
        if extensions and extensions[0][0] == unit:  # one sum: 31 January + 1 + 1 mnd is 31 March
            amount, extensions = amount + extensions[0][1], extensions[1:]
        begin = start
        for run_unit, more in ((unit, amount), *extensions):
            raw = self._run(more, run_unit, begin)
            day = self._land(raw, more, run_unit, start)
            yield Run(raw, day, frozenset(self._skipped(more, run_unit, begin, raw, day)))
            begin = day

    def _skipped(self, amount: int, unit: str, begin: date, raw: date, day: date) -> Iterator[date]:
        """The days from Monday to Friday that did not count because they are free."""
        if unit == "lw":
            planned = self.calendar.add_lesson_weeks(begin, amount)
            weeks = (week for week in _weeks(begin, planned) if not self.calendar.is_lesson_week(week))
            free = (week + (n - week.weekday()) * ONE_DAY for week in weeks for n in range(5))
            after = (d for d in days_after(planned, raw) if d.weekday() < 5 and not self._has_lessons(d))
            yield from (d for d in (*free, *after) if d not in self.stopped)
        if unit == "wd" and amount:
            days = self.calendar.free_days_between(begin, raw)
            yield from (d for d, _ in days if d not in self.stopped)
        if unit != "lw":
            after = (d for d in days_after(raw - ONE_DAY, day - ONE_DAY) if d.weekday() < 5)
            yield from (d for d in after if d not in self.stopped and self._is_free(d))

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
        if self.by_law and (unit in ("wk", "mnd") or (unit == "d" and amount >= 3)):
            while sum(not _is_free_by_law(d) for d in days_after(start, day)) < 2:  # article 2 of that law
                day += ONE_DAY
        # A werkdag term ends on a werkdag by itself; a lesweek term keeps its weekday.
        moves = unit != "lw" and (self.shift or self.by_law)
        while day in self.stopped or (moves and self._is_free(day)):
            day += ONE_DAY
        return day

    def _is_free(self, day: date) -> bool:
        return not self.calendar.is_working_day(day) if self.shift else _is_free_by_law(day)


def _weeks(begin: date, until: date) -> Iterator[date]:
    """The same weekday in every week after begin, up to and including until."""
    return (begin + n * timedelta(days=7) for n in range(1, (until - begin).days // 7 + 1))


def _is_free_by_law(day: date) -> bool:
    return day.weekday() >= 5 or holiday_name(day) is not None


def _add(amount: int, unit: str, start: date) -> date:
    if unit != "mnd":
        return start + timedelta(days=amount * (7 if unit == "wk" else 1))
    years, month = divmod(start.month - 1 + amount, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
