"""One enrolment check on its way through the database: signalen in batches, each one transaction."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases.enrolment_compare import Comparison, Missing
from cases.enrolment_people import find_or_make
from cases.errors import Problem
from cases.offices import Office
from cases.opening import Opening, open_roots
from cases.rights import Actor
from cases.rows import Row, table_of
from cases.store import reading, writing
from cases.tables import Case, EnrolmentCheck, Person
from cases.wpg import whole_cases

log = logging.getLogger(__name__)

_CHECKS, _CASES, _PERSONS = table_of(EnrolmentCheck), table_of(Case), table_of(Person)
PROCES, SOORT = "absoluut_verzuim", "absoluut"
FOUND_AGAIN_MAX = 1_000
OPEN_MAX = 20_000
_OTHER_BIRTH = Problem("geboortedatum", "Dit pgn is hier bekend met een andere geboortedatum; zoek uit welke klopt.")


@dataclass(slots=True)
class Run:
    """One check on its way through the database."""

    engine: Engine
    check_id: UUID
    office: Office
    found: Comparison
    actor: Actor
    at: datetime
    recorded_at: datetime

    def handle(self, batch: Sequence[tuple[int, Missing]]) -> None:
        """Look up or open the zaak of each, in one transaction with the progress."""
        counts: Counter[str] = Counter(done=len(batch))
        with writing(self.engine) as session:
            known = find_or_make(session, [missing for _, missing in batch], self.office.code, self.found.keys)
            openings = []
            before = _zaken(session, [row["id"] for row in known.values()])
            for line, missing in batch:
                person = known[missing.index]
                last = before.get(person["id"])
                if person["geboortedatum"] != missing.person.geboortedatum:
                    self.found.bad_line(line, _OTHER_BIRTH)
                elif last is not None and last["closed_on"] is None:
                    counts["already_open"] += 1
                else:
                    openings.append(self._opening(missing, person, last))
            if openings:
                counts["opened"] = len(openings)
                offices = {self.office.code: self.office}
                opened = open_roots(
                    session, openings, actor=self.actor, at=self.at, recorded_at=self.recorded_at, offices=offices
                )
                opened.writes.flush(session)
            self._count(session, counts)

    def _opening(self, missing: Missing, person: Row, last: Row | None) -> Opening:
        since = missing.since.isoformat()
        facts: dict[str, Any] = {"meldingen": 0, "niet_ingeschreven_sinds": since}
        if self.office.policy(self.found.today)["absoluut.telt_vanaf"] == "signaal":
            facts["thuis_sinds"] = since
        return Opening(
            gemeente=self.office.code, proces=PROCES, person_id=person["id"], birth_date=person["geboortedatum"],
            school_id=None, soort=SOORT, facts=facts, previous=last,
            told={"controle": str(self.check_id), "plicht": missing.plicht},
        )  # fmt: skip

    def found_again(self) -> list[str]:
        """Numbers of the open zaken of those who are enrolled or exempt by now."""
        query = (
            sa.select(_CASES.c.number, _PERSONS.c.pgn_index)
            .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
            .where(_CASES.c.gemeente == self.office.code, _CASES.c.proces == PROCES, _CASES.c.closed_on.is_(None))
            .order_by(_CASES.c.number)
            .limit(OPEN_MAX)
        )
        now = self.found.enrolled | self.found.exempt
        with reading(self.engine) as session:
            numbers = [row.number for row in session.execute(query) if bytes.fromhex(row.pgn_index) in now]
        return numbers[:FOUND_AGAIN_MAX]

    def progress(self, counts: Mapping[str, int]) -> None:
        """Write these counts on the check."""
        with writing(self.engine) as session:
            self._count(session, counts)

    def end(self, state: str, **values: Any) -> None:
        """Write down how it ended."""
        values |= {"bad_lines": self.found.counts["bad_lines"], "problems": self.found.problems}
        this = sa.update(_CHECKS).where(_CHECKS.c.id == self.check_id)
        with writing(self.engine) as session:
            session.execute(this.values(state=state, finished_at=self.recorded_at, **values))
        extra = {"action": "enrolment_check", "check": str(self.check_id), "state": state}
        log.info("enrolment check ended", extra=extra)

    def _count(self, session: Session, counts: Mapping[str, int]) -> None:
        columns = {name: _CHECKS.c[name] + count for name, count in counts.items()}
        this = sa.update(_CHECKS).where(_CHECKS.c.id == self.check_id)
        session.execute(this.values(**columns))


def _zaken(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Per person the open zaak, or else the last one that was closed. Who calls has locked the persons."""
    query = (
        whole_cases()
        .where(_CASES.c.person_id.in_(list(person_ids)), _CASES.c.proces == PROCES, _CASES.c.id == _CASES.c.root_id)
        .order_by(_CASES.c.closed_on.is_(None), _CASES.c.opened_on, _CASES.c.number)
    )
    return {row["person_id"]: dict(row) for row in session.execute(query).mappings()}
