"""Alembic reads this file for every command; the connection is the one that `cases.schema` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import cases.tables  # noqa: F401  (fills the metadata)
from cases.columns import Instant


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """How a new revision spells our own column types; False leaves it to Alembic."""
    ours = {Instant: "Instant", sa.JSON: "Json"}
    name = next((name for type_, name in ours.items() if kind == "type" and isinstance(item, type_)), "")
    if name:
        autogen.imports.add(f"from cases.columns import {name}")
        return f"{name}()" if name == "Instant" else name
    if kind == "type" and isinstance(item, sa.types.TypeDecorator) and isinstance(item.impl, sa.String):
        return f"sa.String({item.impl.length or ''})"  # SQLModel has a string type of its own
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=render,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
