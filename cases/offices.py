"""A gemeente as the clock needs it: its calendar and its policy on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.clock import dutch_date
from cases.rows import table_of
from cases.tables import Municipality
from states.policy import Override, Policy
from states.school_holidays import Holiday
from states.working_days import Calendar


@dataclass(frozen=True, slots=True)
class OwnHoliday:
    """A school holiday of the gemeente's own, or of one school in it."""

    holiday: Holiday
    school: str
    """id of the school; empty when it holds for all"""
    known_on: date
    """Dutch date on which it was entered"""


@dataclass(frozen=True)
class Office:
    """The calendar and the policy of one gemeente."""

    code: str
    name: str
    calendar: Calendar
    overrides: tuple[Override, ...]
    own_holidays: tuple[OwnHoliday, ...] = ()

    def policy(self, on: date) -> Policy:
        """The policy in force on this Dutch date."""
        return _policy(self.overrides, on)

    def school_calendar(self, school_id: UUID | None, known_on: date | None = None) -> Calendar:
        """The calendar of a school: that of its region, with the holidays of the gemeente and then its own.

        With `known_on` only what had been entered by that date: a running term keeps the calendar it began under.
        """
        if not self.own_holidays:
            return self.calendar
        return _school_calendar(self, str(school_id or ""), known_on)


@lru_cache(maxsize=4096)
def _policy(overrides: tuple[Override, ...], on: date) -> Policy:
    return Policy(overrides, on)


@lru_cache(maxsize=4096)
def _school_calendar(office: Office, school: str, known_on: date | None) -> Calendar:
    known = [own for own in office.own_holidays if known_on is None or own.known_on <= known_on]
    of_school = (own.holiday for whose in ("", school) for own in known if own.school == whose)
    return replace(office.calendar, own_holidays=tuple(dict.fromkeys(of_school)))


def office_of(row: Mapping[str, Any]) -> Office:
    """The office of a row of `municipalities` (code, name, region, closing_days, policy, school_holidays)."""
    policy = tuple((line["sleutel"], line["waarde"], line["vanaf"]) for line in row["policy"])
    holidays = tuple(
        (line["naam"], line["van"], line["tot"], line["school"], line["op"]) for line in row["school_holidays"]
    )
    return _office(row["code"], row["name"], row["region"], tuple(row["closing_days"]), policy, holidays)


@lru_cache(maxsize=1024)
def _office(
    code: str, name: str, region: str, closing_days: tuple[str, ...], policy: tuple[tuple[str, int | str, str], ...],
    holidays: tuple[tuple[str, str, str, str, str], ...],
) -> Office:  # fmt: skip
    day = date.fromisoformat
    calendar = Calendar(region, frozenset(map(day, closing_days)))
    overrides = tuple(Override(key, value, day(first)) for key, value, first in policy)
    own = tuple(
        OwnHoliday((name, day(first), day(last)), school, dutch_date(datetime.fromisoformat(at)))
        for name, first, last, school, at in holidays
    )
    return Office(code, name, calendar, overrides, own)


def all_offices(session: Session) -> dict[str, Office]:
    """Every gemeente of this installation, by code: a few hundred at most."""
    rows = session.execute(sa.select(table_of(Municipality))).mappings()
    return {row["code"]: office_of(dict(row)) for row in rows}
