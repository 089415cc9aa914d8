"""`/v1/meldingen`: registering a melding, a change of one, or its withdrawal."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Response

from api.deps import ActorDep, Now, Writing
from api.schemas import Out
from cases.errors import Conflict, Invalid, Problem
from cases.explain import json_name
from cases.intake import receive
from cases.melding import Melding, NewReport, time_problems
from cases.places import known_codes
from cases.quarantine import gemeente_problem
from cases.received import received_as
from cases.rights import require

router = APIRouter(prefix="/meldingen", tags=["meldingen"])

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
    found = received_as(session, melding.kenmerk)
    response.headers["Location"] = f"/v1/zaken/{found.case_id}"
    if outcome not in ("opened", "joined"):
        response.status_code = 200
    return Ontvangen(
        id=found.id, kenmerk=found.kenmerk, uitkomst=UITKOMSTEN[outcome], zaak=found.case_id,
        zaaknummer=found.number, aandachtspunten=list(found.flags),
    )  # fmt: skip


def _as_json(problem: Problem) -> Problem:
    return Problem(json_name(problem.field), problem.text)
