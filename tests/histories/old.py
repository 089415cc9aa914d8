"""What was written down, read back: histories, and the rows of an office of an older version."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

from cases.columns import Instant
from cases.store import writing

HERE = Path(__file__).parent
DATABASE = "database.json"


def histories() -> list[tuple[int, str]]:
    """Each (version, name of a story) that was written down."""
    paths = sorted(HERE.glob("[0-9]*/*.json"))
    return [(int(path.parent.name), path.stem) for path in paths if path.name != DATABASE]


def history(version: int, name: str) -> Mapping[str, Mapping[str, Any]]:
    """The dossier of this story: its zaken by number."""
    kept: Mapping[str, Mapping[str, Any]] = json.loads((HERE / f"{version:04d}" / f"{name}.json").read_text("utf-8"))
    return kept


def fill(engine: Engine, version: int) -> None:
    """Put the rows of the office of this version in a database that has the tables of that time."""
    kept = json.loads((HERE / f"{version:04d}" / DATABASE).read_text("utf-8"))
    with writing(engine) as session:
        session.execute(sa.text("DELETE FROM counters"))
        for name, (columns, *rows) in kept.items():
            table = SQLModel.metadata.tables[name]
            types = [table.c[column].type for column in columns]
            values = [
                {column: _value(kind, cell) for column, kind, cell in zip(columns, types, row, strict=True)}
                for row in rows
            ]
            session.execute(sa.insert(_as_then(table, columns)), values)


def _as_then(table: sa.Table, columns: list[str]) -> sa.TableClause:
    """The table with the columns it had: of today's ones only their types are used."""
    return sa.table(table.name, *(sa.column(name, table.c[name].type) for name in columns))


def _value(kind: sa.types.TypeEngine[Any], cell: Any) -> Any:
    if cell is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(cell)
    make: dict[type, Callable[[str], Any]] = {sa.Uuid: UUID, sa.Date: date.fromisoformat, sa.LargeBinary: bytes.fromhex}
    return next((read(cell) for type_, read in make.items() if isinstance(kind, type_)), cell)
