"""The Dutch sentence that explains a due date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from states.ledger import GROUNDS, Entry, Suspension
from states.working_days import CLOSING_DAY, ONE_DAY, Calendar, days_after, holiday_name, in_words

UNIT_NAMES = {
    "wd": ("werkdag", "werkdagen"),
    "d": ("dag", "dagen"),
    "wk": ("week", "weken"),
    "mnd": ("maand", "maanden"),
    "lw": ("lesweek", "lesweken"),
}
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_WEEKEND = {5: "een zaterdag", 6: "een zondag"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a due date was reckoned from; `raw` is the date before it ran on over free days, `day` after."""

    amount: int
    unit: str
    start: date
    anchored: bool
    raw: date
    day: date
    basis: str
    correction: Entry | None
    entries: tuple[Entry, ...]  # those after the correction
    stops: tuple[Suspension, ...]


def amount_in_words(amount: int, unit: str) -> str:
    """Write an amount of a term: "1 werkdag", "6 lesweken"."""
    return f"{amount} {UNIT_NAMES[unit][amount != 1]}"


def sentence(told: Reckoning, calendar: Calendar) -> str:
    """One Dutch sentence: the term, the date, and everything that moved it."""
    clauses = [_opening(told, calendar), *_stopped(told), *_extended(told)]
    if told.correction is None:
        clauses += _not_counted(told, calendar)
    text = "; ".join(clauses) + "."
    return text[0].upper() + text[1:]


def _opening(told: Reckoning, calendar: Calendar) -> str:
    basis = f" ({told.basis})" if told.basis else ""
    since = f"{'na' if told.anchored else 'vanaf'} {in_words(told.start)}"
    term = f"{amount_in_words(told.amount, told.unit)}{basis} {since}"
    if told.correction is not None and told.correction.until is not None:
        fixed = told.correction.until
        when = f"op {in_words(told.correction.on)} gecorrigeerd naar uiterlijk {in_words(fixed)}"
        return f"{term}; {when}" + (f", dus uiterlijk {in_words(told.day)}" if told.day != fixed else "")
    if told.amount == 0:
        term = f"uiterlijk {in_words(told.start)}{basis}"
        if told.raw == told.start:
            return term if told.day == told.raw else f"{term}; {_moved(told, calendar)}"
    if told.day == told.raw:
        return f"{term}, dus uiterlijk {in_words(told.day)}"
    return f"{term}, dus {in_words(told.raw, told.raw.year != told.day.year)}; {_moved(told, calendar)}"


def _moved(told: Reckoning, calendar: Calendar) -> str:
    """Why the date ran on from `raw`."""
    raw = told.raw
    why = _WEEKEND.get(raw.weekday()) or holiday_name(raw)
    if why is None and any(stop.first <= raw < stop.until for stop in told.stops):
        why = "in een opschorting"
    if why is None and not calendar.is_working_day(raw):
        why = f"een {CLOSING_DAY}"
    # Algemene termijnenwet, article 2: the only way a plain werkdag is not late enough
    why = why or "minder dan twee werkdagen later"
    return f"dat is {why}, dus {_WEEKDAYS[told.day.weekday()]} {in_words(told.day)}"


def _stopped(told: Reckoning) -> Iterator[str]:
    """Suspended days in the term, per ground; a day that two suspensions share counts once."""
    after = told.correction.on if told.correction else told.start
    seen: set[date] = set()
    days: dict[str, int] = {}
    for stop in told.stops:
        new = {day for day in _days(stop) if after < day <= told.day}
        days[stop.ground] = days.get(stop.ground, 0) + len(new - seen)
        seen |= new
    for ground, count in days.items():
        if count:
            yield f"{amount_in_words(count, 'd')} opgeschort {GROUNDS.get(ground, '')}".rstrip()


def _days(stop: Suspension) -> Iterator[date]:
    return days_after(stop.first - ONE_DAY, stop.until - ONE_DAY)


def _extended(told: Reckoning) -> Iterator[str]:
    for entry in sorted((e for e in told.entries if e.kind == "verlengen"), key=lambda e: e.on):
        more = amount_in_words(entry.amount, entry.unit or told.unit)
        yield f"verlengd met {more} {GROUNDS.get(entry.ground, '')}".rstrip()


def _not_counted(told: Reckoning, calendar: Calendar) -> Iterator[str]:
    """Holidays that made a term in werkdagen or lesweken longer."""
    if told.unit == "lw":
        skipped = [
            f"{name} ({_period(first, last)})"
            for name, first, last in calendar.school_holidays_between(told.start, told.day)
            if any(not calendar.is_lesson_week(day) for day in days_after(first - ONE_DAY, last))
        ]
        if skipped:
            yield f"{_and(skipped)} {'telt' if len(skipped) == 1 else 'tellen'} niet mee"
    if told.unit == "wd":
        stopped = {day for stop in told.stops for day in _days(stop)}
        between = calendar.free_days_between(told.start, told.day)
        free = [f"{in_words(day, False)} ({name})" for day, name in between if day not in stopped]
        if free:
            yield f"{_and(free)} {'telt' if len(free) == 1 else 'tellen'} niet"


def _period(first: date, last: date) -> str:
    """Write a period: "17 tot en met 25 oktober", naming month and year where they differ."""
    if first.year != last.year:
        return f"{in_words(first)} tot en met {in_words(last)}"
    begin = str(first.day) if first.month == last.month else in_words(first, False)
    return f"{begin} tot en met {in_words(last, False)}"


def _and(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last
