"""What happens now and then beside the daily work: a zaak changes hands, something closed comes back."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.actions import assign, open_case, take_step
from cases.demo.morning import Desk
from cases.demo.town import Team
from cases.opening import Opening
from cases.rights import LPA, TL, Actor
from cases.rows import Row, table_of
from cases.tables import Case, Person

_CASES, _PERSONS = table_of(Case), table_of(Person)
OFTEN = 0.12
QUIET = timedelta(days=7)

Clock = Callable[[], datetime]


def asides(
    session: Session, desk: Desk, team: Team, day: date, dice: Random, clock: Clock, touched: Collection[UUID]
) -> None:
    """Perhaps let a teamleider move a zaak, and perhaps let a closed one come back."""
    if dice.random() < OFTEN:
        _reassign(session, desk, team, dice, clock, touched)
    if dice.random() < OFTEN and (row := _closed(session, day, dice)):
        officer = team.by_id()[row["officer_id"]]
        if dice.random() < 0.5:
            answers = {"reden": "School meldt dat de jongere opnieuw wegblijft."}
            take_step(session, row["id"], "heropen", answers, actor=officer, at=clock(), version=row["version"])
        else:
            _own_signal(session, row, officer, clock)


def _reassign(session: Session, desk: Desk, team: Team, dice: Random, clock: Clock, touched: Collection[UUID]) -> None:
    roots = [zaak for zaak in desk.zaken if zaak.id == zaak.root_id and zaak.officer_id and zaak.id not in touched]
    if not roots:
        return
    zaak = dice.choice(roots)
    others = [actor.id for actor in team.of(LPA, zaak.gemeente) if actor.id not in (None, zaak.officer_id)]
    to, leader = dice.choice(others), team.of(TL, zaak.gemeente)[0]
    if to is not None:
        why = "Verdeling van het werk in het team."
        assign(session, zaak.id, to, actor=leader, at=clock(), version=zaak.version, reason=why)


def _closed(session: Session, day: date, dice: Random) -> Row | None:
    """A zaak that has been closed for a while, of a jongere of whom nothing is open."""
    closed, newer = _CASES.alias("closed"), _CASES.alias("newer")
    open_now = sa.exists().where(
        newer.c.person_id == closed.c.person_id, newer.c.id == newer.c.root_id, newer.c.closed_on.is_(None)
    )
    query = (
        sa.select(closed, _PERSONS.c.geboortedatum)
        .join_from(closed, _PERSONS, _PERSONS.c.id == closed.c.person_id)
        .where(
            closed.c.id == closed.c.root_id, closed.c.state == "afgesloten", closed.c.officer_id.is_not(None),
            closed.c.closed_on <= day - QUIET, ~open_now,
        )
        .order_by(closed.c.number)
    )  # fmt: skip
    rows = session.execute(query).mappings().all()
    return dict(dice.choice(rows)) if rows else None


def _own_signal(session: Session, row: Row, officer: Actor, clock: Clock) -> None:
    signal = Opening(
        gemeente=row["gemeente"], proces=row["proces"], person_id=row["person_id"], birth_date=row.pop("geboortedatum"),
        school_id=row["school_id"], soort="eigen", facts={}, officer_id=officer.id, by_officer=True, previous=row,
        told={"toelichting": "Ouder belde: het verzuim begint weer."},
    )  # fmt: skip
    open_case(session, signal, actor=officer, at=clock())
