"""What became of a melding: the zaak it opened or joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import NotFound
from cases.rights import Actor, require, visible
from cases.rows import table_of
from cases.tables import Case, Report

_CASES, _REPORTS = table_of(Case), table_of(Report)


@dataclass(frozen=True, slots=True)
class Received:
    """A melding with its zaak."""

    id: UUID
    kenmerk: str
    joined: bool
    flags: Sequence[str]
    """Dutch sentences: what does not fit, never a refusal"""
    case_id: UUID
    number: str


def received(session: Session, actor: Actor, report_id: UUID) -> Received:
    """The melding with this id. Raises NotAllowed, or NotFound when it is not for this actor."""
    require(actor, "zaken.lezen")
    return _one(session, _REPORTS.c.id == report_id, visible(actor, _REPORTS.c.gemeente))


def received_as(session: Session, kenmerk: str) -> Received:
    """The melding with this kenmerk, for who has just sent it."""
    return _one(session, _REPORTS.c.kenmerk == kenmerk)


def _one(session: Session, *which: sa.ColumnElement[bool]) -> Received:
    report = _REPORTS.c
    query: sa.Select[Any] = (
        sa.select(report.id, report.kenmerk, report.joined, report.flags, report.case_id, _CASES.c.number)
        .join_from(_REPORTS, _CASES, _CASES.c.id == report.case_id)
        .where(*which)
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound
    return Received(**row._mapping)
