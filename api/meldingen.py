"""`/v1/meldingen`: registering a melding, a change of one, or its withdrawal."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Response
from sqlmodel import Session

from api.deps import ActorDep, Now, Writing
from api.schemas import Out
from cases.errors import Conflict, Invalid, Problem
from cases.explain import json_name
from cases.intake import receive
from cases.melding import Melding, NewReport, time_problems
from cases.places import known_codes
from cases.quarantine import gemeente_problem
from cases.rights import require
from cases.rows import table_of
from cases.tables import Case, Report

router = APIRouter(prefix="/meldingen", tags=["meldingen"])
_CASES, _REPORTS = table_of(Case), table_of(Report)

UITKOMSTEN: Mapping[str, str] = {
    "opened": "geopend",
    "joined": "gevoegd",
    "changed": "gewijzigd",
    "unchanged": "ongewijzigd",
    "withdrawn": "ingetrokken",
}


class Ontvangen(Out):
    """What became of a melding: it opened a zaak, joined one, or changed what was known."""

    id: UUID
    kenmerk: str
    uitkomst: str
    zaak: UUID
    zaaknummer: str
    aandachtspunten: list[str]
    """what does not fit (an age, a number of hours); never a refusal"""


@router.post("", status_code=201, responses={200: {"model": Ontvangen, "description": "Deze melding was al bekend"}})
def register(melding: Melding, response: Response, actor: ActorDep, session: Writing, now: Now) -> Ontvangen:
    """Register a melding. The same kenmerk again is the same melding: changed, withdrawn or as it was."""
    require(actor, "meldingen.registreren")
    problem = gemeente_problem(melding, known_codes(session), actor)
    if wrong := [*time_problems(melding, now, columns=False), *([_as_json(problem)] if problem else [])]:
        raise Invalid(wrong)
    [outcome] = receive(session, [NewReport(melding)], actor=actor, at=now, recorded_at=now)
    if isinstance(outcome, Problem):
        raise Conflict(outcome.text, [_as_json(outcome)])
    row = _found(session, melding.kenmerk)
    response.headers["Location"] = f"/v1/zaken/{row['case_id']}"
    if outcome not in ("opened", "joined"):
        response.status_code = 200
    return Ontvangen(
        id=row["id"], kenmerk=row["kenmerk"], uitkomst=UITKOMSTEN[outcome], zaak=row["case_id"],
        zaaknummer=row["number"], aandachtspunten=row["flags"],
    )  # fmt: skip


def _as_json(problem: Problem) -> Problem:
    return Problem(json_name(problem.field), problem.text)


def _found(session: Session, kenmerk: str) -> Mapping[Any, Any]:
    query = sa.select(_REPORTS.c.id, _REPORTS.c.kenmerk, _REPORTS.c.case_id, _REPORTS.c.flags, _CASES.c.number)
    of_zaak = query.join_from(_REPORTS, _CASES, _CASES.c.id == _REPORTS.c.case_id)
    return session.execute(of_zaak.where(_REPORTS.c.kenmerk == kenmerk)).mappings().one()
