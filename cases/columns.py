"""Column types that SQLite and PostgreSQL store alike."""

import os
from datetime import UTC, datetime
from time import time_ns
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

_VERSION_7 = 7 << 76 | 2 << 62
_RANDOM = (1 << 76) - 1 & ~(3 << 62)


def new_id() -> UUID:
    """An id for a new row (UUID version 7): milliseconds first, then 74 bits that nobody can guess.

    Rows that are made together lie together in every index, so that adding one costs the same however many
    there are. The time in it orders, and means nothing.
    """
    return UUID(int=time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10)) & _RANDOM | _VERSION_7)


class Instant(sa.TypeDecorator[datetime]):
    """An aware UTC instant. SQLite has no time zones, so it is stored there as naive UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive instant; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json: sa.types.TypeEngine[Any] = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def instant(**options: Any) -> Any:
    """A field of a table that holds an aware UTC instant."""
    return Field(sa_type=Instant, **options)
