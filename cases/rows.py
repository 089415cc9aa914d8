"""Rows on their way to the database: complete with defaults, inserted in bulk by Core statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases.copying import MANY, copy_in
from cases.tables import Case, ClockEntry, Deadline, Event, Letter, WpgEvent

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
    """Insert these rows, all with the same columns, with one statement; nothing when there are none."""
    if len(rows) >= MANY:
        copy_in(session.connection(), table_of(table), rows)
    elif rows:
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


AVG, WPG = "avg", "wpg"
WPG_CONTENT = ("answers", "deviations", "motivation")
"""what of a wpg event stands in a table of its own"""
CASE_COLUMNS = ("state", "version", "officer_id", "closed_on", "uitkomst", "facts", "school_id", "regime")
DEADLINE_COLUMNS = (
    "officer_id", "anchor_on", "amount", "started_on", "due_on", "sentence", "round", "next_rung", "next_on",
    "ended_on", "ended_how", "ended_seq", "regime",
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
        """Write all of it: at most one statement per table and kind. What is wpg goes to its own table."""
        events, content = self._parted()
        update_all(session, Case, map(_without_wpg, self.changed_cases.values()), CASE_COLUMNS)
        # A root refers to itself and children to their root: one insert, roots first.
        roots_first = sorted(self.cases, key=lambda row: row["id"] != row["root_id"])
        insert_all(session, Case, [_without_wpg(row) for row in roots_first])
        insert_all(session, Event, events)
        insert_all(session, WpgEvent, content)
        update_all(session, Deadline, self.changed_deadlines.values(), DEADLINE_COLUMNS)
        insert_all(session, Deadline, self.deadlines)
        insert_all(session, ClockEntry, self.clock)
        insert_all(session, Letter, self.letters)

    def _parted(self) -> tuple[list[Row], list[Row]]:
        """The rows for `events`, and for `wpg_events` the content of those that are wpg."""
        if all(event["regime"] != WPG for event in self.events):
            return self.events, []
        cases = {row["id"]: row for row in (*self.changed_cases.values(), *self.cases)}
        events, content = [], []
        for event in self.events:
            if event["regime"] != WPG:
                events.append(event)
                continue
            case = cases[event["case_id"]]
            # The facts stand with the last event of a wpg zaak; an avg zaak keeps its own.
            facts = case["facts"] if case["regime"] == WPG and event["seq"] == case["version"] else {}
            events.append({**event, "answers": {}, "deviations": [], "motivation": ""})
            content.append(new(
                WpgEvent, event_id=event["id"], case_id=event["case_id"], gemeente=event["gemeente"], seq=event["seq"],
                facts=facts, **{name: event[name] for name in WPG_CONTENT},
            ))  # fmt: skip
        return events, content


def _without_wpg(case: Row) -> Row:
    return {**case, "facts": {}} if case["regime"] == WPG else case
