"""Dates and terms as an officer says them, for the templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases.clock import AMSTERDAM
from states.working_days import Calendar, in_words

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
FAR = 10  # werkdagen: further away a date says more than a number


@dataclass(frozen=True, slots=True)
class Urgency:
    """How a term stands: `late`, `soon`, `calm` or `none`, and the words on its chip."""

    kind: str
    text: str


def urgency(due_on: date | None, today: date, calendar: Calendar) -> Urgency:
    """How urgent a term is on this Dutch date, counted in werkdagen of the gemeente."""
    if due_on is None:
        return Urgency("none", "geen termijn")
    if due_on < today:
        late = calendar.count_working_days(due_on, today)
        return Urgency("late", f"{late} {_days(late)} te laat" if late else f"te laat sinds {spoken(due_on, today)}")
    if due_on - today <= ONE_DAY:
        return Urgency("soon", "vandaag" if due_on == today else "morgen")
    left = calendar.count_working_days(today, due_on)
    return Urgency("calm", f"over {left} {_days(left)}" if 0 < left <= FAR else spoken(due_on, today))


def _days(number: int) -> str:
    return "werkdag" if number == 1 else "werkdagen"


def spoken(day: date, today: date | None = None) -> str:
    """A date in words; without the year when it is this year's."""
    return in_words(day, year=today is None or day.year != today.year)


def spoken_text(day: str) -> str:
    """A date as it is kept in JSON, in words."""
    return spoken(date.fromisoformat(day))


def full(day: date) -> str:
    """A date with its weekday: "maandag 2 november 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def moment(at: datetime) -> str:
    """An instant on Dutch clocks: "2 november 2026 om 10:30"."""
    local = at.astimezone(AMSTERDAM)
    return f"{in_words(local.date())} om {local:%H:%M}"


def plain(name: str) -> str:
    """A name of the tables as words: `niet_verschenen` is "niet verschenen"."""
    return name.replace("_", " ")


def number(value: float) -> str:
    """A number with a Dutch decimal comma: 22.5 is "22,5"."""
    return f"{value:g}".replace(".", ",")


def counted(amount: int, one: str, many: str) -> str:
    """An amount with its noun: "1 zaak", "3 zaken", "geen zaken"."""
    return f"{amount or 'geen'} {one if amount == 1 else many}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "spoken": spoken, "spoken_text": spoken_text, "full": full, "moment": moment, "plain": plain,
    "number": number, "counted": counted,
}  # fmt: skip
