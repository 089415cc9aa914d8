"""Everything at once, with real connections: one wins, nothing is lost, nobody waits for ever."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine

from cases import intake
from cases.errors import Stale
from cases.melding import NewReport
from cases.meldingrij import check_row
from cases.store import engine_for, writing
from cases.tables import Case, Deadline, Event, Notice, Person, Report, Rung, RungMail
from states.decision import StepRefused
from tests.databases import SQLITE, hurry
from tests.office import Office


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each in a thread; what each gave or raised."""
    together = Barrier(len(work))

    def start(one: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return one()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(start, work))


@pytest.fixture
def durable(engine: Engine, kind: str) -> Iterator[Engine]:
    """The server as it is outside the tests: what it says it has kept, it has kept."""
    if kind == SQLITE:
        yield engine
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as admin:
        admin.exec_driver_sql("ALTER SYSTEM RESET ALL")
        admin.exec_driver_sql("SELECT pg_reload_conf()")
        yield engine
        hurry(admin)


@pytest.fixture
def office(durable: Engine) -> Office:
    return Office(durable)


def kinds(outcomes: list[Any]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def test_of_fifty_officers_at_one_version_one_succeeds(office: Office) -> None:
    case = office.on("2026-11-02").report()
    day = office.on("2026-11-02")
    outcomes = at_once(*[lambda: day.step(case, "oppakken", version=1) for _ in range(50)])
    assert kinds(outcomes) == {"Taken": 1, "Stale": 49}
    assert all(outcome.version == 2 for outcome in outcomes if isinstance(outcome, Stale))
    assert office.log(case) == ["opening", "oppakken"]
    assert office.case(case)["version"] == 2
    running = Counter(row["name"] for row in office.rows(Deadline, case_id=case, ended_on=None))
    assert running["in_behandeling"] == 1
    assert set(running.values()) == {1}


def test_of_fifty_repeats_with_one_key_one_is_taken_and_all_are_answered(office: Office) -> None:
    case = office.on("2026-11-02").report()
    day = office.on("2026-11-02")
    outcomes = at_once(*[lambda: day.step(case, "oppakken", version=1, key="k-1") for _ in range(50)])
    assert kinds(outcomes) == {"Taken": 50}
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert len({outcome.event_id for outcome in outcomes}) == 1


def test_steps_on_root_and_children_follow_each_other(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-11-09").steps(case, "gesprek_gehouden", *["start_hulp"] * 4)
    day, children = office.on("2026-11-10"), office.children(case, "hulp")
    outcomes = at_once(*[lambda child=child: day.step(child["id"], "hulp_geweigerd") for child in children])
    assert kinds(outcomes) == {"Taken": 4}
    assert office.case(case)["state"] == "routekeuze"
    assert office.log(case)[-5:] == ["kind", "kind", "kind", "kind", "route_beeindigd"]


def test_eight_sweeps_at_once_reach_each_rung_once(office: Office, engine: Engine) -> None:
    opened = office.on("2026-11-02")
    for _ in range(5):
        opened.receive(*[{"kenmerk": f"V{office.meldingen + number}"} for number in range(100)], by="systeem")
    absent = [office.on("2026-11-02").report() for _ in range(8)]
    for case in absent:
        office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
        office.on("2026-11-09").step(case, "meld_niet_verschenen")

    day = office.on("2026-11-30")
    outcomes = at_once(*[day.swept for _ in range(8)])
    assert kinds(outcomes) == {"dict": 8}
    day.sweep()  # whatever one of them had to leave to another
    per_rung = Counter((rung["deadline_id"], rung["round"], rung["name"]) for rung in office.rows(Rung))
    assert set(per_rung.values()) == {1}
    assert sum(rung["name"] == "teamleider" for rung in office.rows(Rung)) == 500 + 8
    assert [len(office.children(case, "mdo")) for case in absent] == [1] * 8
    assert not any(term["set_aside"] for term in office.rows(Deadline))
    owed = {(rung["id"], to) for rung in office.rows(Rung) for to in rung["recipients"]}
    assert {(mail["rung_id"], str(mail["recipient_id"])) for mail in office.rows(RungMail, "rung_id")} == owed
    batches = Counter((notice["recipient_id"], notice["for_date"], notice["batch"]) for notice in office.rows(Notice))
    assert set(batches.values()) == {1}


def test_the_same_meldingen_twice_at_once_are_one_zaak_each(office: Office, engine: Engine) -> None:
    day = office.on("2026-11-02")
    rows = [day._row({"kenmerk": f"V{number}"}, number) for number in range(60)]

    def receive(order: int) -> list[Any]:
        reports = [NewReport(check_row(row, day.at)) for row in rows[::order]]
        with writing(engine) as session:
            return list(intake.receive(session, reports, actor=office.people["systeem"], at=day.at, recorded_at=day.at))

    outcomes = at_once(lambda: receive(1), lambda: receive(1), lambda: receive(-1), lambda: receive(-1))
    assert kinds(outcomes) == {"list": 4}
    assert Counter(outcome for outcomes_ in outcomes for outcome in outcomes_) == {"opened": 60, "unchanged": 180}
    assert [len(office.rows(table)) for table in (Person, Report, Case, Event)] == [60] * 4
    assert sorted(case["number"] for case in office.rows(Case)) == [f"2026-{number:06d}" for number in range(1, 61)]


def test_meldingen_of_one_jongere_at_once_meet_in_one_zaak(office: Office) -> None:
    day = office.on("2026-11-02")
    outcomes = at_once(*[lambda n=n: day.receive({"kenmerk": f"V{n}"}, number=7) for n in range(8)])
    assert Counter(str(outcome) for outcome in outcomes) == {"['opened']": 1, "['joined']": 7}
    [case] = office.rows(Case)
    assert case["facts"]["meldingen"] == 8


def test_officers_and_sweeps_do_not_wait_for_each_other_in_a_circle(office: Office) -> None:
    cases = [office.on("2026-11-02").report() for _ in range(24)]
    for case in cases:
        office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
        office.on("2026-11-09").step(case, "meld_niet_verschenen")
    day = office.on("2026-11-30")

    def work(mine: list[Any]) -> None:
        for case in mine:
            try:
                day.step(case, "plan_gesprek")
                day.step(case, "meld_niet_verschenen")
                day.step(case, "vraag_mdo")
            except (Stale, StepRefused):
                pass  # the sweep had opened the mdo first

    outcomes = at_once(*[day.swept] * 3, *[lambda n=n: work(cases[n::4]) for n in range(4)])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert [len(office.children(case, "mdo")) for case in cases] == [1] * 24
    assert not any(term["set_aside"] for term in office.rows(Deadline))


def test_two_processes_share_one_database(engine: Engine, office: Office) -> None:
    """An engine of its own, as another process has, sees and respects what the first one wrote."""
    case = office.on("2026-11-02").report()
    url = engine.url.render_as_string(hide_password=False)
    engine_for.cache_clear()
    other = engine_for(url)
    assert other is not engine
    beside = Office.__new__(Office)
    beside.__dict__ |= office.__dict__ | {"engine": other}
    day, next_door = office.on("2026-11-02"), beside.on("2026-11-02")
    outcomes = at_once(*[lambda d=d: d.step(case, "oppakken", version=1) for d in (day, next_door) * 4])
    other.dispose()
    assert kinds(outcomes) == {"Taken": 1, "Stale": 7}
