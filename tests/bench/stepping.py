"""Steps by one client and by eight at once, each in its own transaction, beside raw SQL."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine

from cases.actions import take_step
from cases.columns import new_id
from cases.rights import Actor
from cases.rows import table_of
from cases.store import reading, writing
from cases.tables import Case
from tests.bench.ground import Raw, insert_of
from tests.bench.office import OPENED, cases_of, officer
from tests.bench.report import Result, middle
from tests.bench.size import Size

CLIENTS = (1, 8)
_CASES = table_of(Case)
Work = list[tuple[UUID, int]]
"""zaken, each with the number of its behandelaar"""


def measure(kind: str, engine: Engine, size: Size, tell: Callable[[str], None]) -> list[Result]:
    """Steps `oppakken` a second."""
    _ours(engine, _work(engine, len(CLIENTS), size)[:1])  # the first is an example for the raw SQL
    speeds: dict[tuple[int, str], list[float]] = {}
    for turn in range(size.rounds):
        tell(f"step, round {turn + 1}")
        for clients in CLIENTS:
            for name in ("ours", "raw"):
                work = _work(engine, size.steps, size)
                seconds = _together(engine, work, clients, name)
                speeds.setdefault((clients, name), []).append(len(work) / seconds)
    return [
        Result(kind, f"step, {clients} client{'s' if clients > 1 else ''}", middle(speeds[clients, "ours"]), "steps/s",
               middle(speeds[clients, "raw"]), more_is_better=True)
        for clients in CLIENTS
    ]  # fmt: skip


def _work(engine: Engine, count: int, size: Size) -> Work:
    ids = cases_of(engine, count)
    if len(ids) < count:
        raise RuntimeError(f"only {len(ids)} zaken are left to take {count} steps in")
    numbers = {officer(number).id: number for number in range(size.officers)}
    with reading(engine) as session:
        rows = session.execute(sa.select(_CASES.c.id, _CASES.c.officer_id).where(_CASES.c.id.in_(ids)))
        return [(row.id, numbers[row.officer_id]) for row in rows]


def _together(engine: Engine, work: Work, clients: int, name: str) -> float:
    shares = [work[client::clients] for client in range(clients)]
    raws = [_RawSteps(engine) for _ in shares] if name == "raw" else []
    began = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        if raws:
            jobs = [pool.submit(raw.take, share) for raw, share in zip(raws, shares, strict=True)]
        else:
            jobs = [pool.submit(_ours, engine, share) for share in shares]
        for job in jobs:
            job.result()
    seconds = perf_counter() - began
    for raw in raws:
        raw.close()
    return seconds


def _ours(engine: Engine, work: Work) -> None:
    for case_id, number in work:
        actor: Actor = officer(number)
        with writing(engine) as session:
            taken = take_step(session, case_id, "oppakken", {"behandelaar": str(actor.id)}, actor=actor, at=OPENED,
                              version=1)  # fmt: skip
        if taken.version != 2:
            raise RuntimeError("the step was not taken")


class _RawSteps:
    """The statements of `oppakken` by hand; what Python works out is copied from one that was taken."""

    def __init__(self, engine: Engine) -> None:
        self.raw = raw = Raw(engine)
        where = "WHERE step = 'oppakken' LIMIT 1"
        self.event_columns, [self.event] = raw.table("events", where)
        done = dict(zip(self.event_columns, self.event, strict=True))["case_id"]
        begun = "WHERE case_id = ? AND ended_on IS NULL AND started_seq > 1"
        self.term_columns, self.terms = raw.table("deadlines", begun, done)
        self.case = raw.ask("SELECT state, version, facts FROM cases WHERE id = ?", done)[0]
        self.ended = raw.ask("SELECT ended_on FROM deadlines WHERE case_id = ? AND ended_on IS NOT NULL", done)[0][0]
        self.insert_event = insert_of("events", self.event_columns)
        self.insert_term = insert_of("deadlines", self.term_columns)

    def close(self) -> None:
        """No more steps."""
        self.raw.__exit__()

    def take(self, work: Work) -> None:
        """One transaction for each."""
        for case_id, number in work:
            self._take(self.raw.id(case_id), self.raw.id(officer(number).id))

    def _take(self, case_id: Any, officer_id: Any) -> None:
        raw = self.raw
        raw.begin()
        root = "(SELECT root_id FROM cases WHERE id = ?)"
        if not raw.sqlite:
            raw.ask(f"SELECT id FROM cases WHERE id = {root} FOR UPDATE", case_id)
            raw.ask(
                f"SELECT id FROM deadlines WHERE case_id IN (SELECT id FROM cases WHERE root_id = {root})"
                " AND ended_on IS NULL ORDER BY id FOR UPDATE", case_id,
            )  # fmt: skip
        found = raw.ask(
            "SELECT c.version, d.id, c.*, d.*, m.*, p.geboortedatum FROM cases c JOIN persons p ON p.id = c.person_id"
            " JOIN municipalities m ON m.code = c.gemeente LEFT JOIN deadlines d ON d.case_id = c.id"
            f" AND d.ended_on IS NULL WHERE c.root_id = {root} ORDER BY d.kind", case_id,
        )  # fmt: skip
        version, deadline_id = found[0][:2]
        if version != 1:
            raise RuntimeError("somebody was first")
        gemeente = raw.ask(
            "SELECT m.gemeente FROM officers o JOIN officer_municipalities m ON m.officer_id = o.id"
            " WHERE o.id = ? AND o.active AND o.role = 'leerplichtambtenaar'", officer_id,
        )[0][0]  # fmt: skip
        own = {"case_id": case_id, "root_id": case_id, "gemeente": gemeente, "officer_id": officer_id}
        state, now, facts = self.case
        raw.do("UPDATE cases SET state = ?, version = ?, facts = ?, officer_id = ?, closed_on = NULL, uitkomst = ''"
               " WHERE id = ?", state, now, facts, officer_id, case_id)  # fmt: skip
        raw.do(self.insert_event, *self._copy(self.event_columns, self.event, own))
        raw.do("UPDATE deadlines SET ended_on = ?, ended_how = 'gehaald', next_on = NULL, officer_id = ? WHERE id = ?",
               self.ended, officer_id, deadline_id)  # fmt: skip
        raw.many(self.insert_term, [self._copy(self.term_columns, term, own) for term in self.terms])
        raw.do("UPDATE reports SET status = 'B' WHERE case_id = ? AND status IN ('R', 'B')", case_id)
        raw.commit()

    def _copy(self, columns: Sequence[str], row: Sequence[Any], own: dict[str, Any]) -> list[Any]:
        own = {**own, "id": self.raw.id(new_id())}
        return [own.get(name, value) for name, value in zip(columns, row, strict=True)]
