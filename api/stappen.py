"""`/v1/zaken/{id}/stappen` and `/gebeurtenissen`: what can be done with a zaak, doing it, and what was done."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints
from sqlmodel import Session

from api.alongside import also_for, chosen
from api.deps import ActorDep, IdempotencyKey, IfMatch, Now, Place, Reading
from api.schemas import Bladzijde, In, Paging, bladzijde
from api.schemas_stappen import Gebeurtenis, Genomen, MogelijkeStap, OokVoor, Stappen, Voorstel, genomen
from cases import store
from cases.actions import Taken, take_step
from cases.alongside import ALONGSIDE_MAX
from cases.choices import choices
from cases.clock import dutch_date
from cases.melding import Clean, Long
from cases.timeline import timeline

router = APIRouter(prefix="/zaken/{zaak_id}", tags=["stappen"])
ANSWERS_MAX = 50


class Toestemming(In):
    """That the officier van justitie allowed what only he may allow."""

    naam: Annotated[str, Clean, StringConstraints(max_length=200)] = ""
    datum: Annotated[str, Clean, StringConstraints(max_length=10)] = ""


class Stap(In):
    """A step, with what its form asks and, where a norm does not hold, a motivation."""

    stap: Annotated[str, Clean, StringConstraints(min_length=1, max_length=60)]
    gegevens: Annotated[dict[str, Any], Field(max_length=ANSWERS_MAX)] = Field(default_factory=dict)
    motivering: Long = ""
    ovj_toestemming: Toestemming | None = None
    """only for what the officier van justitie may allow"""
    ook_voor: Annotated[list[UUID], Field(max_length=ALONGSIDE_MAX)] = Field(default_factory=list)
    """open zaken of brothers and sisters in which the same step is taken, each by itself"""


@router.get("/stappen")
def steps(zaak_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now) -> Stappen:
    """The steps that you could take now, with their form and what stands in their way."""
    found = choices(session, actor, zaak_id, at=now)
    case = found.case
    response.headers["ETag"] = f'"{case["version"]}"'
    return Stappen(
        zaak=case["id"], versie=case["version"], toestand=case["state"], toestand_titel=found.state_title,
        stappen=[MogelijkeStap.of(choice) for choice in found.steps],
        voorstellen=[Voorstel.of(each) for each in found.suggestions],
    )  # fmt: skip


@router.post("/stappen", status_code=201, responses={200: {"model": Genomen, "description": "Al eerder gedaan"}})
def take(
    request: Request, zaak_id: UUID, stap: Stap, response: Response, actor: ActorDep, version: IfMatch,
    key: IdempotencyKey, now: Now, _: Place,
) -> Genomen:  # fmt: skip
    """Take a step at the version you looked at. A repeat with the same key is answered with 200.

    With `ookVoor` also in zaken of brothers and sisters; what is refused there is told, and changes nothing here.
    """
    engine, others = request.app.state.engine, chosen(stap.ook_voor, zaak_id)
    permission = stap.ovj_toestemming.model_dump() if stap.ovj_toestemming else None

    def fire(session: Session, case_id: UUID, seen: int) -> Taken:
        return take_step(
            session, case_id, stap.stap, stap.gegevens, actor=actor, at=now, version=seen, motivation=stap.motivering,
            key=key, permission=permission,
        )  # fmt: skip

    with store.writing(engine) as session:
        taken = fire(session, zaak_id, version)
        done = genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))
    if taken.repeated:
        response.status_code = 200
    done.ook_voor = [OokVoor.of(each) for each in also_for(engine, actor, zaak_id, stap.stap, others, fire)]
    return done


@router.get("/gebeurtenissen")
def events(
    zaak_id: UUID,
    request: Request,
    actor: ActorDep,
    session: Reading,
    now: Now,
    paging: Annotated[Paging, Query()],
) -> Bladzijde[Gebeurtenis]:
    """What happened, newest first: events and rungs in one list; for a hoofdzaak in its whole dossier."""
    found = timeline(session, actor, zaak_id, paging.page, today=dutch_date(now))
    return bladzijde(request, paging, found, [Gebeurtenis.of(entry) for entry in found.rows])
