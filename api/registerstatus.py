"""`/v1/registerstatus`: what the register is told of each melding, and how far that has come."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.deps import ActorDep, Now, Reading, Writing
from api.schemas import Bladzijde, Out, Paging, bladzijde
from cases.clock import dutch_date
from cases.register_lists import MessageLine, messages, offer_again

router = APIRouter(prefix="/registerstatus", tags=["registerstatus"])

Stand = Literal["nieuw", "aangeboden", "bevestigd", "mislukt", "teruggenomen"]


class RegisterstatusVraag(Paging):
    """Which changes; without a filter all of your gemeenten."""

    stand: Stand | None = None
    melding: UUID | None = None
    zaak: UUID | None = None


class Statusbericht(Out):
    """A change of register status of one melding."""

    id: UUID
    gemeente: str
    melding: UUID
    kenmerk: str
    zaak: UUID
    zaaknummer: str
    status: Literal["B", "K", "G"]
    reden: str
    toelichting: str
    op: datetime
    stand: Stand
    uitleg: str
    """why the register did not take it"""
    bestand: str
    status_nu: str
    """the register status of the melding today"""

    @classmethod
    def of(cls, line: MessageLine) -> "Statusbericht":
        """This line of the record."""
        return cls(
            id=line.id, gemeente=line.gemeente, melding=line.report_id, kenmerk=line.kenmerk, zaak=line.case_id,
            zaaknummer=line.number, status=line.status, reden=line.reden, toelichting=line.toelichting, op=line.at,
            stand=line.state, uitleg=line.error, bestand=line.file, status_nu=line.now,
        )  # fmt: skip


@router.get("")
def show(
    request: Request, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[RegisterstatusVraag, Query()]
) -> Bladzijde[Statusbericht]:
    """Changes of register status, newest first."""
    found = messages(
        session, actor, dutch_date(now), state=vraag.stand or "", report_id=vraag.melding, case_id=vraag.zaak,
        page=vraag.page,
    )  # fmt: skip
    return bladzijde(request, vraag, found, [Statusbericht.of(line) for line in found.rows])


@router.post("/{bericht_id}/aanbieding", status_code=204)
def again(bericht_id: UUID, actor: ActorDep, session: Writing) -> None:
    """Let a message that failed leave again with the next delivery."""
    offer_again(session, actor, bericht_id)
