"""`/v1/zaken/{id}/stappen` and `/gebeurtenissen`: what can be done with a zaak, doing it, and what was done."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints

from api.deps import ActorDep, IdempotencyKey, IfMatch, Now, Reading, Writing
from api.schemas import Bladzijde, In, Paging, bladzijde
from api.schemas_stappen import Gebeurtenis, Genomen, MogelijkeStap, Stappen, genomen
from cases.actions import take_step
from cases.choices import choices
from cases.melding import Clean, Long
from cases.timeline import timeline

router = APIRouter(prefix="/zaken/{zaak_id}", tags=["stappen"])
ANSWERS_MAX = 50


class Stap(In):
    """A step, with what its form asks and, where a norm does not hold, a motivation."""

    stap: Annotated[str, Clean, StringConstraints(min_length=1, max_length=60)]
    gegevens: Annotated[dict[str, Any], Field(max_length=ANSWERS_MAX)] = Field(default_factory=dict)
    motivering: Long = ""


@router.get("/stappen")
def steps(zaak_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now) -> Stappen:
    """The steps that you could take now, with their form and what stands in their way."""
    found = choices(session, actor, zaak_id, at=now)
    case = found.case
    response.headers["ETag"] = f'"{case["version"]}"'
    return Stappen(
        zaak=case["id"], versie=case["version"], toestand=case["state"], toestand_titel=found.state_title,
        stappen=[MogelijkeStap.of(choice) for choice in found.steps],
    )  # fmt: skip


@router.post("/stappen", status_code=201, responses={200: {"model": Genomen, "description": "Al eerder gedaan"}})
def take(
    zaak_id: UUID, stap: Stap, response: Response, actor: ActorDep, version: IfMatch, key: IdempotencyKey,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Take a step at the version you looked at. A repeat with the same key is answered with 200."""
    taken = take_step(
        session, zaak_id, stap.stap, stap.gegevens, actor=actor, at=now, version=version, motivation=stap.motivering,
        key=key,
    )  # fmt: skip
    if taken.repeated:
        response.status_code = 200
    return genomen(session, taken, response)


@router.get("/gebeurtenissen")
def events(
    zaak_id: UUID, request: Request, actor: ActorDep, session: Reading, paging: Annotated[Paging, Query()]
) -> Bladzijde[Gebeurtenis]:
    """What happened, newest first: events and rungs in one list; for a hoofdzaak in its whole dossier."""
    found = timeline(session, actor, zaak_id, paging.page)
    return bladzijde(request, paging, found, [Gebeurtenis.of(entry) for entry in found.rows])
