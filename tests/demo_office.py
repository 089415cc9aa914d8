"""One demo office of one Sunday, made once per process; tests read it or damage a copy of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

from cases.demo import make_demo
from cases.store import engine_for, reading
from tests.databases import POSTGRESQL, SQLITE, fresh, temporary

SUNDAY = date(2026, 11, 22)


@cache
def made() -> Path:
    """The SQLite file of the demo office."""
    path = temporary("demo") / "demo.db"
    with fresh(SQLITE, path.parent) as engine:
        make_demo(engine, today=SUNDAY)
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # it begins by itself, and VACUUM wants no transaction
            connection.exec_driver_sql(f"VACUUM INTO '{path}'")
    return path


@contextmanager
def copied(folder: Path) -> Iterator[Engine]:
    """A copy of it that may be damaged."""
    path = folder / "kopie.db"
    shutil.copyfile(made(), path)
    engine = engine_for(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def on_postgresql(folder: Path) -> Iterator[Engine]:
    """A copy of it on PostgreSQL."""
    with copied(folder) as source, fresh(POSTGRESQL, folder) as target:
        with source.connect() as here, target.begin() as there:
            there.exec_driver_sql("SET LOCAL session_replication_role = replica")  # keys in any order
            for table in SQLModel.metadata.sorted_tables:
                if rows := [dict(row) for row in here.execute(sa.select(table)).mappings()]:
                    there.execute(sa.insert(table), rows)
        yield target


def ask(engine: Engine, statement: str, **values: Any) -> list[Any]:
    """The rows of this SQL."""
    with reading(engine) as session:
        return list(session.execute(sa.text(statement), values).all())


def count(engine: Engine, statement: str, **values: Any) -> int:
    """The one number of this SQL."""
    return int(ask(engine, statement, **values)[0][0])
