"""The year itself, day by day: meldingen, the enrolment check, sweep, work and what happens beside it."""

import csv
import gc
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.clock import dutch_instant
from cases.demo.arrivals import CALENDARS, Arrival, Child
from cases.demo.town import GEMEENTEN, settle
from cases.enrolments import Lists, run_check, start_check
from cases.intake import receive
from cases.melding import NewReport
from cases.meldingrij import check_row
from cases.pgn import locker
from cases.rights import ADM, SYSTEM
from cases.rows import table_of
from cases.store import reading, writing
from cases.sweep import sweep
from cases.tables import Person
from states.working_days import ONE_DAY, days_after
from tests.schooljaar.asides import Asides, to_withdraw
from tests.schooljaar.children import CHECKS, FIRST, LAST, Year, make_year
from tests.schooljaar.coverage import rows_seen
from tests.schooljaar.families import Families
from tests.schooljaar.work import Office

_PERSONS = table_of(Person)
INTAKE, CHECK, SWEEP = time(6, 30), time(6, 40), time(6, 45)
WITHDRAWN = "trek_melding_in"


@dataclass(slots=True)
class Walk:
    """One walk through the year on an empty, migrated database."""

    engine: Engine
    year: Year
    office: Office
    asides: Asides
    folder: Path
    rows: dict[str, Arrival]
    """what came in, by kenmerk"""
    swept: Counter[str]

    def day(self, day: date) -> None:
        """One day of the year."""
        self._take_in(day)
        if day in CHECKS:
            self._check_enrolments(day)
        at = dutch_instant(day, SWEEP)
        self.swept.update(sweep(self.engine, at=at, recorded_at=at))
        if CALENDARS["9001"].is_working_day(day):
            self.office.work(day)
            self.asides.happen()
        if day.weekday() == 0:
            self.office.planner.seen |= rows_seen(self.engine)
            self._withdraw(day + ONE_DAY)

    def arrive(self, arrival: Arrival) -> None:
        """Let a melding come in on its day."""
        if arrival.on <= LAST:
            self.year.arrivals.setdefault(arrival.on, []).append(arrival)

    def _take_in(self, day: date) -> None:
        if not (arriving := self.year.arrivals.pop(day, [])):
            return
        at = dutch_instant(day, INTAKE)
        with writing(self.engine) as session:
            reports = [NewReport(check_row(arrival.row, at)) for arrival in arriving]
            receive(session, reports, actor=SYSTEM, at=at, recorded_at=at)
        self.rows |= {arrival.row["kenmerk"]: arrival for arrival in arriving}
        self._meet([arrival.row["pgn"] for arrival in arriving])

    def _meet(self, pgns: list[str]) -> None:
        index = locker().index
        with writing(self.engine) as session:
            self.office.families.meet(session, [index(pgn) for pgn in pgns])

    def _withdraw(self, on: date) -> None:
        """What the school takes back is not often where nothing of it was seen yet: it is made to happen."""
        left = [(proces, state, WITHDRAWN) for proces, state in _WITHDRAWABLE]
        for kenmerk in to_withdraw(self.office, [row for row in left if row not in self.office.planner.seen]):
            self.arrive(Arrival(on, {**self.rows[kenmerk].row, "status": "I"}))

    def _check_enrolments(self, day: date) -> None:
        """Everybody against everybody who is enrolled, per gemeente: the others become a signaal."""
        at = dutch_instant(day, CHECK)
        nowhere = self.year.nowhere.get(day, [])
        for code, _name, _region in GEMEENTEN:
            here = [child for child in self.year.children if child.gemeente == code]
            missing = {child.cells["pgn"] for child in nowhere}
            lists = _lists(self.folder, here, missing)
            actor = self.office.team.of(ADM, code)[0]
            with writing(self.engine) as session:
                check_id = start_check(session, lists, gemeente=code, actor=actor, at=at, recorded_at=at).id
            run_check(self.engine, check_id, lists, actor=actor, at=at, recorded_at=at, sure=True)
        self._meet([child.cells["pgn"] for child in nowhere])


_WITHDRAWABLE = [
    (proces, state)
    for proces, states in {
        "relatief_verzuim": (
            "ontvangen", "in_behandeling", "wacht_op_informatie", "gesprek_gepland", "niet_verschenen",
        ),
        "luxeverzuim": ("ontvangen", "luxe_onderzoek", "gesprek_gepland"),
    }.items()
    for state in states
]  # fmt: skip


def walk(engine: Engine, folder: Path, seed: int, *, until: date = LAST) -> Walk:
    """Walk the year of this seed, up to and including `until`."""
    gc.disable()  # what is made here is kept
    with writing(engine) as session:
        team = settle(session, FIRST)
    year = make_year(seed)
    office = Office(engine, team, Families(year), seed)
    this = Walk(engine, year, office, Asides(office, lambda arrival: this.arrive(arrival)), folder, {}, Counter())
    for day in days_after(FIRST - ONE_DAY, until):
        this.day(day)
        if day.day == 1:
            gc.collect()
    gc.enable()
    return this


def _lists(folder: Path, here: list[Child], missing: set[str]) -> Lists:
    persons = [
        {"gemeentecode": child.gemeente, **{name: child.cells[name] for name in ("pgn", "geslachtsnaam")},
         "geboortedatum": child.born.isoformat()}
        for child in here
    ]  # fmt: skip
    enrolled = [
        {"pgn": child.cells["pgn"], "aard": "inschrijving", "van": (FIRST - timedelta(days=365)).isoformat(),
         "brin": child.school.brin, "vestiging": child.school.vestiging}
        for child in here if child.cells["pgn"] not in missing
    ]  # fmt: skip
    lists = Lists.at(folder / "plichtigen.csv", folder / "inschrijvingen.csv")
    lists.persons.write_text(_csv(persons), encoding="utf-8")
    lists.enrolments.write_text(_csv(enrolled), encoding="utf-8")
    return lists


def _csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def children_met(engine: Engine) -> int:
    """How many children came in, whoever lives in two gemeenten once."""
    with reading(engine) as session:
        query = sa.select(sa.func.count(sa.distinct(_PERSONS.c.pgn_index)))
        return int(session.execute(query).scalar_one())
