"""The ladder of a term: which rungs it has, on which day, for whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from states.policy import Policy
from states.working_days import Calendar

BEHANDELAAR, TEAMLEIDER = "behandelaar", "teamleider"
# fmt: off
# rung, in the order they are told on one day: recipients, effect
RUNGS = {
    "herinnering":     ((BEHANDELAAR,),            "herinnering"),
    "halfweg":         ((BEHANDELAAR,),            "controle"),
    "vooraf":          ((),                        "herinnering"),  # the state says to whom
    "verlopen":        ((BEHANDELAAR,),            "verlopen"),
    "teamleider":      ((TEAMLEIDER,),             "escalatie"),
    "mdo":             ((BEHANDELAAR, TEAMLEIDER), "mdo"),
    "veiligheidshuis": ((BEHANDELAAR, TEAMLEIDER), "veiligheidshuis"),
}
# fmt: on
_ORDER = tuple(RUNGS)
_WHO = {"tl": TEAMLEIDER, "lpa": BEHANDELAAR}
_SPEC = re.compile(
    r"(?P<plain>halfweg)"
    r"|(?P<before>vooraf) (?P<less>-\d{1,3}) (?P<unit1>wd|d) (?P<who>tl|lpa)"
    r"|(?P<after>mdo|veiligheidshuis) (?P<more>\+\d{1,3}) (?P<unit2>wd|d)"
)


@dataclass(frozen=True, slots=True)
class RungSpec:
    """A rung that a state asks for beside the standard ones; offset from the due date, in wd or d."""

    name: str
    offset: int = 0
    unit: str = "wd"
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung of a running term: the day it is reached, its recipients by role and what it does."""

    name: str
    on: date
    to: tuple[str, ...]
    effect: str


def parse_ladder(cell: str) -> tuple[RungSpec, ...]:
    """Read the ladder cell of a state: "", "halfweg", "mdo +5 wd", "vooraf -5 wd tl", separated by commas.

    ValueError for anything else.
    """
    return tuple(_parse(part.strip()) for part in cell.split(",")) if cell.strip() else ()


def _parse(part: str) -> RungSpec:
    found = _SPEC.fullmatch(part)
    if found is None:
        raise ValueError(
            f"Trede '{part}' is niet te lezen: schrijf halfweg, mdo +5 wd, veiligheidshuis +5 wd of vooraf -5 wd tl."
        )
    if found["plain"]:
        return RungSpec("halfweg")
    if found["before"]:
        return RungSpec("vooraf", int(found["less"]), found["unit1"], (_WHO[found["who"]],))
    return RungSpec(found["after"], int(found["more"]), found["unit2"])


def rungs(
    *,
    start: date,
    due: date,
    anchor: date | None,
    amount: int,
    waits: str,
    extra: tuple[RungSpec, ...],
    policy: Policy,
    calendar: Calendar,
    proces: str = "",
    state: str = "",
    veiligheidshuis_from: date | None = None,
) -> tuple[DueRung, ...]:
    """The rungs of a term, by day and then in fixed order; each name at most once, the earliest.

    `start` is the day of entry, `anchor` the date the officer gave, if any, and `amount` what the term adds
    to it. `waits` is on whom we wait. `veiligheidshuis_from` is the first day on which an overdue afspraak of
    an mdo goes to the Veiligheidshuis. Rungs may lie in the past; the caller reaches those at once.
    """
    ladder = _Ladder(start, due, anchor, amount, waits, policy, calendar, proces, state)
    found: dict[str, date] = {}
    for name, on in (*ladder.standard(), *ladder.named(extra), *ladder.after_mdo(veiligheidshuis_from)):
        found[name] = min(on, found.get(name, on))
    said = {spec.name: spec.to for spec in extra if spec.to}
    in_order = sorted(found.items(), key=lambda item: (item[1], _ORDER.index(item[0])))
    return tuple(DueRung(name, on, said.get(name, RUNGS[name][0]), RUNGS[name][1]) for name, on in in_order)


@dataclass(frozen=True, slots=True)
class _Ladder:
    start: date
    due: date
    anchor: date | None
    amount: int
    waits: str
    policy: Policy
    calendar: Calendar
    proces: str
    state: str

    def standard(self) -> Iterator[tuple[str, date]]:
        reminder = self._reminder()
        if reminder > self.start and (self.anchor is None or self.amount == 0 or reminder >= self.anchor):
            yield "herinnering", reminder
        yield "verlopen", self._overdue()
        key = "ladder.teamleider" if self.waits == "ons" else "ladder.teamleider_anderen"
        yield "teamleider", self._at(self._offset("teamleider", self.policy.number(key)))

    def named(self, specs: tuple[RungSpec, ...]) -> Iterator[tuple[str, date]]:
        for spec in specs:
            if spec.name == "halfweg":
                yield from self._halfway()
            elif spec.name == "vooraf" or self.waits != "ons":
                yield spec.name, self._at(self._offset(spec.name, spec.offset), spec.unit)

    def after_mdo(self, day: date | None) -> Iterator[tuple[str, date]]:
        if day is not None:
            yield "veiligheidshuis", max(self._overdue(), day)

    def _reminder(self) -> date:
        length = self.calendar.count_working_days(self.anchor or self.start, self.due)
        short = length <= self.policy.number("ladder.kort")
        key = "ladder.herinnering_kort" if short else "ladder.herinnering"
        return self._at(self._offset("herinnering", self.policy.number(key)))

    def _overdue(self) -> date:
        return self._at(self._offset("verlopen", self.policy.number("ladder.verlopen")))

    def _halfway(self) -> Iterator[tuple[str, date]]:
        """Half of the days of the term, on a werkdag, when that lies inside the term."""
        begin = max(self.start, self.anchor or self.start)
        half = self.calendar.working_day_on_or_after(begin + (self.due - begin) // 2)
        if begin < half < self.due:
            yield "halfweg", half

    def _offset(self, rung: str, default: int) -> int:
        own = self.policy.get_ladder(self.proces, self.state, rung)
        return default if own is None else own

    def _at(self, offset: int, unit: str = "wd") -> date:
        if unit == "d":
            return self.due + timedelta(days=offset)
        return self.calendar.add_working_days(self.due, offset)
