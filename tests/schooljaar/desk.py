"""The open zaken of a morning: a cheap look at all of them, a good look at those of whom something is due."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.demo.morning import Zaak, zaak_of
from cases.register_status import LIVE
from cases.rows import WPG, table_of
from cases.store import reading
from cases.tables import Case, Deadline, Person, Report, WpgEvent
from cases.wpg import facts_join
from tests.schooljaar.families import Families

_CASES, _DEADLINES, _PERSONS = table_of(Case), table_of(Deadline), table_of(Person)
_REPORTS, _WPG = table_of(Report), table_of(WpgEvent)
_STATE_TERM = sa.and_(
    _DEADLINES.c.case_id == _CASES.c.id, _DEADLINES.c.ended_on.is_(None), _DEADLINES.c.kind == "toestand"
)
_GLANCE = (
    sa.select(_CASES.c.id, _CASES.c.number, _CASES.c.state, _DEADLINES.c.started_on, _DEADLINES.c.anchor_on,
              _DEADLINES.c.round)
    .outerjoin(_DEADLINES, _STATE_TERM)
    .where(_CASES.c.closed_on.is_(None))
    .order_by(_CASES.c.number)
)  # fmt: skip

Entry = tuple[str, str, Any, Any, Any]
"""(zaaknummer, state, begin, anchor and round of its term): changes when a zaak enters a state or its term moves"""


def glance(engine: Engine) -> dict[UUID, Entry]:
    """Every open zaak by id, in order of number."""
    with reading(engine) as session:
        return {row[0]: tuple(row[1:]) for row in session.execute(_GLANCE)}


def look(engine: Engine, ids: Collection[UUID], families: Families) -> list[Zaak]:
    """These zaken as their officers find them, in order of number; those that are closed are left out."""
    with reading(engine) as session:
        rows = [row for some in _parts(sorted(ids)) for row in session.execute(_whole(some)).mappings()]
        roots = {row["root_id"] for row in rows}
        facts: dict[UUID, Any] = {}
        live: dict[UUID, UUID] = {}
        for some in _parts(sorted(roots)):
            of_roots = sa.select(_CASES.c.id, _CASES.c.facts).where(_CASES.c.id.in_(some))
            facts |= {found.id: found.facts for found in session.execute(of_roots)}
            running = _REPORTS.c.case_id.in_(some), _REPORTS.c.status.in_(LIVE)
            reports = sa.select(_REPORTS.c.case_id, _REPORTS.c.id).where(*running).order_by(_REPORTS.c.kenmerk)
            live |= {found.case_id: found.id for found in session.execute(reports)}
    zaken = []
    for row in rows:
        values = dict(row)
        if row["regime"] == WPG:
            values["facts"] = row["wpg_facts"] or {}
        zaak = zaak_of(values, facts[row["root_id"]], "")
        parents = families.parents.get(zaak.person_id, ())
        zaken.append(replace(zaak, parents=parents, melding=live.get(row["root_id"])))
    return sorted(zaken, key=lambda zaak: zaak.number)


def _whole(ids: Collection[UUID]) -> sa.Select[Any]:
    return (
        sa.select(
            _CASES, _PERSONS.c.geboortedatum, _WPG.c.facts.label("wpg_facts"), _DEADLINES.c.id.label("deadline_id"),
            _DEADLINES.c.started_on, _DEADLINES.c.anchor_on, _DEADLINES.c.due_on, _DEADLINES.c.round,
        )
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .outerjoin(_WPG, facts_join())
        .outerjoin(_DEADLINES, _STATE_TERM)
        .where(_CASES.c.id.in_(ids), _CASES.c.closed_on.is_(None))
    )  # fmt: skip


def _parts(ids: list[UUID], size: int = 500) -> Iterable[list[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
