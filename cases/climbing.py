"""Climbing rungs: which are reached, for whom, and what they set off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import walk
from cases.clock import dutch_date
from cases.deadlines import DONE, ladder_of
from cases.dossier import Dossier
from cases.mandates import workplaces
from cases.offices import Office
from cases.outbox import notify
from cases.rights import LPA, SYSTEM, TL
from cases.rows import Row, insert_all, new, table_of, update_all
from cases.tables import Deadline, Officer, Rung
from states.ladder import DueRung
from states.processes import PROCESSEN, zaak_terms
from states.route import ZaakTerm

_OFFICERS = table_of(Officer)
_OPENS = frozenset({"mdo", "veiligheidshuis"})


@dataclass(frozen=True, slots=True)
class Team:
    """Who is told: the active teamleiders per gemeente, and who can still be behandelaar there."""

    leaders: Mapping[str, tuple[UUID, ...]]
    officers: frozenset[tuple[UUID, str]]

    @classmethod
    def of(cls, session: Session, today: date) -> "Team":
        """The people who act for each gemeente on this Dutch date, also by a mandate, in one statement."""
        places = workplaces(today).subquery()
        rows = session.execute(
            sa.select(_OFFICERS.c.id, _OFFICERS.c.role, places.c.gemeente)
            .join(places, places.c.officer_id == _OFFICERS.c.id)
            .where(_OFFICERS.c.active, _OFFICERS.c.role.in_((LPA, TL)))
            .order_by(_OFFICERS.c.id)
        ).all()
        leaders: dict[str, list[UUID]] = {}
        for row in rows:
            if row.role == TL:
                leaders.setdefault(row.gemeente, []).append(row.id)
        return cls(
            {code: tuple(ids) for code, ids in leaders.items()},
            frozenset((row.id, row.gemeente) for row in rows if row.role == LPA),
        )

    def recipients(self, rung: DueRung, row: Row) -> tuple[UUID, ...]:
        """Who hears of this rung. A term without a behandelaar who acts here today is told to the teamleiders."""
        leaders, here = self.leaders.get(row["gemeente"], ()), (row["officer_id"], row["gemeente"]) in self.officers
        found: list[UUID] = []
        if "behandelaar" in rung.to:
            found.extend([row["officer_id"]] if here else leaders)
        if "teamleider" in rung.to:
            found.extend(leaders)
        return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class Climb:
    """A term that is due, the rungs it has reached today and the one after."""

    row: Row
    reached: tuple[DueRung, ...]
    ahead: DueRung | None
    children: dict[str, UUID]
    """zaak that a rung opened, by the name of the rung"""

    @classmethod
    def of(cls, row: Row, today: date, office: Office, behind: frozenset[str] = frozenset()) -> "Climb":
        """Every rung from the next one on whose day has come, without those `behind` us (names of this round)."""
        ladder = tuple(rung for rung in ladder_of(row, office) if rung.name not in behind)
        begin = next((i for i, rung in enumerate(ladder) if rung.name == row["next_rung"]), 0)
        reached = tuple(rung for rung in ladder[begin:] if rung.on <= today)
        ahead = next((rung for rung in ladder[begin:] if rung.on > today), None)
        return cls(row, reached, ahead, {})

    @property
    def zaak_term(self) -> ZaakTerm | None:
        """The zaak term it is, if it is one."""
        if self.row["kind"] != "zaak":
            return None
        return next(term for term in zaak_terms(self.row["proces"]) if term.name == self.row["name"])

    @property
    def lapses(self) -> bool:
        """Whether its state has a step that `sys` takes when the term lapses."""
        if self.row["kind"] != "toestand" or all(rung.name != "verlopen" for rung in self.reached):
            return False
        return PROCESSEN[self.row["proces"]].automatic(self.row["name"], "verlopen") is not None

    @property
    def needs_dossier(self) -> bool:
        """Whether a rung opens a zaak, writes an event or takes a step."""
        term = self.zaak_term
        if term is not None:
            return bool(term.opens or term.event)
        return self.lapses or any(rung.effect in _OPENS for rung in self.reached)


def take_effect(d: Dossier, climb: Climb) -> None:
    """Open the zaken, write the events and take the step that these rungs set off."""
    term = climb.zaak_term
    if term is not None:
        if term.event:
            d.record(walk.event(d, d.root, "term", actor=SYSTEM, step=term.event), d.root)
        if term.opens:
            _propose(d, climb, term.name, term.opens, {"type_overleg": "thuiszitters"})
        if climb.row["ended_on"] is None:
            d.end(climb.row, DONE)
        return
    for rung in climb.reached:
        if rung.effect in _OPENS:
            _propose(d, climb, rung.name, rung.effect, {})
    if climb.lapses:
        walk.take_automatic(d, d.cases[climb.row["case_id"]], "verlopen")


def _propose(d: Dossier, climb: Climb, rung: str, proces: str, answers: dict[str, str]) -> None:
    """Open a child in `voorgesteld`, unless one is open; of one mdo comes one veiligheidshuis."""
    case = d.cases[climb.row["case_id"]]
    facts = {"mdo": str(case["parent_id"])} if case["proces"] == "afspraak" else {}
    for child in d.cases.values():
        same_mdo = bool(facts) and child["facts"].get("mdo") == facts["mdo"]
        if child["proces"] == proces and (child["closed_on"] is None or same_mdo):
            return
    parent = d.root if proces == "veiligheidshuis" else case
    opened = walk.open_child(d, parent, PROCESSEN[proces], answers, actor=SYSTEM, facts=facts)
    climb.children[rung] = opened["id"]


def write(session: Session, climbs: Sequence[Climb], team: Team, at: datetime, recorded_at: datetime) -> Counter[str]:
    """Write the rungs, their notices and the next rung of each term: a fixed handful of statements.

    Returns counts: treden, berichten, voorstellen, zonder_ontvanger.
    """
    counts: Counter[str] = Counter()
    rungs: list[Row] = []
    for climb in climbs:
        for rung in climb.reached:
            told = team.recipients(rung, climb.row)
            rungs.append(_rung(climb, rung, told, at, recorded_at))
            counts["zonder_ontvanger"] += not told
        counts["voorstellen"] += len(climb.children)
        if climb.row["ended_on"] is None:
            climb.row["next_rung"], climb.row["next_on"] = (
                (climb.ahead.name, climb.ahead.on) if climb.ahead else ("", None)
            )
    insert_all(session, Rung, rungs)
    mails = [(rung["id"], UUID(to)) for rung in rungs for to in rung["recipients"]]
    if mails:
        counts["berichten"] = notify(session, mails, for_date=dutch_date(at), at=at)
    update_all(session, Deadline, [climb.row for climb in climbs], ("next_rung", "next_on"))
    counts["treden"] = len(rungs)
    return counts


def _rung(climb: Climb, rung: DueRung, told: Sequence[UUID], at: datetime, recorded_at: datetime) -> Row:
    row = climb.row
    return new(
        Rung, deadline_id=row["id"], case_id=row["case_id"], root_id=row["root_id"], gemeente=row["gemeente"],
        round=row["round"], name=rung.name, on=rung.on, effect=rung.effect, recipients=[str(to) for to in told],
        child_id=climb.children.get(rung.name), reached_at=at, recorded_at=recorded_at, regime=row["regime"],
    )  # fmt: skip
