"""Writing what is known of people: under a lock and a version, and with a row that says who changed which fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases.clock import dutch_date
from cases.errors import Conflict, NotFound
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, require, visible
from cases.rows import Row, insert_all, new, table_of
from cases.tables import Officer, Person, PersonChange, Relation

_PERSONS, _CHANGES, _RELATIONS = table_of(Person), table_of(PersonChange), table_of(Relation)
_OFFICERS = table_of(Officer)
_STALE = "Iemand anders heeft deze gegevens intussen gewijzigd. Open de pagina opnieuw en kijk of het nog klopt."

TITLES: Mapping[str, str] = {
    "gegevens": "Gegevens van de jongere gewijzigd",
    "mens_erbij": "Iemand toegevoegd",
    "mens": "Gegevens van ouder of verzorger gewijzigd",
    "relatie": "Rol, gezag of verzorging gewijzigd",
    "relatie_einde": "Relatie beëindigd",
    "gezin_erbij": "Broer of zus toegevoegd aan het gezin",
    "gezin_los": "Uit het gezin gehaald",
    "inzage": "Geheim adres bekeken",
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who changes something, when, and under which key a repeat is harmless."""

    actor: Actor
    at: datetime
    key: str | None = None

    @property
    def today(self) -> date:
        """The Dutch date."""
        return dutch_date(self.at)


def find(session: Session, actor: Actor, person_id: UUID) -> Row:
    """The jongere, locked until the transaction ends. NotFound when he does not exist or is not for this actor."""
    query = sa.select(_PERSONS).where(_PERSONS.c.id == person_id, visible(actor, _PERSONS.c.gemeente))
    row = session.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise NotFound
    return dict(row)


def relation_of(session: Session, actor: Actor, relation_id: UUID) -> tuple[Row, Row]:
    """A relation and its jongere, who is locked. NotFound when it does not exist or is not for this actor."""
    query = sa.select(_RELATIONS).where(_RELATIONS.c.id == relation_id, visible(actor, _RELATIONS.c.gemeente))
    row = session.execute(query).mappings().first()
    if row is None:
        raise NotFound
    person = find(session, actor, row["person_id"])
    # Read again: only now nobody else can be writing it.
    return dict(session.execute(query).mappings().one()), person


def done(session: Session, who: Who, person_id: UUID) -> Row | None:
    """The change that this key made before; None when it is new."""
    if who.key is None:
        return None
    query = sa.select(_CHANGES).where(_CHANGES.c.person_id == person_id, _CHANGES.c.idempotency_key == who.key)
    row = session.execute(query).mappings().first()
    return dict(row) if row else None


def write(
    session: Session, table: type[SQLModel], before: Mapping[Any, Any], given: Mapping[str, Any], version: int
) -> list[str]:
    """Write the values that differ, under the version that was looked at; the names of the fields that changed.

    Raises Conflict when somebody else was first.
    """
    if before["version"] != version:
        raise Conflict(_STALE)
    changed = {name: value for name, value in given.items() if before[name] != value}
    if changed:
        core = table_of(table)
        [key] = core.primary_key.columns
        values = changed | {"version": version + 1}
        mine = key == before[key.name], core.c.version == version
        if session.connection().execute(sa.update(core).where(*mine).values(values)).rowcount == 0:
            raise Conflict(_STALE)
    return list(changed)


def note(
    session: Session, who: Who, person: Row, kind: str, fields: Sequence[str], relative_id: UUID | None = None,
    relation_id: UUID | None = None,
) -> None:  # fmt: skip
    """Write down who did this with this jongere: which fields, never their values. Nothing when nothing changed."""
    if not fields and kind not in ("gezin_erbij", "gezin_los"):
        return
    row = new(
        PersonChange, gemeente=person["gemeente"], person_id=person["id"], relative_id=relative_id,
        relation_id=relation_id, kind=kind, fields=sorted(fields), at=who.at, officer_id=who.actor.id,
        actor=who.actor.role, idempotency_key=who.key,
    )  # fmt: skip
    insert_all(session, PersonChange, [row])


def changes(session: Session, actor: Actor, person_id: UUID, page: Page = FIRST) -> Part[Row]:
    """What was changed or looked at with this jongere and whoever belongs to him, newest first; with `title` and
    `officer_name`. Raises NotAllowed, or NotFound when he is not for this actor.
    """
    require(actor, "zaken.lezen")
    mine = _PERSONS.c.id == person_id, visible(actor, _PERSONS.c.gemeente)
    if session.execute(sa.select(_PERSONS.c.id).where(*mine)).first() is None:
        raise NotFound
    c = _CHANGES.c
    of_relatives = sa.select(_RELATIONS.c.relative_id).where(_RELATIONS.c.person_id == person_id)
    about = sa.or_(c.person_id == person_id, sa.and_(c.kind == "mens", c.relative_id.in_(of_relatives)))
    rows = session.execute(
        sa.select(_CHANGES, _OFFICERS.c.name.label("officer_name"))
        .join_from(_CHANGES, _OFFICERS, _OFFICERS.c.id == c.officer_id, isouter=True)
        .where(visible(actor, c.gemeente), about)
        .order_by(c.at.desc(), c.id.desc())
        .limit(page.most)
        .offset(page.offset)
    ).mappings()  # fmt: skip
    return Part.of([{**row, "title": TITLES[row["kind"]]} for row in rows], page)
