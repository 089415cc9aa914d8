"""A part of a list: every list has a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

SIZE, SIZE_MAX = 50, 100
COUNT_MAX = 1_000
"""up to here rows are counted; more than that is told as such"""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for. `number` counts from 1."""

    number: int = 1
    size: int = SIZE

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def most(self) -> int:
        """How many rows to ask for: one more than fit says that there is a next page."""
        return self.size + 1


FIRST = Page()


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The rows of one page, and whether there are more."""

    rows: Sequence[T]
    more: bool

    @classmethod
    def of(cls, rows: Sequence[T], page: Page) -> "Part[T]":
        """Cut off the row that only said that there is a next page."""
        return cls(rows[: page.size], len(rows) > page.size)
