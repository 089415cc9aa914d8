"""Bringing zaken under the tables of now: each gets an event `versie`, with its state and terms in the new spelling.

Run again it does nothing: it looks for zaken under another definition or with other facts than are counted now.
"""

from collections import Counter
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases import deadlines, dossier, walk
from cases.dossier import Dossier
from cases.entries import ledger
from cases.errors import Conflict
from cases.opening import birthdays_ahead
from cases.rights import SYSTEM
from cases.rows import Row, table_of
from cases.store import reading, writing
from cases.tables import ClockEntry, Rung
from cases.versions import check, events_of, is_outdated, walk_again, zaken
from states.processes import zaak_terms
from states.versions import number_of

BATCH = 50
"""dossiers per transaction"""
_CLOCK, _RUNGS = table_of(ClockEntry), table_of(Rung)


def migrate(engine: Engine, *, at: datetime, recorded_at: datetime | None = None) -> dict[str, int]:
    """Bring every zaak under the tables of now, dossier by dossier; returns the counts zaken, toestanden, termijnen.

    `at` is the instant of the events, `recorded_at` the real one. Commits per batch: killed halfway it goes on
    where it was. Raises Conflict with the list when a zaak does not fit; then nothing is changed.
    """
    counts = Counter(dict.fromkeys(("zaken", "toestanden", "termijnen"), 0))
    with reading(engine) as session:
        found = check(session)
        if not found.fits:
            raise Conflict("\n".join(found.lines()))
        roots = (case["root_id"] for case, events in zaken(session) if is_outdated(case, events))
        dossiers = (root_id for root_id, _again in groupby(roots))
        while batch := list(islice(dossiers, BATCH)):
            with writing(engine) as writer:
                for root_id in batch:
                    counts.update(_dossier(writer, root_id, at, recorded_at or at))
    return dict(counts)


def _dossier(session: Session, root_id: UUID, at: datetime, recorded_at: datetime) -> Counter[str]:
    """One dossier under its lock. Looked at again: somebody else may have brought it along meanwhile."""
    d = dossier.load(session, root_id, actor=SYSTEM, at=at, recorded_at=recorded_at, terms=True)
    counts: Counter[str] = Counter()
    events = events_of(session, list(d.cases))
    terms = _Terms(session, d)
    for case in list(d.cases.values()):
        if not is_outdated(case, events[case["id"]]):
            continue
        before = case["state"]
        _record(d, case, events[case["id"]])
        counts.update(zaken=1, toestanden=int(case["state"] != before), termijnen=terms.fit(case))
    d.writes.flush(session)
    return counts


def _record(d: Dossier, case: Row, past: list[Row]) -> None:
    """The event `versie`, with the facts counted anew: a version may count what an older one did not."""
    proces = d.proces_of(case)
    walked = walk_again(case, past)
    told: dict[str, Any] = {
        "van": number_of(proces.name, past[-1]["definition"]), "naar": number_of(proces.name, proces.version),
    }  # fmt: skip
    if case["id"] == case["root_id"] and case["closed_on"] is None:  # what an older version did not put in an opening
        ahead = birthdays_ahead(d.birth_date, d.today)
        told["feiten"] = {name: day for name, day in ahead.items() if name not in walked.facts}
    happened = walk.event(d, case, "versie", actor=SYSTEM, to_state=walked.state, answers=told)
    case["facts"] = walked.facts
    d.record(happened, case)


class _Terms:
    """The running terms of a dossier, with what is needed to work out their ladder anew."""

    def __init__(self, session: Session, d: Dossier) -> None:
        ids = [row["id"] for row in d.running]
        entries = sa.select(_CLOCK).where(_CLOCK.c.deadline_id.in_(ids)).order_by(_CLOCK.c.seq)
        rungs = sa.select(_RUNGS.c.deadline_id, _RUNGS.c.round, _RUNGS.c.name).where(_RUNGS.c.deadline_id.in_(ids))
        self._d = d
        self._clock = [dict(row) for row in session.execute(entries).mappings()] if ids else []
        self._rungs = list(session.execute(rungs)) if ids else []

    def fit(self, case: Row) -> int:
        """End terms that the tables no longer have, start the one that the state has now; how many that were.

        What goes on keeps the value and the day it began with; only its ladder is that of now.
        """
        d, state = self._d, self._d.proces_of(case).by_name[case["state"]]
        owed = state.name if state.term is not None and case["closed_on"] is None else ""
        names = {"toestand": {owed}, "zaak": {term.name for term in zaak_terms(case["proces"])}}
        gone = [row for row in d.terms_of(case) if row["name"] not in names[row["kind"]]]
        for row in gone:
            d.end(row, deadlines.LAPSED)
        for row in d.terms_of(case):
            if row["kind"] == "toestand":
                self._settle(row)
        if owed and all(row["kind"] != "toestand" for row in d.terms_of(case)):
            term = deadlines.state_deadline(case, state, {}, d.today, d.office)
            if term is not None:
                d.start(term)
                return len(gone) + 1
        return len(gone)

    def _settle(self, row: Row) -> None:
        before: tuple[str, date | None] = row["next_rung"], row["next_on"]
        reached = frozenset(r.name for r in self._rungs if (r.deadline_id, r.round) == (row["id"], row["round"]))
        entries = ledger([entry for entry in self._clock if entry["deadline_id"] == row["id"]])
        deadlines.settle(row, entries, self._d.office, reached)
        if (row["next_rung"], row["next_on"]) != before:
            self._d.moved(row)
