"""5,000 terms against other libraries: dateutil counts, holidays knows the free days, and the sentence is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import holidays
from dateutil.relativedelta import MO, relativedelta
from dateutil.rrule import DAILY, FR, TH, TU, WE, WEEKLY, rrule, rruleset
from dateutil.rrule import MO as MONDAY

from states.due import Entry, due
from states.school_holidays import school_holidays
from states.working_days import Calendar, in_words

COUNT = 5_000
CLOSED = frozenset(date(year, 5, 15) for year in range(2024, 2032)) | frozenset({date(2026, 12, 24), date(2027, 1, 4)})
LIMITS = {"d": 90, "wk": 12, "mnd": 3}
MONTHS = {in_words(date(2026, month, 1), year=False).split()[1]: month for month in range(1, 13)}


@dataclass(frozen=True)
class Term:
    """A term as the dice gave it."""

    amount: int
    unit: str
    start: date
    region: str
    closed: frozenset[date]
    statutory: bool
    shift: bool
    stop: tuple[date, date] | None
    """first day of a suspension, and the first day after it"""


def terms(count: int) -> Iterator[Term]:
    dice = Random(20261102)
    for _ in range(count):
        unit = dice.choice(("wd", "wd", "d", "wk", "mnd", "lw"))
        most = {"wd": 60, "d": 120, "wk": 26, "mnd": 6, "lw": 12}[unit]
        start = date(2024, 9, 2) + timedelta(days=dice.randrange(5 * 365))
        first = start + timedelta(days=dice.randint(1, 40))
        stopped = unit in ("wd", "d") and dice.random() < 0.3
        amount = dice.randint(1, most)
        if unit in LIMITS and dice.random() < 0.2:
            amount = LIMITS[unit] + dice.randint(0, 1)  # the last that the law moves, and the first it does not
        yield Term(
            amount, unit, start, dice.choice(("noord", "midden", "zuid")),
            CLOSED if dice.random() < 0.5 else frozenset(), dice.random() < 0.3, dice.random() < 0.7,
            (first, first + timedelta(days=dice.randint(1, 20))) if stopped else None,
        )  # fmt: skip


@cache
def public(year: int) -> frozenset[date]:
    """The holidays of the Algemene termijnenwet as the library knows them; it has 5 mei once in five years."""
    known = holidays.country_holidays("NL", years=year, categories=("public", "optional"))
    return frozenset(day for day in known if day.weekday() < 6 or day.month == 12) | {date(year, 5, 5)}


def by_law(day: date) -> bool:
    return day.weekday() >= 5 or day in public(day.year)


def free(term: Term, day: date) -> bool:
    return by_law(day) or (term.shift and day in term.closed)


def suspended(term: Term) -> list[date]:
    if term.stop is None:
        return []
    first, until = term.stop
    return [first + timedelta(days=n) for n in range((until - first).days)]


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def nth(rule: rruleset, n: int) -> date:
    return next(day for number, day in enumerate(rule, 1) if number == n).date()


def expected(term: Term) -> tuple[date, set[date]]:
    """The due date and the Mondays to Fridays that did not count, without the first that the law passes over."""
    if term.unit == "lw":
        return lesson_weeks(term)
    days = rruleset()
    after = at_midnight(term.start + timedelta(days=1))
    stopped = set(suspended(term))
    for day in stopped:
        days.exdate(at_midnight(day))
    if term.unit == "wd":
        days.rrule(rrule(DAILY, dtstart=after, byweekday=(MONDAY, TU, WE, TH, FR)))
        near = {day for year in (term.start.year, term.start.year + 1) for day in public(year)} | term.closed
        not_counted = {day for day in near if term.start < day}
        for day in sorted(not_counted)[:40]:
            days.exdate(at_midnight(day))
        on = nth(days, term.amount)
        return on, {d for d in not_counted if d <= on and d.weekday() < 5} - stopped
    days.rrule(rrule(DAILY, dtstart=after))
    months = relativedelta(months=term.amount) if term.unit == "mnd" else relativedelta(weeks=term.amount)
    raw = nth(days, term.amount) if term.unit == "d" else term.start + months
    on = land(term, raw, stopped)
    passed = (raw + timedelta(days=n) for n in range((on - raw).days))
    return on, {d for d in passed if d.weekday() < 5 and free(term, d) and d not in stopped}


def land(term: Term, day: date, stopped: set[date]) -> date:
    """Algemene termijnenwet, articles 1, 2 and 4, and policy termijn.doorschuiven."""
    law = term.statutory and term.amount <= LIMITS[term.unit]
    if law and (term.unit != "d" or term.amount >= 3):
        after = rrule(DAILY, dtstart=at_midnight(term.start + timedelta(days=1)), byweekday=(MONDAY, TU, WE, TH, FR))
        working = (found.date() for found in after if not by_law(found.date()))
        next(working)
        day = max(day, next(working))
    while day in stopped or ((law or term.shift) and free(term, day)):
        day += relativedelta(days=1)
    return day


@cache
def off(region: str) -> frozenset[date]:
    spans = [(at_midnight(first), at_midnight(last)) for _, first, last in school_holidays(region)]
    return frozenset(day.date() for first, last in spans for day in rrule(DAILY, first, until=last))


def lesson_weeks(term: Term) -> tuple[date, set[date]]:
    """The same weekday, over the weeks in which no Monday to Friday has lessons."""
    weeks = rrule(WEEKLY, dtstart=at_midnight(term.start + timedelta(weeks=1)))
    left, skipped = term.amount, set()
    for found in weeks:
        monday = found.date() + relativedelta(weekday=MO(-1))
        week = [monday + timedelta(days=n) for n in range(5)]
        if all(day in off(term.region) or day in public(day.year) for day in week):
            skipped |= set(week)
        else:
            left -= 1
        if left == 0:
            return found.date(), skipped
    raise AssertionError


def told(sentence: str, on: date) -> set[date]:
    """The free days that a sentence names, one by one, as a period, or as the day on which the term would end."""
    years = [int(year) for year in re.findall(r"\b(20\d\d)\b", sentence)]
    found: set[date] = set()
    for part in sentence.split("; ")[1:]:
        if part.startswith("dat is"):
            raw = re.findall(r"(\d+) ([a-z]+)(?: (\d{4}))?$", sentence.split("; ")[0])[-1]
            found |= days(raw, years)
        for first, last in re.findall(r"\((\d+(?: [a-z]+)?(?: \d{4})?) tot en met (\d+ [a-z]+(?: \d{4})?)\)", part):
            found |= period(first, last, years)
        for raw in re.findall(r"(\d+) ([a-z]+)(?: (\d{4}))? \([A-Za-z]", part):
            if "gecorrigeerd" not in part:
                found |= days(raw, years)
    return {day for day in found if day <= on}


def days(words: tuple[str, str, str], years: list[int]) -> set[date]:
    day, month, year = int(words[0]), MONTHS[words[1]], words[2]
    return {date(y, month, day) for y in ([int(year)] if year else range(min(years), max(years) + 1))}


def period(first: str, last: str, years: list[int]) -> set[date]:
    ends = re.fullmatch(r"(\d+) ([a-z]+)(?: (\d{4}))?", last)
    assert ends
    begin = re.fullmatch(r"(\d+)(?: ([a-z]+))?(?: (\d{4}))?", first)
    assert begin
    found: set[date] = set()
    for year in [int(ends[3])] if ends[3] else range(min(years), max(years) + 1):
        until = date(year, MONTHS[ends[2]], int(ends[1]))
        start = date(int(begin[3] or year), MONTHS[begin[2] or ends[2]], int(begin[1]))
        found |= {d.date() for d in rrule(DAILY, at_midnight(start), until=at_midnight(until))}
    return found


def test_five_thousand_terms_agree_with_other_libraries_and_name_every_day_they_skipped() -> None:
    seen = {"skipped": 0, "moved": 0}
    for term in terms(COUNT):
        ledger = [Entry("opschorten", *term.stop, ground="ziekte")] if term.stop else []
        found = due(
            term.amount, term.unit, term.start, ledger, Calendar(term.region, term.closed),
            statutory=term.statutory, shift=term.shift,
        )  # fmt: skip
        on, skipped = expected(term)
        assert found.on == on, (term, found)
        assert skipped <= told(found.sentence, on), (term, found, skipped)
        seen["skipped"] += bool(skipped)
        seen["moved"] += "dat is" in found.sentence
    assert min(seen.values()) > COUNT / 20  # the dice reached what is tested
