"""A jongere with everybody around him, as the page and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.contact import ADDRESS
from cases.errors import NotFound
from cases.family import Sibling, siblings, suggestions
from cases.relatives import PEOPLE_MAX, Party, around, name_of, not_now, related
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Person, PersonDetails, Relation, Relative

_PERSONS, _DETAILS = table_of(Person), table_of(PersonDetails)
_RELATIVES, _RELATIONS = table_of(Relative), table_of(Relation)


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one jongere on a day."""

    jongere: Party
    people: Sequence[Party]
    not_now: Sequence[Party]
    """who was something to him before, or will be later"""
    siblings: Sequence[Sibling]
    suggestions: Sequence[Sibling]
    """who shares an ouder or verzorger with him and is not in his gezin"""


def household(session: Session, actor: Actor, person_id: UUID, *, today: date) -> Household:
    """Everybody around this jongere on this Dutch date. Eight statements at most.

    Raises NotAllowed, or NotFound when he is not for this actor.
    """
    require(actor, "zaken.lezen")
    mine = _PERSONS.c.id == person_id, visible(actor, _PERSONS.c.gemeente)
    if session.execute(sa.select(_PERSONS.c.id).where(*mine)).first() is None:
        raise NotFound
    jongere, *people = around(session, person_id, today)
    return Household(
        jongere, people, not_now(session, person_id, today), siblings(session, actor, person_id, today),
        suggestions(session, actor, person_id, today),
    )  # fmt: skip


def written(session: Session, person_id: UUID, relation_id: UUID | None, *, today: date) -> tuple[Party, Row]:
    """The jongere, or one relation of his, with what was written down by column: what a form starts with.

    A secret address is not in it. The caller has shown that the jongere is for his actor. Raises NotFound.
    """
    if relation_id is None:
        party: Party | None = around(session, person_id, today)[0]
        query = sa.select(_DETAILS).where(_DETAILS.c.person_id == person_id)
    else:
        mine = sa.select(_RELATIONS.c.id).where(_RELATIONS.c.id == relation_id, _RELATIONS.c.person_id == person_id)
        party = related(session, relation_id) if session.execute(mine).first() else None
        query = sa.select(_RELATIVES).where(_RELATIVES.c.id == (party.id if party else None))
    if party is None:
        raise NotFound
    row = dict(session.execute(query).mappings().first() or {})
    return party, row | dict.fromkeys(ADDRESS, "") if row.get("geheim") else row


def known_nearby(session: Session, person_id: UUID, siblings: Sequence[Sibling]) -> list[tuple[UUID, str]]:
    """Ouders and verzorgers of brothers and sisters who never were anything to this jongere: (id, name)."""
    if not siblings:
        return []
    theirs = sa.select(_RELATIONS.c.relative_id).where(_RELATIONS.c.person_id.in_([each.id for each in siblings]))
    own = sa.select(_RELATIONS.c.relative_id).where(_RELATIONS.c.person_id == person_id)
    query = sa.select(_RELATIVES).where(_RELATIVES.c.id.in_(theirs), _RELATIVES.c.id.not_in(own))
    rows = session.execute(query.order_by(_RELATIVES.c.geslachtsnaam, _RELATIVES.c.id).limit(PEOPLE_MAX)).mappings()
    return [(row["id"], name_of(row)) for row in rows]
