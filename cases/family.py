"""The gezin: jongeren of one gemeente who are brothers and sisters, and their zaken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.columns import new_id
from cases.errors import Conflict, Invalid, Problem
from cases.person_changes import Who, done, find, note
from cases.relatives import name_of
from cases.rights import Actor, require, visible
from cases.rows import Row, insert_all, new, table_of
from cases.tables import Case, Person, PersonDetails, Relation
from cases.titles import proces_title, state_title
from cases.wpg import veil

_PERSONS, _DETAILS, _CASES = table_of(Person), table_of(PersonDetails), table_of(Case)
_RELATIONS = table_of(Relation)
FAMILY_MAX, ZAKEN_MAX = 20, 50


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or sister, or somebody who may be one."""

    id: UUID
    name: str
    birth_date: date
    zaken: Sequence[Row] = ()
    """root zaken, newest first: id, number, proces, title, state, state_title, opened_on, closed_on"""


def siblings(session: Session, actor: Actor, person_id: UUID, today: date) -> list[Sibling]:
    """The other jongeren of the gezin with their zaken, within the gemeenten of this actor. Two statements at most."""
    mine = sa.select(_DETAILS.c.family_id).where(_DETAILS.c.person_id == person_id).scalar_subquery()
    members = sa.select(_DETAILS.c.person_id).where(_DETAILS.c.family_id == mine, _DETAILS.c.person_id != person_id)
    return _people(session, actor, today, members)


def check_children(session: Session, person_id: UUID, chosen: Iterable[UUID]) -> None:
    """Raise Invalid on `kinderen` unless each is this jongere or of his gezin. At most one statement."""
    others = set(chosen) - {person_id}
    if not others:
        return
    mine = sa.select(_DETAILS.c.family_id).where(_DETAILS.c.person_id == person_id).scalar_subquery()
    members = sa.select(_DETAILS.c.person_id).where(_DETAILS.c.family_id == mine)
    if others - set(session.execute(members.limit(FAMILY_MAX)).scalars()):
        raise Invalid([Problem("kinderen", "Kies de jongere zelf of een broer of zus uit het gezin.")])


def suggestions(session: Session, actor: Actor, person_id: UUID, today: date) -> list[Sibling]:
    """Jongeren who share an ouder or verzorger with this one and are not in his gezin. Two statements at most."""
    other, own = _RELATIONS.alias("other"), _RELATIONS.alias("own")
    shared = (
        sa.select(other.c.person_id)
        .join_from(other, own, own.c.relative_id == other.c.relative_id)
        .where(own.c.person_id == person_id, other.c.person_id != person_id)
    )
    mine = sa.select(_DETAILS.c.family_id).where(_DETAILS.c.person_id == person_id).scalar_subquery()
    linked = sa.select(_DETAILS.c.person_id).where(_DETAILS.c.family_id == mine)
    return _people(session, actor, today, shared, _PERSONS.c.id.not_in(linked))


def link(session: Session, who: Who, person_id: UUID, other_id: UUID) -> None:
    """Make these two brothers or sisters; two families become one. Both get a row that says who did it.

    Raises NotAllowed, NotFound, Invalid when they are one person or of two gemeenten, or Conflict when the gezin
    would be too large.
    """
    require(who.actor, "mensen.wijzigen")
    # In one order for everybody: two who link the same pair would else wait for each other in a circle.
    people = {one: find(session, who.actor, one) for one in sorted({person_id, other_id})}
    if done(session, who, person_id):
        return
    if len(people) == 1:
        raise Invalid([Problem("jongere", "Kies een andere jongere: dit is hij zelf.")])
    if len({person["gemeente"] for person in people.values()}) > 1:
        raise Invalid([Problem("jongere", "Een gezin ligt binnen één gemeente; deze jongere hoort bij een andere.")])
    before = _families(session, people)
    if before[person_id] is not None and before[person_id] == before[other_id]:
        return
    family = before[person_id] or before[other_id] or new_id()
    for one, person in people.items():
        if before[one] != family:
            _join(session, person, before[one], family)
    if _size(session, family) > FAMILY_MAX:
        raise Conflict(f"Een gezin heeft hier hooguit {FAMILY_MAX} jongeren.")
    note(session, who, people[person_id], "gezin_erbij", ())
    note(session, Who(who.actor, who.at), people[other_id], "gezin_erbij", ())


