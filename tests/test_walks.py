"""Random walks through every table keep what must always hold (the invariants of the house)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from cases import wpg
from cases.clock import dutch_date
from cases.errors import Conflict, Invalid
from cases.rights import NotAllowed
from cases.rows import table_of
from cases.tables import Case, Deadline, Event, Report, Rung, RungMail
from states.decision import StepRefused
from states.facts import fold
from states.processes import PROCESSEN
from states.working_days import Calendar
from tests.databases import POSTGRESQL, SQLITE, dump, fresh
from tests.examples import examples
from tests.office import Day, Office

START = date(2026, 9, 14)
REFUSED = (StepRefused, NotAllowed, Invalid, Conflict)
CALENDAR = Calendar("noord", frozenset())

Move = Callable[[Office, Day, int, int, str], None]


def step(office: Office, day: Day, first: int, second: int, by: str) -> None:
    if cases := office.rows(Case, "number"):
        case = cases[first % len(cases)]
        proces = PROCESSEN[case["proces"]]
        steps = proces.steps_from(case["state"])
        # Most walks would end soon, or stand still: rather take a step that leads on.
        onward = [found for found in steps if found.to != "=" and not proces.by_name[found.to].final]
        chosen = onward if onward and second % 4 else steps
        if chosen:
            day.step(case["id"], chosen[second // 4 % len(chosen)].name, by=by, motivation="Zo is het." * (second % 2))


def report(office: Office, day: Day, first: int, second: int, by: str) -> None:
    soort, absent = ("V3", "LRV", "L")[second % 3], "JN"[second % 2]
    number = first % 3 + 1  # three jongeren: meldingen join and follow each other
    day.report(number=number, kenmerk=f"{number}-{office.meldingen}", soort=soort, alle_lessen_gemist=absent)


def withdraw(office: Office, day: Day, first: int, second: int, by: str) -> None:
    if reports := office.rows(Report, "kenmerk"):
        kenmerk = reports[first % len(reports)]["kenmerk"]
        day.receive({"kenmerk": kenmerk, "status": "I"}, number=int(kenmerk.split("-")[0]))


def clock(office: Office, day: Day, first: int, second: int, by: str) -> None:
    if terms := office.rows(Deadline, "started_on", "name", ended_on=None):
        term, until = terms[first % len(terms)]["id"], day.date + timedelta(days=second % 20)
        if second % 3 == 0:
            day.suspend(term, until.isoformat(), by=by)
        elif second % 3 == 1:
            day.resume(term, by=by)
        else:
            day.extend(term, second % 9, by=by)


def assign(office: Office, day: Day, first: int, second: int, by: str) -> None:
    if cases := office.rows(Case, "number"):
        day.assign(cases[first % len(cases)]["id"], ("anna", "bram", "adam", "vera")[second % 4], by=by)


def sweep(office: Office, day: Day, first: int, second: int, by: str) -> None:
    day.sweep()
    late = [term for term in office.rows(Deadline) if term["next_on"] and term["next_on"] <= day.date]
    assert late == []
    assert day.sweep() == 0


def check(office: Office) -> None:
    """Everything that must always hold."""
    cases, events = whole(office)
    terms = office.rows(Deadline)
    for case in cases.values():
        check_terms(case, [term for term in terms if term["case_id"] == case["id"]])
        replay(case, [event for event in events if event["case_id"] == case["id"]])
        if case["closed_on"] is None and case["id"] != case["root_id"]:
            assert cases[case["root_id"]]["closed_on"] is None
    open_roots = Counter(
        (case["person_id"], case["proces"]) for case in cases.values()
        if case["closed_on"] is None and case["id"] == case["root_id"]
    )  # fmt: skip
    assert set(open_roots.values()) <= {1}
    check_rungs(office, {term["id"]: term for term in terms})


def whole(office: Office) -> tuple[dict[UUID, dict[str, Any]], list[dict[str, Any]]]:
    """Every zaak and every event with its content, that of the wpg ones too."""
    events = table_of(Event)
    with office.engine.connect() as connection:
        cases = [dict(row) for row in connection.execute(wpg.whole_cases()).mappings()]
        found = connection.execute(wpg.contents(sa.select(events)).order_by(events.c.seq)).mappings()
        return {case["id"]: case for case in cases}, [wpg.merge(dict(row)) for row in found]


def check_terms(case: dict[str, Any], terms: list[dict[str, Any]]) -> None:
    state = PROCESSEN[case["proces"]].by_name[case["state"]]
    running = [term for term in terms if term["ended_on"] is None]
    assert (case["closed_on"] is not None) == state.final
    if state.final:
        assert running == []
    of_state = [term["name"] for term in running if term["kind"] == "toestand"]
    assert of_state == ([] if state.final or state.container else [case["state"]])
    names = [term["name"] for term in running]
    assert len(names) == len(set(names))
    for term in terms:
        assert not term["set_aside"]
        assert term["ended_on"] is None or term["next_on"] is None
        if term["unit"] == "wd" and term["anchor_on"] is None:
            assert CALENDAR.is_working_day(term["due_on"])


def replay(case: dict[str, Any], events: list[dict[str, Any]]) -> None:
    proces = PROCESSEN[case["proces"]]
    assert [event["seq"] for event in events] == list(range(1, case["version"] + 1))
    state: str = ""
    facts: dict[str, Any] = {}
    for event in events:
        assert event["from_state"] == state
        if event["kind"] == "stap":
            to = proces.rows[state, event["step"]].to
            assert event["to_state"] == (state if to == "=" else to)
        elif event["kind"] != "opening":
            assert event["to_state"] == state
        state = event["to_state"]
        facts = fold(
            facts, kind=event["kind"], step=event["step"], answers=event["answers"], on=dutch_date(event["at"]),
            closes=proces.by_name[state].final,
        )  # fmt: skip
        assert event["definition"] == proces.version
    assert (state, facts) == (case["state"], case["facts"])


def check_rungs(office: Office, terms: dict[UUID, dict[str, Any]]) -> None:
    rungs = office.rows(Rung)
    reached = Counter((rung["deadline_id"], rung["round"], rung["name"]) for rung in rungs)
    assert set(reached.values()) <= {1}
    for term in terms.values():
        if term["next_on"] is not None:
            assert (term["id"], term["round"], term["next_rung"]) not in reached
    owed = sorted((rung["id"], UUID(to)) for rung in rungs for to in rung["recipients"])
    assert sorted((mail["rung_id"], mail["recipient_id"]) for mail in office.rows(RungMail, "rung_id")) == owed


MOVES: tuple[Move, ...] = (step, step, step, step, step, step, report, report, withdraw, clock, assign, sweep, sweep)
WHO = st.sampled_from(["anna", "anna", "anna", "anna", "bram", "adam", "tess"])
NUMBER = st.integers(0, 999)
WALK = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(MOVES), NUMBER, NUMBER, WHO), min_size=12, max_size=40)


def walk(kind: str, folder: Path, moves: list[tuple[int, Move, int, int, str]]) -> None:
    with fresh(kind, folder) as engine:
        office, day = Office(engine), START
        for number in (1, 2):
            office.on(day).report(number=number, kenmerk=f"{number}-0")
        before = dump(engine)
        for days, move, first, second, by in moves:
            day += timedelta(days=days)
            note(f"{day} {move.__name__} {first} {second} {by}")
            try:
                move(office, office.on(day), first, second, by)
            except REFUSED:
                assert dump(engine) == before  # refused is as if it was never asked
            else:
                check(office)
                before = dump(engine)


QUIET = list(HealthCheck)
PHASES = [Phase.generate]  # a walk is long: making it shorter takes minutes, a `note` says where it went


@settings(max_examples=examples(20), suppress_health_check=QUIET, phases=PHASES)
@given(moves=WALK)
def test_a_random_walk_keeps_what_must_hold(tmp_path: Path, moves: list[Any]) -> None:
    walk(SQLITE, tmp_path, moves)


@pytest.mark.postgres
@settings(max_examples=examples(4), suppress_health_check=QUIET, phases=PHASES)
@given(moves=WALK)
def test_a_random_walk_keeps_what_must_hold_on_postgresql(tmp_path: Path, moves: list[Any]) -> None:
    walk(POSTGRESQL, tmp_path, moves)
