"""The timeline of a zaak: events and rungs in one list, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import NotFound
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Event, Officer, Rung
from cases.titles import event_title, rung_title, state_title
from cases.wpg import contents, merge, veil

_CASES, _EVENTS, _OFFICERS, _RUNGS = table_of(Case), table_of(Event), table_of(Officer), table_of(Rung)
EVENT, RUNG = "gebeurtenis", "trede"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: an event, or a rung that was reached."""

    kind: str
    """gebeurtenis or trede"""
    id: UUID
    at: datetime
    """effective instant"""
    recorded_at: datetime
    case_id: UUID
    number: str
    proces: str
    title: str
    name: str
    """kind of the event, or name of the rung"""
    step: str = ""
    state: str = ""
    state_title: str = ""
    """state it led to, when it changed"""
    version: int | None = None
    """of an event: the version of its zaak since then"""
    actor: str = ""
    officer_name: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    deviations: Sequence[Mapping[str, str]] = ()
    motivation: str = ""
    uitkomst: str = ""
    on: date | None = None
    """of a rung: the day it was due"""
    effect: str = ""
    told: int = 0
    """of a rung: how many people were told"""
    child_id: UUID | None = None
    corrects: int | None = None
    """of a correction: the version that the event it corrects led to"""


def timeline(session: Session, actor: Actor, case_id: UUID, page: Page = FIRST, *, today: date) -> Part[Entry]:
    """What happened in a zaak; for a root zaak in its whole dossier. Four statements.

    Raises NotAllowed, or NotFound when the zaak is not for this actor.
    """
    require(actor, "zaken.lezen")
    found = session.execute(
        sa.select(_CASES.c.root_id).where(_CASES.c.id == case_id, visible(actor, _CASES.c.gemeente))
    ).first()
    if found is None:
        raise NotFound
    return entries(session, case_id, found.root_id, page, sees=actor.sees_wpg(today))


def entries(session: Session, case_id: UUID, root_id: UUID, page: Page = FIRST, *, sees: bool) -> Part[Entry]:
    """The same for a zaak of which the caller knows that it is for its reader. Three statements.

    `sees` is whether the reader may know what is wpg.
    """
    lines = session.execute(_lines(case_id, root_id, page)).all()
    events = _events(session, [line.id for line in lines if line.kind == EVENT], sees)
    rungs = _rungs(session, [line.id for line in lines if line.kind == RUNG], sees)
    found = [_event_entry(events[line.id]) if line.kind == EVENT else _rung_entry(rungs[line.id]) for line in lines]
    return Part.of(found, page)


def _lines(case_id: UUID, root_id: UUID, page: Page) -> sa.Select[Any]:
    def of_zaak(table: sa.Table) -> list[sa.ColumnElement[bool]]:
        own = [] if case_id == root_id else [table.c.case_id == case_id]
        return [table.c.root_id == root_id, *own]

    events = sa.select(
        sa.literal(EVENT).label("kind"),
        _EVENTS.c.id,
        _EVENTS.c.at,
        _EVENTS.c.recorded_at,
        _EVENTS.c.seq,
        sa.cast(sa.null(), sa.Date).label("day"),
    ).where(*of_zaak(_EVENTS))
    rungs = sa.select(
        sa.literal(RUNG), _RUNGS.c.id, _RUNGS.c.reached_at, _RUNGS.c.recorded_at, sa.literal(0), _RUNGS.c.on
    ).where(*of_zaak(_RUNGS))
    both = sa.union_all(events, rungs).subquery()
    # At one instant an event comes after the rung that led to it, and a later event after an earlier one.
    order = (both.c.at.desc(), both.c.recorded_at.desc(), both.c.seq.desc(), both.c.day.desc(), both.c.id)
    return sa.select(both.c.kind, both.c.id).order_by(*order).limit(page.most).offset(page.offset)


def _events(session: Session, ids: Sequence[UUID], sees: bool) -> dict[UUID, Row]:
    query = _with_zaak(_EVENTS, _OFFICERS.c.name.label("officer_name")).outerjoin(
        _OFFICERS, _OFFICERS.c.id == _EVENTS.c.officer_id
    )
    wanted = query.where(_EVENTS.c.id.in_(ids))
    rows = session.execute(contents(wanted) if sees else wanted).mappings()
    return {row["id"]: merge(dict(row)) if sees else veil(dict(row), sees) for row in rows}


def _rungs(session: Session, ids: Sequence[UUID], sees: bool) -> dict[UUID, Row]:
    query = _with_zaak(_RUNGS).where(_RUNGS.c.id.in_(ids))
    return {row["id"]: veil(dict(row), sees) for row in session.execute(query).mappings()}


def _with_zaak(table: sa.Table, *more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(table, _CASES.c.number, _CASES.c.proces, *more).join_from(
        table, _CASES, _CASES.c.id == table.c.case_id
    )


def _event_entry(row: Row) -> Entry:
    led_to = state_title(row["proces"], row["to_state"]) if row["from_state"] != row["to_state"] else ""
    return Entry(
        kind=EVENT, id=row["id"], at=row["at"], recorded_at=row["recorded_at"], case_id=row["case_id"],
        number=row["number"], proces=row["proces"], title=event_title(row, row["proces"]), name=row["kind"],
        step=row["step"], state=row["to_state"], state_title=led_to,
        version=row["seq"], actor=row["actor"], officer_name=row["officer_name"], answers=row["answers"],
        deviations=row["deviations"], motivation=row["motivation"], uitkomst=row["uitkomst"],
        corrects=row["corrects"],
    )  # fmt: skip


def _rung_entry(row: Row) -> Entry:
    return Entry(
        kind=RUNG, id=row["id"], at=row["reached_at"], recorded_at=row["recorded_at"], case_id=row["case_id"],
        number=row["number"], proces=row["proces"], title=rung_title(row["name"]), name=row["name"], actor="systeem",
        on=row["on"], effect=row["effect"], told=len(row["recipients"]), child_id=row["child_id"],
    )  # fmt: skip
