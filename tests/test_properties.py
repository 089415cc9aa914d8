"""What holds for every table and every walk: the invariants of the house that no other test keeps."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.errors import Conflict, Invalid
from cases.rights import NotAllowed
from cases.tables import Case, Event
from cases.verify import verify
from notifications.lettertexts import template_version
from states.decision import StepRefused, decide
from states.letters import LETTERS
from states.policy import KEYS
from states.policy_keys import AANNAME, OM, PRAKTIJK, WET
from states.processes import PROCESSEN
from states.route import Proces, split
from tests.databases import SQLITE, fresh
from tests.office import Day, Office
from tests.situations import PERMISSION, situation
from tests.test_corrections import last_correction, stands, undo

TABLES = sorted(PROCESSEN.values(), key=lambda proces: proces.name)
ROLES = frozenset({"lpa", "boa", "adm", "tl", "sys"})
# A walk takes half a second: what fails is told as it is, not made smaller for minutes.
SOON = (Phase.explicit, Phase.reuse, Phase.generate)
REFUSED = (StepRefused, NotAllowed, Invalid, Conflict)


def reachable(proces: Proces) -> set[str]:
    """The states that a zaak of this proces can come in, from where it opens."""
    found: set[str] = set()
    todo = {proces.start, proces.start_by_step or proces.start}
    while todo:
        state = todo.pop()
        found.add(state)
        todo |= {step.to for step in proces.steps_from(state) if step.to != "="} - found
    return found


def way_out(proces: Proces, state: str) -> list[str]:
    """The shortest row of steps from this state to a final one; empty when there is none."""
    queue: list[tuple[str, list[str]]] = [(state, [])]
    known = {state}
    for here, way in queue:  # grows while it is read: breadth first
        if proces.by_name[here].final:
            return way
        for step in proces.steps_from(here):
            if step.to not in known | {"="}:
                known.add(step.to)
                queue.append((step.to, [*way, step.name]))
    return []


@pytest.mark.parametrize("proces", TABLES, ids=lambda proces: proces.name)
def test_every_state_is_reached_and_every_reached_state_can_end(proces: Proces) -> None:
    assert reachable(proces) == set(proces.by_name)
    for state in proces.states:
        if state.final:
            continue
        here, way = state.name, way_out(proces, state.name)
        assert way, f"{state.name} has no way out"
        for name in way:
            now = situation(proces, proces.rows[here, name])
            told = "Zo is het."
            here = decide(
                proces, here, name, now.facts, now.answers, told, ROLES, now.policy, permission=PERMISSION
            ).target
        assert proces.by_name[here].final


@pytest.mark.parametrize("proces", TABLES, ids=lambda proces: proces.name)
def test_final_is_final_but_for_heropen(proces: Proces) -> None:
    leaving = {step.name for state in proces.states if state.final for step in proces.steps_from(state.name)}
    assert leaving <= {"heropen"}
    for state in proces.states:
        assert state.final == (state.term_cell == "final")
        assert state.final or state.container or state.term is not None


def test_every_letter_of_a_table_has_a_template_and_every_figure_a_basis() -> None:
    named = {code for proces in TABLES for step in proces.steps for code in split(step.letters)}
    named |= {code for proces in TABLES for code in split(proces.second_invitation)}
    by_hand = {letter.code for letter in LETTERS.values() if letter.by_hand}
    assert named | by_hand == set(LETTERS)
    assert all(template_version(code) for code in LETTERS)
    assert {key.basis for key in KEYS.values()} <= {WET, OM, PRAKTIJK, AANNAME}


Move = tuple[int, int, int]
"""days later, which zaak, which of its steps"""
MOVES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 99), st.integers(0, 99)), min_size=4, max_size=10)


def taken(office: Office, moves: list[Move]) -> Iterator[tuple[Day, UUID, UUID, list[Any]]]:
    """A random walk through one dossier: each step that is taken, with how the dossier stood before it."""
    day = date(2026, 9, 14)
    root = office.on(day).report(geboortedatum="2010-02-18")
    office.on(day).parent(root)
    for days, first, second in moves:
        day += timedelta(days=days)
        here = [row for row in office.rows(Case, "number", root_id=root) if row["closed_on"] is None]
        case = (here or office.rows(Case, "number", id=root))[first % max(len(here), 1)]
        proces = PROCESSEN[case["proces"]]
        steps = [step for step in proces.steps_from(case["state"]) if step.roles != ("sys",)]
        if not steps:
            return  # final, and nothing comes after it
        onward = [step for step in steps if step.to != "=" and not proces.by_name[step.to].final]
        name = (onward or steps)[second % len(onward or steps)].name if second % 3 else steps[second % len(steps)].name
        before = stands(office, root)
        try:
            office.on(day).step(case["id"], name, by="bram", motivation="Zo is het.")
        except REFUSED:
            assert stands(office, root) == before
        else:
            yield office.on(day), root, case["id"], before


@settings(max_examples=10, suppress_health_check=list(HealthCheck), phases=SOON)
@given(moves=MOVES)
def test_a_step_taken_back_gives_what_was_and_a_correction_undone_what_it_undid(
    tmp_path: Path, moves: list[Move]
) -> None:
    with fresh(SQLITE, tmp_path) as engine:
        office = Office(engine)
        for day, root, case, before in taken(office, moves):
            after = stands(office, root)
            seq = [
                row["seq"] for row in office.rows(Event, "seq", case_id=case, kind="stap", actor="leerplichtambtenaar")
            ][-1]
            undo(day, case, seq, by="bram")
            assert stands(office, root) == before
            undo(day, case, last_correction(office, case), by="bram")
            assert stands(office, root) == after
        assert verify(engine).lines()[-1] == "Alles klopt."
