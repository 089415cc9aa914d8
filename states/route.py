"""The grammar of a proces: states with a term and steps with who, when, what and then what.

A row of `states/processes/` carries the cells of its row in the specification as text. They are
parsed and checked on import, so a table that does not hold together never starts.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from transitions import Machine

from states.conditions import CONDITIONS, Condition
from states.fields import FIELDS, Field, field_of
from states.ladder import RungSpec, parse_ladder
from states.letters import LETTERS
from states.policy import KEYS

ROLES = ("lpa", "boa", "adm", "tl", "sys")
WAITS = ("", "ons", "ouders", "jongere", "school", "hulpverlener", "halt", "tafel", "rvdk", "om", "rechter", "gi", "partij")
AUTO = ("", "verlopen", "melding_erbij", "melding_ingetrokken", "routes_klaar", "hoofdzaak_klaar")

_TERM = re.compile(r"^(?:(?P<field>\w+) \+ )?(?P<amount>\d+) (?P<unit>wd|d|wk|mnd|lw) (?P<key>[\w.]+)(?P<again> again)?$")


class TableError(Exception):
    """A proces table does not hold together; the message says which file, row and why."""


def split(cell: str) -> tuple[str, ...]:
    """The words of a cell, in order; commas separate."""
    return tuple(part.strip() for part in cell.split(",") if part.strip())


@dataclass(frozen=True)
class Term:
    """How long a state may last: `5 wd intake.oppakken`, `datum + 2 wd gesprek.verslag`, `6 wk x again`."""

    amount: int
    unit: str
    key: str
    field: str = ""
    """date given by the officer from which it is counted; empty: from entry"""
    again: bool = False
    """starts anew after each step that returns to the state"""

    @classmethod
    def parse(cls, cell: str) -> "Term":
        """Read the cell of the specification. Raises ValueError when it is not in that form."""
        found = _TERM.match(cell)
        if found is None:
            raise ValueError(f"{cell!r} is geen termijn zoals '5 wd sleutel' of 'veld + 2 wd sleutel'")
        return cls(int(found["amount"]), found["unit"], found["key"], found["field"] or "", bool(found["again"]))


@dataclass(frozen=True)
class State:
    """One row of the table of states."""

    name: str
    titel: str
    term_cell: str
    """the term as the specification spells it, `-` for a container, `final` for the end"""
    waits: str = ""
    ladder: str = ""

    @property
    def final(self) -> bool:
        """Whether the zaak ends here."""
        return self.term_cell == "final"

    @property
    def container(self) -> bool:
        """Whether it waits for its children and has no term of its own."""
        return self.term_cell == "-"

    @cached_property
    def term(self) -> Term | None:
        """The term, or None for a container and a final state."""
        return None if self.final or self.container else Term.parse(self.term_cell)

    @cached_property
    def rungs(self) -> tuple[RungSpec, ...]:
        """The rungs beside the standard ones."""
        return parse_ladder(self.ladder)


@dataclass(frozen=True)
class Step:
    """One row of the table of steps. `to` is a state, or `=` when state and term stay as they are."""

    source: str
    name: str
    to: str
    who: str
    conditions: str = ""
    asks: str = ""
    letters: str = ""
    opens: str = ""
    uitkomst: str = ""
    auto: str = ""
    """what makes `sys` take it by itself (one of AUTO)"""

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The short names of who may take it."""
        return split(self.who)

    @cached_property
    def judged(self) -> tuple[Condition, ...]:
        """Its conditions, in the order of the table."""
        return tuple(CONDITIONS[name] for name in split(self.conditions))

    @cached_property
    def fields(self) -> tuple[tuple[Field, bool], ...]:
        """What its form asks, each with whether it must be filled in."""
        return tuple((field_of(self.name, ask.rstrip("?")), not ask.endswith("?")) for ask in split(self.asks))

    @cached_property
    def opened(self) -> tuple[tuple[str, bool], ...]:
        """The processes it opens, each with whether always (True) or only when asked for."""
        return tuple((cell.rstrip("?"), not cell.endswith("?")) for cell in split(self.opens))


@dataclass(frozen=True)
class ZaakTerm:
    """A term that runs beside the state's term (process.md section 13). It has no ladder."""

    name: str
    titel: str
    processes: str
    start: str
    """name of the fact that holds the day it starts from"""
    term_cell: str
    active: str
    """name of the question in `states.facts.WHILE` that must hold"""
    to: str
    """behandelaar, teamleider"""
    opens: str = ""
    """proces opened at its due date, unless one is open"""
    event: str = ""
    """event written at its due date"""

    @cached_property
    def term(self) -> Term:
        """Its amount, unit and policy key."""
        return Term.parse(self.term_cell)


