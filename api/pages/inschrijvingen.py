"""`/inschrijvingen`: delivering the two lists of an enrolment check, and what came of it."""

from collections.abc import Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.deps import ActorDep, Now, Reading
from api.inschrijvingen import Delivered, compare, two_lists
from api.pages.forms import page_number
from api.pages.shell import page
from cases import store
from cases.clock import dutch_date
from cases.enrolment_lists import COUNTS, check, checks, rhythms, standing
from cases.enrolments import start_check
from cases.errors import Invalid
from cases.paging import Page
from cases.rights import Actor, may

router = APIRouter(prefix="/inschrijvingen")
receiving = asynccontextmanager(two_lists)
LINES_MAX = 200


@router.get("")
def listing(request: Request, actor: ActorDep, session: Reading, now: Now, pagina: str = "") -> Response:
    """The form, when the next check is due, and the checks that were made."""
    return _listing(request, actor, session, now, page_number(pagina))


@router.post("")
async def deliver(request: Request, later: BackgroundTasks, actor: ActorDep, now: Now) -> Response:
    """Take in both lists; they are compared after the answer. What cannot be used is told beside the form."""
    try:
        async with receiving(request, actor) as given, request.app.state.places:
            check_id = await run_in_threadpool(_start, request, given, actor, now)
    except Invalid as error:
        wrong = {problem.field: problem.text for problem in error.problems}
        return await run_in_threadpool(_again, request, actor, now, wrong, 422)
    except HTTPException as error:
        if error.status_code != 413:
            raise
        return await run_in_threadpool(_again, request, actor, now, {"plichtigen": error.detail}, 413)
    state = request.app.state
    later.add_task(compare, state.engine, check_id, given, now, actor, state.record)
    return RedirectResponse(f"/inschrijvingen/{check_id}", 303, background=later)


@router.get("/{controle_id}")
def show(request: Request, controle_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """One check: how far it is and what came of it."""
    row = check(session, actor, controle_id)
    return page(
        request, "inschrijvingscontrole.html", row=row, counts=COUNTS, standing=standing(row, now), limit=LINES_MAX,
        lines=row.problems[:LINES_MAX],
    )  # fmt: skip


def _start(request: Request, given: Delivered, actor: Actor, now: datetime) -> UUID:
    with store.writing(request.app.state.engine) as session:
        return start_check(session, given.lists, gemeente=given.gemeente, actor=actor, at=now).id


def _again(request: Request, actor: Actor, now: datetime, wrong: Mapping[str, str], status: int) -> Response:
    with store.reading(request.app.state.engine) as session:
        return _listing(request, actor, session, now, 1, wrong, status)


def _listing(
    request: Request, actor: Actor, session: Reading, now: datetime, number: int,
    wrong: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    found, today = checks(session, actor, Page(number)), dutch_date(now)
    return page(
        request, "inschrijvingen.html", status=status, rows=found.rows, wrong=wrong or {}, today=today,
        rhythms=rhythms(session, actor, today), may_deliver=may(actor, "inschrijvingen"),
        most_mb=request.app.state.record.upload_max_mb, most_rows=request.app.state.record.upload_max_rows,
        earlier=f"/inschrijvingen?pagina={number - 1}" if number > 1 else "",
        later=f"/inschrijvingen?pagina={number + 1}" if found.more else "",
    )  # fmt: skip
