"""Pas toe of leg uit: the steps that deviated from a norm, with their motivation."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.paging import FIRST, Page, Part
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Event, Officer
from cases.titles import proces_title, words
from cases.wpg import contents, merge, veil

_CASES, _EVENTS, _OFFICERS = table_of(Case), table_of(Event), table_of(Officer)


def deviations(session: Session, actor: Actor, *, today: date, gemeente: str = "", page: Page = FIRST) -> Part[Row]:
    """Events that deviated, newest first: id, case_id, number, proces, gemeente, step, title, at, deviations,
    motivation, actor, officer_name, regime. Of a wpg one without akte only that it was, and when. Raises NotAllowed.
    """
    require(actor, "afwijkingen")
    event = _EVENTS.c
    conditions: list[sa.ColumnElement[bool]] = [visible(actor, event.gemeente), event.deviates]
    if gemeente:
        conditions.append(event.gemeente == gemeente)
    sees = actor.sees_wpg(today)
    rows = session.execute(
        (contents(_columns()) if sees else _columns())
        .where(*conditions)
        .order_by(event.at.desc(), event.id)
        .limit(page.most)
        .offset(page.offset)
    ).mappings()  # fmt: skip
    return Part.of([_line(merge(dict(row)) if sees else veil(dict(row), sees)) for row in rows], page)


def _line(row: Row) -> Row:
    return {**row, "title": words(row["step"]) if row["step"] else proces_title(row["proces"])}


def _columns() -> sa.Select[Any]:
    event = _EVENTS.c
    return (
        sa.select(
            event.id, event.case_id, event.gemeente, event.step, event.at, event.deviations, event.motivation,
            event.actor, event.regime, _CASES.c.number, _CASES.c.proces, _OFFICERS.c.name.label("officer_name"),
        )
        .join_from(_EVENTS, _CASES, _CASES.c.id == event.case_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == event.officer_id)
    )  # fmt: skip
