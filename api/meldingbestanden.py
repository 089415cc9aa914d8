"""`/v1/meldingbestanden`: delivering a file of meldingen, and asking how far it has been read.

The body goes to disk piece by piece; the answer comes before the file is read.
"""

import logging
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, BinaryIO, Literal
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.auth import posted
from api.deps import ActorDep, Now, Reading, Writing
from api.schemas import Out
from cases.deliveries import delivery
from cases.errors import Invalid, Problem
from cases.imports import Kept, Refused, accept, keep, report_text, run_import
from cases.meldingbestand import inspect
from cases.rights import Actor, require
from cases.settings import Settings
from cases.tables import Import
from cases.uploads import kept_files

log = logging.getLogger(__name__)
router = APIRouter(prefix="/meldingbestanden", tags=["meldingbestanden"])

RAW = ("text/csv", "application/csv", "application/octet-stream")
_CSV = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "properties": {"bestand": {"type": "string", "format": "binary"}},
                    "required": ["bestand"]}}  # fmt: skip
BODY = {"requestBody": {"required": True, "content": {"text/csv": _CSV, "multipart/form-data": _FORM}}}


class Voortgang(Out):
    """How far a meldingbestand has been read."""

    id: UUID
    bestandsnaam: str
    toestand: Literal["wacht", "bezig", "klaar", "geweigerd"]
    melding: str
    """that it was delivered before, or why it was refused"""
    grootte: int
    rijen: int
    geopend: int
    gevoegd: int
    gewijzigd: int
    ingetrokken: int
    ongewijzigd: int
    quarantaine: int
    opmerkingen: list[str]
    aangeleverd_op: datetime
    klaar_op: datetime | None
    verslag: str

    @classmethod
    def of(cls, row: Import, report: str, sentence: str = "") -> "Voortgang":
        """This import of the record."""
        return cls(
            id=row.id, bestandsnaam=row.filename, toestand=row.state, melding=sentence or row.error,
            grootte=row.size, rijen=row.rows, geopend=row.opened, gevoegd=row.joined, gewijzigd=row.changed,
            ingetrokken=row.withdrawn, ongewijzigd=row.unchanged, quarantaine=row.quarantined, opmerkingen=row.notes,
            aangeleverd_op=row.created_at, klaar_op=row.finished_at, verslag=report,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file that was received and can be read."""

    kept: Kept
    filename: str


async def delivered(
    request: Request, actor: ActorDep,
    bestandsnaam: Annotated[str | None, Query(max_length=200, description="Naam van het bestand")] = None,
) -> AsyncIterator[Delivered]:  # fmt: skip
    """The file in the body, on disk and looked through once. Refuses, and keeps nothing, when it is unusable."""
    require(actor, "meldingbestand.aanleveren")
    settings: Settings = request.app.state.record
    name, kept = await _received(request, settings)
    try:
        try:
            await run_in_threadpool(_look_through, kept, settings)
        except Refused as refusal:
            raise _refused(refusal) from None
        yield Delivered(kept, bestandsnaam or name)
    except BaseException:
        (kept_files(settings) / kept.name).unlink(missing_ok=True)
        raise


async def _received(request: Request, settings: Settings) -> tuple[str, Kept]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        form = await posted(request)
        try:
            file = form.get("bestand")
            if not isinstance(file, UploadFile):
                raise Invalid([Problem("bestand", "Kies een bestand om aan te leveren.")])
            return file.filename or "", await _keep(file.file, settings)
        finally:
            await form.close()
    if kind not in RAW:
        raise HTTPException(415, "Lever het bestand aan als text/csv, of als formulier met het veld bestand.")
    with tempfile.TemporaryFile(dir=kept_files(settings)) as body:
        async for chunk in request.stream():
            await run_in_threadpool(body.write, chunk)
        body.seek(0)
        return "meldingen.csv", await _keep(body, settings)


async def _keep(source: BinaryIO, settings: Settings) -> Kept:
    try:
        return await run_in_threadpool(keep, source, settings)
    except Refused as refusal:
        raise HTTPException(413, str(refusal)) from None


def _look_through(kept: Kept, settings: Settings) -> None:
    inspect(kept_files(settings) / kept.name, max_mb=settings.upload_max_mb, max_rows=settings.upload_max_rows)


def _refused(refusal: Refused) -> Invalid:
    return Invalid([Problem("bestand", str(refusal))])


@router.post(
    "", status_code=202, openapi_extra=BODY,
    responses={200: {"model": Voortgang, "description": "Dit bestand was al aangeleverd"}},
)  # fmt: skip
def deliver(
    request: Request, response: Response, later: BackgroundTasks, actor: ActorDep, now: Now,
    file: Annotated[Delivered, Depends(delivered)], session: Writing,
) -> Voortgang:  # fmt: skip
    """Deliver a meldingbestand. It is read after this answer; the same bytes again are the same delivery."""
    settings, engine = request.app.state.record, request.app.state.engine
    accepted = accept(session, file.kept, filename=file.filename, actor=actor, at=now, settings=settings)
    row = accepted.row
    response.headers["Location"] = f"/v1/meldingbestanden/{row.id}"
    if accepted.sentence:
        response.status_code = 200
    else:
        later.add_task(read_in, engine, row.id, now, actor, settings)
    return Voortgang.of(row, report_text(session, row, actor, accepted.sentence), accepted.sentence)


@router.get("/{bestand_id}")
def progress(bestand_id: UUID, actor: ActorDep, session: Reading) -> Voortgang:
    """How far a meldingbestand has been read, and its report so far."""
    row = delivery(session, actor, bestand_id)
    return Voortgang.of(row, report_text(session, row, actor))


def read_in(engine: Engine, import_id: UUID, at: datetime, actor: Actor, settings: Settings) -> None:
    """Read an accepted meldingbestand, after the answer has left. Never raises."""
    try:
        run_import(engine, import_id, at=at, actor=actor, settings=settings)
    except Exception as error:
        # What stopped here is taken over by the flow when its lease has run out.
        extra = {"action": "import", "import": str(import_id), "error": type(error).__name__}
        log.warning("import stopped", extra=extra)
