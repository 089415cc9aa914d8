"""What a teamleider divides: zaken without behandelaar, zaken that were escalated, and who could take them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.lists import full_name
from cases.offices import Office
from cases.paging import COUNT_MAX
from cases.rights import LPA, Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Deadline, Officer, OfficerMunicipality, Person
from cases.titles import proces_title, state_title
from cases.wpg import veil

_CASES, _DEADLINES, _OFFICERS, _PERSONS = table_of(Case), table_of(Deadline), table_of(Officer), table_of(Person)
_WORKS_FOR = table_of(OfficerMunicipality)
LINES_MAX, TEAM_MAX = 50, 500
ESCALATED = ("mdo", "veiligheidshuis")


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One open zaak as a teamleider sees it in a list."""

    id: UUID
    number: str
    version: int
    gemeente: str
    proces: str
    state: str
    opened_on: date
    officer_name: str | None
    person_name: str

    @property
    def proces_title(self) -> str:
        """The proces, in Dutch."""
        return proces_title(self.proces)

    @property
    def state_title(self) -> str:
        """The state, in Dutch."""
        return state_title(self.proces, self.state)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A leerplichtambtenaar, with the codes of the gemeenten for which he can be behandelaar."""

    id: UUID
    name: str
    gemeenten: tuple[str, ...]


def without_officer(session: Session, actor: Actor, today: date) -> Sequence[OpenCase]:
    """The open zaken that nobody has, the oldest first, at most `LINES_MAX`. Raises NotAllowed."""
    return _open_cases(session, actor, _CASES.c.officer_id.is_(None), today)


def escalated(session: Session, actor: Actor, today: date) -> Sequence[OpenCase]:
    """The MDO's and Veiligheidshuizen that are open, the oldest first, at most `LINES_MAX`. Raises NotAllowed."""
    return _open_cases(session, actor, _CASES.c.proces.in_(ESCALATED), today)


def lapsing(session: Session, actor: Actor, offices: Mapping[str, Office], on: date, days: int) -> int:
    """How many terms lapse from this date up to so many werkdagen later, counted up to COUNT_MAX + 1."""
    require(actor, "achterstand")
    term = _DEADLINES.c
    within = [
        sa.and_(term.gemeente == code, term.due_on <= offices[code].calendar.add_working_days(on, days))
        for code in sorted(actor.gemeenten & offices.keys())
    ]
    some = sa.select(term.id).where(term.ended_on.is_(None), term.due_on >= on, sa.or_(sa.false(), *within))
    counted = sa.select(sa.func.count()).select_from(some.limit(COUNT_MAX + 1).subquery())
    return int(session.execute(counted).scalar_one())


def colleagues(session: Session, actor: Actor) -> Sequence[Colleague]:
    """The leerplichtambtenaren of the gemeenten of this actor, by name. Raises NotAllowed."""
    require(actor, "toewijzen")
    query = (
        sa.select(_OFFICERS.c.id, _OFFICERS.c.name, _WORKS_FOR.c.gemeente)
        .join_from(_OFFICERS, _WORKS_FOR, _WORKS_FOR.c.officer_id == _OFFICERS.c.id)
        .where(_OFFICERS.c.active, _OFFICERS.c.role == LPA, visible(actor, _WORKS_FOR.c.gemeente))
        .order_by(_OFFICERS.c.name, _OFFICERS.c.id, _WORKS_FOR.c.gemeente)
    )
    found: dict[tuple[UUID, str], list[str]] = {}
    for officer_id, name, gemeente in session.execute(query.limit(TEAM_MAX)):
        found.setdefault((officer_id, name), []).append(gemeente)
    return [Colleague(officer_id, name, tuple(codes)) for (officer_id, name), codes in found.items()]


def numbers(session: Session, actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The zaaknummers of those of these zaken that are for this actor."""
    if not case_ids:
        return {}
    case = _CASES.c
    query = sa.select(case.id, case.number).where(case.id.in_(case_ids), visible(actor, case.gemeente))
    return {row.id: row.number for row in session.execute(query)}


def _open_cases(session: Session, actor: Actor, which: sa.ColumnElement[bool], today: date) -> Sequence[OpenCase]:
    require(actor, "achterstand")
    case, person = _CASES.c, _PERSONS.c
    query = (
        sa.select(
            case.id, case.number, case.version, case.gemeente, case.proces, case.state, case.opened_on, case.regime,
            _OFFICERS.c.name.label("officer_name"), person.voornamen, person.voorvoegsel, person.geslachtsnaam,
        )
        .join_from(_CASES, _PERSONS, person.id == case.person_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == case.officer_id)
        .where(visible(actor, case.gemeente), case.closed_on.is_(None), which)
        .order_by(case.opened_on, case.number)
        .limit(LINES_MAX)
    )  # fmt: skip
    sees = actor.sees_wpg(today)
    return [_line(veil(dict(row), sees)) for row in session.execute(query).mappings()]


def _line(values: Row) -> OpenCase:
    del values["regime"]
    name = full_name(values.pop("voornamen"), values.pop("voorvoegsel"), values.pop("geslachtsnaam"))
    return OpenCase(**values, person_name=name)
