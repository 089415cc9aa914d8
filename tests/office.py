"""An office on a real database, day by day: `office.on("2026-05-11").report()` and so on.

`Day` calls the functions behind the doors. A test that wants the API itself gives the office another
kind of day: `Office(engine, day=HttpDay)` with the same methods.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

from cases import actions, backlog, clockwork, dossier, intake, walk
from cases.actions import Taken
from cases.clock import dutch_instant
from cases.melding import NewReport
from cases.meldingrij import check_row
from cases.opening import Opening
from cases.rights import ADM, LPA, SYSTEM, TL, Actor
from cases.rows import Row, table_of
from cases.store import reading, writing
from cases.sweep import sweep
from cases.tables import (
    Case,
    Deadline,
    Event,
    Letter,
    Municipality,
    Notice,
    Officer,
    OfficerMunicipality,
    Relation,
    Relative,
    Report,
    Rung,
)
from states.fields import Field
from states.processes import PROCESSEN
from states.route import Proces, Step
from tests.meldingen import onderwijsnummer, row

HERE, ELSEWHERE = "9001", "9002"
# username: role, gemeente, last day of the akte
PEOPLE = {
    "anna": (LPA, HERE, None),
    "bram": (LPA, HERE, date(2030, 12, 31)),
    "adam": (ADM, HERE, None),
    "tess": (TL, HERE, None),
    "theo": (TL, HERE, None),
    "vera": (LPA, ELSEWHERE, None),
    "tara": (TL, ELSEWHERE, None),
}


@dataclass
class Office:
    """Two gemeenten with their people. `on` gives a day in it."""

    engine: Engine
    day: "type[Day]" = field(default_factory=lambda: Day)
    client: Any = None
    """what an HTTP day talks to"""
    people: dict[str, Actor] = field(default_factory=dict)
    meldingen: int = 0

    def __post_init__(self) -> None:
        with writing(self.engine) as session:
            session.add(Municipality(code=HERE, name="Duinrade", region="noord"))
            session.add(Municipality(code=ELSEWHERE, name="Veendrecht", region="zuid"))
            session.flush()
            for name, (role, gemeente, until) in PEOPLE.items():
                me, since = uuid4(), until and date(2020, 1, 1)
                self.people[name] = Actor(me, name, role, frozenset({gemeente}), since, until)
                email = f"{name}@gemeente.example"
                session.add(Officer(id=me, username=name, name=name, email=email, role=role, akte_until=until))
                session.flush()
                session.add(OfficerMunicipality(officer_id=me, gemeente=gemeente))
        self.people["systeem"] = SYSTEM

    def on(self, day: str | date, at: str = "09:00") -> "Day":
        """The office on this day, at this Dutch time."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return self.day(self, day, dutch_instant(day, time.fromisoformat(at)))

    def id(self, name: str) -> UUID:
        """The id of a medewerker."""
        found = self.people[name].id
        assert found is not None
        return found

    def rows(self, table: type[SQLModel], *order: str, **where: Any) -> list[Row]:
        """Every row of a table with these values."""
        core = table_of(table)
        query = sa.select(core).where(*(core.c[name] == value for name, value in where.items()))
        with self.engine.connect() as connection:
            found = connection.execute(query.order_by(*(core.c[name] for name in order or ("id",)))).mappings()
            return [dict(row) for row in found]

    def case(self, case_id: UUID) -> Row:
        """The zaak as it stands."""
        return self.rows(Case, id=case_id)[0]

    def children(self, case_id: UUID, proces: str) -> list[Row]:
        """The children of this kind in the dossier, oldest first."""
        return [row for row in self.rows(Case, "number", root_id=case_id, proces=proces) if row["id"] != case_id]

    def term(self, case_id: UUID, name: str = "") -> Row:
        """The running term of the state, or the zaak term of this name."""
        rows = [row for row in self.rows(Deadline, case_id=case_id) if row["ended_on"] is None]
        [found] = [row for row in rows if (row["name"] == name if name else row["kind"] == "toestand")]
        return found

    def rungs(self, case_id: UUID) -> list[tuple[str, str]]:
        """The rungs reached in one zaak: day it was due, and name."""
        found = self.rows(Rung, "on", "name", case_id=case_id)
        return [(row["on"].isoformat(), row["name"]) for row in found]

    def log(self, case_id: UUID) -> list[str]:
        """The events of a zaak: the step, or else the kind."""
        return [row["step"] or row["kind"] for row in self.rows(Event, "seq", case_id=case_id)]

    def letters(self, case_id: UUID) -> list[str]:
        """The codes of the letters of a zaak."""
        return [row["code"] for row in self.rows(Letter, "created_at", case_id=case_id)]

    def reports(self, case_id: UUID) -> list[Row]:
        """The meldingen of a zaak, oldest first."""
        return self.rows(Report, "kenmerk", case_id=case_id)

    def told(self, name: str) -> list[str]:
        """The days on which this medewerker was sent a notice about terms."""
        notices = self.rows(Notice, "for_date", recipient_id=self.id(name), kind="termijnen")
        return [notice["for_date"].isoformat() for notice in notices]


