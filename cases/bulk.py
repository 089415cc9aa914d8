"""Inserts many rows at once, where the database itself sees to it that nothing is there twice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from cases.rows import table_of


def insert_new(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]], *unique: str) -> int:
    """Insert the rows whose values in the unique columns are not there yet; how many were new.

    Every row has the same columns. Safe beside another transaction that inserts the same: one of the two wins,
    neither fails.
    """
    if not rows:
        return 0
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table_of(model)).on_conflict_do_nothing(index_elements=unique)
    # Without this a bulk insert on PostgreSQL answers -1: not known.
    statement = statement.execution_options(preserve_rowcount=True)
    # One statement for many rows: compiled once, where VALUES (...), (...) is compiled anew for each batch.
    # In one order for everybody: two senders of the same rows would else wait for each other in a circle.
    in_order = sorted(rows, key=lambda row: [row[name] for name in unique])
    return connection.execute(statement, in_order).rowcount
