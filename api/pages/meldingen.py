"""`/meldingen`: registering a melding by hand, and what came of it."""

from datetime import datetime
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.auth import Form
from api.deps import ActorDep, Now, Reading, Writing
from api.meldingen import UITKOMSTEN
from api.pages.forms import text
from api.pages.meldingvelden import GROUPS, choices
from api.pages.shell import page
from cases.clock import AMSTERDAM
from cases.errors import Invalid, Problem
from cases.intake import receive
from cases.melding import NewReport
from cases.meldingrij import COLUMNS, check_row
from cases.places import known_codes
from cases.quarantine import gemeente_problem
from cases.received import received, received_as
from cases.rights import Actor, require

router = APIRouter(prefix="/meldingen")
WHEN = "%Y-%m-%dT%H:%M"


@router.get("/nieuw")
def blank(request: Request, actor: ActorDep, session: Reading, now: Now) -> Response:
    """An empty form, with a kenmerk of its own: sending it twice is one melding."""
    require(actor, "meldingen.registreren")
    at = now.astimezone(AMSTERDAM).strftime(WHEN)
    typed = dict.fromkeys(COLUMNS, "") | {"kenmerk": f"hand-{uuid4().hex[:12]}", "status": "R", "gemeld_op": at}
    if len(actor.gemeenten) == 1:
        typed["gemeentecode"] = min(actor.gemeenten)
    return _form(request, session, actor, typed)


@router.post("/nieuw")
def register(request: Request, actor: ActorDep, session: Writing, now: Now, form: Form) -> Response:
    """Register the melding; what is wrong is told beside each field, and what was typed stays."""
    require(actor, "meldingen.registreren")
    typed = {column: text(form, column) for column in COLUMNS}
    try:
        outcome = _register(session, actor, typed, now)
    except Invalid as error:
        session.rollback()
        return _form(request, session, actor, typed, list(error.problems))
    found = received_as(session, typed["kenmerk"].strip())
    return RedirectResponse(f"/meldingen/{found.id}?uitkomst={UITKOMSTEN[outcome]}", 303)


@router.get("/{melding_id}")
def show(request: Request, melding_id: UUID, actor: ActorDep, session: Reading, uitkomst: str = "") -> Response:
    """What came of a melding: the zaak it opened or joined."""
    found = received(session, actor, melding_id)
    known = uitkomst if uitkomst in UITKOMSTEN.values() else "gevoegd" if found.joined else "geopend"
    return page(request, "melding.html", melding=found, outcome=known)


def _register(session: Session, actor: Actor, typed: dict[str, str], now: datetime) -> str:
    melding = check_row(typed | {"gemeld_op": _instant(typed["gemeld_op"])}, now)
    if problem := gemeente_problem(melding, known_codes(session), actor):
        raise Invalid([problem])
    [outcome] = receive(session, [NewReport(melding)], actor=actor, at=now, recorded_at=now)
    if isinstance(outcome, Problem):
        raise Invalid([outcome])
    return outcome


def _instant(typed: str) -> str:
    """The moment with its offset: a browser gives Dutch wall-clock time without one."""
    try:
        given = datetime.strptime(typed.strip(), WHEN).replace(tzinfo=AMSTERDAM)
    except ValueError:
        return typed
    return given.isoformat()


def _form(
    request: Request, session: Session, actor: Actor, typed: dict[str, str], problems: list[Problem] | None = None
) -> Response:
    errors: dict[str, list[str]] = {}
    for problem in problems or ():
        errors.setdefault(problem.field, []).append(problem.text)
    return page(
        request, "melding_nieuw.html", status=422 if errors else 200, asked=GROUPS, typed=typed, errors=errors,
        columns=COLUMNS, choices=choices(session, actor),
    )  # fmt: skip
