"""Many rows in at once, past the statement machinery: COPY on PostgreSQL, the bare driver on SQLite.

Values go through the column types, as in any other statement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import psycopg
import sqlalchemy as sa

from cases.columns import Instant

MANY = 20
"""from how many rows on it is worth it"""

Rows = Sequence[Mapping[str, Any]]
Prepare = Callable[[Any], Any]


def copy_in(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Insert these rows, at least one, all with the same columns, in the transaction of this connection.

    Raises what an insert raises (`sqlalchemy.exc`).
    """
    names = tuple(rows[0])
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(_insert(table, names), list(_lines(table, connection.dialect, names, rows)))
        return
    # Binary, for speed, and because an error in a COPY of text quotes the line.
    said = f"COPY {table.name} ({_listed(names)}) FROM STDIN (FORMAT BINARY)"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(said) as copy:
            copy.set_types(_types(table, connection.dialect, names))
            for line in _lines(table, connection.dialect, names, rows):
                copy.write_row(line)
    except psycopg.Error as error:
        dialect = connection.dialect
        raise sa.exc.DBAPIError.instance(said, None, error, psycopg.Error, True, dialect=dialect) from error


def _insert(table: sa.Table, names: Sequence[str]) -> str:
    return f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # nosec B608


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _lines(table: sa.Table, dialect: sa.Dialect, names: tuple[str, ...], rows: Rows) -> Iterable[tuple[Any, ...]]:
    columns: list[Iterable[Any]] = list(zip(*map(itemgetter(*names), rows), strict=True))
    for place, prepare, alike in _prepares(table, dialect, names):
        columns[place] = _once_each(prepare, columns[place]) if alike else map(prepare, columns[place])
    return zip(*columns, strict=True)


def _once_each(prepare: Prepare, values: Iterable[Any]) -> list[Any]:
    done: dict[Any, Any] = {}
    return [done[value] if value in done else done.setdefault(value, prepare(value)) for value in values]


@lru_cache(maxsize=256)
def _prepares(table: sa.Table, dialect: sa.Dialect, names: tuple[str, ...]) -> tuple[tuple[int, Prepare, bool], ...]:
    """Where a value must be prepared for this database, how, and whether many rows have the same (a day does)."""
    kinds = [table.c[name].type for name in names]
    found = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in kinds]
    return tuple(
        (place, prepare, isinstance(kinds[place], sa.Date | Instant))
        for place, prepare in enumerate(found)
        if prepare is not None
    )


@lru_cache(maxsize=256)
def _types(table: sa.Table, dialect: sa.Dialect, names: tuple[str, ...]) -> tuple[str, ...]:
    """The types of these columns, as PostgreSQL calls them, without their length: the table checks that."""
    return tuple(table.c[name].type.compile(dialect).lower().partition("(")[0] for name in names)
