"""One day in the demo office, through the same doors as a real one: intake, sweep, post, steps."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases import clockwork, leases, outbox
from cases.actions import Taken, take_step
from cases.clock import dutch_instant
from cases.demo.arrivals import CALENDARS, Arrival
from cases.demo.asides import asides
from cases.demo.forms import fill_in
from cases.demo.intent import Intent, intent
from cases.demo.morning import Desk, Zaak, look
from cases.demo.town import Team
from cases.intake import receive
from cases.melding import NewReport
from cases.meldingrij import check_row
from cases.rights import ADM, LPA, SYSTEM, Actor
from cases.rows import table_of
from cases.store import writing
from cases.sweep import sweep
from cases.tables import Case, Deadline, Report

_CASES, _DEADLINES, _REPORTS = table_of(Case), table_of(Deadline), table_of(Report)
MIDNIGHT, INTAKE, SWEEP, POST, WORK = time(), time(6, 30), time(6, 45), time(7, 5), time(8, 40)

# With less overdue than LOW a team lets things lie, above HIGH it catches up: so a demo of any day looks alike.
LOW, HIGH = 17, 23
LONG_AGO = timedelta(days=30)


@dataclass(slots=True)
class Office:
    """The demo office as it lives through its days."""

    engine: Engine
    team: Team
    seed: int
    stories: dict[UUID, str] = field(default_factory=dict)
    intents: dict[tuple[object, ...], Intent | None] = field(default_factory=dict)
    done: set[tuple[object, ...]] = field(default_factory=set)

    def dice(self, *of: object) -> Random:
        """Dice of their own for each thing, so that the order in which things happen changes nothing."""
        return Random(f"{self.seed} {of}")  # noqa: S311, RUF100  # nosec B311

    def live(self, day: date, arriving: list[Arrival]) -> None:
        """A whole past day: meldingen, sweep, post and the work of the officers."""
        at_work = CALENDARS["9001"].is_working_day(day)
        if arriving:
            with writing(self.engine) as session:
                self._take_in(session, arriving, dutch_instant(day, INTAKE))
        self._sweep(dutch_instant(day, SWEEP))
        if at_work:
            with writing(self.engine) as session:
                _hand_over_post(session, dutch_instant(day, POST))
                _Workday(self, session, day).work()

    def begin(self, day: date, arriving: list[Arrival]) -> None:
        """The first minutes of today: nothing is dated later than that, and its post is still to go."""
        at = dutch_instant(day, MIDNIGHT)
        if arriving:
            with writing(self.engine) as session:
                self._take_in(session, arriving, at)
        self._sweep(at)

    def _sweep(self, at: datetime) -> None:
        sweep(self.engine, at=at, recorded_at=at)

    def _take_in(self, session: Session, arriving: list[Arrival], at: datetime) -> None:
        reports = [NewReport(check_row(arrival.row, at)) for arrival in arriving]
        receive(session, reports, actor=SYSTEM, at=at, recorded_at=at)
        told = {arrival.row["kenmerk"]: arrival.story for arrival in arriving if arrival.story}
        query = sa.select(_REPORTS.c.case_id, _REPORTS.c.kenmerk).where(_REPORTS.c.kenmerk.in_(told))
        for row in session.execute(query).all() if told else ():
            self.stories[row.case_id] = told[row.kenmerk]


def _hand_over_post(session: Session, at: datetime) -> None:
    """Settle every notice as the post room would, without a mail server: the demo's past was never mailed."""
    for lease in leases.claim(session, at=at, real_at=at, limit=100):
        count, earliest_on = outbox.open_terms(session, lease.id)
        if count == 0:
            leases.settle(session, lease, leases.SUPPRESSED, at=at, code="niets_meer_open")
            continue
        leases.record_facts(session, lease, count=count, earliest_on=earliest_on)
        leases.settle(session, lease, leases.HANDED_OVER, at=at)


