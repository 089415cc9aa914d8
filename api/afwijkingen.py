"""`/v1/afwijkingen`: where a step deviated from a norm, and why."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.deps import ActorDep, Now, Reading
from api.schemas import Bladzijde, Gemeente, Out, Paging, bladzijde
from cases.clock import dutch_date
from cases.deviations import deviations
from cases.rows import Row

router = APIRouter(prefix="/afwijkingen", tags=["afwijkingen"])


class AfwijkingenVraag(Paging):
    """Of which gemeente; without one all of yours."""

    gemeente: Gemeente | None = None


class Norm(Out):
    """A norm that did not hold."""

    norm: str
    tekst: str
    ovj: str = ""
    """officier van justitie who allowed it, where only he can"""
    datum: str = ""


class Afwijking(Out):
    """A step that deviated, with its motivation."""

    id: UUID
    zaak: UUID
    zaaknummer: str
    gemeente: str
    proces: str
    stap: str
    titel: str
    op: datetime
    rol: str
    medewerker: str | None
    normen: list[Norm]
    motivering: str

    @classmethod
    def of(cls, row: Row) -> "Afwijking":
        """This row of the record."""
        return cls(
            id=row["id"], zaak=row["case_id"], zaaknummer=row["number"], gemeente=row["gemeente"], proces=row["proces"],
            stap=row["step"], titel=row["title"], op=row["at"], rol=row["actor"], medewerker=row["officer_name"],
            normen=[Norm(**line) for line in row["deviations"]], motivering=row["motivation"],
        )  # fmt: skip


@router.get("")
def show(
    request: Request, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[AfwijkingenVraag, Query()]
) -> Bladzijde[Afwijking]:
    """Deviations in your gemeenten, newest first."""
    found = deviations(session, actor, today=dutch_date(now), gemeente=vraag.gemeente or "", page=vraag.page)
    return bladzijde(request, vraag, found, [Afwijking.of(row) for row in found.rows])
