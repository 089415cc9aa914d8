"""The first weeks of the school year of `make schooljaar`: sound, and the same again from the same seed."""

from datetime import date
from pathlib import Path

import pytest

from cases.verify import verify
from tests.databases import SQLITE, fresh
from tests.schooljaar.coverage import ROWS, rows_seen
from tests.schooljaar.report import fingerprint
from tests.schooljaar.year import walk

pytestmark = pytest.mark.proof
UNTIL = date(2025, 10, 10)


def test_the_first_weeks_of_a_school_year_are_sound_and_always_the_same(tmp_path: Path) -> None:
    prints = []
    for _ in range(2):
        with fresh(SQLITE, tmp_path) as engine:
            walk(engine, tmp_path, 1969, until=UNTIL)
            result = verify(engine)
            assert result.sound, result.lines()
            assert rows_seen(engine) < ROWS
            prints.append(fingerprint(engine))
    assert prints[0] == prints[1]
