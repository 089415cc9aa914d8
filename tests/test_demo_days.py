"""The demo office of any day: as much work, as much overdue, and mail that is still to go."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cases.demo import make_demo
from cases.verify import verify
from states.working_days import Calendar
from tests.databases import POSTGRESQL, SQLITE, fresh
from tests.demo_office import SUNDAY, ask, copied, count

pytestmark = pytest.mark.proof

DAYS = (
    date(2026, 9, 1),  # the first day of a school year
    date(2027, 1, 1),  # a holiday in the kerstvakantie, and zaaknummers of two years
    date(2027, 7, 31),  # a Saturday in summer, eleven months back
)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_demo_of_any_day_looks_alike_and_is_sound(today: date, tmp_path: Path) -> None:
    with fresh(SQLITE, tmp_path) as engine:
        make_demo(engine, today=today)
        result = verify(engine)
        assert result.sound, result.lines()
        assert_alike(engine, today)


@pytest.mark.postgres
def test_a_demo_is_made_on_postgresql_too(tmp_path: Path) -> None:
    with fresh(POSTGRESQL, tmp_path) as engine:
        make_demo(engine, today=date(2026, 10, 28))
        result = verify(engine)
        assert result.sound, result.lines()


def test_a_demo_of_a_sunday_looks_alike(tmp_path: Path) -> None:
    with copied(tmp_path) as engine:
        assert_alike(engine, SUNDAY)


def assert_alike(engine: Engine, today: date) -> None:
    """What a teamleider finds, and mail: past days are settled, today's waits."""
    day = today.isoformat()
    assert 240 <= count(engine, "SELECT count(*) FROM cases WHERE id = root_id") <= 290
    assert 15 <= count(engine, "SELECT count(*) FROM deadlines WHERE ended_on IS NULL AND due_on < :d", d=day) <= 40
    assert count(engine, "SELECT count(*) FROM cases WHERE closed_on IS NULL AND officer_id IS NULL") >= 3
    assert count(engine, "SELECT count(*) FROM rungs WHERE effect = 'veiligheidshuis' AND child_id IS NOT NULL") >= 1
    past = ask(
        engine, "SELECT DISTINCT state, for_date = substr(sent_at, 1, 10) FROM notices WHERE for_date < :d", d=day
    )
    assert [tuple(row) for row in past] == [("handed_over", 1)]
    of_today = ask(engine, "SELECT DISTINCT state FROM notices WHERE for_date = :d", d=day)
    expected = [("new",)] if Calendar().is_working_day(today) else []
    assert [tuple(row) for row in of_today] == expected
