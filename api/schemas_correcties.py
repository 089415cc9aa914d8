"""Corrections as the API tells them: what one would do, and what it did."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas import In, Out
from api.schemas_stappen import Genomen
from cases.corrected import Change, Corrected, Standing
from cases.melding import Clean, Long

ANSWERS_MAX = 50


class Correctie(In):
    """Which gebeurtenis to set right (its version), how and why; `antwoorden` only to change answers of a step."""

    gebeurtenis: Annotated[int, Field(ge=1, le=1_000_000)]
    wat: Literal["terugnemen", "wijzigen"]
    reden: Long = ""
    antwoorden: Annotated[dict[str, Any], Field(max_length=ANSWERS_MAX)] = Field(default_factory=dict)


class Verplaatsing(In):
    """To which zaak a melding goes, and why."""

    naar: UUID
    reden: Annotated[str, Clean, StringConstraints(max_length=4000)] = ""


class Verplaatst(Out):
    """Where a melding now belongs."""

    melding: UUID
    zaak: UUID


class Termijndag(Out):
    """A term that runs, and its last day."""

    titel: str
    uiterlijk: date


class Stand(Out):
    """How a zaak stands."""

    toestand_titel: str
    termijnen: list[Termijndag]

    @classmethod
    def of(cls, standing: Standing | None) -> "Stand | None":
        """This standing; None of what its reader may not know."""
        if standing is None:
            return None
        terms = [Termijndag(titel=title, uiterlijk=day) for title, day in standing.terms]
        return cls(toestand_titel=standing.state, termijnen=terms)


class Onderdeel(Out):
    """What a correction changes in one zaak."""

    zaak: UUID
    zaaknummer: str
    titel: str
    voor: Stand | None
    na: Stand | None
    gesloten_op: date | None
    """the zaak is closed after it"""

    @classmethod
    def of(cls, change: Change) -> "Onderdeel":
        """This change."""
        return cls(
            zaak=change.case_id, zaaknummer=change.number, titel=change.title, voor=Stand.of(change.before),
            na=Stand.of(change.after), gesloten_op=change.closed_on,
        )  # fmt: skip


class Gevolg(Out):
    """What a correction does."""

    onderdelen: list[Onderdeel]
    """the zaak itself first, then what the gebeurtenis had set off elsewhere"""
    antwoorden_voor: dict[str, Any]
    antwoorden_na: dict[str, Any]
    vervallen_brieven: list[str]
    blijft: list[str]
    """what cannot be undone, in sentences"""

    @classmethod
    def of(cls, corrected: Corrected) -> "Gevolg":
        """This correction."""
        return cls(
            onderdelen=[Onderdeel.of(change) for change in corrected.changes],
            antwoorden_voor=dict(corrected.before), antwoorden_na=dict(corrected.after),
            vervallen_brieven=list(corrected.letters), blijft=list(corrected.stays),
        )  # fmt: skip


class Voorbeeld(Out):
    """Whether a gebeurtenis can be taken back now, and what that would do."""

    zaak: UUID
    gebeurtenis: int
    titel: str
    mogelijk: bool
    reden: str
    """why not, when it is not possible"""
    gevolg: Gevolg | None


class Gecorrigeerd(Genomen):
    """What a correction did. `terug` is its own number: a correction can be taken back too."""

    wat: str
    terug: int
    gevolg: Gevolg
