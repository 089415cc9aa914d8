"""`/bewaking`: whether the machines do their work, for the beheerder."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Now, Reading
from api.health import OLDEST_SWEEP
from api.pages.shell import page
from cases.watch import watch

router = APIRouter(prefix="/bewaking")
SWEEP = "termijnen"
NOTICES = {
    "new": "Staat klaar", "leased": "Wordt verstuurd", "handed_over": "Verzonden", "failed": "Mislukt",
    "suppressed": "Niet meer nodig", "uncertain": "Onzeker",
}  # fmt: skip


@router.get("")
def show(request: Request, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The last run of each flow, the outbox, and what was set aside. Counts and times only."""
    found = watch(session, actor)
    age: timedelta | None = next((now - beat.at for beat in found.beats if beat.name == SWEEP), None)
    outbox = {NOTICES[state]: count for state, count in found.outbox.items()}
    return page(request, "bewaking.html", watch=found, outbox=outbox, fresh=age is not None and age <= OLDEST_SWEEP)
