"""Many at once: rows that may be there already, and questions about many keys."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from cases.copying import MANY, copy_in
from cases.rows import table_of


def insert_new(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]], *unique: str) -> int:
    """Insert the rows whose values in the unique columns are not there yet; how many were new.

    Every row has the same columns. Safe beside another transaction that inserts the same: one of the two wins,
    neither fails.
    """
    # In one order for everybody: two senders of the same rows would else wait for each other in a circle.
    in_order = sorted(rows, key=lambda row: [row[name] for name in unique])
    connection, table = session.connection(), table_of(model)
    if len(rows) >= MANY and connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                copy_in(connection, table, in_order)
            return len(rows)
        except IntegrityError:
            pass  # some are there: each must be looked at
    return _insert_each(connection, table, in_order, unique) if rows else 0


def _insert_each(
    connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], unique: Sequence[str]
) -> int:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing(index_elements=unique)
    # Without this an insert of many rows on PostgreSQL answers -1: not known.
    statement = statement.execution_options(preserve_rowcount=True)
    # One statement for many rows: compiled once, where VALUES (...), (...) is compiled anew for each batch.
    return connection.execute(statement, rows).rowcount


def among(session: Session, column: sa.ColumnElement[Any], keys: Iterable[str]) -> sa.ColumnElement[bool]:
    """The WHERE clause that keeps the rows with one of these texts in this column: one parameter, however many.

    An IN of five hundred is written out and read again for each batch.
    """
    wanted = list(keys)
    if session.connection().dialect.name == "postgresql":
        return column == sa.any_(sa.literal(wanted, postgresql.ARRAY(sa.Text)))
    each = sa.func.json_each(sa.literal(wanted, sa.JSON)).table_valued("value")
    return column.in_(sa.select(each.c.value))
