"""The office in which stories happen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cases.verify import verify
from tests.databases import SQLITE, fresh
from tests.stories.tale import Tale


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """On SQLite: what differs on PostgreSQL is locks, and two stories walk those (`on_both`)."""
    with fresh(SQLITE, tmp_path) as engine:
        yield from told(engine, tmp_path)


@pytest.fixture
def on_both(engine: Engine, tmp_path: Path) -> Iterator[Tale]:
    """The same, once on SQLite and once on PostgreSQL."""
    yield from told(engine, tmp_path)


def told(engine: Engine, home: Path) -> Iterator[Tale]:
    """A story, after which every event replays and every notice is counted."""
    yield Tale(engine, home)
    assert verify(engine).sound
