"""`/v1/termijnen`: running terms, one term as it was known on a day, and hands on their clock."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, IfMatchGiven, Now, Reading, Writing
from api.schemas import Bladzijde, bladzijde
from api.schemas_stappen import Genomen, genomen
from api.schemas_termijnen import (
    Correctie,
    Hervatting,
    Opschorting,
    TermijnenVraag,
    Termijnregel,
    Termijnstand,
    Verlenging,
)
from cases import clockwork
from cases.clock import dutch_date
from cases.hindsight import as_known_on
from cases.lists import open_terms
from cases.melding import Day

router = APIRouter(prefix="/termijnen", tags=["termijnen"])


@router.get("")
def running(
    request: Request, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[TermijnenVraag, Query()]
) -> Bladzijde[Termijnregel]:
    """Running terms in your gemeenten, what lapses first on top."""
    found = open_terms(
        session, actor, today=dutch_date(now), gemeente=vraag.gemeente or "", officer_id=vraag.behandelaar,
        until=vraag.tot, page=vraag.page,
    )  # fmt: skip
    return bladzijde(request, vraag, found, [Termijnregel.of(line) for line in found.rows])


@router.get("/{termijn_id}")
def show(
    termijn_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now,
    peildatum: Annotated[Day | None, Query(description="Zoals de termijn op deze dag bekend was")] = None,
) -> Termijnstand:  # fmt: skip
    """One term with its ledger, as it was known on a day: what was entered later is left out."""
    today = dutch_date(now)
    known = as_known_on(session, actor, termijn_id, peildatum or today, today=today)
    response.headers["ETag"] = f'"{known.row["version"]}"'
    return Termijnstand.of(known)


@router.post("/{termijn_id}/opschorting")
def suspend(
    termijn_id: UUID, opschorting: Opschorting, response: Response, actor: ActorDep, version: IfMatchGiven,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Suspend a term. If-Match names the version of its zaak."""
    taken = clockwork.suspend(
        session, termijn_id, since=opschorting.vanaf, until=opschorting.tot, ground=opschorting.grond,
        explanation=opschorting.toelichting, actor=actor, at=now, version=version,
    )  # fmt: skip
    return genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))


@router.post("/{termijn_id}/hervatting")
def resume(
    termijn_id: UUID, hervatting: Hervatting, response: Response, actor: ActorDep, version: IfMatchGiven,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Let a suspended term run again. If-Match names the version of its zaak."""
    taken = clockwork.resume(
        session, termijn_id, on=hervatting.op, explanation=hervatting.toelichting, actor=actor, at=now, version=version
    )
    return genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))


@router.post("/{termijn_id}/verlenging")
def extend(
    termijn_id: UUID, verlenging: Verlenging, response: Response, actor: ActorDep, version: IfMatchGiven,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Make a term longer. If-Match names the version of its zaak."""
    taken = clockwork.extend(
        session, termijn_id, amount=verlenging.aantal, unit=verlenging.eenheid, ground=verlenging.grond,
        explanation=verlenging.toelichting, actor=actor, at=now, version=version,
    )  # fmt: skip
    return genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))


@router.post("/{termijn_id}/correctie")
def correct(
    termijn_id: UUID, correctie: Correctie, response: Response, actor: ActorDep, version: IfMatchGiven,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Set a term right, or give it the amount of today's policy. If-Match names the version of its zaak."""
    taken = clockwork.correct(
        session, termijn_id, amount=correctie.aantal, start=correctie.vanaf, ground=correctie.grond,
        explanation=correctie.toelichting, actor=actor, at=now, version=version,
    )  # fmt: skip
    return genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))
