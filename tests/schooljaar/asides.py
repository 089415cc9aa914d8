"""What happens beside the daily work: clocks, corrections, illness, moved meldingen, zaken that come back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID

import sqlalchemy as sa

from cases.actions import assign
from cases.demo.arrivals import CALENDARS, Arrival
from cases.demo.morning import Zaak
from cases.moving import move_report
from cases.rights import LPA, TL, Actor
from cases.rows import table_of
from cases.signals import Signal, open_signal
from cases.store import reading, writing
from cases.tables import Case, Report
from states.processes import PROCESSEN
from tests.schooljaar.children import moved
from tests.schooljaar.desk import look
from tests.schooljaar.mistakes import amend, attempt, by_hand, clock, take_back, version_of
from tests.schooljaar.work import Done, Office

_CASES, _REPORTS = table_of(Case), table_of(Report)
ILL = {date(2025, 9, 22): "m.akkerman", date(2025, 11, 24): "j.vandersluis", date(2026, 1, 19): "s.dewit",
       date(2026, 3, 16): "l.terbeek", date(2026, 5, 18): "n.hendrikse"}  # fmt: skip
LATER = timedelta(days=12)
OWN = "Ouder belde: het verzuim begint weer."


@dataclass(slots=True)
class Asides:
    """Everything beside the daily work, after it."""

    office: Office
    arrive: Callable[[Arrival], None]
    """let a melding come in on its day"""
    closed: list[tuple[date, Zaak]] = field(default_factory=list)
    """root zaken that may come back one day"""

    def happen(self) -> None:
        """What happens today, after the work."""
        office, dice = self.office, self.office.dice("asides", self.office.day)
        for done in list(office.done):
            self._after(done, office.dice("after", done.zaak.number, done.zaak.version, done.step))
        if office.day in ILL:
            self._ill(ILL[office.day], dice)
        if dice.random() < 0.5:
            self._move_report(dice)
        if dice.random() < 0.4:
            self._comes_back(dice)

    def _after(self, done: Done, dice: Random) -> None:
        """What now and then follows a step on the same day."""
        zaak = replace(done.zaak, state=done.taken.state, version=done.taken.version)
        if zaak.id == zaak.root_id and PROCESSEN[zaak.proces].by_name[zaak.state].final:
            self.closed.append((self.office.day, zaak))
            if done.step == "overdragen" and done.answers["naar"] == "gemeente":
                on = CALENDARS[zaak.gemeente].add_working_days(self.office.day, dice.randint(5, 15))
                self.arrive(moved(self.office.families.child_of[zaak.person_id], on, int(zaak.number[-5:]), dice))
        chance = dice.random()
        if chance < 0.012:
            take_back(self.office, done, dice)
        elif chance < 0.022 and "datum" in done.answers and done.step in ("plan_gesprek", "plan_overleg"):
            amend(self.office, done)
        elif chance < 0.06:
            clock(self.office, zaak, dice)
        elif chance < 0.07 and zaak.proces == "relatief_verzuim":
            by_hand(self.office, done, "L02")
        elif done.step in ("uitspraak", "om_sepot") and chance < 0.3:
            by_hand(self.office, done, "L19")

    def _ill(self, username: str, dice: Random) -> None:
        """Somebody falls ill: his zaken go to colleagues."""
        office = self.office
        ill = next(actor for actor in office.team.actors if _user(actor.name) == username)
        query = sa.select(_CASES.c.id, _CASES.c.gemeente).where(
            _CASES.c.officer_id == ill.id, _CASES.c.closed_on.is_(None), _CASES.c.id == _CASES.c.root_id
        )
        with reading(office.engine) as session:
            rows = session.execute(query.order_by(_CASES.c.number)).all()
        for row in rows:
            others = [actor for actor in office.team.of(LPA, row.gemeente) if actor.id != ill.id]
            leader, to = office.team.of(TL, row.gemeente)[0], dice.choice(others)

            attempt(self.office, "overgenomen bij ziekte", partial(self._hand_over, row.id, to, leader))

    def _hand_over(self, case_id: UUID, to: Actor, by: Actor) -> None:
        assert to.id is not None
        with writing(self.office.engine) as session:
            assign(session, case_id, to.id, actor=by, at=self.office.minute(), reason="Ziekte.")

    def _move_report(self, dice: Random) -> None:
        """A melding was booked with the wrong child."""
        open_ones = sa.select(_CASES.c.id, _CASES.c.gemeente, _REPORTS.c.id.label("report")).join_from(
            _CASES, _REPORTS, _REPORTS.c.case_id == _CASES.c.id
        ).where(
            _CASES.c.closed_on.is_(None), _CASES.c.proces == "relatief_verzuim", _REPORTS.c.status.in_(("R", "B")),
            _CASES.c.id == _CASES.c.root_id,
        )  # fmt: skip
        with reading(self.office.engine) as session:
            rows = session.execute(open_ones.order_by(_REPORTS.c.kenmerk)).all()
        if not rows:
            return
        wrong = dice.choice(rows)
        right = [row for row in rows if row.gemeente == wrong.gemeente and row.id != wrong.id]
        if right:
            actor, to = self.office.team.of("administratie", wrong.gemeente)[0], dice.choice(right).id

            def move() -> None:
                with writing(self.office.engine) as session:
                    move_report(
                        session, wrong.report, to, reason="Hoort bij de broer.", actor=actor, at=self.office.minute()
                    )

            attempt(self.office, "melding verplaatst", move)

    def _comes_back(self, dice: Random) -> None:
        """Something closed is opened again, or an officer opens a zaak of his own for the same jongere."""
        ripe = [pair for pair in self.closed if pair[0] + LATER <= self.office.day]
        if not ripe:
            return
        wanted = [pair for pair in ripe if (pair[1].proces, pair[1].state, "heropen") not in self.office.planner.seen]
        pair = dice.choice(wanted or ripe)
        self.closed.remove(pair)
        zaak = replace(pair[1], version=version_of(self.office, pair[1].id))
        if wanted or dice.random() < 0.5:
            if self.office.step(zaak, "heropen") is not None:
                self.office.planner.seen.add((zaak.proces, zaak.state, "heropen"))
        elif zaak.proces != "luxeverzuim":
            attempt(self.office, "eigen signaal", lambda: self._signal(zaak, dice))

    def _signal(self, zaak: Zaak, dice: Random) -> None:
        child = self.office.families.child_of[zaak.person_id]
        signal = Signal(
            gemeente=zaak.gemeente, proces="relatief_verzuim", person=zaak.person_id, brin=child.school.brin,
            vestiging=child.school.vestiging, toelichting=OWN,
        )  # fmt: skip
        with writing(self.office.engine) as session:
            actor = dice.choice(self.office.team.of(LPA, zaak.gemeente))
            open_signal(session, signal, actor=actor, at=self.office.minute())


def _user(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first.lower()}{rest.lower().replace(' ', '')}"


def to_withdraw(office: Office, rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Kenmerken of single meldingen that a school takes back, one for each of these rows `trek_melding_in`."""
    found = []
    for proces, state, _step in rows:
        ids = {case_id for case_id, entry in office.entries.items() if entry[1] == state}
        for zaak in look(office.engine, ids, office.families):
            fits = zaak.proces == proces and zaak.facts.get("meldingen") == 1 and not zaak.facts.get("gesprekken")
            if fits and zaak.melding is not None:
                with reading(office.engine) as session:
                    query = sa.select(_REPORTS.c.kenmerk).where(_REPORTS.c.id == zaak.melding)
                    found.append(session.execute(query).scalar_one())
                break
    return found
