"""Finding zaken: the list behind `/v1/zaken`, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.lists import NOBODY, Behandelaar, full_name
from cases.paging import Page, Part
from cases.rights import Actor, require, visible
from cases.rows import WPG, table_of
from cases.tables import Case, Deadline, Officer, Person
from cases.titles import proces_title, state_title
from cases.wpg import veil

_CASES, _DEADLINES, _OFFICERS, _PERSONS = table_of(Case), table_of(Deadline), table_of(Officer), table_of(Person)


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty means all."""

    gemeente: str = ""
    officer_id: Behandelaar = None
    proces: str = ""
    state: str = ""
    soort: str = ""
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One zaak in a list. `due_on` is the first of its running terms."""

    id: UUID
    root_id: UUID
    number: str
    gemeente: str
    proces: str
    state: str
    version: int
    soort: str
    officer_id: UUID | None
    officer_name: str | None
    person_name: str
    birth_date: date
    opened_on: date
    closed_on: date | None
    uitkomst: str
    due_on: date | None = None

    @property
    def proces_title(self) -> str:
        """The proces, in Dutch."""
        return proces_title(self.proces)

    @property
    def state_title(self) -> str:
        """The state, in Dutch."""
        return state_title(self.proces, self.state)


def find_cases(session: Session, actor: Actor, search: Search, *, today: date, page: Page) -> Part[CaseLine]:
    """The zaken that fit, in the actor's gemeenten, by zaaknummer from high to low. Two statements.

    Raises NotAllowed.
    """
    require(actor, "zaken.lezen")
    if not (gemeenten := actor.gemeenten & {search.gemeente} if search.gemeente else actor.gemeenten):
        return Part([], more=False)
    wanted = _first(sorted(gemeenten), _conditions(actor, search, today), page)
    query = _columns().join(wanted, wanted.c.id == _CASES.c.id).order_by(_CASES.c.number.desc())
    sees = actor.sees_wpg(today)
    rows = [veil(dict(row), sees) for row in session.execute(query).mappings()]
    due = _first_due(session, [row["id"] for row in rows])
    return Part.of([_line(row, due.get(row["id"])) for row in rows], page)


def _first(gemeenten: Sequence[str], conditions: Sequence[sa.ColumnElement[bool]], page: Page) -> sa.Subquery:
    """The ids of one page. Each gemeente is read in the order of its index, no further than the page reaches."""
    case, reach = _CASES.c, page.offset + page.most
    parts = [
        sa.select(case.id, case.number)
        .where(case.gemeente == code, *conditions)
        .order_by(case.number.desc())
        .limit(reach)
        .subquery()
        for code in gemeenten
    ]
    every = sa.union_all(*(sa.select(part.c.id, part.c.number) for part in parts)).subquery()
    return sa.select(every.c.id).order_by(every.c.number.desc()).limit(page.most).offset(page.offset).subquery()


def _conditions(actor: Actor, search: Search, today: date) -> list[sa.ColumnElement[bool]]:
    case = _CASES.c
    named = ((case.proces, search.proces), (case.state, search.state), (case.soort, search.soort))
    found = [column == value for column, value in named if value]
    if found and not actor.sees_wpg(today):
        found.append(case.regime != WPG)  # what is found would tell what it is
    if search.officer_id is not None:
        found.append(case.officer_id.is_(None) if search.officer_id == NOBODY else case.officer_id == search.officer_id)
    if search.overdue is not None:
        term = _DEADLINES.c
        late = sa.select(term.case_id).where(
            term.ended_on.is_(None), term.due_on < today, visible(actor, term.gemeente)
        )
        # Few are late: find those by their index. Most are not: look at each zaak in turn.
        found.append(case.id.in_(late) if search.overdue else ~late.where(term.case_id == case.id).exists())
    return found


def _columns() -> sa.Select[Any]:
    case = _CASES.c
    return (
        sa.select(
            case.id, case.root_id, case.number, case.gemeente, case.proces, case.state, case.version, case.soort,
            case.officer_id, case.opened_on, case.closed_on, case.uitkomst, case.regime,
            _OFFICERS.c.name.label("officer_name"),
            _PERSONS.c.voornamen, _PERSONS.c.voorvoegsel, _PERSONS.c.geslachtsnaam, _PERSONS.c.geboortedatum,
        )
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == case.person_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == case.officer_id)
    )  # fmt: skip


def _first_due(session: Session, ids: Sequence[UUID]) -> dict[UUID, date]:
    term = _DEADLINES.c
    query = sa.select(term.case_id, sa.func.min(term.due_on)).where(term.case_id.in_(ids), term.ended_on.is_(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(term.case_id))}


def _line(row: dict[str, Any], due_on: date | None) -> CaseLine:
    name = full_name(row.pop("voornamen"), row.pop("voorvoegsel"), row.pop("geslachtsnaam"))
    born = row.pop("geboortedatum")
    del row["regime"]
    return CaseLine(**row, birth_date=born, person_name=name, due_on=due_on)
