"""`/v1/termijnen`: running terms, and hands on their clock."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, IfMatchGiven, Now, Reading, Writing
from api.schemas import Bladzijde, Gemeente, In, Medewerker, Out, Paging, WieBehandelt, bladzijde, medewerker
from api.schemas_stappen import Genomen, genomen
from cases import clockwork
from cases.lists import TermLine, open_terms
from cases.melding import Day, Long
from states.ledger import LONGEST

router = APIRouter(prefix="/termijnen", tags=["termijnen"])

Grond = Literal["wachtlijst", "capaciteit", "schoolvakantie", "ziekte", "op_verzoek", "anders"]


class TermijnenVraag(Paging):
    """Which terms to list; what is left out does not matter."""

    gemeente: Gemeente | None = None
    behandelaar: WieBehandelt | None = None
    tot: date | None = None
    """due on this day or earlier"""


class Opschorting(In):
    """Let the clock stand still from `vanaf` up to, not including, `tot`."""

    vanaf: Day
    tot: Day
    grond: Grond
    toelichting: Long = ""


class Hervatting(In):
    """Let a suspended clock run again from `op`."""

    op: Day
    toelichting: Long = ""


class Verlenging(In):
    """Make a term longer; without unit in that of the term itself."""

    aantal: Annotated[int, Field(ge=1, le=LONGEST)]
    eenheid: Literal["", "wd", "d", "wk", "mnd", "lw"] = ""
    grond: Grond
    toelichting: Long = ""


class Termijnregel(Out):
    """A running term with its zaak."""

    id: UUID
    soort: str
    naam: str
    titel: str
    wacht_op: str
    uiterlijk: date
    uitleg: str
    zaak: UUID
    zaaknummer: str
    hoofdzaak: UUID
    gemeente: str
    proces: str
    proces_titel: str
    toestand: str
    toestand_titel: str
    versie: int
    behandelaar: Medewerker | None
    jongere: str
    geboortedatum: date
    school: str

    @classmethod
    def of(cls, line: TermLine) -> "Termijnregel":
        """This line of the record."""
        return cls(**fields_of(line))


def fields_of(line: TermLine) -> dict[str, object]:
    """A running term, by the names of the API."""
    return {
        "id": line.id, "soort": line.kind, "naam": line.name, "titel": line.title, "wacht_op": line.waits,
        "uiterlijk": line.due_on, "uitleg": line.sentence, "zaak": line.case_id, "zaaknummer": line.number,
        "hoofdzaak": line.root_id, "gemeente": line.gemeente, "proces": line.proces, "proces_titel": line.proces_title,
        "toestand": line.state, "toestand_titel": line.state_title, "versie": line.version,
        "behandelaar": medewerker(line.officer_id, line.officer_name), "jongere": line.person_name,
        "geboortedatum": line.birth_date, "school": line.school,
    }  # fmt: skip


@router.get("")
def running(
    request: Request, actor: ActorDep, session: Reading, vraag: Annotated[TermijnenVraag, Query()]
) -> Bladzijde[Termijnregel]:
    """Running terms in your gemeenten, what lapses first on top."""
    found = open_terms(
        session, actor, gemeente=vraag.gemeente or "", officer_id=vraag.behandelaar, until=vraag.tot, page=vraag.page
    )
    return bladzijde(request, vraag, found, [Termijnregel.of(line) for line in found.rows])


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
    return genomen(session, taken, response)


@router.post("/{termijn_id}/hervatting")
def resume(
    termijn_id: UUID, hervatting: Hervatting, response: Response, actor: ActorDep, version: IfMatchGiven,
    session: Writing, now: Now,
) -> Genomen:  # fmt: skip
    """Let a suspended term run again. If-Match names the version of its zaak."""
    taken = clockwork.resume(
        session, termijn_id, on=hervatting.op, explanation=hervatting.toelichting, actor=actor, at=now, version=version
    )
    return genomen(session, taken, response)


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
    return genomen(session, taken, response)
