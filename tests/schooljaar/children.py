"""The 1,600 children of the year: what their schools report and when, and who is nowhere enrolled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cases.demo.arrivals import CALENDARS, SHARE, Arrival, Child, child_of, melding_of, of_child, reports_on, soort_of
from cases.demo.town import GEMEENTEN
from states.working_days import Calendar, days_after

FIRST, LAST = date(2025, 8, 1), date(2026, 7, 31)
CHILDREN, NOWHERE, AGAIN = 1_600, 140, 400
CHECKS = (date(2025, 10, 1), date(2026, 2, 2))
"""days on which the enrolment of all children is checked"""
LAST_REPORT = date(2026, 7, 3)
SIBLING = 5
"""each so many-th child has the parents of the one before it"""


@dataclass(slots=True)
class Year:
    """Everything that comes in from outside, by day."""

    children: list[Child]
    arrivals: dict[date, list[Arrival]] = field(default_factory=dict)
    nowhere: dict[date, list[Child]] = field(default_factory=dict)
    """children without enrolment or exemption, by the day of the check"""
    family: Mapping[str, int] = field(default_factory=dict)
    """number of the gezin by pgn"""


def make_year(seed: int) -> Year:
    """The year of this seed: the same seed gives the same year."""
    dice = Random(f"{seed} children")  # noqa: S311, RUF100
    year = Year([])
    days = {code: _school_days(calendar) for code, calendar in CALENDARS.items()}
    family: dict[str, int] = {}
    for number in range(CHILDREN):
        gemeente = dice.choices(tuple(SHARE), tuple(SHARE.values()))[0]
        nowhere = number >= CHILDREN - NOWHERE
        on = CHECKS[number % 2] if nowhere else dice.choice(days[gemeente])
        child = _sibling_of(year.children[-1], on, number, dice) if number % SIBLING == 1 else None
        child = child or child_of(gemeente, on, number, dice)
        year.children.append(child)
        family[child.cells["pgn"]] = number - (number % SIBLING == 1)
        if nowhere and child.school.kind != "WEB":
            year.nowhere.setdefault(on, []).append(child)
        else:
            _arrive(year, of_child(child, on, number, "", dice))
    for number in sorted(dice.sample(range(CHILDREN - NOWHERE), AGAIN)):
        _arrive(year, _again(year, days, number, dice))
    year.family = family
    return year


def moved(arrival_of: Child, on: date, number: int, dice: Random) -> Arrival:
    """The same child reported from the gemeente it moved to."""
    elsewhere = dice.choice([code for code, _name, _region in GEMEENTEN if code != arrival_of.gemeente])
    child = Child(elsewhere, arrival_of.school, {**arrival_of.cells, "gemeentecode": elsewhere}, arrival_of.born)
    return Arrival(on, melding_of(child, on, f"{number:04d}M", "V3", dice))


def _school_days(calendar: Calendar) -> list[date]:
    return [day for day in days_after(FIRST + timedelta(days=20), LAST_REPORT) if reports_on(calendar, day)]


def _arrive(year: Year, arrivals: Iterator[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.on <= LAST:
            year.arrivals.setdefault(arrival.on, []).append(arrival)


def _sibling_of(other: Child, on: date, number: int, dice: Random) -> Child:
    """A brother or sister: the same gemeente and surname, an age and a school of its own."""
    child = child_of(other.gemeente, on, number, dice)
    same = {name: other.cells[name] for name in ("voorvoegsel", "geslachtsnaam")}
    return Child(child.gemeente, child.school, {**child.cells, **same}, child.born)


def _again(year: Year, days: Mapping[str, list[date]], number: int, dice: Random) -> Iterator[Arrival]:
    """Later in the year there is absence again, often of another kind: mostly a zaak of its own."""
    child = year.children[number]
    on = dice.choice(days[child.gemeente])
    soort = dice.choice(("L", "L", soort_of(child, on, "", dice)))
    yield Arrival(on, melding_of(child, on, f"{number:04d}C", soort, dice))
