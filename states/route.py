"""The grammar of a proces: states with a term and steps with who, when, what and then what.

A row of `states/processes/` carries the cells of its row in the specification as text. They are
parsed and checked on import, so a table that does not hold together never starts.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from transitions import Machine

from states.conditions import CONDITIONS, Condition
from states.fields import Field, field_of
from states.ladder import RungSpec, parse_ladder
from states.soundness import AUTO, TableError, problems, split
from states.term import Term, ZaakTerm
from states.words import words

__all__ = ["AUTO", "Proces", "State", "Step", "TableError", "Term", "ZaakTerm", "split"]


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

    @property
    def titel(self) -> str:
        """Its name as an officer reads it."""
        return words(self.name)

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
    asks: str = ""
    """fields asked on opening"""
    second_invitation: str = ""
    """letter that takes the place of L03 after a no-show, where no row of its own says so"""
    toelichting: str = ""
    """the note below the table"""
    by_name: Mapping[str, State] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {state.name: state for state in self.states})
        for problem in problems(self):
            raise TableError(f"states/processes/{self.name}.py: {problem}")

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
            model=None,
            states=[state.name for state in self.states],
            initial=self.start,
            auto_transitions=False,
            queued=False,
        )
        for step in self.steps:
            machine.add_transition(step.name, list(self.sources(step)), None if step.to == "=" else step.to)
        return machine

    @cached_property
    def data(self) -> dict[str, Any]:
        """The tables as data: values spelled as in the specification, lists where it has commas."""
        return {
            "start": sorted({self.start, self.start_by_step or self.start}),
            "open": list(split(self.open)),
            "states": {
                state.name: {
                    "titel": state.titel,
                    "term": state.term_cell,
                    "waits": state.waits,
                    "ladder": state.ladder,
                }
                for state in self.states
            },
            "steps": [
                {
                    "from": list(split(step.source)),
                    "step": step.name,
                    "to": step.to,
                    "who": list(step.roles),
                    "conditions": list(split(step.conditions)),
                    "asks": list(split(step.asks)),
                    "letters": list(split(step.letters)),
                    "opens": list(split(step.opens)),
                    "uitkomst": step.uitkomst,
                }
                for step in self.steps
            ],
        }

    @cached_property
    def version(self) -> str:
        """Short hash of the tables: the definition version that events name."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()[:12]
