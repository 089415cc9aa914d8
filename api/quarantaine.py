"""`/v1/quarantaine`: rows of meldingbestanden that wait for repair."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints, model_validator

from api.deps import ActorDep, Now, Reading, Writing
from api.meldingen import UITKOMSTEN
from api.schemas import Bladzijde, Gemeente, In, Out, Paging, bladzijde
from cases import quarantine
from cases.cells import refuse
from cases.paging import Part
from cases.tables import QuarantinedRow

router = APIRouter(prefix="/quarantaine", tags=["quarantaine"])
CELL_MAX = 5_000

Cel = Annotated[str, StringConstraints(max_length=CELL_MAX)]


class QuarantaineVraag(Paging):
    """Which rows to list."""

    gemeente: Gemeente | None = None
    toestand: Literal["open", "hersteld", "vervallen"] = "open"


class Fout(Out):
    """What is wrong in a column; never the value."""

    kolom: str
    uitleg: str


class Rij(Out):
    """A row that could not become a melding."""

    id: UUID
    meldingbestand: UUID
    gemeente: str
    regel: int
    toestand: str
    fouten: list[Fout]
    aangekomen_op: datetime
    afgehandeld_op: datetime | None

    @classmethod
    def of(cls, row: QuarantinedRow) -> "Rij":
        """This row of the record."""
        return cls(
            id=row.id, meldingbestand=row.import_id, gemeente=row.gemeente, regel=row.line, toestand=row.state,
            fouten=[Fout(**problem) for problem in row.problems], aangekomen_op=row.created_at,
            afgehandeld_op=row.resolved_at,
        )  # fmt: skip


class RijMetInhoud(Rij):
    """A row with what it said, for who repairs it."""

    gegevens: dict[str, str]
    tekst: str
    """the line itself when it could not be divided into columns"""


class Herstel(In):
    """The columns to change before the row is offered again, or why it is given up."""

    gegevens: Annotated[dict[str, Cel], Field(max_length=50)] | None = None
    vervallen: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.gegevens is None) == (self.vervallen is None):
            raise refuse("noemt óf gegevens om te wijzigen, óf waarom de rij vervalt")
        return self


class Afgehandeld(Out):
    """What became of a row."""

    id: UUID
    uitkomst: str


@router.get("")
def waiting(
    request: Request, actor: ActorDep, session: Reading, vraag: Annotated[QuarantaineVraag, Query()]
) -> Bladzijde[Rij]:
    """Rows that you may repair, oldest first."""
    page = vraag.page
    rows = quarantine.rows_of(
        session, actor, gemeente=vraag.gemeente or "", state=vraag.toestand, limit=page.most, offset=page.offset
    )
    found = Part.of(rows, page)
    return bladzijde(request, vraag, found, [Rij.of(row) for row in found.rows])


@router.get("/{rij_id}")
def show(rij_id: UUID, actor: ActorDep, session: Reading) -> RijMetInhoud:
    """One row with what it said."""
    shown = quarantine.show(session, rij_id, actor)
    return RijMetInhoud(**dict(Rij.of(shown.row)), gegevens=shown.cells, tekst=shown.text)


@router.put("/{rij_id}")
def settle(rij_id: UUID, herstel: Herstel, actor: ActorDep, session: Writing, now: Now) -> Afgehandeld:
    """Offer a row again with these columns changed, or give it up."""
    if herstel.gegevens is None:
        quarantine.drop(session, rij_id, herstel.vervallen or "", actor=actor, at=now)
        return Afgehandeld(id=rij_id, uitkomst="vervallen")
    outcome = quarantine.repair(session, rij_id, herstel.gegevens, actor=actor, at=now)
    return Afgehandeld(id=rij_id, uitkomst=UITKOMSTEN[outcome])
