"""Compares the two lists of an enrolment check, without a database: who is obliged, and who is nowhere.

Reads the files row by row; what is kept per person is a keyed fingerprint and a number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.enrolment_rows import EXEMPTION, Plichtige, inschrijving, plichtige
from cases.errors import Invalid, Problem
from cases.meldingbestand import Bestand, read_rows
from cases.pgn import Locker, WrongPgn, check_pgn
from states.leerplicht import Plicht, plicht_of
from states.working_days import Calendar

PROBLEMS_MAX = 1_000
Index = bytes
"""the keyed fingerprint of a pgn, which is also that of a person in the record"""


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody obliged without enrolment or exemption."""

    person: Plichtige
    index: Index
    plicht: str
    """leerplicht or kwalificatieplicht"""
    since: date
    """first day without enrolment, as far as the list tells; else the day of the check"""


@dataclass(slots=True)
class Comparison:
    """What the lists say on one day. Nothing in it is personal but the fingerprints."""

    today: date
    gemeente: str
    calendar: Calendar
    keys: Locker
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)
    enrolled: set[Index] = field(default_factory=set)
    exempt: set[Index] = field(default_factory=set)
    uncertain: set[Index] = field(default_factory=set)
    """in a line that cannot be used: they may be enrolled after all"""
    ended: dict[Index, int] = field(default_factory=dict)
    """last day of an enrolment that is over, as its ordinal"""
    missing: set[int] = field(default_factory=set)
    """lines of the first list: obliged, and nowhere"""

    def index(self, pgn: str) -> Index:
        """The fingerprint of a pgn."""
        return bytes.fromhex(self.keys.index(pgn))

    def read_enrolments(self, bestand: Bestand) -> None:
        """Take in the second list."""
        for row in read_rows(bestand):
            try:
                if row.problem:
                    raise Invalid([row.problem])
                found = inschrijving(row.cells)
            except Invalid as invalid:
                self._bad("inschrijvingen", row.line, invalid)
                self._doubt(row.cells)
                continue
            index = self.index(found.pgn)
            if found.holds_on(self.today):
                (self.exempt if found.aard == EXEMPTION else self.enrolled).add(index)
            elif found.tot is not None and found.tot < self.today:
                self.ended[index] = max(self.ended.get(index, 0), found.tot.toordinal())

    def read_persons(self, bestand: Bestand) -> None:
        """Judge everybody in the first list; the second has been read."""
        seen: set[Index] = set()
        for row in read_rows(bestand):
            self.counts["lines"] += 1
            try:
                person = self._person(row.cells, row.problem)
            except Invalid as invalid:
                self._bad("plichtigen", row.line, invalid)
                continue
            index = self.index(person.pgn)
            kind = "twice" if index in seen else self._judge(person, index)
            seen.add(index)
            self.counts[kind] += 1
            self.counts["obliged"] += kind not in ("twice", "not_obliged")
            if kind == "missing":
                self.missing.add(row.line)

    def who_is_missing(self, bestand: Bestand) -> Iterator[tuple[int, Missing]]:
        """Read the first list again: everybody who is nowhere, with the line."""
        for row in read_rows(bestand):
            if row.line in self.missing:
                person = self._person(row.cells, row.problem)
                index, plicht = self.index(person.pgn), self._plicht(person)
                yield row.line, Missing(person, index, plicht.on(self.today), self._since(index, plicht))

    def bad_line(self, line: int, problem: Problem) -> None:
        """Note that somebody in the first list cannot be handled."""
        self._bad("plichtigen", line, Invalid([problem]))

    def _person(self, cells: Mapping[str, str], problem: Problem | None) -> Plichtige:
        if problem:
            raise Invalid([problem])
        person = plichtige(cells, self.today)
        if person.gemeentecode != self.gemeente:
            text = f"Deze controle is van gemeente {self.gemeente}; lever een andere gemeente apart aan."
            raise Invalid([Problem("gemeentecode", text)])
        return person

    def _judge(self, person: Plichtige, index: Index) -> str:
        if not self._plicht(person).on(self.today):
            return "not_obliged"
        kinds = (("enrolled", self.enrolled), ("exempt", self.exempt), ("uncertain", self.uncertain))
        return next((kind for kind, known in kinds if index in known), "missing")

    def _plicht(self, person: Plichtige) -> Plicht:
        return plicht_of(
            person.geboortedatum, self.calendar, twelve_years_on=person.twaalf_schooljaren_op,
            qualified_on=person.startkwalificatie_op, exempt_diploma=person.diploma_pro_vso,
        )  # fmt: skip

    def _since(self, index: Index, plicht: Plicht) -> date:
        if index not in self.ended:
            return self.today
        return max(date.fromordinal(self.ended[index]) + timedelta(days=1), plicht.leerplicht_from)

    def _doubt(self, cells: Mapping[str, str]) -> None:
        pgn = cells.get("pgn", "").strip()
        try:
            check_pgn(pgn)
        except WrongPgn:
            return
        self.uncertain.add(self.index(pgn))

    def _bad(self, bestand: str, line: int, invalid: Invalid) -> None:
        self.counts["bad_lines"] += 1
        room = PROBLEMS_MAX - len(self.problems)
        self.problems += [
            {"bestand": bestand, "regel": str(line), "kolom": problem.field, "uitleg": problem.text}
            for problem in invalid.problems[: max(room, 0)]
        ]
