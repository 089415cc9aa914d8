"""How long something may last: the term of a state, and the terms that run beside the states of a zaak."""

import re
from dataclasses import dataclass
from functools import cached_property

from states.soundness import split

_TERM = re.compile(
    r"^(?:(?P<field>\w+) \+ )?(?P<amount>\d+) (?P<unit>wd|d|wk|mnd|lw) (?P<key>[\w.]+)(?P<again> again)?$"
)


@dataclass(frozen=True)
class Term:
    """How long a state may last: `5 wd intake.oppakken`, `datum + 2 wd gesprek.verslag`, `6 wk x again`."""

    amount: int
    unit: str
    key: str
    field: str = ""
    """date given by the officer from which it is counted; empty: from entry"""
    again: bool = False
    """starts anew after each step that returns to the state"""

    @classmethod
    def parse(cls, cell: str) -> "Term":
        """Read the cell of the specification. Raises ValueError when it is not in that form."""
        found = _TERM.match(cell)
        if found is None:
            raise ValueError(f"{cell!r} is geen termijn zoals '5 wd sleutel' of 'veld + 2 wd sleutel'")
        return cls(int(found["amount"]), found["unit"], found["key"], found["field"] or "", bool(found["again"]))


@dataclass(frozen=True)
class ZaakTerm:
    """A term that runs beside the state's term (process.md section 13). It has no ladder."""

    name: str
    titel: str
    processes: str
    start: str
    """name of the fact that holds the day it starts from"""
    term_cell: str
    active: str
    """name of the question in `states.facts.WHILE` that must hold"""
    to: str
    """behandelaar, teamleider, or both"""
    opens: str = ""
    """proces opened at its due date, unless one is open"""
    event: str = ""
    """event written at its due date"""
    about: str = ""
    """proces of the child that it tells about, when that is not the zaak's own: its regime counts"""

    @cached_property
    def term(self) -> Term:
        """Its amount, unit and policy key."""
        return Term.parse(self.term_cell)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The roles that hear of it at its due date."""
        return split(self.to)