def unlink(session: Session, who: Who, person_id: UUID) -> None:
    """Take this jongere out of the gezin; one who is left alone has none. Raises NotAllowed or NotFound."""
    require(who.actor, "mensen.wijzigen")
    person = find(session, who.actor, person_id)
    family = _families(session, [person_id])[person_id]
    if done(session, who, person_id) or family is None:
        return
    _set(session, None, _DETAILS.c.person_id == person_id)
    if _size(session, family) == 1:
        _set(session, None, _DETAILS.c.family_id == family)
    note(session, who, person, "gezin_los", ())


def jongere_of_zaak(session: Session, actor: Actor, number: str) -> UUID:
    """The jongere of the zaak with this number. Invalid when there is none in the gemeenten of this actor."""
    query = sa.select(_CASES.c.person_id).where(_CASES.c.number == number.strip(), visible(actor, _CASES.c.gemeente))
    found: UUID | None = session.execute(query).scalar()
    if found is None:
        raise Invalid([Problem("zaaknummer", "Er is geen zaak met dit nummer in uw gemeenten.")])
    return found


def _people(
    session: Session, actor: Actor, today: date, ids: sa.Select[Any], *where: sa.ColumnElement[bool]
) -> list[Sibling]:
    require(actor, "zaken.lezen")
    found = session.execute(
        sa.select(_PERSONS)
        .where(_PERSONS.c.id.in_(ids), visible(actor, _PERSONS.c.gemeente), *where)
        .order_by(_PERSONS.c.geboortedatum, _PERSONS.c.id)
        .limit(FAMILY_MAX)
    ).mappings().all()  # fmt: skip
    zaken = _zaken(session, actor, [row["id"] for row in found], actor.sees_wpg(today)) if found else {}
    return [Sibling(row["id"], name_of(row), row["geboortedatum"], zaken.get(row["id"], ())) for row in found]


def _zaken(session: Session, actor: Actor, ids: Sequence[UUID], sees: bool) -> dict[UUID, list[Row]]:
    c = _CASES.c
    rows = session.execute(
        sa.select(c.id, c.person_id, c.number, c.proces, c.state, c.opened_on, c.closed_on, c.regime)
        .where(c.person_id.in_(ids), c.id == c.root_id, visible(actor, c.gemeente))
        .order_by(c.opened_on.desc(), c.number.desc())
        .limit(ZAKEN_MAX)
    ).mappings()
    found: dict[UUID, list[Row]] = {}
    for row in (veil(dict(each), sees) for each in rows):
        titles = {"title": proces_title(row["proces"]), "state_title": state_title(row["proces"], row["state"])}
        found.setdefault(row["person_id"], []).append({**row, **titles})
    return found


def _families(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """The gezin of each; None for who has none."""
    ids = list(ids)
    query = sa.select(_DETAILS.c.person_id, _DETAILS.c.family_id).where(_DETAILS.c.person_id.in_(ids))
    return dict.fromkeys(ids) | {row.person_id: row.family_id for row in session.execute(query)}


def _join(session: Session, person: Row, before: UUID | None, family: UUID) -> None:
    if before is not None:
        _set(session, family, _DETAILS.c.family_id == before)
    elif not _set(session, family, _DETAILS.c.person_id == person["id"]):
        # Version 0: nothing of the jongere himself was written down yet.
        row = new(PersonDetails, person_id=person["id"], gemeente=person["gemeente"], version=0, family_id=family)
        insert_all(session, PersonDetails, [row])


def _set(session: Session, family: UUID | None, *where: sa.ColumnElement[bool]) -> int:
    return session.connection().execute(sa.update(_DETAILS).where(*where).values(family_id=family)).rowcount


def _size(session: Session, family: UUID) -> int:
    query = sa.select(sa.func.count()).select_from(_DETAILS).where(_DETAILS.c.family_id == family)
    count: int = session.execute(query).scalar_one()
    return count
