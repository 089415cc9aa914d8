"""A gemeente as the clock needs it: its calendar and its policy on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import table_of
from cases.tables import Municipality
from states.policy import Override, Policy
from states.working_days import Calendar


@dataclass(frozen=True)
class Office:
    """The calendar and the policy of one gemeente."""

    code: str
    name: str
    calendar: Calendar
    overrides: tuple[Override, ...]

    def policy(self, on: date) -> Policy:
        """The policy in force on this Dutch date."""
        return _policy(self.overrides, on)


@lru_cache(maxsize=4096)
def _policy(overrides: tuple[Override, ...], on: date) -> Policy:
    return Policy(overrides, on)


def office_of(row: Mapping[str, Any]) -> Office:
    """The office of a row of `municipalities` (code, name, region, closing_days, policy)."""
    policy = tuple((line["sleutel"], line["waarde"], line["vanaf"]) for line in row["policy"])
    return _office(row["code"], row["name"], row["region"], tuple(row["closing_days"]), policy)


@lru_cache(maxsize=1024)
def _office(
    code: str, name: str, region: str, closing_days: tuple[str, ...], policy: tuple[tuple[str, int | str, str], ...]
) -> Office:
    calendar = Calendar(region, frozenset(map(date.fromisoformat, closing_days)))
    return Office(
        code, name, calendar, tuple(Override(key, value, date.fromisoformat(day)) for key, value, day in policy)
    )


def all_offices(session: Session) -> dict[str, Office]:
    """Every gemeente of this installation, by code: a few hundred at most."""
    rows = session.execute(sa.select(table_of(Municipality))).mappings()
    return {row["code"]: office_of(dict(row)) for row in rows}
