"""`/v1/inschrijvingscontroles`: comparing who is leerplichtig with who is enrolled.

Both lists go to disk piece by piece; the answer comes before they are compared.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.auth import posted
from api.deps import ActorDep, Now, Reading, Writing
from api.schemas import Bladzijde, Out, Paging, bladzijde
from cases.clock import dutch_date
from cases.enrolment_lists import check, checks, report_text, rhythms
from cases.enrolments import Lists, gemeente_of, run_check, start_check
from cases.errors import Invalid, Problem
from cases.meldingbestand import Refused
from cases.rights import Actor, require
from cases.settings import Settings
from cases.tables import EnrolmentCheck
from cases.uploads import keep, kept_files

log = logging.getLogger(__name__)
router = APIRouter(prefix="/inschrijvingscontroles", tags=["inschrijvingscontroles"])

FIELDS = ("plichtigen", "inschrijvingen")
_FILE = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "required": list(FIELDS),
         "properties": {**dict.fromkeys(FIELDS, _FILE), "zeker": {"type": "string", "enum": ["ja"]}}}  # fmt: skip
BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}}


class Fout(Out):
    """A line that cannot be used; never its value."""

    bestand: str
    regel: str
    kolom: str
    uitleg: str


class Controle(Out):
    """An enrolment check and what came of it."""

    id: UUID
    gemeente: str
    toestand: Literal["bezig", "klaar", "geweigerd", "gestopt"]
    melding: str
    """why it was refused, or stopped"""
    regels: int
    plichtig: int
    ingeschreven: int
    vrijgesteld: int
    zonder_inschrijving: int
    verwerkt: int
    geopend: int
    al_open: int
    onzeker: int
    niet_plichtig: int
    dubbel: int
    fout: int
    fouten: list[Fout]
    weer_ingeschreven: list[str]
    opmerkingen: list[str]
    gestart_op: datetime
    klaar_op: datetime | None

    @classmethod
    def of(cls, row: EnrolmentCheck) -> "Controle":
        """This check of the record."""
        return cls(
            id=row.id, gemeente=row.gemeente, toestand=row.state, melding=row.error, regels=row.lines,
            plichtig=row.obliged, ingeschreven=row.enrolled, vrijgesteld=row.exempt, zonder_inschrijving=row.missing,
            verwerkt=row.done, geopend=row.opened, al_open=row.already_open, onzeker=row.uncertain,
            niet_plichtig=row.not_obliged, dubbel=row.twice, fout=row.bad_lines,
            fouten=[Fout(**line) for line in row.problems], weer_ingeschreven=row.found_again, opmerkingen=row.notes,
            gestart_op=row.created_at, klaar_op=row.finished_at,
        )  # fmt: skip


class ControleMetVerslag(Controle):
    """The same, with its report in Dutch."""

    verslag: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Two lists on disk, of which gemeente they are, and whether many missing persons are no surprise."""

    lists: Lists
    gemeente: str
    sure: bool


async def two_lists(request: Request, actor: ActorDep) -> AsyncIterator[Delivered]:
    """The lists in the form, on disk. Refuses, and keeps nothing, when one is absent or not readable."""
    require(actor, "inschrijvingen")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415, "Lever beide lijsten aan als formulier, in de velden plichtigen en inschrijvingen.")
    settings: Settings = request.app.state.record
    form = await posted(request)
    with ExitStack() as undo:
        try:
            lists = await run_in_threadpool(_kept, form, settings, undo)
            yield Delivered(lists, await run_in_threadpool(gemeente_of, lists.persons, settings), "zeker" in form)
        finally:
            await form.close()
        undo.pop_all()


def _kept(form: FormData, settings: Settings, undo: ExitStack) -> Lists:
    files = {name: form.get(name) for name in FIELDS}
    if wrong := [name for name, file in files.items() if not isinstance(file, UploadFile) or not file.filename]:
        raise Invalid([Problem(name, "Kies een bestand.") for name in wrong])
    paths, names = [], []
    for file in files.values():
        if not isinstance(file, UploadFile):
            continue
        try:
            kept = keep(file.file, settings)
        except Refused as refusal:
            raise HTTPException(413, str(refusal)) from None
        paths.append(kept_files(settings) / kept.name)
        undo.callback(paths[-1].unlink, missing_ok=True)
        names.append("".join(sign for sign in str(file.filename) if sign.isprintable())[-200:])
    return Lists(paths[0], paths[1], names[0], names[1])


@router.post("", status_code=202, openapi_extra=BODY)
def deliver(
    request: Request, response: Response, later: BackgroundTasks, actor: ActorDep, now: Now,
    given: Annotated[Delivered, Depends(two_lists)], session: Writing,
) -> Controle:  # fmt: skip
    """Deliver both lists of one gemeente. They are compared after this answer; made again nothing doubles."""
    row = start_check(session, given.lists, gemeente=given.gemeente, actor=actor, at=now)
    response.headers["Location"] = f"/v1/inschrijvingscontroles/{row.id}"
    later.add_task(compare, request.app.state.engine, row.id, given, now, actor, request.app.state.record)
    return Controle.of(row)


@router.get("")
def listing(
    request: Request, actor: ActorDep, session: Reading, paging: Annotated[Paging, Query()]
) -> Bladzijde[Controle]:
    """Checks of your gemeenten, newest first."""
    found = checks(session, actor, paging.page)
    return bladzijde(request, paging, found, [Controle.of(row) for row in found.rows])


@router.get("/{controle_id}")
def show(controle_id: UUID, actor: ActorDep, session: Reading, now: Now) -> ControleMetVerslag:
    """How far a check is, and its report so far."""
    row = check(session, actor, controle_id)
    rhythm = next((each for each in rhythms(session, actor, dutch_date(now)) if each.gemeente == row.gemeente), None)
    return ControleMetVerslag(**dict(Controle.of(row)), verslag=report_text(row, rhythm, now))


def compare(engine: Engine, check_id: UUID, given: Delivered, at: datetime, actor: Actor, settings: Settings) -> None:
    """Compare the lists, after the answer has left, and remove them. Never raises: the check says how it went."""
    try:
        run_check(engine, check_id, given.lists, actor=actor, at=at, sure=given.sure, settings=settings)
    except Exception as error:
        extra = {"action": "enrolment_check", "check": str(check_id), "error": type(error).__name__}
        log.warning("enrolment check stopped", extra=extra)
    finally:
        for path in (given.lists.persons, given.lists.enrolments):
            path.unlink(missing_ok=True)
