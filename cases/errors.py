"""Refusals of the record. Each carries what the person needs to know, in Dutch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


class NotFound(Exception):
    """It does not exist, or it is not for this person: nobody can tell the two apart."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: its name and a Dutch sentence, without the value itself."""

    field: str
    text: str


class Invalid(Exception):
    """Input that cannot be used; names every field that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.text}" for problem in problems))
        self.problems = tuple(problems)


class Conflict(Exception):
    """It cannot be done as things stand. The message is a Dutch sentence; `problems` names fields, if any."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass
class Stale(Exception):
    """Somebody was first: the zaak has another version than the one that was looked at."""

    version: int
    state: str
    changes: list[dict[str, Any]] = field(default_factory=list)
    """events since the version that was looked at: seq, soort, stap, naar, op"""
