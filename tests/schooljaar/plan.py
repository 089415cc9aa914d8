"""What is meant to be done with a zaak: what never occurred yet goes first, otherwise as officers are used to."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from cases.demo.arrivals import CALENDARS
from cases.demo.habit import Habit
from cases.demo.habits import HABITS
from cases.demo.morning import Zaak
from cases.demo.route_habits import may_be_halt
from states.processes import PROCESSEN
from states.route import Step
from tests.schooljaar.coverage import Row

TRIES = 150
"""a row that was refused this often is tried now and then only"""


def _helped(zaak: Zaak) -> bool:
    return bool(zaak.facts.get("hulp_op") or zaak.facts.get("maximum_op") or zaak.facts.get("halt_negatief_op"))


def _warned(zaak: Zaak) -> bool:
    return may_be_halt(zaak) and bool(zaak.facts.get("gewaarschuwd_op"))


# fmt: off
# Beside the habits of the demo: the heavier routes, which are rare.
HEAVIER: Mapping[tuple[str, str], Sequence[Habit]] = {
    ("relatief_verzuim", "routekeuze"): (
        Habit("start_halt", 9, (1, 4), may_be_halt),
        Habit("start_halt", 60, (1, 4), _warned),
        Habit("hoor_betrokkenen, start_straf", 34, (1, 4), _helped),
        Habit("start_kader", 22, (1, 4), _helped),
    ),
    ("relatief_verzuim", "in_route"): (
        Habit("verzuim_gestopt", 12, (15, 40)),
    ),
    ("luxeverzuim", "luxe_onderzoek"): (
        Habit("hoor_betrokkenen, start_straf", 22, (4, 12)),
    ),
    ("luxeverzuim", "in_route"): (
        Habit("notitie", 1, (5, 20)),
    ),
    ("absoluut_verzuim", "in_route"): (
        Habit("plan_gesprek", 90, (3, 10)),
    ),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done, and from which day on."""

    on: date
    steps: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """first, and without harm when it is refused"""


@dataclass(slots=True)
class Planner:
    """Chooses the next thing for a zaak. `seen` are the rows that occurred."""

    dice: Callable[..., Random]
    seen: set[Row] = field(default_factory=set)
    tries: Counter[Row] = field(default_factory=Counter)

    def plan(self, zaak: Zaak, entry: object, attempt: int, today: date) -> Plan | None:
        """What to do in this state, or None: nothing but wait. `attempt` counts what was tried since entry."""
        dice = self.dice("plan", zaak.number, entry, attempt)
        new = [row for row in PROCESSEN[zaak.proces].steps_from(zaak.state) if self._wanted(zaak, row, dice)]
        beside = [row.name for row in new if row.to == "="][:1]
        onward = [row.name for row in new if row.to != "="]
        since = today if attempt else zaak.anchor_on or zaak.started_on
        if onward:
            on = self._day(zaak, zaak.started_on if not attempt else today, dice.randint(0, 3))
            return Plan(on, (dice.choice(onward),), tuple(beside))
        own = HABITS.get((zaak.proces, zaak.state), ())
        habits = [habit for habit in (*own, *HEAVIER.get((zaak.proces, zaak.state), ())) if habit.only(zaak)]
        if not habits:
            return Plan(today, (), tuple(beside)) if beside else None
        habit = dice.choices(habits, [habit.weight for habit in habits])[0]
        wait = dice.randint(*habit.wait)
        if dice.random() < 0.09:  # left lying past its term
            wait += dice.randint(8, 24)
        steps = tuple(step.strip() for step in habit.steps.split(","))
        return Plan(self._day(zaak, since, wait), steps, tuple(beside))

    def _wanted(self, zaak: Zaak, row: Step, dice: Random) -> bool:
        key = (zaak.proces, zaak.state, row.name)
        if key in self.seen or row.roles == ("sys",):
            return False
        return self.tries[key] < TRIES or dice.random() < 0.05

    @staticmethod
    def _day(zaak: Zaak, since: date, wait: int) -> date:
        return CALENDARS[zaak.gemeente].add_working_days(since, wait)
