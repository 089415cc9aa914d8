"""One zaak as its reader sees it: facts, running terms with their rungs, children, meldingen, letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import deadlines
from cases.dossier import Dossier
from cases.errors import NotFound
from cases.letters import listed
from cases.lists import full_name
from cases.melding import age_on
from cases.offices import Office, office_of
from cases.pgn import locker, masked
from cases.rights import Actor, require, visible
from cases.rows import WPG, Row, table_of
from cases.tables import Case, Deadline, Letter, Municipality, Officer, Person, Report, Rung, School
from cases.titles import proces_title, rung_title, state_title, term_title
from cases.wpg import veil

_CASES, _DEADLINES, _RUNGS, _LETTERS = table_of(Case), table_of(Deadline), table_of(Rung), table_of(Letter)
_OFFICERS, _PERSONS, _SCHOOLS = table_of(Officer), table_of(Person), table_of(School)
_OFFICES, _REPORTS = table_of(Municipality), table_of(Report)
BIRTHDAY = "leeftijd"
"""policy key of the terms that are birthdays"""
PARTS_MAX = 100
"""children, meldingen and letters of one zaak that are shown; newest first"""


@dataclass(frozen=True, slots=True)
class RungView:
    """A rung of a running term: reached, or still ahead."""

    name: str
    title: str
    on: date
    reached: bool


@dataclass(frozen=True, slots=True)
class TermView:
    """A running term with its explanation and its ladder."""

    id: UUID
    case_id: UUID
    number: str
    """of the zaak it belongs to"""
    part: str
    """what that zaak is called"""
    officer_id: UUID | None
    kind: str
    name: str
    title: str
    waits: str
    started_on: date
    due_on: date
    sentence: str
    round: int
    set_aside: bool
    rungs: Sequence[RungView]
    ours: bool
    """it waits for us to do something: a birthday only comes"""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A zaak and everything that belongs on its page."""

    case: Row
    """its row, with gemeente_name, officer_name, school_name, brin, vestiging, root_number, previous_number"""
    title: str
    state_title: str
    person_name: str
    birth_date: date
    age: int
    pgn: str
    """masked but for its last three digits"""
    office: Office
    dossier_terms: Sequence[TermView]
    """of a hoofdzaak those of its whole dossier, of a child its own; what lapses first on top"""
    children: Sequence[Row]
    reports: Sequence[Row]
    letters: Sequence[Row]

    @property
    def terms(self) -> list[TermView]:
        """The terms of this zaak alone."""
        return [term for term in self.dossier_terms if term.case_id == self.case["id"]]

    @property
    def next_term(self) -> TermView | None:
        """What comes first: the term to lapse first of those that wait for us."""
        return next((term for term in self.dossier_terms if term.ours), None)


def case_view(
    session: Session, actor: Actor, case_id: UUID, *, today: date, dossier: Dossier | None = None
) -> CaseView:
    """The zaak on this Dutch date, in six statements; in four when its dossier is at hand.

    Raises NotAllowed, or NotFound when it is not for this actor.
    """
    require(actor, "zaken.lezen")
    row = session.execute(_case(actor, case_id)).mappings().first()
    if row is None:
        raise NotFound
    sees = actor.sees_wpg(today)
    case = {name: value for name, value in row.items() if not name.startswith(("persons_", "municipalities_"))}
    case = veil(case, sees)
    office = office_of({column.name: row[f"municipalities_{column.name}"] for column in _OFFICES.columns})
    born = row["persons_geboortedatum"]
    return CaseView(
        case=case,
        title=proces_title(case["proces"]),
        state_title=state_title(case["proces"], case["state"]),
        person_name=full_name(row["persons_voornamen"], row["persons_voorvoegsel"], row["persons_geslachtsnaam"]),
        birth_date=born,
        age=age_on(born, today),
        pgn=masked(locker().decrypt(row["persons_pgn_encrypted"], row["persons_gemeente"])),
        office=office,
        dossier_terms=_terms(session, _running(session, case, dossier), office, sees),
        children=_children(session, case, dossier, sees),
        # Where the Wpg begins with the melding, the meldingen are under it too.
        reports=_reports(session, case["root_id"]) if sees or row["root_regime"] != WPG else [],
        letters=_letters(session, case_id, sees),
    )


def _case(actor: Actor, case_id: UUID) -> sa.Select[Any]:
    root, previous = _CASES.alias("root"), _CASES.alias("previous")
    persons = [column.label(f"persons_{column.name}") for column in _PERSONS.columns]
    offices = [column.label(f"municipalities_{column.name}") for column in _OFFICES.columns]
    return (
        sa.select(
            _CASES, *persons, *offices, _OFFICES.c.name.label("gemeente_name"), _OFFICERS.c.name.label("officer_name"),
            _SCHOOLS.c.name.label("school_name"), _SCHOOLS.c.brin, _SCHOOLS.c.vestiging,
            root.c.number.label("root_number"), root.c.regime.label("root_regime"),
            previous.c.number.label("previous_number"),
        )
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .join(_OFFICES, _OFFICES.c.code == _CASES.c.gemeente)
        .join(root, root.c.id == _CASES.c.root_id)
        .outerjoin(previous, previous.c.id == _CASES.c.previous_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == _CASES.c.officer_id)
        .outerjoin(_SCHOOLS, _SCHOOLS.c.id == _CASES.c.school_id)
        .where(_CASES.c.id == case_id, visible(actor, _CASES.c.gemeente))
    )  # fmt: skip


