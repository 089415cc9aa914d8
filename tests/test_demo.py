"""The demo office: made by the engine itself, alike on any day, and nobody real."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from sqlalchemy import Engine

from cases.clock import dutch_instant
from cases.demo import demo_is_empty, make_demo, start_of
from cases.demo.arrivals import arrivals
from cases.demo.habits import HABITS
from cases.people import DEMO_PASSWORD, HASHER
from cases.pgn import check_pgn
from cases.verify import verify
from states.processes import PROCESSEN
from tests.databases import SQLITE, fresh
from tests.demo_office import SUNDAY, ask, copied, count

pytestmark = pytest.mark.slow

STORY = (
    "SELECT number, proces, state, version, opened_on, closed_on, uitkomst FROM cases ORDER BY 1",
    "SELECT c.number, seq, kind, step, to_state, motivation "
    "FROM events e JOIN cases c ON c.id = e.case_id ORDER BY 1, 2",
    'SELECT c.number, d.name, r.round, r.name, r."on" FROM rungs r JOIN deadlines d ON d.id = r.deadline_id '
    "JOIN cases c ON c.id = r.case_id ORDER BY 1, 2, 3, 4, 5",
    "SELECT username, kind, for_date, batch, state, count "
    "FROM notices n JOIN officers o ON o.id = n.recipient_id ORDER BY 1, 2, 3, 4",
)


def story(engine: Engine) -> list[Any]:
    """Everything that must be the same the second time, without ids."""
    return [ask(engine, statement) for statement in STORY]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Engine]:
    with copied(tmp_path) as engine:
        yield engine


def test_a_demo_is_about_250_zaken_with_all_that_belongs_to_them(office: Engine) -> None:
    assert 240 <= count(office, "SELECT count(*) FROM cases WHERE id = root_id") <= 280
    for state in (
        "ontvangen",
        "in_behandeling",
        "gesprek_gepland",
        "routekeuze",
        "in_route",
        "monitoring",
        "afgesloten",
    ):
        assert count(office, "SELECT count(*) FROM cases WHERE proces = 'relatief_verzuim' AND state = :s", s=state), (
            state
        )
    for proces, least in (("luxeverzuim", 10), ("hulp", 30), ("afspraak", 40), ("mdo", 5), ("veiligheidshuis", 1)):
        assert count(office, "SELECT count(*) FROM cases WHERE proces = :p", p=proces) >= least, proces


def test_held_mdos_have_afspraken_and_rungs_opened_overleg(office: Engine) -> None:
    held = (
        "SELECT count(*) FROM cases a JOIN cases m ON m.id = a.parent_id "
        "WHERE a.proces = 'afspraak' AND m.state = 'besloten'"
    )
    assert count(office, held) >= 6
    for effect in ("mdo", "veiligheidshuis"):
        assert count(office, "SELECT count(*) FROM rungs WHERE effect = :e AND child_id IS NOT NULL", e=effect), effect


def test_a_demo_shows_deviations_notes_suspended_terms_and_reassignment(office: Engine) -> None:
    assert count(office, "SELECT count(*) FROM events WHERE deviates AND motivation <> ''") >= 3
    assert count(office, "SELECT count(*) FROM events WHERE step = 'notitie'") >= 20
    assert count(office, "SELECT count(*) FROM clock_entries WHERE kind = 'opschorten'") >= 3
    assert count(office, "SELECT count(*) FROM events WHERE kind = 'toewijzing'") >= 1
    assert count(office, "SELECT count(*) FROM events WHERE kind = 'melding_weg'") >= 1


def test_thuiszitters_are_home_for_more_than_four_and_more_than_eight_weeks(office: Engine) -> None:
    for event in ("thuiszitter_begin", "pact_dreigt"):
        assert count(office, "SELECT count(*) FROM events WHERE kind = 'term' AND step = :n", n=event), event


def test_verify_finds_nothing(office: Engine) -> None:
    result = verify(office)
    assert result.sound, result.lines()
    assert result.counts["zaken"] == count(office, "SELECT count(*) FROM cases")


def test_no_term_was_set_aside_and_every_rung_has_somebody_to_tell(office: Engine) -> None:
    assert count(office, "SELECT count(*) FROM deadlines WHERE set_aside") == 0
    assert count(office, "SELECT count(*) FROM rungs WHERE recipients = '[]'") == 0


def test_everybody_logs_in_with_the_demo_password_and_is_marked_as_demo(office: Engine) -> None:
    rows = ask(office, "SELECT role, demo, password_hash FROM officers")
    assert sorted(row.role for row in rows) == [
        "administratie", "beheerder", *["leerplichtambtenaar"] * 8, *["teamleider"] * 2
    ]  # fmt: skip
    assert all(row.demo for row in rows)
    assert HASHER.verify(DEMO_PASSWORD, rows[0].password_hash)


def test_the_first_officer_has_an_akte_and_two_gemeenten(office: Engine) -> None:
    akten = dict(ask(office, "SELECT username, akte_until FROM officers WHERE role = 'leerplichtambtenaar'"))
    offices = ask(office, "SELECT gemeente FROM officer_municipalities m JOIN officers o ON o.id = m.officer_id "
                          "WHERE username = 's.dewit' ORDER BY 1")  # fmt: skip
    assert [row[0] for row in offices] == ["9001", "9002"]
    assert akten["s.dewit"] > SUNDAY.isoformat()
    assert any(until and until < SUNDAY.isoformat() for until in akten.values())


def test_every_melding_is_a_demo_melding_of_an_onderwijsnummer(office: Engine) -> None:
    assert count(office, "SELECT count(*) FROM reports WHERE kenmerk NOT LIKE 'DEMO%'") == 0
    rows = [arrival.row for day in arrivals(start_of(SUNDAY), SUNDAY, Random(1)).values() for arrival in day]
    assert {check_pgn(row["pgn"]) for row in rows} == {"onderwijsnummer"}


def test_nothing_is_dated_after_the_first_minute_of_today(office: Engine) -> None:
    last = dutch_instant(SUNDAY, time()) + timedelta(minutes=1)
    limit = last.replace(tzinfo=None).isoformat(sep=" ")
    for table, column in (
        ("events", "at"),
        ("reports", "received_at"),
        ("rungs", "reached_at"),
        ("heartbeats", "real_at"),
    ):
        assert count(office, f"SELECT count(*) FROM {table} WHERE {column} > :limit", limit=limit) == 0, table


def test_the_same_day_and_seed_make_the_same_demo(office: Engine, tmp_path: Path) -> None:
    with fresh(SQLITE, tmp_path) as again:
        assert demo_is_empty(again)
        began = process_time()
        make_demo(again, today=SUNDAY)
        assert process_time() - began < 20  # of this process: the machine may be busy with other tests
        assert story(again) == story(office)


def test_a_demo_is_made_in_an_empty_database_only(office: Engine) -> None:
    assert not demo_is_empty(office)
    with pytest.raises(ValueError, match="lege database"):
        make_demo(office, today=SUNDAY)


def test_a_short_school_year_goes_back_twelve_weeks() -> None:
    assert start_of(date(2026, 9, 1)) == date(2026, 6, 9)
    assert start_of(date(2027, 3, 1)) == date(2026, 9, 1)


def test_every_habit_is_a_step_of_its_state() -> None:
    for (proces, state), habits in HABITS.items():
        for habit in habits:
            first = habit.steps.split(",")[0]
            assert (state, first) in PROCESSEN[proces].rows, (proces, state, first)
