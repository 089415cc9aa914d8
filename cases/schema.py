"""The tables as they are in a database: bring them up to date, and say whether they are."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from cases.rows import table_of
from cases.tables import Case
from states.processes import PROCESSEN

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
    with engine.connect().execution_options(mas_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        command.upgrade(config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this release. A database that cannot be reached raises."""
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(heads())


def unknown_states(session: Session) -> list[tuple[str, str, int]]:
    """(proces, state, how many zaken) of every state that holds zaken and that no proces has any more.

    Start-up refuses when there is one: such zaken could not take a step.
    """
    cases = table_of(Case)
    counted = sa.select(cases.c.proces, cases.c.state, sa.func.count()).group_by(cases.c.proces, cases.c.state)
    return [
        (proces, state, count)
        for proces, state, count in session.execute(counted.order_by(cases.c.proces, cases.c.state))
        if proces not in PROCESSEN or state not in PROCESSEN[proces].by_name
    ]
