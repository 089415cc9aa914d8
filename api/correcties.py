"""`/v1/zaken/{id}/correcties` and `/v1/meldingen/{id}/verplaatsing`: setting right what was recorded wrongly."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from api.deps import ActorDep, IdempotencyKey, IfMatch, IfMatchGiven, Now, Writing
from api.schemas_correcties import Correctie, Gecorrigeerd, Gevolg, Verplaatsing, Verplaatst, Voorbeeld
from api.schemas_stappen import genomen
from cases.clock import dutch_date
from cases.corrected import corrected, foreseen, recorded
from cases.corrections import amend, withdraw
from cases.errors import Conflict
from cases.moving import move_report
from cases.rights import NotAllowed, require
from cases.view import case_view
from states.corrections import AMENDED

router = APIRouter(tags=["correcties"])
Volgnummer = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/zaken/{zaak_id}/correcties/{volgnummer}")
def preview(
    zaak_id: UUID, volgnummer: Volgnummer, response: Response, actor: ActorDep, session: Writing, now: Now
) -> Voorbeeld:
    """Whether a gebeurtenis can be taken back, and what that would do. Nothing changes."""
    require(actor, "correcties")
    today = dutch_date(now)
    view = case_view(session, actor, zaak_id, today=today)
    found = recorded(session, zaak_id, volgnummer, sees=actor.sees_wpg(today))
    response.headers["ETag"] = f'"{view.case["version"]}"'
    reason, effect = "", None
    try:
        effect = Gevolg.of(foreseen(session, actor, zaak_id, volgnummer, at=now))
    except (Conflict, NotAllowed) as error:
        reason = str(error)
    return Voorbeeld(
        zaak=zaak_id, gebeurtenis=volgnummer, titel=found.title, mogelijk=effect is not None, reden=reason,
        gevolg=effect,
    )  # fmt: skip


@router.post(
    "/zaken/{zaak_id}/correcties", status_code=201,
    responses={200: {"model": Gecorrigeerd, "description": "Al eerder gedaan"}},
)  # fmt: skip
def correct(
    zaak_id: UUID, correctie: Correctie, response: Response, actor: ActorDep, version: IfMatch, key: IdempotencyKey,
    session: Writing, now: Now,
) -> Gecorrigeerd:  # fmt: skip
    """Take a gebeurtenis back, or set answers of a step right. A repeat with the same key is answered with 200."""
    if correctie.wat == AMENDED:
        taken = amend(
            session, zaak_id, correctie.gebeurtenis, correctie.antwoorden, reason=correctie.reden, actor=actor, at=now,
            version=version, key=key,
        )  # fmt: skip
    else:
        taken = withdraw(
            session, zaak_id, correctie.gebeurtenis, reason=correctie.reden, actor=actor, at=now, version=version,
            key=key,
        )  # fmt: skip
    if taken.repeated:
        response.status_code = 200
    did = corrected(session, zaak_id, taken.version, sees=actor.sees_wpg(dutch_date(now)))
    done = genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now))).model_dump(by_alias=False)
    return Gecorrigeerd(**done, wat=correctie.wat, terug=did.seq, gevolg=Gevolg.of(did))


@router.post("/meldingen/{melding_id}/verplaatsing")
def move(
    melding_id: UUID, verplaatsing: Verplaatsing, actor: ActorDep, version: IfMatchGiven, session: Writing, now: Now
) -> Verplaatst:
    """Move a melding to the zaak where it belongs. If-Match names the version of the zaak that it leaves."""
    to = move_report(
        session, melding_id, verplaatsing.naar, reason=verplaatsing.reden, actor=actor, at=now, version=version
    )
    return Verplaatst(melding=melding_id, zaak=to)
