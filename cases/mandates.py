"""Mandates: a BOA of one gemeente who acts in another one, from and until a day."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import Invalid, NotFound, Problem
from cases.places import known_codes
from cases.rights import LPA
from cases.rows import Row, table_of
from cases.tables import Mandate, Officer, OfficerMunicipality

_MANDATES, _OFFICERS, _WORKS_FOR = table_of(Mandate), table_of(Officer), table_of(OfficerMunicipality)
MANDATES_MAX = 500


def reach(session: Session, officer_id: UUID, today: date) -> tuple[frozenset[str], frozenset[str]]:
    """The gemeenten of this medewerker himself, and those of mandates that hold today. One statement."""
    own = sa.select(_WORKS_FOR.c.gemeente, sa.false().label("lent")).where(_WORKS_FOR.c.officer_id == officer_id)
    lent = sa.select(_MANDATES.c.gemeente, sa.true()).where(_MANDATES.c.officer_id == officer_id, holds(today))
    rows = session.execute(sa.union_all(own, lent)).all()
    return frozenset(code for code, lent in rows if not lent), frozenset(code for code, lent in rows if lent)


def holds(today: date) -> sa.ColumnElement[bool]:
    """The condition under which a mandate holds on this Dutch date: first and last day are included."""
    m = _MANDATES.c
    kept = sa.or_(m.revoked_on.is_(None), m.revoked_on > today)
    return sa.and_(m.valid_from <= today, m.valid_until >= today, kept)


def acts_for(gemeenten: Collection[str], today: date) -> sa.ColumnElement[bool]:
    """The condition under which an officer acts for one of these gemeenten: his own, or one he has a mandate for today.

    As in `cases.people.actor_of` a mandate counts only with an akte that is valid today.
    """
    o, codes = _OFFICERS.c, sorted(gemeenten)
    own = sa.select(_WORKS_FOR.c.officer_id).where(_WORKS_FOR.c.gemeente.in_(codes))
    lent = sa.select(_MANDATES.c.officer_id).where(_MANDATES.c.gemeente.in_(codes), holds(today))
    akte = sa.and_(o.akte_from <= today, o.akte_until >= today)
    return sa.or_(o.id.in_(own), sa.and_(o.id.in_(lent), akte))


def workplaces(today: date) -> sa.CompoundSelect[tuple[UUID, str]]:
    """Who acts for which gemeente today, (officer_id, gemeente): his own, and mandates with a valid akte."""
    o, m = _OFFICERS.c, _MANDATES.c
    own = sa.select(_WORKS_FOR.c.officer_id, _WORKS_FOR.c.gemeente)
    lent = sa.select(m.officer_id, m.gemeente).join_from(_MANDATES, _OFFICERS, o.id == m.officer_id)
    return sa.union(own, lent.where(holds(today), o.akte_from <= today, o.akte_until >= today))


def give(session: Session, username: str, gemeente: str, first: date, last: date, *, today: date) -> UUID:
    """Let a leerplichtambtenaar act with his BOA akte in another gemeente, from `first` until `last`; returns its id.

    Raises NotFound for an unknown username, or Invalid with every field that is wrong.
    """
    officer = session.execute(sa.select(_OFFICERS).where(_OFFICERS.c.username == username)).mappings().first()
    if officer is None:
        raise NotFound
    akte = officer["akte_from"] is not None and officer["akte_from"] <= first <= (officer["akte_until"] or first)
    wrong = []
    if officer["role"] != LPA or not akte:
        text = "Een mandaat is voor een leerplichtambtenaar met een BOA-akte die op de eerste dag geldt."
        wrong.append(Problem("gebruikersnaam", text))
    if gemeente not in known_codes(session):
        wrong.append(Problem("gemeente", "Kies een gemeente van deze installatie."))
    elif _works_for(session, officer["id"], gemeente):
        wrong.append(Problem("gemeente", "Deze medewerker werkt al voor deze gemeente: daar is geen mandaat nodig."))
    if last < first:
        wrong.append(Problem("tot_en_met", "Het mandaat eindigt voordat het begint."))
    elif last < today:
        wrong.append(Problem("tot_en_met", "Het mandaat is al voorbij: kies vandaag of een latere laatste dag."))
    if not wrong and _overlaps(session, officer["id"], gemeente, first, last):
        wrong.append(Problem("vanaf", "Er is in deze dagen al een mandaat voor deze gemeente."))
    if wrong:
        raise Invalid(wrong)
    mandate = Mandate(officer_id=officer["id"], gemeente=gemeente, valid_from=first, valid_until=last)
    session.add(mandate)
    session.flush()
    return mandate.id


def revoke(session: Session, mandate_id: UUID, *, today: date) -> None:
    """Take a mandate back: from today it holds no longer. NotFound when there is none; twice keeps the first day."""
    mandate = session.get(Mandate, mandate_id)
    if mandate is None:
        raise NotFound
    mandate.revoked_on = mandate.revoked_on or today
    session.add(mandate)


def mandates(session: Session, limit: int = MANDATES_MAX) -> Sequence[Row]:
    """All mandates with the username of who has them, the last to end first."""
    query = sa.select(_MANDATES, _OFFICERS.c.username).join_from(
        _MANDATES, _OFFICERS, _OFFICERS.c.id == _MANDATES.c.officer_id
    )
    ordered = query.order_by(_MANDATES.c.valid_until.desc(), _OFFICERS.c.username, _MANDATES.c.id).limit(limit)
    return [dict(row) for row in session.execute(ordered).mappings()]


def _works_for(session: Session, officer_id: UUID, gemeente: str) -> bool:
    own = _WORKS_FOR.c.officer_id == officer_id, _WORKS_FOR.c.gemeente == gemeente
    return session.execute(sa.select(_WORKS_FOR.c.gemeente).where(*own)).first() is not None


def _overlaps(session: Session, officer_id: UUID, gemeente: str, first: date, last: date) -> bool:
    m = _MANDATES.c
    same = m.officer_id == officer_id, m.gemeente == gemeente
    days = m.valid_from <= last, m.valid_until >= first, sa.or_(m.revoked_on.is_(None), m.revoked_on > first)
    return session.execute(sa.select(m.id).where(*same, *days)).first() is not None
