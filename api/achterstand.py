"""`/v1/achterstand`: what is overdue, for the teamleider."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.deps import ActorDep, Now, Reading
from api.schemas import Bladzijde, Medewerker, Out, Paging, bladzijde, medewerker
from api.schemas_termijnen import Termijnregel, fields_of
from cases.backlog import ESCALATIONS, backlog, overdue
from cases.clock import dutch_date
from cases.errors import Invalid, Problem
from cases.lists import TermLine

router = APIRouter(prefix="/achterstand", tags=["achterstand"])
FAR_YEARS = 10


class AchterstandVraag(Paging):
    """On which day; without one today."""

    peildatum: date | None = None


class PerToestand(Out):
    """How many terms of one kind are overdue."""

    proces: str
    proces_titel: str
    soort: str
    naam: str
    titel: str
    aantal: int


class PerBehandelaar(Out):
    """How many terms of one behandelaar, or of nobody, are overdue."""

    behandelaar: Medewerker | None
    aantal: int


class Achterstandsregel(Termijnregel):
    """An overdue term with the rungs it reached."""

    treden: list[str]
    opgeschaald: bool

    @classmethod
    def of(cls, line: TermLine) -> "Achterstandsregel":
        """This line of the record."""
        up = bool(set(line.rungs) & set(ESCALATIONS))
        return cls(**fields_of(line), treden=list(line.rungs), opgeschaald=up)


class Achterstand(Bladzijde[Achterstandsregel]):
    """The achterstand in figures, and its lines, the oldest first."""

    peildatum: date
    aantal: int
    opgeschaald: int
    zonder_behandelaar: int
    per_toestand: list[PerToestand]
    per_behandelaar: list[PerBehandelaar]


@router.get("")
def show(
    request: Request, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[AchterstandVraag, Query()]
) -> Achterstand:
    """What is overdue on a day: terms that run now with an earlier due date. A later day only in a demo."""
    on = peildatum(vraag.peildatum, today=dutch_date(now), demo=request.app.state.demo)
    figures, lines = backlog(session, actor, on), overdue(session, actor, on, vraag.page)
    page = bladzijde(request, vraag, lines, [Achterstandsregel.of(line) for line in lines.rows])
    return Achterstand(
        **dict(page), peildatum=on, aantal=figures.total, opgeschaald=figures.escalated,
        zonder_behandelaar=figures.unassigned,
        per_toestand=[
            PerToestand(proces=row.proces, proces_titel=row.proces_title, soort=row.kind, naam=row.name,
                        titel=row.title, aantal=row.count)
            for row in figures.per_state
        ],
        per_behandelaar=[
            PerBehandelaar(behandelaar=medewerker(row.officer_id, row.name), aantal=row.count)
            for row in figures.per_officer
        ],
    )  # fmt: skip


def peildatum(asked: date | None, *, today: date, demo: bool) -> date:
    """The day to look at. Invalid for a later day outside a demo, and for a day too far away to count to."""
    if asked is not None and abs(asked.year - today.year) > FAR_YEARS:
        raise Invalid([Problem("peildatum", f"Kies een peildatum die hooguit {FAR_YEARS} jaar weg ligt.")])
    if asked is not None and asked > today and not demo:
        raise Invalid([Problem("peildatum", "Een peildatum in de toekomst kan alleen in een demo.")])
    return asked or today
