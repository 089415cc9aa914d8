"""Zaken and the version of their proces: would they fit the tables of now, and bringing them there.

Every zaak stands under one definition: that of its last event. Goes through the zaken in batches, so that
memory does not grow with their number.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.clock import dutch_date
from cases.rows import WPG, Row, table_of
from cases.tables import Case, Event, WpgEvent
from cases.wpg import contents, facts_join, merge
from states.processes import PROCESSEN
from states.replay import Replayed, replay, unfit
from states.versions import tables_of

BATCH = 200
"""dossiers read at a time"""
SHOWN = 50
"""zaken kept to be shown; all are counted"""
_CASES, _EVENTS, _CONTENT = table_of(Case), table_of(Event), table_of(WpgEvent)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A zaak that the tables of now cannot carry: its zaaknummer, the number of the event, and why in Dutch."""

    number: str
    seq: int
    why: str

    @property
    def text(self) -> str:
        """The sentence for a beheerder: numbers and names of states only."""
        return f"{self.number}, gebeurtenis {self.seq}: {self.why}"


@dataclass(slots=True)
class Check:
    """How many zaken were held against the tables of now, and which do not fit."""

    zaken: int = 0
    gebeurtenissen: int = 0
    behind: int = 0
    """zaken that would move to the tables of now"""
    misfits: list[Misfit] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    """zaken that do not fit by proces, also those beyond SHOWN"""

    @property
    def fits(self) -> bool:
        """Whether every zaak fits."""
        return not self.found

    def add(self, proces: str, misfit: Misfit) -> None:
        """Count a zaak that does not fit, and keep it while there is room."""
        self.found[proces] += 1
        if len(self.misfits) < SHOWN:
            self.misfits.append(misfit)

    def lines(self) -> list[str]:
        """The result in Dutch, one line each."""
        out = [f"Past niet: {misfit.text}" for misfit in self.misfits]
        if (more := self.found.total() - len(self.misfits)) > 0:
            out.append(f"En nog {more} zaken.")
        counted = ", ".join(f"{count} van {proces}" for proces, count in sorted(self.found.items()))
        return [*out, f"{self.found.total()} zaken passen niet: {counted}." if counted else "Alle zaken passen."]


def check(session: Session) -> Check:
    """Walk the events of every zaak over the tables of now. Changes nothing."""
    result = Check()
    for case, events in zaken(session):
        result.zaken += 1
        result.gebeurtenissen += len(events)
        seq, why = _misfit(case, events)
        if why:
            result.add(case["proces"], Misfit(case["number"], seq, why))
        elif is_outdated(case, events):
            result.behind += 1
    return result


def _misfit(case: Row, events: list[Row]) -> tuple[int, str]:
    if case["proces"] not in PROCESSEN:
        return 1, f"het proces {case['proces']} bestaat niet meer."
    walked = walk_again(case, events)
    if not walked.why and events and events[-1]["to_state"] != case["state"]:
        return events[-1]["seq"], "de zaak staat niet waar de gebeurtenissen haar brengen."
    return walked.seq, walked.why


def refusals(session: Session) -> Check:
    """What keeps this release from starting: the zaken with an event that the tables of now do not know.

    Looks at each distinct kind of event once, whatever the number of zaken: meant for every start. Works on the
    database of the previous release too.
    """
    result = Check(behind=behind(session))
    if not result.behind:
        return result  # all were brought along by a migration that looked at them
    names = ("definition", "kind", "step", "from_state", "to_state")
    columns = [_CASES.c.proces, *(_EVENTS.c[name] for name in names)]
    joined = _CASES.join(_EVENTS, _EVENTS.c.case_id == _CASES.c.id)
    seen: set[UUID] = set()
    for row in session.execute(sa.select(*columns).select_from(joined).distinct().order_by(*columns)).mappings():
        proces = PROCESSEN.get(row["proces"])
        why = unfit(dict(row), tables_of(proces)) if proces else f"het proces {row['proces']} bestaat niet meer."
        if not why:
            continue
        query = sa.select(_CASES.c.id, _CASES.c.number, sa.func.min(_EVENTS.c.seq).label("seq")).select_from(joined)
        same = [column == row[column.name] for column in columns]
        for zaak in session.execute(query.where(*same).group_by(_CASES.c.id, _CASES.c.number).order_by("number")):
            if zaak.id not in seen:
                seen.add(zaak.id)
                result.add(row["proces"], Misfit(zaak.number, zaak.seq, why))
    return result


def behind(session: Session) -> int:
    """How many zaken stand under another definition than that of now."""
    last = sa.and_(_EVENTS.c.case_id == _CASES.c.id, _EVENTS.c.seq == _CASES.c.version)
    current = [
        sa.and_(_CASES.c.proces == proces.name, _EVENTS.c.definition == proces.version) for proces in PROCESSEN.values()
    ]
    query = sa.select(sa.func.count()).select_from(_CASES.join(_EVENTS, last)).where(sa.not_(sa.or_(*current)))
    return int(session.execute(query).scalar_one())


def zaken(session: Session) -> Iterator[tuple[Row, list[Row]]]:
    """Every zaak with its events in order, dossier by dossier, also of what is wpg: for replaying, never for show."""
    last: UUID | None = None
    while True:
        query = sa.select(_CASES.c.id).where(_CASES.c.id == _CASES.c.root_id).order_by(_CASES.c.id)
        roots = list(session.execute((query.where(_CASES.c.id > last) if last else query).limit(BATCH)).scalars())
        if not roots:
            return
        last = roots[-1]
        cases = _cases(session, roots)
        events = events_of(session, [case["id"] for case in cases])
        for case in cases:
            yield case, events.get(case["id"], [])


def _cases(session: Session, roots: list[UUID]) -> list[Row]:
    names = ("id", "root_id", "number", "proces", "state", "facts", "regime")
    query = (
        sa.select(*(_CASES.c[name] for name in names), _CONTENT.c.facts.label("wpg_facts"))
        .select_from(_CASES.outerjoin(_CONTENT, facts_join()))
        .where(_CASES.c.root_id.in_(roots))
        .order_by(_CASES.c.root_id, _CASES.c.id)
    )
    found = [dict(row) for row in session.execute(query).mappings()]
    return [{**row, "facts": row["wpg_facts"] or {}} if row["regime"] == WPG else row for row in found]


def events_of(session: Session, case_ids: list[UUID]) -> dict[UUID, list[Row]]:
    """The events of these zaken by zaak, each list in order, with the content of what is wpg."""
    query: sa.Select[Any] = contents(sa.select(_EVENTS)).where(_EVENTS.c.case_id.in_(case_ids))
    found: dict[UUID, list[Row]] = {}
    for row in session.execute(query.order_by(_EVENTS.c.case_id, _EVENTS.c.seq)).mappings():
        found.setdefault(row["case_id"], []).append(merge(dict(row)))
    return found


def walk_again(case: Row, events: list[Row]) -> Replayed:
    """The events of a zaak over the tables of now."""
    return replay([(event, dutch_date(event["at"])) for event in events], tables_of(PROCESSEN[case["proces"]]))


def is_outdated(case: Row, events: list[Row]) -> bool:
    """Whether a zaak stands under another definition, or with facts that are counted otherwise now."""
    if events[-1]["definition"] != PROCESSEN[case["proces"]].version:
        return True
    counted: bool = walk_again(case, events).facts != case["facts"]
    return counted