def _running(session: Session, case: Row, dossier: Dossier | None) -> list[Row]:
    """The running terms of a zaak, of a hoofdzaak those of its children too, each with the number of its zaak."""
    whole = case["id"] == case["root_id"]
    if dossier is not None:
        rows = dossier.running if whole else dossier.terms_of(dossier.cases[case["id"]])
        numbered = [{**row, "number": dossier.cases[row["case_id"]]["number"]} for row in rows]
        return sorted(numbered, key=lambda row: (row["due_on"], row["number"], row["name"]))
    of_zaak = _DEADLINES.c.root_id if whole else _DEADLINES.c.case_id
    query = (
        sa.select(_DEADLINES, _CASES.c.number)
        .join_from(_DEADLINES, _CASES, _CASES.c.id == _DEADLINES.c.case_id)
        .where(_CASES.c.root_id == case["root_id"], of_zaak == case["id"], _DEADLINES.c.ended_on.is_(None))
        .order_by(_DEADLINES.c.due_on, _CASES.c.number, _DEADLINES.c.name)
        .limit(PARTS_MAX)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _terms(session: Session, rows: Sequence[Row], office: Office, sees: bool) -> list[TermView]:
    reached: dict[tuple[UUID, int], list[Row]] = {}
    query = sa.select(_RUNGS.c.deadline_id, _RUNGS.c.round, _RUNGS.c.name, _RUNGS.c.on).where(
        _RUNGS.c.deadline_id.in_([row["id"] for row in rows])
    )
    for rung in session.execute(query.order_by(_RUNGS.c.on)).mappings():
        reached.setdefault((rung["deadline_id"], rung["round"]), []).append(dict(rung))
    return [
        _term(row, reached.get((row["id"], row["round"]), []), office)
        if sees or row["regime"] != WPG
        else _term_view(veil(row, sees), [])
        for row in rows
    ]


def _term(row: Row, reached: Sequence[Row], office: Office) -> TermView:
    names = {rung["name"] for rung in reached}
    rungs = [RungView(rung["name"], rung_title(rung["name"]), rung["on"], True) for rung in reached]
    if row["next_on"] is not None:
        ladder = [rung for rung in deadlines.ladder_of(row, office) if rung.on >= row["next_on"]]
        ahead = [rung for rung in ladder if rung.name not in names]
        rungs += [RungView(rung.name, rung_title(rung.name), rung.on, False) for rung in ahead]
    return _term_view(row, rungs)


def _term_view(row: Row, rungs: Sequence[RungView]) -> TermView:
    same = (
        "id", "case_id", "number", "officer_id", "kind", "name", "waits", "started_on", "due_on", "sentence", "round",
        "set_aside",
    )  # fmt: skip
    return TermView(
        **{name: row[name] for name in same}, title=term_title(row["proces"], row["kind"], row["name"]), rungs=rungs,
        part=proces_title(row["proces"]), ours=row["waits"] == "ons" and row["policy_key"] != BIRTHDAY,
    )  # fmt: skip


def _children(session: Session, case: Row, dossier: Dossier | None, sees: bool) -> list[Row]:
    """All children for a root; for a child those that it opened itself."""
    if dossier is not None:
        others = [row for row in dossier.cases.values() if row["id"] != row["root_id"]]
        own = [row for row in others if case["id"] in (row["root_id"], row["parent_id"])]
        own.sort(key=lambda row: (row["opened_on"], row["number"]), reverse=True)
        return [_titled(veil(row, sees)) for row in own]
    c = _CASES.c
    mine = c.id != case["id"] if case["id"] == case["root_id"] else c.parent_id == case["id"]
    query = sa.select(c.id, c.number, c.proces, c.state, c.opened_on, c.closed_on, c.officer_id, c.regime).where(
        c.root_id == case["root_id"], mine
    )
    rows = session.execute(query.order_by(c.opened_on.desc(), c.number.desc()).limit(PARTS_MAX)).mappings()
    return [_titled(veil(dict(row), sees)) for row in rows]


def _titled(row: Row) -> Row:
    return {**row, "title": proces_title(row["proces"]), "state_title": state_title(row["proces"], row["state"])}


def _reports(session: Session, root_id: UUID) -> list[Row]:
    query = sa.select(_REPORTS).where(_REPORTS.c.case_id == root_id).order_by(_REPORTS.c.begindatum.desc())
    return [dict(row) for row in session.execute(query.limit(PARTS_MAX)).mappings()]


def _letters(session: Session, case_id: UUID, sees_wpg: bool) -> list[Row]:
    mine = [_LETTERS.c.case_id == case_id, *(() if sees_wpg else (_LETTERS.c.regime != WPG,))]
    query = sa.select(_LETTERS).where(*mine).order_by(_LETTERS.c.created_at.desc())
    return [listed(dict(row), sees_wpg) for row in session.execute(query.limit(PARTS_MAX)).mappings()]
