"""`/v1/zaken/{id}/bijlagen`: files that are kept with a zaak. They are given back to be saved, never shown."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.auth import posted
from api.brieven import as_file
from api.deps import ActorDep, Now, Reading, Writing
from api.schemas_brieven import Bijgevoegd, Bijlage
from cases.attachments import attach, attachment, attachments_of
from cases.clock import dutch_date
from cases.errors import Invalid, Problem
from cases.rights import require

router = APIRouter(tags=["bijlagen"])
OCTETS = "application/octet-stream"
_FORM = {"schema": {"type": "object", "properties": {"bestand": {"type": "string", "format": "binary"}},
                    "required": ["bestand"]}}  # fmt: skip
_RAW = {"schema": {"type": "string", "format": "binary"}}
BODY = {"requestBody": {"required": True, "content": {OCTETS: _RAW, "multipart/form-data": _FORM}}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {OCTETS: _RAW}}}


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in: at most as large as one attachment (api.guards)."""

    name: str
    content: bytes


async def received(
    request: Request, actor: ActorDep,
    bestandsnaam: Annotated[str | None, Query(max_length=200, description="Naam van het bestand")] = None,
) -> AsyncIterator[Received]:  # fmt: skip
    """The file in the body: the field `bestand` of a form, or the body itself."""
    require(actor, "bijlagen")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        form = await posted(request)
        try:
            file = form.get("bestand")
            if not isinstance(file, UploadFile):
                raise Invalid([Problem("bestand", "Kies een bestand.")])
            name, content = file.filename or "", await file.read()
        finally:
            await form.close()
        yield Received(bestandsnaam or name, content)
    elif kind == OCTETS:
        yield Received(bestandsnaam or "", await request.body())
    else:
        raise HTTPException(415, f"Stuur de bijlage als {OCTETS}, of als formulier met het veld bestand.")


FileDep = Annotated[Received, Depends(received)]


@router.get("/zaken/{zaak_id}/bijlagen")
def listing(zaak_id: UUID, actor: ActorDep, session: Reading, now: Now) -> list[Bijlage]:
    """The attachments of a zaak, newest first."""
    return [Bijlage.of(row) for row in attachments_of(session, actor, zaak_id, today=dutch_date(now))]


@router.post(
    "/zaken/{zaak_id}/bijlagen", status_code=201, openapi_extra=BODY,
    responses={200: {"model": Bijgevoegd, "description": "Dit bestand stond al bij deze zaak"}},
)  # fmt: skip
def add(
    request: Request, zaak_id: UUID, response: Response, actor: ActorDep, now: Now, file: FileDep, session: Writing
) -> Bijgevoegd:
    """Put a file with a zaak. What it is follows from its content; the same bytes again are the same file."""
    most = request.app.state.record.attachment_max_mb
    file_id, new = attach(session, actor, zaak_id, file.name, file.content, at=now, max_mb=most)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/v1/bijlagen/{file_id}"
    return Bijgevoegd(id=file_id, nieuw=new)


@router.get("/bijlagen/{bijlage_id}", response_class=Response, responses=_FILE)
def download(bijlage_id: UUID, actor: ActorDep, session: Reading, now: Now) -> Response:
    """One attachment, to be saved."""
    found = attachment(session, actor, bijlage_id, today=dutch_date(now))
    return as_file(found["content"], found["filename"], OCTETS)
