"""`/meldingbestanden`: delivering a file, and what came of those that were delivered."""

from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.deps import ActorDep, Now, Reading
from api.meldingbestanden import Delivered, delivered, read_in
from api.pages.forms import page_number
from api.pages.shell import page
from cases import store
from cases.deliveries import deliveries, delivery
from cases.errors import Invalid
from cases.imports import Accepted, accept
from cases.paging import Page
from cases.quarantine import rows_of_file
from cases.rights import Actor, may
from cases.verslag import COUNTS

router = APIRouter(prefix="/meldingbestanden")
receiving = asynccontextmanager(delivered)
LINES_MAX = 200


@router.get("")
def listing(request: Request, actor: ActorDep, session: Reading, pagina: str = "") -> Response:
    """The form, and the delivered files, newest first."""
    at_page = Page(page_number(pagina))
    found = deliveries(session, actor, at_page)
    number = at_page.number
    return page(
        request, "meldingbestanden.html", rows=found.rows, **_form(request, actor),
        busy=any(row.state in ("wacht", "bezig") for row in found.rows),
        earlier=f"/meldingbestanden?pagina={number - 1}" if number > 1 else "",
        later=f"/meldingbestanden?pagina={number + 1}" if found.more else "",
    )  # fmt: skip


@router.post("")
async def deliver(request: Request, later: BackgroundTasks, actor: ActorDep, now: Now) -> Response:
    """Take in a file; it is read after the answer. A file that cannot be used is told beside the form."""
    try:
        async with receiving(request, actor) as file, request.app.state.places:
            accepted = await run_in_threadpool(_accept, request, file, actor, now)
    except Invalid as error:
        return await run_in_threadpool(_again, request, actor, error.problems[0].text, 422)
    except HTTPException as error:
        if error.status_code != 413:
            raise
        return await run_in_threadpool(_again, request, actor, error.detail, 413)
    where = f"/meldingbestanden/{accepted.row.id}"
    if accepted.sentence:
        return RedirectResponse(f"{where}?eerder=ja", 303)
    later.add_task(read_in, request.app.state.engine, accepted.row.id, now, actor, request.app.state.record)
    return RedirectResponse(where, 303, background=later)


@router.get("/{bestand_id}")
def show(request: Request, bestand_id: UUID, actor: ActorDep, session: Reading, eerder: str = "") -> Response:
    """One file: how far it has been read, and the lines that are in quarantine."""
    row = delivery(session, actor, bestand_id)
    return page(
        request, "meldingbestand.html", row=row, counts=COUNTS, earlier=eerder == "ja", limit=LINES_MAX,
        busy=row.state in ("wacht", "bezig"), lines=rows_of_file(session, actor, row.id, LINES_MAX),
        may_repair=may(actor, "quarantaine"),
    )  # fmt: skip


def _accept(request: Request, file: Delivered, actor: Actor, at: datetime) -> Accepted:
    state = request.app.state
    with store.writing(state.engine) as session:
        return accept(session, file.kept, filename=file.filename, actor=actor, at=at, settings=state.record)


def _again(request: Request, actor: Actor, error: str, status: int) -> Response:
    with store.reading(request.app.state.engine) as session:
        rows = deliveries(session, actor).rows
        return page(
            request, "meldingbestanden.html", status=status, rows=rows, busy=False, earlier="", later="",
            **_form(request, actor, error),
        )  # fmt: skip


def _form(request: Request, actor: Actor, error: str = "") -> dict[str, Any]:
    return {
        "may_deliver": may(actor, "meldingbestand.aanleveren"),
        "most_mb": request.app.state.record.upload_max_mb,
        "most_rows": request.app.state.record.upload_max_rows,
        "error": error,
    }