@dataclass(frozen=True)
class Proces:
    """A proces: its states and steps, checked when it is made."""

    name: str
    titel: str
    soort: str
    """root or child"""
    basis: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    start: str
    """state in which a melding, rung or step opens it"""
    start_by_step: str = ""
    """state in which an officer opens it himself, when that is another one"""
    open: str = ""
    """the @open of its table"""
    route: bool = False
    """whether it is one of the four routes"""
    traject: bool = False
    """whether the root cannot end while it is open"""
    asks: str = ""
    """fields asked on opening"""
    toelichting: str = ""
    """the note below the table"""
    by_name: Mapping[str, State] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {state.name: state for state in self.states})
        check(self)

    def sources(self, step: Step) -> tuple[str, ...]:
        """The states from which this row may be taken, @open written out."""
        return split(self.open) if step.source == "@open" else split(step.source)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Step]:
        """The row for each (state, step)."""
        return {(source, step.name): step for step in self.steps for source in self.sources(step)}

    @cached_property
    def step_names(self) -> frozenset[str]:
        """Every step that exists in this proces."""
        return frozenset(step.name for step in self.steps)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """The rows that may be taken from this state, in the order of the table."""
        return tuple(step for step in self.steps if state in self.sources(step))

    def automatic(self, state: str, cause: str) -> Step | None:
        """The step that `sys` takes in this state for this cause, if there is one."""
        return next((step for step in self.steps_from(state) if step.auto == cause), None)

    @cached_property
    def machine(self) -> Machine:
        """The shared machine that decides where a step leads. It has no callbacks and no model."""
        machine = Machine(
            model=None, states=[state.name for state in self.states], initial=self.start,
            auto_transitions=False, queued=False,
        )
        for step in self.steps:
            machine.add_transition(step.name, list(self.sources(step)), None if step.to == "=" else step.to)
        return machine

    @cached_property
    def data(self) -> dict[str, Any]:
        """The tables as data: values spelled as in the specification, lists where it has commas."""
        return {
            "states": {
                state.name: {"titel": state.titel, "term": state.term_cell, "waits": state.waits, "ladder": state.ladder}
                for state in self.states
            },
            "steps": [
                {
                    "from": list(split(step.source)), "step": step.name, "to": step.to, "who": list(step.roles),
                    "conditions": list(split(step.conditions)), "asks": list(split(step.asks)),
                    "letters": list(split(step.letters)), "opens": list(split(step.opens)), "uitkomst": step.uitkomst,
                }
                for step in self.steps
            ],
        }

    @cached_property
    def version(self) -> str:
        """Short hash of the tables: the definition version that events name."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()[:12]


def check(proces: Proces) -> None:
    """Raise TableError with file, row and reason when the tables of a proces do not hold together."""
    for problem in _problems(proces):
        raise TableError(f"states/processes/{proces.name}.py: {problem}")


def _problems(proces: Proces) -> list[str]:
    wrong: list[str] = []
    names = [state.name for state in proces.states]
    wrong += [f"toestand `{name}` staat er twee keer" for name in names if names.count(name) > 1]
    wrong += [f"`{name}` is geen toestand, maar staat in start of @open"
              for name in (proces.start, proces.start_by_step or proces.start, *split(proces.open)) if name not in names]
    for state in proces.states:
        wrong += [f"toestand `{state.name}`: {problem}" for problem in _state_problems(state)]
    seen: set[tuple[str, str]] = set()
    for step in proces.steps:
        for source in proces.sources(step):
            if (source, step.name) in seen:
                wrong.append(f"stap `{step.name}` gaat twee keer uit van `{source}`")
            seen.add((source, step.name))
        wrong += [f"stap `{step.name}` vanuit {step.source}: {problem}" for problem in _step_problems(proces, step, names)]
    return wrong or _graph_problems(proces)


def _state_problems(state: State) -> list[str]:
    wrong = []
    if state.waits not in WAITS:
        wrong.append(f"onbekend wacht-op `{state.waits}`")
    if not state.final and not state.container:
        if not state.waits:
            wrong.append("heeft een termijn maar wacht op niemand")
        try:
            wrong += _term_problems(Term.parse(state.term_cell))
        except ValueError as error:
            wrong.append(f"wacht zonder termijn: {error}" if not state.term_cell else str(error))
        try:
            parse_ladder(state.ladder)
        except ValueError as error:
            wrong.append(str(error))
    return wrong


def _term_problems(term: Term) -> list[str]:
    key = KEYS.get(term.key)
    if key is None:
        return [f"onbekende beleidssleutel `{term.key}`"]
    if (key.default, key.unit) != (term.amount, term.unit):
        return [f"`{term.key}` is {key.default} {key.unit} in het beleid, {term.amount} {term.unit} in de tabel"]
    if term.field and term.field not in FIELDS:
        return [f"onbekend veld `{term.field}`"]
    return []


def _step_problems(proces: Proces, step: Step, names: list[str]) -> list[str]:
    known: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
        ("toestand", proces.sources(step) + (() if step.to == "=" else (step.to,)), tuple(names)),
        ("rol", step.roles, ROLES),
        ("voorwaarde", split(step.conditions), tuple(CONDITIONS)),
        ("veld", tuple(ask.rstrip("?") for ask in split(step.asks)), tuple(FIELDS)),
        ("brief", split(step.letters), tuple(LETTERS)),
        ("aanleiding", (step.auto,), AUTO),
    )
    wrong = [f"onbekende {what} `{name}`" for what, found, all_ in known for name in found if name not in all_]
    if wrong or step.to == "=":
        return wrong
    term = proces.by_name[step.to].term
    if term is not None and term.field and term.field not in {ask for ask in split(step.asks)}:
        wrong.append(f"vraagt niet om `{term.field}`, waarop de termijn van `{step.to}` rust")
    if step.to in proces.sources(step) and term is not None and not (term.field or term.again):
        wrong.append(f"keert terug naar `{step.to}` zonder dat de termijn opnieuw begint")
    if step.auto and "sys" not in step.roles:
        wrong.append("gaat vanzelf, maar `sys` mag hem niet nemen")
    return wrong


def _graph_problems(proces: Proces) -> list[str]:
    onward = {state.name: {step.to for step in proces.steps_from(state.name) if step.to != "="} for state in proces.states}
    reached, todo = set(), [proces.start, proces.start_by_step or proces.start]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo.extend(onward[name])
    ends = {state.name for state in proces.states if state.final}
    can_end, grew = set(ends), True
    while grew:
        more = {name for name, to in onward.items() if to & can_end} - can_end
        can_end |= more
        grew = bool(more)
    return [f"toestand `{name}` is niet te bereiken" for name in onward if name not in reached] + [
        f"toestand `{name}` loopt dood: geen stap leidt naar een einde" for name in onward if name not in can_end
    ]
