"""What officers find on their desk in the morning: every open zaak, and how much is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import table_of
from cases.tables import Case, Deadline, Person

_CASES, _DEADLINES, _PERSONS = table_of(Case), table_of(Deadline), table_of(Person)


@dataclass(frozen=True, slots=True)
class Zaak:
    """An open zaak as an officer finds it on his list this morning."""

    id: UUID
    root_id: UUID
    number: str
    proces: str
    state: str
    version: int
    gemeente: str
    officer_id: UUID | None
    born: date
    facts: Mapping[str, Any]
    root_facts: Mapping[str, Any]
    deadline_id: UUID | None
    started_on: date
    anchor_on: date | None
    due_on: date | None
    round: int
    story: str
    person_id: UUID
    parents: tuple[UUID, ...] = ()
    """ouders and verzorgers who may be verdachte"""
    melding: UUID | None = None
    """one that still runs"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Every open zaak by zaaknummer, the open children per dossier, and the overdue terms."""

    zaken: tuple[Zaak, ...]
    children: Mapping[UUID, frozenset[str]]
    """root -> processes of its open children"""
    overdue: int
    not_told_school: frozenset[UUID]
    """zaken of which the term to tell the school has passed"""


def look(session: Session, today: date, stories: Mapping[UUID, str]) -> Desk:
    """The desk of this morning, in two statements."""
    term = sa.and_(
        _DEADLINES.c.case_id == _CASES.c.id, _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.kind == "toestand"
    )
    rows = session.execute(
        sa.select(
            _CASES, _PERSONS.c.geboortedatum, _DEADLINES.c.id.label("deadline_id"), _DEADLINES.c.started_on,
            _DEADLINES.c.anchor_on, _DEADLINES.c.due_on, _DEADLINES.c.round,
        )
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .outerjoin(_DEADLINES, term)
        .where(_CASES.c.closed_on.is_(None))
        .order_by(_CASES.c.number)
    ).mappings().all()  # fmt: skip
    facts = {row["id"]: row["facts"] for row in rows}
    children: dict[UUID, frozenset[str]] = {}
    for row in rows:
        if row["id"] != row["root_id"]:
            children[row["root_id"]] = children.get(row["root_id"], frozenset()) | {row["proces"]}
    late = session.execute(
        sa.select(_DEADLINES.c.case_id, _DEADLINES.c.name).where(
            _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.due_on < today
        )
    ).all()
    return Desk(
        tuple(zaak_of(dict(row), facts.get(row["root_id"], {}), stories.get(row["root_id"], "")) for row in rows),
        children, len(late), frozenset(row.case_id for row in late if row.name == "terugkoppeling_school"),
    )  # fmt: skip


def zaak_of(row: Mapping[str, Any], root_facts: Mapping[str, Any], story: str) -> Zaak:
    """A row of zaak, jongere and running term as a Zaak."""
    same = (
        "id", "root_id", "number", "proces", "state", "version", "gemeente", "officer_id", "facts", "deadline_id",
        "anchor_on", "due_on", "person_id",
    )  # fmt: skip
    entered = row["started_on"] or date.fromisoformat(row["facts"].get("hulp_op") or row["opened_on"].isoformat())
    return Zaak(
        **{name: row[name] for name in same}, root_facts=root_facts, born=row["geboortedatum"], started_on=entered,
        round=row["round"] or 1, story=story,
    )  # fmt: skip
