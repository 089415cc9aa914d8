"""The Dutch sentence that explains a due date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from states.ledger import CORRECTIONS, GROUNDS, Entry, Suspension
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
class Run:
    """One stretch of a term: the term itself, or an extension after it."""

    raw: date
    """its last day before it runs on over free days"""
    day: date
    """and after"""
    skipped: frozenset[date]
    """Mondays to Fridays in it that did not count because they are free"""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a due date was reckoned from."""

    amount: int
    unit: str
    start: date
    anchored: bool
    runs: tuple[Run, ...]
    basis: str
    entries: tuple[Entry, ...]
    stops: tuple[Suspension, ...]

    @property
    def raw(self) -> date:
        """The due date before it runs on over free days."""
        return self.runs[-1].raw

    @property
    def day(self) -> date:
        """The due date."""
        return self.runs[-1].day


def amount_in_words(amount: int, unit: str) -> str:
    """Write an amount of a term: "1 werkdag", "6 lesweken"."""
    return f"{amount} {UNIT_NAMES[unit][amount != 1]}"


def sentence(told: Reckoning, calendar: Calendar) -> str:
    """One Dutch sentence: the term, the date, and everything that moved it."""
    clauses = [_opening(told, calendar), *_stopped(told), *_extended(told), *_not_counted(told, calendar)]
    text = "; ".join((*clauses, *_corrected(told)))
    return f"{text[0].upper()}{text[1:]}."


def _opening(told: Reckoning, calendar: Calendar) -> str:
    basis = f" ({told.basis})" if told.basis else ""
    since = f"{'na' if told.anchored else 'vanaf'} {in_words(told.start)}"
    term = f"{amount_in_words(told.amount, told.unit)}{basis} {since}"
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
    seen: set[date] = set()
    days: dict[str, int] = {}
    for stop in told.stops:
        new = {day for day in _days(stop) if told.start < day <= told.day}
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


def _corrected(told: Reckoning) -> Iterator[str]:
    for entry in told.entries:
        if entry.kind == "corrigeren" and entry.before is not None:
            was = f"{amount_in_words(entry.before.amount, told.unit)} vanaf {in_words(entry.before.start)}"
            why = CORRECTIONS.get(entry.ground, "")
            yield " ".join(filter(None, (f"gecorrigeerd op {in_words(entry.on)}", why, f"(was {was})")))


def _not_counted(told: Reckoning, calendar: Calendar) -> Iterator[str]:
    """Every free day that made the term longer: school holidays of lesweken by name, other days one by one."""
    skipped = {day for run in told.runs for day in run.skipped}
    if told.day != told.raw:
        skipped.discard(told.raw)  # the opening named it
    holidays = calendar.school_holidays_between(told.start - 7 * ONE_DAY, told.day) if "lw" in _units(told) else ()
    weeks = [h for h in holidays if any(h[1] <= day <= h[2] for day in skipped)]
    if weeks:
        yield _and(f"{name} ({_period(first, last)})" for name, first, last in weeks) + _count(weeks, " mee")
    year = (told.day - told.start).days > 300  # then a day and a month could be meant of two years
    single = sorted(day for day in skipped if not any(first <= day <= last for _, first, last in weeks))
    if single:
        yield _and(f"{in_words(day, year)} ({calendar.free_day_name(day)})" for day in single) + _count(single, "")


def _units(told: Reckoning) -> set[str]:
    return {told.unit, *(entry.unit for entry in told.entries if entry.kind == "verlengen")}


def _count(what: Sequence[object], more: str) -> str:
    return f" {'telt' if len(what) == 1 else 'tellen'} niet{more}"


def _period(first: date, last: date) -> str:
    """Write a period: "17 tot en met 25 oktober", naming month and year where they differ."""
    if first.year != last.year:
        return f"{in_words(first)} tot en met {in_words(last)}"
    begin = str(first.day) if first.month == last.month else in_words(first, False)
    return f"{begin} tot en met {in_words(last, False)}"


def _and(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last
