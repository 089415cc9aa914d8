"""The work of one day: every zaak of which something is due, each action in its own transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cases.actions import Taken, take_step
from cases.clock import dutch_instant
from cases.demo.forms import fill_in
from cases.demo.morning import Zaak
from cases.demo.town import Team
from cases.errors import Conflict, Invalid
from cases.rights import ADM, LPA, TL, Actor, NotAllowed
from cases.store import writing
from states.decision import StepRefused
from states.processes import PROCESSEN
from tests.schooljaar.desk import Entry, glance, look
from tests.schooljaar.families import Families
from tests.schooljaar.plan import Plan, Planner

WORK = time(8, 40)
MOTIVE = "In dit geval past de norm niet; besproken met de teamleider."
REFUSED = (StepRefused, Conflict, Invalid, NotAllowed)
ATTEMPTS, IN_ROUTE = 12, 3
"""how often something is tried in one state; less where it waits for its routes"""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken today."""

    zaak: Zaak
    step: str
    answers: Mapping[str, Any]
    actor: Actor
    taken: Taken


@dataclass(slots=True)
class Office:
    """The office through the year: what is meant with each zaak, and what was done today."""

    engine: Engine
    team: Team
    families: Families
    seed: int
    planner: Planner = field(init=False)
    plans: dict[UUID, tuple[Entry, Plan | None, int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    done: list[Done] = field(default_factory=list)
    day: date = date.min
    at: datetime = field(init=False)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)
    """roots of the dossiers in which something was done today"""

    def __post_init__(self) -> None:
        self.planner = Planner(self.dice)

    def dice(self, *of: object) -> Random:
        """Dice of their own for each thing, so that the order in which things happen changes nothing."""
        return Random(f"{self.seed} {of}")  # noqa: S311, RUF100

    def minute(self) -> datetime:
        """The next minute of the day."""
        self.at += timedelta(minutes=1)
        return self.at

    def work(self, day: date) -> None:
        """Do what is due today."""
        self.day, self.at, self.done, self.touched = day, dutch_instant(day, WORK), [], set()
        self.entries = glance(self.engine)
        for gone in self.plans.keys() - self.entries.keys():
            del self.plans[gone]
        fresh = {case_id for case_id, entry in self.entries.items() if self._before(case_id) != entry}
        due = {case_id for case_id, (_entry, plan, _n) in self.plans.items() if plan is not None and plan.on <= day}
        for zaak in look(self.engine, fresh | due, self.families):
            if zaak.id in fresh:
                self._think(zaak, 0)
            _entry, plan, attempt = self.plans[zaak.id]
            if plan is not None and plan.on <= day and zaak.root_id not in self.touched:
                self._do(zaak, plan, attempt)

    def _before(self, case_id: UUID) -> Entry | None:
        return self.plans[case_id][0] if case_id in self.plans else None

    def _think(self, zaak: Zaak, attempt: int) -> None:
        entry = self.entries[zaak.id]
        most = IN_ROUTE if zaak.state == "in_route" else ATTEMPTS
        plan = self.planner.plan(zaak, entry, attempt, self.day) if attempt < most else None
        self.plans[zaak.id] = (entry, plan, attempt)

    def _do(self, zaak: Zaak, plan: Plan, attempt: int) -> None:
        for step in (*plan.beside, *plan.steps):
            key = (zaak.proces, zaak.state, step)
            if key not in self.planner.seen:
                self.planner.tries[key] += 1
            taken = self.step(zaak, step)
            if taken is None and step in plan.steps:
                break
            if taken is not None:
                self.planner.seen.add(key)
                zaak = replace(zaak, state=taken.state, version=taken.version)
        if zaak.state == self.entries[zaak.id][1]:  # it stays here, so there is a next time
            self._think(zaak, attempt + 1)

    def step(self, zaak: Zaak, step: str, **given: Any) -> Taken | None:
        """Take one step as an officer who may; None when it is refused."""
        row = PROCESSEN[zaak.proces].rows.get((zaak.state, step))
        if row is None:
            return None
        dice = self.dice("step", zaak.number, zaak.version, step)
        officer = self.officer_of(zaak, dice)
        actor = self._who(zaak, row.roles, officer, dice)
        answers, why = fill_in(replace(zaak, officer_id=officer.id), step, self.day, dice)
        answers |= given
        try:
            taken = self._take(zaak, step, answers, actor, why)
        except REFUSED as refusal:
            self.counts[f"geweigerd: {type(refusal).__name__}"] += 1
            return None
        self.touched.add(zaak.root_id)
        self.done.append(Done(zaak, step, answers, actor, taken))
        return taken

    def _take(self, zaak: Zaak, step: str, answers: Mapping[str, Any], actor: Actor, why: str) -> Taken:
        """Once as it is; and once more with motivation and permission when only a norm or the ovj stands in the way."""
        values: dict[str, Any] = {"actor": actor, "at": self.minute(), "version": zaak.version, "motivation": why}
        try:
            with writing(self.engine) as session:
                return take_step(session, zaak.id, step, answers, **values)
        except StepRefused as refusal:
            soft = {reason.kind for reason in refusal.reasons} <= {"norm", "ovj", "veld"}
            if not soft or not any(reason.kind in ("norm", "ovj") for reason in refusal.reasons):
                raise
        values |= {"motivation": MOTIVE, "permission": {"naam": "mr. O. Justitie", "datum": self.day.isoformat()}}
        with writing(self.engine) as session:
            return take_step(session, zaak.id, step, answers, **values)

    def officer_of(self, zaak: Zaak, dice: Random) -> Actor:
        """The behandelaar, or somebody who could be."""
        found = self.team.by_id().get(zaak.officer_id)
        return found or dice.choice(self.team.of(LPA, zaak.gemeente))

    def leader_of(self, zaak: Zaak) -> Actor:
        """The teamleider of its gemeente."""
        return self.team.of(TL, zaak.gemeente)[0]

    def _who(self, zaak: Zaak, roles: tuple[str, ...], officer: Actor, dice: Random) -> Actor:
        if "adm" in roles and dice.random() < 0.15:
            return self.team.of(ADM, zaak.gemeente)[0]
        if "tl" in roles and dice.random() < 0.1:
            return self.leader_of(zaak)
        if "lpa" in roles or officer.authorised(zaak.gemeente, self.day):
            return officer
        return dice.choice([each for each in self.team.of(LPA, zaak.gemeente) if each.has_akte(self.day)])
