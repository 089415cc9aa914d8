"""Rows on their way to the database: complete with defaults, inserted in bulk by Core statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases.tables import Case, ClockEntry, Deadline, Event, Letter

Row = dict[str, Any]


def new(table: type[SQLModel], **values: Any) -> Row:
    """A complete row of this table: the values given and the defaults for the rest.

    Core inserts know nothing of the defaults of a model, and a bulk insert wants the same columns in
    every row. An unknown or missing column is a TypeError.
    """
    blank, made, needed = _blank(table)
    if not needed <= values.keys():
        raise TypeError(f"a row of {table.__name__} needs {', '.join(sorted(needed - values.keys()))}")
    row = blank | values
    if len(row) > len(blank):
        raise TypeError(f"{table.__name__} has no column {', '.join(values.keys() - blank.keys())}")
    for name, make in made:
        if name not in values:
            row[name] = make()
    return row


@lru_cache(maxsize=64)
def _blank(table: type[SQLModel]) -> tuple[Row, tuple[tuple[str, Callable[[], Any]], ...], frozenset[str]]:
    """Every column with its default, the columns of which each row makes its own, and those without a default."""
    fields = table.model_fields.items()
    made = tuple((name, cast(Callable[[], Any], info.default_factory)) for name, info in fields if info.default_factory)
    needed = frozenset(name for name, info in fields if info.is_required())
    return {name: info.default for name, info in fields}, made, needed


def table_of(table: type[SQLModel]) -> sa.Table:
    """The Core table behind a declared table."""
    found: sa.Table = table.__table__  # type: ignore[attr-defined]  # set by SQLModel for table=True
    return found


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert these rows with one statement; nothing when there are none."""
    if rows:
        session.execute(sa.insert(table_of(table)), rows)


def update_all(session: Session, table: type[SQLModel], rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Write these columns of existing rows, found by `id`, with one statement."""
    values = [{"_id": row["id"], **{f"_{name}": row[name] for name in columns}} for row in rows]
    if values:
        core = table_of(table)
        # The connection, not the session: a session takes an executemany update for one of its own.
        session.connection().execute(
            sa.update(core)
            .where(core.c.id == sa.bindparam("_id"))
            .values({name: sa.bindparam(f"_{name}") for name in columns}),
            values,
        )


CASE_COLUMNS = ("state", "version", "officer_id", "closed_on", "uitkomst", "facts", "school_id")
DEADLINE_COLUMNS = (
    "officer_id", "anchor_on", "amount", "started_on", "due_on", "sentence", "round", "next_rung", "next_on",
    "ended_on", "ended_how",
)  # fmt: skip


@dataclass(slots=True)
class Writes:
    """Everything one transaction will write to dossiers, gathered first and written in a fixed order."""

    cases: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    clock: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    changed_cases: dict[UUID, Row] = field(default_factory=dict)
    changed_deadlines: dict[UUID, Row] = field(default_factory=dict)

    def flush(self, session: Session) -> None:
        """Write all of it: at most one statement per table and kind."""
        update_all(session, Case, self.changed_cases.values(), CASE_COLUMNS)
        # A root refers to itself and children to their root: one insert, roots first.
        insert_all(session, Case, sorted(self.cases, key=lambda row: row["id"] != row["root_id"]))
        insert_all(session, Event, self.events)
        update_all(session, Deadline, self.changed_deadlines.values(), DEADLINE_COLUMNS)
        insert_all(session, Deadline, self.deadlines)
        insert_all(session, ClockEntry, self.clock)
        insert_all(session, Letter, self.letters)
