"""Hands on what was done: steps taken back, answers set right, clocks stopped, letters begun by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import clockwork, corrections, letters
from cases.demo.arrivals import CALENDARS
from cases.demo.morning import Zaak
from cases.rows import table_of
from cases.store import reading, writing
from cases.tables import Case, Deadline, Event
from tests.schooljaar.work import REFUSED, Done, Office

_CASES, _DEADLINES, _EVENTS = table_of(Case), table_of(Deadline), table_of(Event)


def attempt(office: Office, name: str, act: Callable[[], object]) -> None:
    """Do this, and count it under its name; a refusal is counted too."""
    try:
        act()
    except REFUSED as refusal:
        office.counts[f"geweigerd: {type(refusal).__name__}"] += 1
    else:
        office.counts[name] += 1


def version_of(office: Office, case_id: UUID) -> int:
    """The version of a zaak now."""
    with reading(office.engine) as session:
        return int(session.execute(sa.select(_CASES.c.version).where(_CASES.c.id == case_id)).scalar_one())


def take_back(office: Office, done: Done, dice: Random) -> None:
    """A mistake: the step is taken back; and sometimes that was the mistake."""

    def both() -> None:
        seq = _withdraw(office, done, _seq(office, done))
        if dice.random() < 0.4:
            _withdraw(office, done, seq)
            office.counts["correctie teruggenomen"] += 1

    attempt(office, "stap teruggenomen", both)


def _withdraw(office: Office, done: Done, seq: int) -> int:
    version = version_of(office, done.zaak.id)
    with writing(office.engine) as session:
        return corrections.withdraw(
            session, done.zaak.id, seq, reason="Vergissing.", actor=done.actor, at=office.minute(), version=version
        ).version


def _seq(office: Office, done: Done) -> int:
    with reading(office.engine) as session:
        query = sa.select(_EVENTS.c.seq).where(_EVENTS.c.id == done.taken.event_id)
        return int(session.execute(query).scalar_one())


def amend(office: Office, done: Done) -> None:
    """The day that was written down was wrong: it is the next one."""
    zaak, calendar = done.zaak, CALENDARS[done.zaak.gemeente]
    later = calendar.add_working_days(date.fromisoformat(done.answers["datum"]), 1).isoformat()

    def act() -> None:
        seq, version = _seq(office, done), version_of(office, zaak.id)
        with writing(office.engine) as session:
            corrections.amend(
                session, zaak.id, seq, {"datum": later}, reason="Verkeerd getypt.", actor=done.actor,
                at=office.minute(), version=version,
            )  # fmt: skip

    attempt(office, "antwoord hersteld", act)


def clock(office: Office, zaak: Zaak, dice: Random) -> None:
    """A waiting list, illness, a holiday, more time, or a term that was wrong."""
    query = sa.select(_DEADLINES.c.id).where(
        _DEADLINES.c.case_id == zaak.id, _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.kind == "toestand"
    )
    with reading(office.engine) as session:
        deadline_id = session.execute(query).scalar()
    if deadline_id is None:
        return
    what = dice.choice(("opgeschort", "opgeschort", "verlengd", "gecorrigeerd"))

    def act() -> None:
        with writing(office.engine) as session:
            _turn(session, office, zaak, deadline_id, what, dice)

    attempt(office, f"termijn {what}", act)


def _turn(session: Session, office: Office, zaak: Zaak, deadline_id: UUID, what: str, dice: Random) -> None:
    day, actor, at = office.day, office.leader_of(zaak), office.minute()
    if what == "verlengd":
        clockwork.extend(session, deadline_id, amount=5, ground="capaciteit", actor=actor, at=at)
    elif what == "gecorrigeerd":
        clockwork.correct(
            session, deadline_id, amount=dice.randint(5, 15), ground="vergissing", explanation="Verkeerd ingevoerd.",
            actor=actor, at=at,
        )  # fmt: skip
    else:
        clockwork.suspend(
            session, deadline_id, since=day, until=day + timedelta(days=dice.randint(3, 30)),
            ground=dice.choice(("wachtlijst", "ziekte", "schoolvakantie")), actor=actor, at=at,
        )  # fmt: skip
        if dice.random() < 0.3:
            clockwork.resume(session, deadline_id, on=day + timedelta(days=2), actor=actor, at=at)


def by_hand(office: Office, done: Done, code: str) -> None:
    """A letter that no step makes."""

    def start() -> None:
        with writing(office.engine) as session:
            letters.start(session, done.actor, done.zaak.id, code, at=office.minute())

    attempt(office, "brief met de hand", start)
