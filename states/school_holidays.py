"""School holidays: those of the region, and those that a gemeente or a school has instead or beside them."""

import csv
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

Holiday = tuple[str, date, date]
"""name, first and last free day"""
_TABLE = Path(__file__).with_name("data") / "schoolvakanties.csv"


@cache
def school_holidays(region: str) -> tuple[Holiday, ...]:
    """Every known school holiday of a region, in order (data/README.md)."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["regio"] == region]
    found = [(row["vakantie"], date.fromisoformat(row["van"]), date.fromisoformat(row["tot"])) for row in rows]
    return tuple(sorted(found, key=_first))


@lru_cache(maxsize=1024)
def holidays_with(region: str, own: tuple[Holiday, ...]) -> tuple[Holiday, ...]:
    """The holidays of a region with those of a school's own, in order.

    One with the name of another in the same schooljaar takes its place, so that a school can have its
    herfstvakantie in another week; of two own ones the later given counts. Any other comes beside them.
    """
    merged = {(name, schooljaar(first)): (name, first, last) for name, first, last in (*school_holidays(region), *own)}
    return tuple(sorted(merged.values(), key=_first))


@lru_cache(maxsize=1024)
def free_days(region: str, own: tuple[Holiday, ...]) -> frozenset[date]:
    """Every day of these school holidays."""
    return frozenset(
        first + timedelta(days=n)
        for _, first, last in holidays_with(region, own)
        for n in range((last - first).days + 1)
    )


def schooljaar(day: date) -> int:
    """The year in which the school year of this day began: 1 August to 31 July."""
    return day.year if day.month >= 8 else day.year - 1


def _first(holiday: Holiday) -> date:
    return holiday[1]
