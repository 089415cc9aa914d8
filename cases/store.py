"""Opens the database. Only doors call `reading` and `writing`; nobody else commits."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlmodel import Session

BUSY_TIMEOUT_MS = 10_000


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine for this database URL, made once per process."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # The values of a statement may be names: an error shows the statement only.
    ping = not url.startswith("sqlite")
    engine = sa.create_engine(url, pool_pre_ping=ping, hide_parameters=True, json_serializer=_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _json(value: Any) -> str:
    # Half of what we keep as JSON is empty, and dumps is slow to find that out.
    return "{}" if value == {} else "[]" if value == [] else json.dumps(value)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN is deferred and late: take it over (see _begin_sqlite).
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once when another writer came between.
    writes = connection.get_execution_options().get("mas_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A transaction that only reads; rolled back at the end."""
    with engine.connect() as connection, Session(connection, autoflush=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that writes: commits at the end, rolls back on any exception."""
    with (
        engine.connect().execution_options(mas_writes=True) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.commit()
