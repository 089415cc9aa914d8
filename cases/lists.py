"""Terms that run, in the order in which they lapse: the werkvoorraad and the lists made of it.

A page costs what it shows: the first terms come from one index per gemeente or behandelaar, and only
those are joined with their zaak.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.paging import COUNT_MAX, FIRST, Page, Part
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Deadline, Officer, Person, School
from cases.titles import proces_title, state_title, term_title
from cases.wpg import veil

_CASES, _DEADLINES, _OFFICERS = table_of(Case), table_of(Deadline), table_of(Officer)
_PERSONS, _SCHOOLS = table_of(Person), table_of(School)

NOBODY: Literal["geen"] = "geen"
Behandelaar = UUID | Literal["geen"] | None
"""one behandelaar, nobody at all, or no matter who"""

Where = sa.ColumnElement[bool]
BIRTHDAY_AHEAD_DAYS = 28


@dataclass(frozen=True, slots=True)
class TermLine:
    """A running term with what its reader must know of the zaak."""

    id: UUID
    kind: str
    """toestand or zaak"""
    name: str
    waits: str
    started_on: date
    due_on: date
    sentence: str
    case_id: UUID
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
    school: str
    rungs: tuple[str, ...] = ()
    """rungs reached in this round, where the list tells them"""

    @property
    def title(self) -> str:
        """What the term is for, in Dutch."""
        return term_title(self.proces, self.kind, self.name)

    @property
    def proces_title(self) -> str:
        """The proces of its zaak, in Dutch."""
        return proces_title(self.proces)

    @property
    def state_title(self) -> str:
        """The state of its zaak, in Dutch."""
        return state_title(self.proces, self.state)


def worklist(
    session: Session, actor: Actor, *, officer_id: Behandelaar, today: date,
    waits: Literal["ons", "anderen"] | None = None, overdue: bool | None = None, page: Page = FIRST,
) -> Part[TermLine]:  # fmt: skip
    """The werkvoorraad: running terms of one behandelaar, of nobody or of all, what lapses first on top.

    `waits` keeps those for which we, or others, are to act; `overdue` those before `today`, or not.
    Raises NotAllowed.
    """
    extra = [_is_work(today)]
    if waits is not None:
        extra.append(_DEADLINES.c.waits == "ons" if waits == "ons" else _DEADLINES.c.waits != "ons")
    if overdue is not None:
        extra.append(_DEADLINES.c.due_on < today if overdue else _DEADLINES.c.due_on >= today)
    return open_terms(session, actor, today=today, officer_id=officer_id, extra=extra, page=page)


def open_terms(
    session: Session, actor: Actor, *, today: date, gemeente: str = "", officer_id: Behandelaar = None,
    until: date | None = None, extra: Sequence[Where] = (), page: Page = FIRST,
) -> Part[TermLine]:  # fmt: skip
    """Running terms that this actor may see, due on or before `until`, what lapses first on top.

    Of a wpg one without an akte valid on `today` only its number and dates.
    """
    require(actor, "zaken.lezen")
    conditions = [*extra]
    if until is not None:
        conditions.append(_DEADLINES.c.due_on <= until)
    branches = _branches(actor, gemeente, officer_id)
    if not branches:
        return Part([], more=False)
    rows = session.execute(_lines(_first(branches, conditions, page)))
    sees = actor.sees_wpg(today)
    return Part.of([_line(veil(dict(row), sees)) for row in rows.mappings()], page)


def tally(session: Session, actor: Actor, *, officer_id: Behandelaar, today: date) -> dict[str, int]:
    """How many terms the werkvoorraad has per group, each counted up to COUNT_MAX + 1; one statement.

    Groups: verlopen, ons, anderen, and zonder_behandelaar in the gemeenten of the actor.
    """
    mine = [visible(actor, _gemeente(officer_id)), *_of_officer(officer_id)]
    nobody = [visible(actor, _gemeente(NOBODY)), *_of_officer(NOBODY)]
    groups: dict[str, list[Where]] = {
        "verlopen": [*mine, _DEADLINES.c.due_on < today],
        "ons": [*mine, _DEADLINES.c.waits == "ons"],
        "anderen": [*mine, _DEADLINES.c.waits != "ons"],
        "zonder_behandelaar": nobody,
    }
    counts = [_bounded([*where, _is_work(today)]).label(name) for name, where in groups.items()]
    return dict(session.execute(sa.select(*counts)).one()._mapping)


def _is_work(today: date) -> Where:
    """Leaves out birthdays that are still far away: they run with every zaak, and ask nothing yet."""
    term = _DEADLINES.c
    return sa.or_(term.policy_key != "leeftijd", term.due_on <= today + timedelta(days=BIRTHDAY_AHEAD_DAYS))


def _bounded(where: Sequence[Where]) -> sa.ScalarSelect[int]:
    some = sa.select(_DEADLINES.c.id).where(_DEADLINES.c.ended_on.is_(None), *where).limit(COUNT_MAX + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _branches(actor: Actor, gemeente: str, officer_id: Behandelaar) -> list[list[Where]]:
    """What each reading of an index keeps: one per gemeente, or one for a behandelaar."""
    if officer_id is not None:
        of_gemeente = [_gemeente(officer_id) == gemeente] if gemeente else []
        return [[visible(actor, _gemeente(officer_id)), *of_gemeente, *_of_officer(officer_id)]]
    wanted = actor.gemeenten & {gemeente} if gemeente else actor.gemeenten
    return [[_DEADLINES.c.gemeente == code] for code in sorted(wanted)]


def _gemeente(officer_id: Behandelaar) -> sa.ColumnElement[str]:
    """The gemeente of a term. Of one behandelaar, or of nobody, it must not choose the index: SQLite, which does
    not count rows, would read the whole gemeente."""
    column = _DEADLINES.c.gemeente
    return column if officer_id is None else sa.func.coalesce(column, "")


def _of_officer(officer_id: Behandelaar) -> list[Where]:
    if officer_id is None:
        return []
    column = _DEADLINES.c.officer_id
    return [column.is_(None) if officer_id == NOBODY else column == officer_id]


def _first(branches: Sequence[Sequence[Where]], conditions: Sequence[Where], page: Page) -> sa.Subquery:
    """The ids of one page. Each branch reads no further than the page reaches."""
    order = (_DEADLINES.c.due_on, _DEADLINES.c.id)
    reach = page.offset + page.most
    parts = [
        sa.select(_DEADLINES.c.id, _DEADLINES.c.due_on)
        .where(_DEADLINES.c.ended_on.is_(None), *branch, *conditions)
        .order_by(*order)
        .limit(reach)
        .subquery()
        for branch in branches
    ]
    every = sa.union_all(*(sa.select(part.c.id, part.c.due_on) for part in parts)).subquery()
    query = sa.select(every.c.id).order_by(every.c.due_on, every.c.id).limit(page.most).offset(page.offset)
    return query.subquery()


def _lines(wanted: sa.Subquery) -> sa.Select[Any]:
    term, case = _DEADLINES.c, _CASES.c
    return (
        sa.select(
            term.id, term.kind, term.name, term.waits, term.started_on, term.due_on, term.sentence, term.case_id,
            term.root_id, term.regime, case.number, case.gemeente, case.proces, case.state, case.version, case.soort,
            case.officer_id, _OFFICERS.c.name.label("officer_name"), _PERSONS.c.voornamen,
            _PERSONS.c.voorvoegsel, _PERSONS.c.geslachtsnaam, _PERSONS.c.geboortedatum, _SCHOOLS.c.name.label("school"),
        )
        .join_from(wanted, _DEADLINES, term.id == wanted.c.id)
        .join(_CASES, case.id == term.case_id)
        .join(_PERSONS, _PERSONS.c.id == case.person_id)
        .outerjoin(_SCHOOLS, _SCHOOLS.c.id == case.school_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == case.officer_id)
        .order_by(term.due_on, term.id)
    )  # fmt: skip


def _line(values: Row) -> TermLine:
    del values["regime"]
    name = full_name(values.pop("voornamen"), values.pop("voorvoegsel"), values.pop("geslachtsnaam"))
    born, school = values.pop("geboortedatum"), values.pop("school")
    return TermLine(**values, person_name=name, birth_date=born, school=school or "")


def full_name(*parts: str) -> str:
    """A name from its parts: voornamen, voorvoegsel and geslachtsnaam, of which two may be empty."""
    return " ".join(part for part in parts if part)
