"""16 uur in 4 lesweken for a dossier: the counts of its meldingen, school by school, and what does not fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import NotFound
from cases.hours import REPORTS_MAX, WITHDRAWN, Absence, added_up
from cases.offices import Office, office_of
from cases.rights import Actor, NotAllowed, require, visible
from cases.rows import WPG, Row, table_of
from cases.tables import Case, Municipality, Person, Report, School
from cases.wpg import ONLY_BOA
from states.birthdays import birthday
from states.misfits import misfits
from states.sixteen import Count, Told, count_of, counts

_CASES, _OFFICES, _PERSONS = table_of(Case), table_of(Municipality), table_of(Person)
_REPORTS, _SCHOOLS = table_of(Report), table_of(School)
HALT_FROM = 12


@dataclass(frozen=True, slots=True)
class Flagged:
    """A melding with what does not fit about it."""

    row: Row
    hours: float
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class AtSchool:
    """What one school reported, and the counts over its own lesweken."""

    school_id: UUID
    name: str
    counts: Sequence[Count]
    reports: Sequence[Flagged]


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a dossier."""

    root_id: UUID
    number: str
    version: int
    schools: Sequence[AtSchool]
    for_halt: Absence
    """from the 12th birthday"""

    @property
    def reached(self) -> bool:
        """Whether 16 hours in 4 lesweken was reached at any school."""
        return any(count.reached_on for school in self.schools for count in school.counts)


def hours_of(session: Session, actor: Actor, case_id: UUID, *, today: date) -> Hours:
    """The hours in the meldingen of the dossier of this zaak, without those withdrawn. Two statements.

    Raises NotAllowed, also for a wpg dossier without a valid akte, or NotFound.
    """
    require(actor, "zaken.lezen")
    found = session.execute(_root(actor, case_id)).mappings().first()
    if found is None:
        raise NotFound
    if found["regime"] == WPG and not actor.sees_wpg(today):
        raise NotAllowed(ONLY_BOA)
    office = office_of({column.name: found[f"office_{column.name}"] for column in _OFFICES.columns})
    rows = [dict(row) for row in session.execute(_reports(found["id"])).mappings()]
    of_school: dict[UUID, list[Row]] = {}
    for row in rows:
        of_school.setdefault(row["school_id"], []).append(row)
    born = found["geboortedatum"]
    schools = [_at_school(school_id, mine, office, born, today) for school_id, mine in of_school.items()]
    return Hours(
        found["id"], found["number"], found["version"], schools, added_up(rows, birthday(born, HALT_FROM))
    )  # fmt: skip


def _at_school(school_id: UUID, rows: Sequence[Row], office: Office, born: date, today: date) -> AtSchool:
    told = [_told(row) for row in rows]
    found = counts(told, office.school_calendar(school_id))
    reports = [
        Flagged(row, sum(hours for _, hours in each.days), misfits(each, born, count_of(each, found), today))
        for row, each in zip(rows, told, strict=True)
    ]
    return AtSchool(school_id, rows[0]["school_name"], found, reports)


def _told(row: Row) -> Told:
    days: Iterable[Any] = row["specificatie"]
    return Told(
        row["soort"], row["begindatum"], row["einddatum"],
        tuple((date.fromisoformat(day), float(hours)) for day, hours in days),
    )  # fmt: skip


def _root(actor: Actor, case_id: UUID) -> sa.Select[Any]:
    offices = [column.label(f"office_{column.name}") for column in _OFFICES.columns]
    asked = _CASES.alias("asked")
    return (
        sa.select(_CASES.c.id, _CASES.c.number, _CASES.c.version, _CASES.c.regime, _PERSONS.c.geboortedatum, *offices)
        .join_from(_CASES, asked, asked.c.root_id == _CASES.c.id)
        .join(_PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .join(_OFFICES, _OFFICES.c.code == _CASES.c.gemeente)
        .where(asked.c.id == case_id, visible(actor, _CASES.c.gemeente))
    )


def _reports(root_id: UUID) -> sa.Select[Any]:
    report = _REPORTS.c
    return (
        sa.select(
            report.id, report.kenmerk, report.soort, report.status, report.begindatum, report.einddatum,
            report.specificatie, report.te_laat, report.school_id, _SCHOOLS.c.name.label("school_name"),
        )
        .join_from(_REPORTS, _SCHOOLS, _SCHOOLS.c.id == report.school_id)
        .where(report.case_id == root_id, report.status != WITHDRAWN)
        .order_by(report.begindatum, report.kenmerk)
        .limit(REPORTS_MAX)
    )  # fmt: skip
