"""Inserts many rows in one statement, where the database itself sees to it that nothing is there twice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from cases.rows import table_of


def insert_new(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]], *unique: str) -> int:
    """Insert the rows whose value in the unique columns is not there yet; how many were new.

    Safe beside another transaction that inserts the same: one of the two wins, neither fails.
    """
    if not rows:
        return 0
    table = table_of(model)
    on_postgresql = session.connection().dialect.name == "postgresql"
    insert = postgresql.insert(table) if on_postgresql else sqlite.insert(table)
    statement = insert.values(list(rows)).on_conflict_do_nothing(index_elements=unique).returning(table.c.id)
    return len(session.connection().execute(statement).fetchall())
