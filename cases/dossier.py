"""A dossier in hand: the root zaak with its children and their running terms, read under a lock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import deadlines
from cases.clock import dutch_date
from cases.errors import NotFound
from cases.history import look_back
from cases.offices import Office, office_of
from cases.rights import SYSTEM, Actor, in_reach
from cases.rows import WPG, Row, Writes, table_of
from cases.tables import Case, Deadline, Event, Municipality, Person, WpgEvent
from cases.wpg import facts_join, starts
from states.facts import Child, Earlier, Facts, fold
from states.processes import PROCESSEN
from states.route import Proces

_CASES, _DEADLINES = table_of(Case), table_of(Deadline)
_PERSONS, _OFFICES, _EVENTS = table_of(Person), table_of(Municipality), table_of(Event)
_WPG = table_of(WpgEvent)


@dataclass(slots=True)
class Dossier:
    """Rows as they stand plus what will be written: change them through its methods, then flush `writes`."""

    office: Office
    birth_date: date
    at: datetime
    """effective instant"""
    recorded_at: datetime
    """real instant"""
    cases: dict[UUID, Row]
    running: list[Row]
    """open terms of all zaken in the dossier"""
    writes: Writes = field(default_factory=Writes)
    other_open: bool = False
    earlier: Earlier = field(default_factory=Earlier)
    around: frozenset[UUID] = frozenset()
    """ids of the ouders and verzorgers; read only for a step that looks back"""
    actor: Actor = SYSTEM
    """who acts: conditions ask for his akte"""
    cause: UUID | None = None
    """the event that is taking effect: what follows from it names it"""

    @property
    def today(self) -> date:
        """The Dutch date of the effective instant."""
        return dutch_date(self.at)

    @property
    def root(self) -> Row:
        """The root zaak."""
        return next(case for case in self.cases.values() if case["id"] == case["root_id"])

    def proces_of(self, case: Row) -> Proces:
        """The tables of the proces of this zaak."""
        return PROCESSEN[case["proces"]]

    def open_children(self) -> list[Row]:
        """Children that have not ended."""
        return [case for case in self.cases.values() if case["id"] != case["root_id"] and case["closed_on"] is None]

    def terms_of(self, case: Row) -> list[Row]:
        """The running terms of one zaak."""
        return [row for row in self.running if row["case_id"] == case["id"]]

    def facts(self, case: Row) -> Facts:
        """What conditions may ask about this zaak, today."""
        kin = tuple(
            Child(row["proces"], row["state"], row["closed_on"] is None, row["facts"])
            for row in self.cases.values()
            if row["id"] != row["root_id"]
        )
        return Facts(
            self.today, self.birth_date, case["facts"], self.root["facts"],
            tuple((child.proces, child.state) for child in kin if child.open), self.other_open, kin,
            self.root["proces"], self.earlier, self.actor.authorised(case["gemeente"], self.today),
            self.actor.akte_until,
        )  # fmt: skip

    def record(self, event: Row, case: Row, facts: dict[str, Any] | None = None) -> None:
        """Append an event to this zaak: version, state and facts follow from it.

        A correction brings `facts`, counted anew from all events that still stand.
        """
        case["version"] = event["seq"]
        case["state"] = event["to_state"]
        if case["regime"] == WPG or starts(case["proces"], case["state"], self.office.policy(self.today)):
            self._becomes_wpg(case, event)
        before = case["facts"]
        case["facts"] = facts if facts is not None else fold(
            before, kind=event["kind"], step=event["step"], answers=event["answers"], on=dutch_date(event["at"]),
            closes=self.proces_of(case).by_name[event["to_state"]].final,
        )  # fmt: skip
        self.writes.events.append(event)
        if event["kind"] != "opening":  # a zaak that opens is inserted as it then stands
            self._changed(case)
        self._refresh_zaak_terms(case, before)

    def _becomes_wpg(self, case: Row, event: Row) -> None:
        """Once wpg, always wpg: the zaak, this event and the terms that run from here on."""
        event["regime"] = WPG
        if case["regime"] == WPG:
            return
        case["regime"] = WPG
        for row in self.terms_of(case):
            row["regime"] = WPG
            self.moved(row)

    def start(self, row: Row) -> None:
        """A term begins."""
        row["started_seq"] = self.cases[row["case_id"]]["version"]
        self.running.append(row)
        self.writes.deadlines.append(row)

    def end(self, row: Row, how: str) -> None:
        """A running term ends."""
        deadlines.end(row, how, self.today, self.cases[row["case_id"]]["version"])
        self.running.remove(row)
        self.moved(row)

    def moved(self, row: Row) -> None:
        """A term that existed before was changed and must be written."""
        if row not in self.writes.deadlines:
            self.writes.changed_deadlines[row["id"]] = row

    def add_case(self, case: Row) -> None:
        """A child zaak that this transaction opens."""
        self.cases[case["id"]] = case
        self.writes.cases.append(case)

    def _changed(self, case: Row) -> None:
        if not any(case is row for row in self.writes.cases):
            self.writes.changed_cases[case["id"]] = case

    def _refresh_zaak_terms(self, case: Row, before: dict[str, Any]) -> None:
        starting, ending = deadlines.zaak_terms_due(case, before, self.terms_of(case), self.today, self.office)
        for row in ending:
            self.end(row, deadlines.MET if case["closed_on"] is None else deadlines.LAPSED)
        for row in starting:
            self.start(row)


def load(
    session: Session,
    case_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    lock: bool = True,
    terms: bool = False,
    back: bool = False,
) -> Dossier:
    """The dossier to which this zaak belongs. With `lock` nobody else can write it until the transaction ends.

    A batch of the sweep locks terms only. With `terms` these are locked too: for who writes a term that goes on
    running. A step spares itself that statement: should it write over the rung that a sweep reached in that
    very moment, the next sweep sees which rungs there are (`sweep._alone`). With `back` also what lies beyond
    the dossier (`cases.history`).

    Raises NotFound when it does not exist or lies in a gemeente that is not the actor's.
    """
    root_of = sa.select(_CASES.c.root_id).where(_CASES.c.id == case_id).scalar_subquery()
    lock = lock and session.connection().dialect.name == "postgresql"
    earlier, around = look_back(session, root_of, lock=lock) if back else (Earlier(), frozenset[UUID]())
    if lock:
        _lock(session, root_of, root=not back, terms=terms)
    rows = session.execute(_whole(root_of)).mappings().all()
    if not rows or not in_reach(actor, rows[0]["municipalities_code"]):
        raise NotFound
    cases = {row["cases_id"]: _case(row) for row in rows}
    running = {row["deadlines_id"]: _part(row, _DEADLINES) for row in rows if row["deadlines_id"] is not None}
    return Dossier(
        office=office_of(_part(rows[0], _OFFICES)), birth_date=rows[0]["persons_geboortedatum"], at=at,
        recorded_at=recorded_at, cases=cases, running=list(running.values()), actor=actor,
        earlier=earlier, around=around,
    )  # fmt: skip


def _lock(session: Session, root_of: sa.ScalarSelect[Any], *, root: bool, terms: bool) -> None:
    # Statements of their own: only a snapshot taken after the lock shows what the other one wrote.
    if root:
        session.execute(sa.select(_CASES.c.id).where(_CASES.c.id == root_of).with_for_update())
    if terms:
        of_dossier = _DEADLINES.c.case_id.in_(sa.select(_CASES.c.id).where(_CASES.c.root_id == root_of))
        going = sa.select(_DEADLINES.c.id).where(of_dossier, _DEADLINES.c.ended_on.is_(None))
        session.execute(going.order_by(_DEADLINES.c.id).with_for_update())


def _whole(root_of: sa.ScalarSelect[Any]) -> sa.Select[Any]:
    return (
        sa.select(_CASES, _DEADLINES, _OFFICES, _PERSONS.c.geboortedatum, _WPG.c.facts)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .join(_OFFICES, _OFFICES.c.code == _CASES.c.gemeente)
        .outerjoin(_WPG, facts_join())
        .outerjoin(_DEADLINES, sa.and_(_DEADLINES.c.case_id == _CASES.c.id, _DEADLINES.c.ended_on.is_(None)))
        .where(_CASES.c.root_id == root_of)
    )


def _case(row: Any) -> Row:
    case = _part(row, _CASES)
    if case["regime"] == WPG:
        case["facts"] = row["wpg_events_facts"] or {}
    return case


def _part(row: Any, table: sa.Table) -> Row:
    return {column.name: row[f"{table.name}_{column.name}"] for column in table.columns}


def other_open_exists(session: Session, case: Row) -> bool:
    """Whether the jongere has another open zaak of this proces in this gemeente."""
    found = session.execute(
        sa.select(_CASES.c.id).where(
            _CASES.c.person_id == case["person_id"], _CASES.c.gemeente == case["gemeente"],
            _CASES.c.proces == case["proces"], _CASES.c.closed_on.is_(None), _CASES.c.id != case["id"],
        ).limit(1)
    ).first()  # fmt: skip
    return found is not None


def events_since(session: Session, case_id: UUID, version: int, limit: int = 50) -> Iterable[Any]:
    """The events of a zaak after this version, oldest first."""
    return session.execute(
        sa.select(_EVENTS)
        .where(_EVENTS.c.case_id == case_id, _EVENTS.c.seq > version)
        .order_by(_EVENTS.c.seq)
        .limit(limit)
    ).mappings()
