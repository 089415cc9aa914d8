"""Checks that the record holds together: what stands on a zaak follows from its events, its ledger and its rungs.

Reads only. Goes through the zaken in batches, so that memory does not grow with their number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases.letterdocuments import damaged
from cases.offices import all_offices
from cases.proof import Batch, Finding, of_zaak
from cases.register_status import LIVE
from cases.rows import WPG, Row, table_of
from cases.store import reading
from cases.tables import Case, ClockEntry, Deadline, Event, Notice, Report, Rung, RungMail, WpgEvent
from cases.wpg import contents, facts_join, merge

BATCH = 300
SHOWN = 200
"""findings kept to be shown; all are counted"""

_CASES, _EVENTS, _DEADLINES, _CLOCK = table_of(Case), table_of(Event), table_of(Deadline), table_of(ClockEntry)
_WPG = table_of(WpgEvent)
_RUNGS, _MAILS, _NOTICES, _REPORTS = table_of(Rung), table_of(RungMail), table_of(Notice), table_of(Report)
_NAME = sa.case((_RUNGS.c.regime == WPG, "van een Wpg-onderdeel"), else_=_RUNGS.c.name).label("name")
"""of a rung, for an output that anybody may read"""


@dataclass(slots=True)
class Verification:
    """What was looked at, and what does not hold."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    """findings by kind, also those beyond SHOWN"""
    other_versions: Counter[str] = field(default_factory=Counter)
    """events per proces that were decided under tables of no known version"""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found

    def add(self, finding: Finding) -> None:
        """Count a finding and keep it while there is room."""
        self.found[finding.kind] += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)

    def lines(self) -> list[str]:
        """The result in Dutch, one line each: zaaknummers only, nothing personal."""
        counted = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        out = [f"Nagelopen: {counted}."]
        out += [
            f"Let op: {number} gebeurtenissen van {proces} zijn vastgelegd onder een onbekende versie van het proces; "
            "hun stap is niet tegen een tabel gehouden."
            for proces, number in sorted(self.other_versions.items())
        ]
        out += [f"Fout: {finding.where}: {finding.text}" for finding in self.findings]
        total = self.found.total()
        if total > len(self.findings):
            out.append(f"En nog {total - len(self.findings)} fouten.")
        return [*out, f"{total} fouten gevonden." if total else "Alles klopt."]


def verify(engine: Engine) -> Verification:
    """Replay every event log and recompute every term, and compare with what is stored. Changes nothing.

    Everything is seen as it was at one moment where the database can do that; run it beside a busy office
    on PostgreSQL and a step taken meanwhile may show up as a finding that is gone the next time.
    """
    result = Verification(Counter(dict.fromkeys(("zaken", "gebeurtenissen", "termijnen", "treden", "berichten"), 0)))
    with reading(engine) as session:
        if engine.dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        offices = all_offices(session)
        for batch in _batches(session):
            result.counts["zaken"] += len(batch.cases)
            result.counts["gebeurtenissen"] += sum(map(len, batch.events.values()))
            result.counts["termijnen"] += sum(map(len, batch.deadlines.values()))
            for case in batch.cases:
                for finding in of_zaak(case, batch, offices[case["gemeente"]], result.other_versions):
                    result.add(finding)
        result.counts["treden"] = _count(session, _RUNGS)
        result.counts["berichten"] = _count(session, _NOTICES)
        for letter_id in damaged(session):
            told = "de bewaarde brief is niet meer wat er verzonden is."
            result.add(Finding("brief_beschadigd", str(letter_id), told))
        for finding in _of_rungs(session):
            result.add(finding)
    return result


def _count(session: Session, table: sa.Table) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _batches(session: Session) -> Iterator[Batch]:
    last: UUID | None = None
    while True:
        query = sa.select(_CASES, _WPG.c.facts.label("wpg_facts")).outerjoin(_WPG, facts_join())
        query = query.order_by(_CASES.c.id).limit(BATCH)
        rows = _zaken(session, query.where(_CASES.c.id > last) if last else query)
        if not rows:
            return
        last = rows[-1]["id"]
        ids = [row["id"] for row in rows]
        yield Batch(
            rows,
            _by(
                _events(session, ids),
                "case_id",
            ),
            _by(_rows(session, sa.select(_DEADLINES).where(_DEADLINES.c.case_id.in_(ids))), "case_id"),
            _by(_rows(session, _of_terms(_CLOCK, ids).order_by(_CLOCK.c.seq)), "deadline_id"),
            _reached(session, ids),
            _live_reports(session, ids),
        )


def _zaken(session: Session, query: sa.Select[tuple[object, ...]]) -> list[Row]:
    rows = _rows(session, query)
    for row in rows:
        content = row.pop("wpg_facts")
        row["facts"] = content or {} if row["regime"] == WPG else row["facts"]
    return rows


def _events(session: Session, ids: list[UUID]) -> list[Row]:
    query = sa.select(_EVENTS).where(_EVENTS.c.case_id.in_(ids)).order_by(_EVENTS.c.case_id, _EVENTS.c.seq)
    return [merge(row) for row in _rows(session, contents(query))]


def _of_terms(table: sa.Table, case_ids: list[UUID]) -> sa.Select[tuple[object, ...]]:
    join = table.join(_DEADLINES, _DEADLINES.c.id == table.c.deadline_id)
    return sa.select(table).select_from(join).where(_DEADLINES.c.case_id.in_(case_ids))


def _rows(session: Session, query: sa.Select[tuple[object, ...]]) -> list[Row]:
    return [dict(row) for row in session.execute(query).mappings()]


def _by(rows: list[Row], column: str) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _reached(session: Session, ids: list[UUID]) -> dict[tuple[UUID, int], frozenset[str]]:
    """The names of the rungs reached, per term and round."""
    query = sa.select(_RUNGS.c.deadline_id, _RUNGS.c.round, _RUNGS.c.name).where(_RUNGS.c.case_id.in_(ids))
    found: dict[tuple[UUID, int], frozenset[str]] = {}
    for row in session.execute(query):
        key = (row.deadline_id, row.round)
        found[key] = found.get(key, frozenset()) | {row.name}
    return found


def _live_reports(session: Session, ids: list[UUID]) -> Mapping[UUID, int]:
    query = (
        sa.select(_REPORTS.c.case_id, sa.func.count())
        .where(_REPORTS.c.case_id.in_(ids), _REPORTS.c.status.in_(LIVE))
        .group_by(_REPORTS.c.case_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _of_rungs(session: Session) -> Iterator[Finding]:
    """What does not hold between rungs, notices and the zaken they opened: a few set-based statements."""
    number = sa.select(_CASES.c.number).where(_CASES.c.id == _RUNGS.c.case_id).scalar_subquery()
    double = (
        sa.select(number, _NAME)
        .group_by(_RUNGS.c.deadline_id, _RUNGS.c.round, _RUNGS.c.name, _RUNGS.c.case_id, _RUNGS.c.regime)
        .having(sa.func.count() > 1)
    )
    for zaak, name in session.execute(double):
        yield Finding("trede_dubbel", zaak or "?", f"trede {name} is in één ronde twee keer bereikt.")
    yield from _of_mails(session)
    yield from _of_opened(session)


def _of_mails(session: Session) -> Iterator[Finding]:
    """Each recipient of a rung has one line to one notice of his own, and nobody else has."""
    query = (
        sa.select(_RUNGS.c.id, _NAME, _RUNGS.c.recipients, _CASES.c.number, _MAILS.c.recipient_id,
                  _NOTICES.c.recipient_id.label("notice_for"))
        .join_from(_RUNGS, _CASES, _CASES.c.id == _RUNGS.c.case_id, isouter=True)
        .join(_MAILS, _MAILS.c.rung_id == _RUNGS.c.id, isouter=True)
        .join(_NOTICES, _NOTICES.c.id == _MAILS.c.notice_id, isouter=True)
        .order_by(_RUNGS.c.id)
        .execution_options(yield_per=1000)
    )  # fmt: skip
    told: list[tuple[UUID | None, UUID | None]] = []
    before = None
    for row in session.execute(query):
        if before is not None and row.id != before.id:
            yield from _mails_of(before, told)
            told = []
        told.append((row.recipient_id, row.notice_for))
        before = row
    if before is not None:
        yield from _mails_of(before, told)


def _mails_of(rung: sa.Row[tuple[object, ...]], told: list[tuple[UUID | None, UUID | None]]) -> Iterator[Finding]:
    mailed = Counter(str(to) for to, _notice_for in told if to is not None)
    where, owed = rung.number or "?", Counter(rung.recipients)
    if missing := (owed - mailed).total():
        yield Finding("bericht_ontbreekt", where, f"trede {rung.name} is aan {missing} ontvanger(s) niet gemeld.")
    if more := (mailed - owed).total():
        yield Finding("bericht_te_veel", where, f"trede {rung.name} is {more} keer te veel gemeld.")
    if any(to != notice_for for to, notice_for in told if to is not None):
        yield Finding(
            "bericht_van_ander", where, f"trede {rung.name} staat in een bericht dat er niet is, of van een ander is."
        )


def _of_opened(session: Session) -> Iterator[Finding]:
    """A zaak that a rung says it opened exists, in the same dossier, as an overleg."""
    child = _CASES.alias("child")
    query = (
        sa.select(_CASES.c.number, _NAME)
        .join_from(_RUNGS, _CASES, _CASES.c.id == _RUNGS.c.case_id, isouter=True)
        .join(child, child.c.id == _RUNGS.c.child_id, isouter=True)
        .where(
            _RUNGS.c.child_id.is_not(None),
            sa.or_(
                child.c.id.is_(None), child.c.root_id != _RUNGS.c.root_id,
                child.c.proces.not_in(("mdo", "veiligheidshuis")),
                sa.and_(_RUNGS.c.effect.in_(("mdo", "veiligheidshuis")), child.c.proces != _RUNGS.c.effect),
            ),
        )
    )  # fmt: skip
    for zaak, name in session.execute(query):
        yield Finding("overleg_ontbreekt", zaak or "?", f"het overleg dat trede {name} opende is er niet.")