@dataclass(frozen=True)
class Day:
    """One day in the office. `by` is who acts."""

    office: Office
    date: date
    at: datetime

    def report(self, *, number: int | None = None, by: str = "adam", **columns: str) -> UUID:
        """A melding comes in, of a new jongere or of the `number`-th; the zaak it opened or joined."""
        kenmerk = columns.setdefault("kenmerk", f"M{self.office.meldingen:06d}")
        assert self.receive(columns, number=number, by=by) in (["opened"], ["joined"], ["changed"])
        return UUID(str(self.office.rows(Report, kenmerk=kenmerk)[0]["case_id"]))

    def receive(self, *reports: Mapping[str, str], number: int | None = None, by: str = "adam") -> list[Any]:
        """Meldingen come in together; what became of each."""
        checked = [NewReport(check_row(self._row(columns, number), self.at)) for columns in reports]
        with writing(self.office.engine) as session:
            actor = self.office.people[by]
            return list(intake.receive(session, checked, actor=actor, at=self.at, recorded_at=self.at))

    def _row(self, columns: Mapping[str, str], number: int | None) -> dict[str, str]:
        self.office.meldingen += 1
        number = self.office.meldingen if number is None else number
        good = {
            "kenmerk": f"M{self.office.meldingen:06d}", "gemeld_op": self.at.isoformat(), "gemeentecode": HERE,
            "pgn": onderwijsnummer(number), "geboortedatum": "2011-02-18", "specificatie": "", "einddatum": "",
            "begindatum": (self.date - timedelta(days=14)).isoformat(),
        }  # fmt: skip
        return row(0, **{**good, **columns})

    def signal(self, case_id: UUID, proces: str = "relatief_verzuim", by: str = "anna") -> UUID:
        """An own signal about the jongere of another zaak."""
        before = self.office.case(case_id)
        opening = Opening(
            gemeente=before["gemeente"], proces=proces, person_id=before["person_id"], birth_date=date(2011, 2, 18),
            school_id=before["school_id"], soort="eigen", facts={"meldingen": 0}, officer_id=self.office.id(by),
            by_officer=True,
        )  # fmt: skip
        with writing(self.office.engine) as session:
            return actions.open_case(session, opening, actor=self.office.people[by], at=self.at).case_id

    def step(
        self,
        case_id: UUID,
        name: str,
        *,
        by: str = "anna",
        version: int | None = None,
        motivation: str = "",
        key: str | None = None,
        **answers: Any,
    ) -> Taken:
        """Take a step with answers that fit, except for those given. Without `version`: the zaak as it stands."""
        case = self.office.case(case_id)
        step = PROCESSEN[case["proces"]].rows.get((case["state"], name))
        filled = (self.answers_for(step, case, *answers) if step else {}) | answers
        with writing(self.office.engine) as session:
            return actions.take_step(
                session, case_id, name, {name: value for name, value in filled.items() if value is not None},
                actor=self.office.people[by], at=self.at, version=version or case["version"], motivation=motivation,
                key=key,
            )  # fmt: skip

    def answers_for(self, step: Step, case: Row, *given: str) -> dict[str, Any]:
        """Something that fits for every field this step must have, but those given."""
        must = [asked for asked, required in step.fields if required and asked.name not in given]
        return {asked.name: self._answer(asked, case) for asked in must}

    def _answer(self, asked: Field, case: Row) -> Any:
        later = (self.date + timedelta(days=7)).isoformat()
        if asked.type == "melding":
            return next((str(row["id"]) for row in self.office.reports(case["root_id"]) if row["status"] in "RB"), None)
        return {
            "text": "iets", "longtext": "Er is iets gebeurd.", "number": "1", "yesno": "ja", "time": "10:00",
            "date": later if asked.when == "ahead" else self.date.isoformat(),
            "choice": next(iter(asked.options), None), "choices": list(asked.options),
            "officer": str(self.office.id("anna")),
            "persons": self._people(asked, case) if asked.type == "persons" else [],
            "afspraken": [{"wat": "elke dag naar school", "wie": "jongere", "uiterlijk": later}],
        }[asked.type]  # fmt: skip

    def _people(self, asked: Field, case: Row) -> list[str]:
        only_ouders = asked.name == "verdachten" and case["proces"] == "absoluut_verzuim"
        return [str(self.parent(case["id"]) if only_ouders else case["person_id"])]

    def steps(self, case_id: UUID, *names: str) -> None:
        """Several steps in a row, each with answers that fit."""
        for name in names:
            self.step(case_id, name)

    def parent(self, case_id: UUID, **values: Any) -> UUID:
        """An ouder with gezag of the jongere of this zaak."""
        case = self.office.case(case_id)
        relative = Relative(gemeente=case["gemeente"], **{"geslachtsnaam": "Zonneveld", **values})
        with writing(self.office.engine) as session:
            session.add(relative)
            session.flush()
            session.add(Relation(gemeente=case["gemeente"], person_id=case["person_id"], relative_id=relative.id))
            return relative.id

    def placed(self, proces: str, state: str) -> UUID:
        """A zaak of this proces, open or closed in this state; a child under a root that was picked up."""
        table, soort = PROCESSEN[proces], "L" if proces == "luxeverzuim" else "V3"
        root = self.report(soort=soort, geboortedatum="2010-02-18")
        if proces == "absoluut_verzuim":
            root = self.signal(root, proces)
        elif table.soort == "child":
            self.step(root, "oppakken")
        case = root if table.soort == "root" else self._child(root, table)
        if state != table.start and table.soort == "root":
            self._child(root, PROCESSEN["hulp"])
        if proces == "straf":
            self.step(root, "hoor_betrokkenen")
        closed_on = self.date if table.by_name[state].final else None
        with writing(self.office.engine) as session:
            core = table_of(Case)
            session.execute(sa.update(core).where(core.c.id == case).values(state=state, closed_on=closed_on))
        return case

    def _child(self, root: UUID, proces: Proces) -> UUID:
        facts = {"verdachte": str(self.office.case(root)["person_id"]), "verdachte_soort": "jongere"}
        facts |= {"gehoord_op": self.date.isoformat(), "bewijs_oproep": "Aangetekend verstuurd."}
        later = self.date + timedelta(days=7)
        answers = {"wat": "elke dag naar school", "wie": "jongere", "uiterlijk": later}
        with writing(self.office.engine) as session:
            d = dossier.load(session, root, actor=SYSTEM, at=self.at, recorded_at=self.at)
            told = facts if proces.name == "straf" else {}
            child = walk.open_child(d, d.root, proces, answers, actor=SYSTEM, facts=told)
            d.writes.flush(session)
            return UUID(str(child["id"]))

    def sweep(self) -> int:
        """Climb what is due; how many rungs that were."""
        return self.swept()["treden"]

    def swept(self) -> dict[str, int]:
        """Climb what is due; all counts."""
        return sweep(self.office.engine, at=self.at, recorded_at=self.at)

    def overdue(self, by: str = "tess") -> list[UUID]:
        """The zaken on the achterstand of a teamleider, the oldest first."""
        with reading(self.office.engine) as session:
            lines = backlog.overdue(session, self.office.people[by], self.date).rows
        return list(dict.fromkeys(line.case_id for line in lines))

    def assign(self, case_id: UUID, to: str, *, by: str = "tess", **more: Any) -> Taken:
        """Give a zaak to somebody."""
        with writing(self.office.engine) as session:
            actor = self.office.people[by]
            return actions.assign(session, case_id, self.office.id(to), actor=actor, at=self.at, **more)

    def suspend(self, deadline_id: UUID, until: str, *, by: str = "anna", ground: str = "ziekte", **more: Any) -> Taken:
        """Let the clock of a term stand still from today."""
        with writing(self.office.engine) as session:
            return clockwork.suspend(
                session, deadline_id, since=self.date, until=date.fromisoformat(until), ground=ground,
                actor=self.office.people[by], at=self.at, **more,
            )  # fmt: skip

    def resume(self, deadline_id: UUID, *, by: str = "anna", **more: Any) -> Taken:
        """Let it run again from today."""
        with writing(self.office.engine) as session:
            actor = self.office.people[by]
            return clockwork.resume(session, deadline_id, on=self.date, actor=actor, at=self.at, **more)

    def extend(self, deadline_id: UUID, amount: int, *, by: str = "anna", **more: Any) -> Taken:
        """Make a term longer."""
        more.setdefault("ground", "capaciteit")
        with writing(self.office.engine) as session:
            actor = self.office.people[by]
            return clockwork.extend(session, deadline_id, amount=amount, actor=actor, at=self.at, **more)

    def correct(self, deadline_id: UUID, *, by: str = "anna", ground: str = "vergissing", **more: Any) -> Taken:
        """Set a term right."""
        more.setdefault("explanation", "Verkeerd ingevoerd.")
        with writing(self.office.engine) as session:
            actor = self.office.people[by]
            return clockwork.correct(session, deadline_id, ground=ground, actor=actor, at=self.at, **more)
