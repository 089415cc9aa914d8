"""Takes meldingen in: each joins the open zaak of its jongere, opens one, or changes what is known.

Works on a whole batch: a fixed number of statements for all that is new, one dossier at a time for what
joins or changes an existing zaak.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import dossier, register_status, walk
from cases.absence import absent_since, report_facts
from cases.bulk import among
from cases.dossier import Dossier
from cases.errors import Problem
from cases.melding import Melding, NewReport
from cases.offices import Office, all_offices
from cases.opening import Opening, open_roots
from cases.parties import Parties
from cases.reports import same_as, to_row
from cases.rights import SYSTEM, Actor
from cases.rows import Row, insert_all, table_of, update_all
from cases.tables import Case, Report
from cases.wpg import whole_cases
from states.processes import ROOT_OF_SOORT

_CASES, _REPORTS = table_of(Case), table_of(Report)
_OTHER_PGN = Problem("pgn", "Deze melding was eerder van een andere jongere; zoek uit welke klopt.")
_UNKNOWN = Problem("status", "Dit is een intrekking van een melding die hier niet bekend is.")
# Says no more: who delivers it may not know of a proces-verbaal.
_RELIED_ON = Problem(
    "status", "Deze melding kan niet meer worden ingetrokken: er is al op verder gewerkt. Overleg met de behandelaar."
)

Key = tuple[UUID, str, str]
"""(person, gemeente, proces): at most one open root zaak each"""


def receive(
    session: Session, reports: Sequence[NewReport], *, actor: Actor, at: datetime, recorded_at: datetime
) -> list[str | Problem]:
    """Take in checked meldingen, in order. Per melding: opened, joined, changed, unchanged, withdrawn, or
    the Problem for which it must be looked at by a person; nothing of that one is kept.

    The gemeente of each is one of this installation, and the actor may deliver for it.
    """
    parties = Parties.of(session, [report.melding for report in reports])
    intake = _Intake(session, parties, all_offices(session), actor, at, recorded_at)
    intake.known = _known(session, [report.melding.kenmerk for report in reports])
    intake.look_up_cases()
    outcomes = [intake.take(report) for report in reports]
    intake.flush()
    return outcomes


def _known(session: Session, kenmerken: list[str]) -> dict[str, Row]:
    rows = session.execute(sa.select(_REPORTS).where(among(session, _REPORTS.c.kenmerk, kenmerken))).mappings()
    return {row["kenmerk"]: dict(row) for row in rows}


@dataclass(slots=True)
class _Intake:
    session: Session
    parties: Parties
    offices: dict[str, Office]
    actor: Actor
    at: datetime
    recorded_at: datetime
    known: dict[str, Row] = field(default_factory=dict)
    open_cases: dict[Key, UUID] = field(default_factory=dict)
    closed_cases: dict[Key, Row] = field(default_factory=dict)
    waiting: dict[Key, tuple[Opening, Row]] = field(default_factory=dict)
    """zaken to be opened together, each with its melding"""

    def look_up_cases(self) -> None:
        """The open root zaak, and the last closed one, of every jongere who was known before this batch."""
        if not self.parties.before:
            return
        rows = self.session.execute(
            whole_cases()
            .where(_CASES.c.person_id.in_(self.parties.before), _CASES.c.id == _CASES.c.root_id)
            .order_by(_CASES.c.opened_on)
        ).mappings()
        for row in rows:
            key = (row["person_id"], row["gemeente"], row["proces"])
            if row["closed_on"] is None:
                self.open_cases[key] = row["id"]
            else:
                self.closed_cases[key] = dict(row)

    def take(self, report: NewReport) -> str | Problem:
        """One melding. What waits to be opened is written first when this one builds on it."""
        melding = report.melding
        if problem := self.parties.problem(melding):
            return problem
        before = self.known.get(melding.kenmerk)
        if before is not None:
            self.flush()
            return self._change(before, report)
        if melding.status == "I":
            return _UNKNOWN
        row = to_row(report, self.parties, received_at=self.at)
        key = (row["person_id"], row["gemeente"], ROOT_OF_SOORT[melding.soort])
        self.known[melding.kenmerk] = row
        if key in self.waiting:
            self.flush()
        if key in self.open_cases and self._join(key, row):
            return "joined"
        self.waiting[key] = (self._opening(key, melding, row), row)
        return "opened"

    def flush(self) -> None:
        """Open every zaak that waits, with its melding."""
        if not self.waiting:
            return
        keys, openings, rows = zip(*[(key, o, row) for key, (o, row) in self.waiting.items()], strict=True)
        opened = open_roots(
            self.session, openings, actor=self.actor, at=self.at, recorded_at=self.recorded_at, offices=self.offices
        )
        opened.writes.flush(self.session)
        for key, case, row in zip(keys, opened.cases, rows, strict=True):
            row["case_id"] = self.open_cases[key] = case["id"]
        insert_all(self.session, Report, rows)
        self.waiting.clear()

    def _opening(self, key: Key, melding: Melding, row: Row) -> Opening:
        facts = {
            "meldingen": 1,
            "actie_gewenst": melding.actie_gewenst,
            "thuis_sinds": absent_since([row], self._calendar(row)),
        }
        return Opening(
            gemeente=melding.gemeentecode, proces=key[2], person_id=row["person_id"], birth_date=melding.geboortedatum,
            school_id=row["school_id"], soort=melding.soort, facts=facts, previous=self.closed_cases.get(key),
            told={"melding": str(row["id"]), "soort": melding.soort},
        )  # fmt: skip

    def _join(self, key: Key, row: Row) -> bool:
        """Add a melding to the open zaak. False when that was closed meanwhile: then a new one must open."""
        case_id = self.open_cases[key]
        d = self._load(case_id)
        case = d.cases[case_id]
        if case["closed_on"] is not None:
            self.closed_cases[key] = case
            del self.open_cases[key]
            return False
        row["case_id"], row["joined"] = case_id, True
        row["status"] = "R" if case["state"] == "ontvangen" else "B"
        insert_all(self.session, Report, [row])
        happened = self._record(d, case, "melding", row)
        entered = next((term["started_on"] for term in d.terms_of(case) if term["kind"] == "toestand"), d.today)
        if row["begindatum"] > entered:
            walk.take_automatic(d, case, "melding_erbij")
        d.writes.flush(self.session)
        register_status.joined(self.session, d, case, happened, row)
        return True

    def _change(self, before: Row, report: NewReport) -> str | Problem:
        melding = report.melding
        row = to_row(report, self.parties, received_at=self.at)
        if row["person_id"] != before["person_id"]:
            return _OTHER_PGN
        if melding.status == "I":
            return self._withdraw(before)
        if before["status"] == "I":
            return Problem("status", "Deze melding was ingetrokken en kan niet opnieuw worden ingediend.")
        if same_as(before, row):
            return "unchanged"
        d = self._load(before["case_id"])
        kept = {
            name: before[name] for name in ("id", "case_id", "joined", "status", "uitkomst", "received_at", "import_id")
        }
        self.known[melding.kenmerk] = row = row | kept
        update_all(self.session, Report, [row], [name for name in row if name != "id"])
        self._record(d, d.root, "melding", row, gewijzigd=True)
        d.writes.flush(self.session)
        return "changed"

    def _withdraw(self, before: Row) -> str | Problem:
        if before["status"] == "I":
            return "unchanged"
        d = self._load(before["case_id"])
        if d.root["facts"].get("pv_op"):
            return _RELIED_ON
        before["status"] = "I"
        update_all(self.session, Report, [before], ["status"])
        self._record(d, d.root, "melding_weg", before)
        walk.take_automatic(d, d.root, "melding_ingetrokken")
        d.writes.flush(self.session)
        return "withdrawn"

    def _record(self, d: Dossier, case: Row, kind: str, row: Row, **told: Any) -> Row:
        """The event of a melding on its zaak, with the facts that follow from all its meldingen."""
        of_case = self.session.execute(sa.select(_REPORTS).where(_REPORTS.c.case_id == case["id"])).mappings()
        facts = report_facts([dict(found) for found in of_case], case, self._calendar(row))
        told |= {"melding": str(row["id"]), "soort": row["soort"], "feiten": facts}
        happened = walk.event(d, case, kind, actor=self.actor, answers=told)
        d.record(happened, case)
        walk.end_of_absence(d, case, {})
        return happened

    def _load(self, case_id: UUID) -> Dossier:
        # The person is locked and the sender may deliver here: the system looks up the dossier.
        return dossier.load(self.session, case_id, actor=SYSTEM, at=self.at, recorded_at=self.recorded_at)

    def _calendar(self, row: Row) -> Any:
        return self.offices[row["gemeente"]].calendar
