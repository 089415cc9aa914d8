"""A sweep of what is due among few and among many open zaken, beside raw SQL that writes the same rows."""

from collections.abc import Callable, Mapping
from datetime import date, time
from time import perf_counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.clock import dutch_instant
from cases.columns import new_id
from cases.deadlines import ladder_of
from cases.offices import all_offices
from cases.rows import table_of
from cases.store import reading, writing
from cases.sweep import BATCH, sweep
from cases.tables import Deadline
from tests.bench.ground import Raw, insert_of
from tests.bench.office import DUE, cases_of
from tests.bench.report import Floor, Result, middle
from tests.bench.size import Size

FLOOR = Floor(1.5)
_TERMS = table_of(Deadline)
_OF_STATE = _TERMS.c.kind == "toestand"


def measure(kind: str, engines: Mapping[int, Engine], size: Size, tell: Callable[[str], None]) -> list[Result]:
    """Seconds per sweep; `engines` by their number of open zaken."""
    ours: dict[int, list[float]] = {zaken: [] for zaken in engines}
    other: dict[int, list[float]] = {zaken: [] for zaken in engines}
    for turn in range(size.rounds):
        tell(f"sweep, round {turn + 1}")
        for zaken, engine in engines.items():
            day = _make_due(engine, size.due)
            ours[zaken].append(_ours(engine, day, size.due))
            _make_due(engine, size.due)
            other[zaken].append(_raw(engine, day, size.due))
    few, many = sorted(engines)
    results = [
        Result(kind, f"sweep of {size.due:,} due among {zaken:,} open", middle(ours[zaken]) * 1000, "ms",
               middle(other[zaken]) * 1000)
        for zaken in (few, many)
    ]  # fmt: skip
    # Per round, so that a slow moment of the machine hits both sides of the division.
    growth = middle([one / two for one, two in zip(ours[many], ours[few], strict=True)])
    raw_growth = middle([one / two for one, two in zip(other[many], other[few], strict=True)])
    return [*results, Result(kind, f"sweep: {many:,} open against {few:,}", growth, "times", raw_growth, FLOOR)]


def _make_due(engine: Engine, count: int) -> date:
    """Let this many terms be due for their first rung; the day on which they are."""
    ids = cases_of(engine, count)
    with reading(engine) as session:
        offices = all_offices(session)
        row = dict(session.execute(sa.select(_TERMS).where(_OF_STATE, _TERMS.c.case_id == ids[0])).mappings().one())
    day = ladder_of({**row, "due_on": DUE}, offices[row["gemeente"]])[0].on
    with writing(engine) as session:
        mine = (_OF_STATE, _TERMS.c.case_id.in_(ids))
        session.execute(sa.update(_TERMS).where(*mine).values(next_on=day, due_on=DUE))
    return day


def _ours(engine: Engine, day: date, count: int) -> float:
    at = dutch_instant(day, time(9))
    began = perf_counter()
    counts = sweep(engine, at=at, recorded_at=at)
    seconds = perf_counter() - began
    if counts["treden"] != count:
        raise RuntimeError(f"the sweep climbed {counts['treden']} rungs, not {count}")
    return seconds


def _raw(engine: Engine, day: date, count: int) -> float:
    """The reads and writes of a sweep; what Python works out for a rung is copied from one that was swept."""
    with Raw(engine) as raw:
        climb = _Climb(raw, day)
        began = perf_counter()
        raw.ask("SELECT * FROM municipalities")
        raw.ask("SELECT o.id, o.role, m.gemeente FROM officers o JOIN officer_municipalities m ON m.officer_id = o.id"
                " WHERE o.active")  # fmt: skip
        done = 0
        while (batch := climb.batch()) == BATCH:
            done += batch
        done += batch
        raw.ask(f"SELECT count(*) FROM deadlines WHERE set_aside{' = 1' if raw.sqlite else ''} AND ended_on IS NULL")
        raw.do(insert_of("heartbeats", climb.beat[0]), raw.id(new_id()), *climb.beat[1][1:])
        seconds = perf_counter() - began
    if done != count:
        raise RuntimeError(f"the raw sweep found {done} terms, not {count}")
    return seconds


class _Climb:
    """One batch after another, by hand."""

    def __init__(self, raw: Raw, day: date) -> None:
        self.raw = raw
        self.day: Any = day.isoformat() if raw.sqlite else day
        names, rows = raw.table("rungs", "LIMIT 1")
        self.columns, self.rung = names, dict(zip(names, rows[0], strict=True))
        self.after = raw.ask("SELECT next_rung, next_on FROM deadlines WHERE id = ?", self.rung["deadline_id"])[0]
        names, rows = raw.table("notices", "LIMIT 1")
        self.notice = dict(zip(names, rows[0], strict=True))
        names, rows = raw.table("heartbeats", "LIMIT 1")
        self.beat = (names, rows[0])
        self.insert = insert_of("rungs", self.columns)

    def batch(self) -> int:
        """Select, insert and update up to BATCH terms in one transaction; how many."""
        raw = self.raw
        raw.begin()
        lock = "" if raw.sqlite else " FOR UPDATE SKIP LOCKED"
        due = raw.ask(
            "SELECT id, case_id, root_id, gemeente, officer_id, next_rung, round, due_on, started_on, proces, name"
            f" FROM deadlines WHERE next_on <= ? AND ended_on IS NULL AND set_aside = {'0' if raw.sqlite else 'false'}"
            f" ORDER BY next_on, id LIMIT {BATCH}{lock}", self.day,
        )  # fmt: skip
        if due:
            self._write(due)
        raw.commit()
        return len(due)

    def _write(self, due: list[tuple[Any, ...]]) -> None:
        raw, rungs, mails = self.raw, [], []
        for term in due:
            rung_id = raw.id(new_id())
            told = str(UUID(str(term[4])))
            own = {"id": rung_id, "deadline_id": term[0], "case_id": term[1], "root_id": term[2], "gemeente": term[3],
                   "recipients": f'["{told}"]' if raw.sqlite else [told]}  # fmt: skip
            rungs.append([own.get(name, self.rung[name]) for name in self.columns])
            mails.append((rung_id, term[4]))
        raw.many(self.insert, rungs)
        notices = self._notices({to for _, to in mails})
        raw.many("INSERT INTO rung_mails (rung_id, recipient_id, notice_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                 [(rung, to, notices[to]) for rung, to in mails])  # fmt: skip
        raw.many(
            "UPDATE deadlines SET next_rung = ?, next_on = ? WHERE id = ?", [(*self.after, term[0]) for term in due]
        )

    def _notices(self, recipients: set[Any]) -> dict[Any, Any]:
        """The open notice of this day for each of them, made when there is none."""
        found = self.raw.ask(
            "SELECT recipient_id, id FROM notices WHERE kind = 'termijnen' AND for_date = ? AND state = 'new'"
            f" ORDER BY recipient_id, batch {self.raw.locking}", self.day,
        )  # fmt: skip
        notices = dict(found)
        if missing := sorted(recipients - notices.keys()):
            made = {to: self.raw.id(new_id()) for to in missing}
            own = [{"id": made[to], "recipient_id": to, "message_id": f"<{made[to]}@bench.invalid>"} for to in missing]
            rows = [[one.get(name, self.notice[name]) for name in self.notice] for one in own]
            self.raw.many(insert_of("notices", list(self.notice)), rows)
            notices |= made
        return notices
