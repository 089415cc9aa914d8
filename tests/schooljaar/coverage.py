"""What must occur in a year, and what did."""

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.rows import table_of
from cases.store import reading
from cases.tables import Case, Event, Letter
from states.fields import UITKOMSTEN
from states.letters import LETTERS
from states.processes import PROCESSEN

_CASES, _EVENTS, _LETTERS = table_of(Case), table_of(Event), table_of(Letter)
Row = tuple[str, str, str]
"""(proces, state, step): a step from one of the states in which the table allows it"""

ROWS: frozenset[Row] = frozenset((proces.name, *key) for proces in PROCESSEN.values() for key in proces.rows)
STATES = frozenset((proces.name, state.name) for proces in PROCESSEN.values() for state in proces.states)


@dataclass(frozen=True, slots=True)
class Occurred:
    """How often each thing occurred, by name."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    wanted: dict[str, frozenset[str]] = field(default_factory=dict)

    def missing(self) -> dict[str, list[str]]:
        """What should have occurred and did not, by kind."""
        left = {kind: sorted(names - set(self.kinds[kind])) for kind, names in self.wanted.items()}
        return {kind: names for kind, names in left.items() if names}


def rows_seen(engine: Engine) -> set[Row]:
    """The rows of the tables that were taken so far."""
    query = (
        sa.select(_CASES.c.proces, _EVENTS.c.from_state, _EVENTS.c.step)
        .join_from(_EVENTS, _CASES, _CASES.c.id == _EVENTS.c.case_id)
        .where(_EVENTS.c.kind == "stap")
        .distinct()
    )
    with reading(engine) as session:
        return {(row.proces, row.from_state, row.step) for row in session.execute(query)}


def occurred(engine: Engine) -> Occurred:
    """Everything counted: processen, states, steps, rows, uitkomsten and letters."""
    events = sa.select(
        _CASES.c.proces, _EVENTS.c.kind, _EVENTS.c.from_state, _EVENTS.c.to_state, _EVENTS.c.step, _EVENTS.c.uitkomst
    ).join_from(_EVENTS, _CASES, _CASES.c.id == _EVENTS.c.case_id)
    kinds: dict[str, Counter[str]] = {name: Counter() for name in ("proces", "toestand", "stap", "rij", "uitkomst")}
    with reading(engine) as session:
        for row in session.execute(events):
            kinds["toestand"][f"{row.proces}.{row.to_state}"] += row.from_state != row.to_state
            kinds["proces"][row.proces] += row.kind == "opening"
            if row.kind == "stap":
                kinds["stap"][f"{row.proces}.{row.step}"] += 1
                kinds["rij"][f"{row.proces}.{row.from_state}.{row.step}"] += 1
                if row.uitkomst:
                    kinds["uitkomst"][row.uitkomst] += 1
        kinds["brief"] = Counter(session.execute(sa.select(_LETTERS.c.code)).scalars())
    wanted = {
        "proces": frozenset(PROCESSEN),
        "toestand": frozenset(map(".".join, STATES)),
        "stap": frozenset(f"{proces}.{step}" for proces, _state, step in ROWS),
        "rij": frozenset(map(".".join, ROWS)),
        "uitkomst": frozenset(UITKOMSTEN),
        "brief": frozenset(LETTERS),
    }
    return Occurred(kinds, wanted)