class _Workday:
    """The work of one day: at most one thing per dossier, each at its own minute."""

    def __init__(self, office: Office, session: Session, day: date) -> None:
        self.office, self.session, self.day = office, session, day
        self.people = office.team.by_id()
        self.at = dutch_instant(day, WORK)
        self.touched: set[UUID] = set()
        self.overdue = 0

    def work(self) -> None:
        desk = look(self.session, self.day, self.office.stories)
        self.overdue = desk.overdue
        for zaak in sorted(desk.zaken, key=lambda zaak: (zaak.due_on or self.day, zaak.number)):
            if zaak.root_id not in self.touched and (steps := self._today(zaak, desk)):
                self._do(zaak, steps)
        asides(
            self.session,
            desk,
            self.office.team,
            self.day,
            self.office.dice("day", self.day),
            self._minute,
            self.touched,
        )

    def _today(self, zaak: Zaak, desk: Desk) -> tuple[str, ...]:
        """The steps that are taken today, if any."""
        entry = (zaak.number, zaak.state, zaak.started_on, zaak.anchor_on, zaak.round)
        if entry not in self.office.intents:
            self.office.intents[entry] = intent(zaak, self.office.dice("intent", *entry))
        meant = self.office.intents[entry]
        if meant is not None and entry not in self.office.done and self._time_for(zaak, meant):
            self.office.done.add(entry)
            return self._with_the_school(zaak, _fit(meant.steps, desk.children.get(zaak.root_id, frozenset())))
        if zaak.id in desk.not_told_school and self.overdue > HIGH:
            return ("terugkoppeling_school",)
        return ()

    def _time_for(self, zaak: Zaak, meant: Intent) -> bool:
        due = zaak.due_on
        if meant.fixed or due is None:
            return self.day >= meant.on
        if due < self.day and self.day - due < LONG_AGO:
            hurried = self.overdue > HIGH or (self.day >= meant.on and self.overdue > LOW)
            self.overdue -= hurried
            return hurried
        if due == self.day and self.overdue < LOW and not zaak.story:
            return False
        return self.day >= meant.on

    def _with_the_school(self, zaak: Zaak, steps: tuple[str, ...]) -> tuple[str, ...]:
        """Nearly everybody tells the school what happens, and makes a note now and then."""
        dice = self.office.dice("beside", zaak.number, zaak.version)
        root = zaak.id == zaak.root_id and zaak.state not in ("ontvangen", "in_route")
        if root and not zaak.facts.get("teruggekoppeld_op") and dice.random() < 0.93:
            steps = ("terugkoppeling_school", *steps)
        return ("notitie", *steps) if root and dice.random() < 0.2 else steps

    def _do(self, zaak: Zaak, steps: tuple[str, ...]) -> None:
        dice = self.office.dice("step", zaak.number, zaak.version)
        actor = self._officer_of(zaak, dice)
        self.touched.add(zaak.root_id)
        for step in steps:
            by = self._clerk(zaak, step, dice) or actor
            answers, why = fill_in(replace(zaak, officer_id=actor.id), step, self.day, dice)
            taken = take_step(
                self.session, zaak.id, step, answers, actor=by, at=self._minute(), version=zaak.version, motivation=why
            )
            self._stop_the_clock(zaak, step, actor, taken)
            zaak = replace(zaak, state=taken.state, version=self._version(taken))

    def _officer_of(self, zaak: Zaak, dice: Random) -> Actor:
        return self.people.get(zaak.officer_id) or dice.choice(self.office.team.of(LPA, zaak.gemeente))

    def _clerk(self, zaak: Zaak, step: str, dice: Random) -> Actor | None:
        """Sometimes the administratie sends the invitation or writes the note."""
        if step in ("plan_gesprek", "notitie", "plan_overleg") and dice.random() < 0.25:
            return self.office.team.of(ADM, zaak.gemeente)[0]
        return None

    def _minute(self) -> datetime:
        self.at += timedelta(minutes=2)
        return self.at

    def _version(self, taken: Taken) -> int:
        """The version now: what followed from the step by itself may have come after its event."""
        found = self.session.execute(sa.select(_CASES.c.version).where(_CASES.c.id == taken.case_id))
        return int(found.scalar_one())

    def _stop_the_clock(self, zaak: Zaak, step: str, actor: Actor, taken: Taken) -> None:
        """Waiting lists and illness: some terms are suspended, some extended."""
        dice = self.office.dice("clock", zaak.number, zaak.version, step)
        waits = step == "hulp_aanvaard" and (zaak.story == "wachtlijst" or dice.random() < 0.12)
        ill = step == "vraag_informatie" and dice.random() < 0.15
        longer = step == "oppakken" and zaak.proces == "luxeverzuim" and dice.random() < 0.15
        if not (waits or ill or longer):
            return
        running = sa.select(_DEADLINES.c.id).where(
            _DEADLINES.c.case_id == zaak.id, _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.kind == "toestand"
        )
        deadline_id = self.session.execute(running).scalar_one()
        if longer:
            clockwork.extend(
                self.session,
                deadline_id,
                amount=5,
                ground="op_verzoek",
                actor=actor,
                at=self._minute(),
                version=taken.version,
                explanation="Ouders zijn tot volgende week in het buitenland.",
            )
            return
        weeks = dice.randint(4, 7) if waits else 1
        ground, why = (
            ("wachtlijst", "De aanbieder heeft een wachtlijst.") if waits else ("ziekte", "De contactpersoon is ziek.")
        )
        clockwork.suspend(
            self.session,
            deadline_id,
            since=self.day,
            until=self.day + timedelta(weeks=weeks),
            ground=ground,
            explanation=why,
            actor=actor,
            at=self._minute(),
            version=taken.version,
        )


def _fit(steps: tuple[str, ...], open_children: frozenset[str]) -> tuple[str, ...]:
    """Leave out what is already there: one mdo at a time, and a route that runs is taken up again."""
    kept = [step for step in steps if not (step == "vraag_mdo" and "mdo" in open_children)]
    return tuple("hervat_route" if step == "start_hulp" and "hulp" in open_children else step for step in kept)
