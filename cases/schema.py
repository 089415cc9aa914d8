"""The tables as they are in a database: bring them up to date, and say whether they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import Session

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do, as long as every process of this product asks for the same lock.
_UPGRADE_LOCK = 1969


def config(connection: Connection | None = None) -> Config:
    """The configuration of Alembic, without an ini file. Commands that touch a database need a connection."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def heads() -> tuple[str, ...]:
    """The newest revisions that this release knows; one, unless somebody forgot to merge."""
    return tuple(ScriptDirectory.from_config(config()).get_heads())


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to revision `to`, all or nothing. Safe to run twice, or from two processes at once."""
    with _rebuilding(engine) as connection, connection.begin():
        _upgrade(connection, to)


@contextmanager
def as_if_upgraded(engine: Engine) -> Iterator[Session]:
    """A look at the database with the tables of this release, whatever it has now; rolled back at the end."""
    with _rebuilding(engine) as connection, connection.begin() as transaction:
        _upgrade(connection, "head")
        with Session(connection, autoflush=False) as session:
            yield session
        transaction.rollback()


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A connection on which tables may be made anew. SQLite drops the old one, to which others refer."""
    with engine.connect().execution_options(mas_writes=True) as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # before the transaction: within one it does nothing
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _upgrade(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
    command.upgrade(config(connection), to)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise sa.exc.IntegrityError("upgrade", None, ValueError("rows refer to rows that are not there"))


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this release. A database that cannot be reached raises."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(heads())


def is_empty(engine: Engine) -> bool:
    """Whether no revision was ever brought to this database."""
    with engine.connect() as connection:
        return not MigrationContext.configure(connection).get_current_heads()
