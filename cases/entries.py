"""The lines of the ledger of a term, from rows of `clock_entries` to what the due date reads."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases.rows import Row
from states.due import Entry
from states.ledger import Base


def ledger(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The ledger of a term as the due date reads it: the entries since it was last moved."""
    since = max((i for i, row in enumerate(rows) if row["kind"] == "verplaatsen"), default=-1)
    return entries(rows[since + 1 :])


def entries(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """All lines of a ledger, in their order."""
    return tuple(
        Entry(row["kind"], row["on"], row["until"], row["amount"], row["unit"], row["ground"], _base(row["before"]))
        for row in rows
    )


def _base(before: Mapping[str, Any]) -> Base | None:
    return Base(before["amount"], date.fromisoformat(before["start"]), before["anchored"]) if before else None
