"""Steps as the API tells them: those that could be taken, and what came of one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Response
from pydantic import Field
from sqlmodel import Session

from api.alongside import Outcome
from api.schemas import Out, Verwijzing
from cases.actions import Taken
from cases.choices import Choice
from cases.rows import table_of
from cases.tables import Case
from cases.timeline import Entry
from cases.titles import proces_title, state_title, words
from cases.wpg import veil
from states.suggestions import Suggestion

_CASES = table_of(Case)


class Reden(Out):
    """Why something stands in the way, or what is judged. Kinds: wet, orde, norm, ovj, veld, rol, toestand, stap."""

    soort: str
    naam: str
    uitleg: str


class Keuze(Out):
    """Something that can be chosen."""

    waarde: str
    tekst: str


class Veld(Out):
    """One question of the form of a step."""

    naam: str
    soort: str
    label: str
    uitleg: str
    verplicht: bool
    keuzes: list[Keuze]
    voorstel: str
    """what a form may start with"""


class MogelijkeStap(Out):
    """A step that this role may take in this state."""

    stap: str
    titel: str
    naar: str
    naar_titel: str
    mogelijk: bool
    met_motivering: bool
    """whether a motivation is asked because a norm does not hold"""
    vraagt_toestemming: bool
    """whether it may ask for the permission of the officier van justitie (`ovjToestemming`)"""
    waarschuwing: str
    belemmeringen: list[Reden]
    voorwaarden: list[Reden]
    """judged on what is filled in"""
    velden: list[Veld]
    brieven: list[str]
    opent: list[str]

    @classmethod
    def of(cls, choice: Choice) -> "MogelijkeStap":
        """This step of the record."""
        return cls(
            stap=choice.name, titel=choice.title, naar=choice.to, naar_titel=choice.to_title, mogelijk=choice.possible,
            met_motivering=choice.off_norm, vraagt_toestemming=choice.needs_permission, waarschuwing=choice.warning,
            belemmeringen=[Reden(soort=r.kind, naam=r.name, uitleg=r.text) for r in choice.blocked],
            voorwaarden=[Reden(soort=r.kind, naam=r.name, uitleg=r.text) for r in choice.requirements],
            velden=[
                Veld(naam=a.field.name, soort=a.field.type, label=a.field.label, uitleg=a.field.help,
                     verplicht=a.required, keuzes=[Keuze(waarde=value, tekst=text) for value, text in a.choices],
                     voorstel=a.suggestion)
                for a in choice.asked
            ],
            brieven=list(choice.letters), opent=list(choice.opens),
        )  # fmt: skip


class Voorstel(Out):
    """A step that lies at hand, and why; it is never taken by itself."""

    stap: str
    titel: str
    reden: str
    gegevens: dict[str, str]
    """what its form can start with"""

    @classmethod
    def of(cls, suggestion: Suggestion) -> "Voorstel":
        """This suggestion."""
        return cls(
            stap=suggestion.step, titel=words(suggestion.step), reden=suggestion.reason,
            gegevens=dict(suggestion.prefilled),
        )  # fmt: skip


class Stappen(Out):
    """The steps of a zaak as it stands at this version."""

    zaak: UUID
    versie: int
    toestand: str
    toestand_titel: str
    stappen: list[MogelijkeStap]
    voorstellen: list[Voorstel]


class OokVoor(Out):
    """What came of the same step in the zaak of a brother or sister."""

    zaak: UUID
    gelukt: bool
    reden: str
    gebeurtenis: UUID | None

    @classmethod
    def of(cls, outcome: Outcome) -> "OokVoor":
        """This outcome."""
        taken = outcome.taken
        return cls(
            zaak=outcome.case_id, gelukt=taken is not None, reden=outcome.reason,
            gebeurtenis=taken.event_id if taken else None,
        )  # fmt: skip


class Genomen(Out):
    """What an action did."""

    zaak: UUID
    gebeurtenis: UUID
    versie: int
    toestand: str
    toestand_titel: str
    kinderen: list[Verwijzing]
    herhaald: bool
    """the same Idempotency-Key did this before; nothing was done again"""
    ook_voor: list[OokVoor] = Field(default_factory=list)


class Gebeurtenis(Out):
    """One line of the timeline: a gebeurtenis, or a trede that was reached."""

    soort: str
    id: UUID
    op: datetime
    vastgelegd_op: datetime
    zaak: UUID
    zaaknummer: str
    titel: str
    naam: str
    stap: str
    toestand: str
    toestand_titel: str
    versie: int | None
    rol: str
    medewerker: str | None
    gegevens: dict[str, Any]
    afwijkingen: list[dict[str, str]]
    motivering: str
    uitkomst: str
    gold_op: date | None
    """of a rung: the day on which it was due"""
    effect: str
    kind: UUID | None
    """of a rung: the zaak it opened"""
    herstelt: int | None
    """of a correction: the version of the gebeurtenis that it corrects"""

    @classmethod
    def of(cls, entry: Entry) -> "Gebeurtenis":
        """This line of the record."""
        return cls(
            soort=entry.kind, id=entry.id, op=entry.at, vastgelegd_op=entry.recorded_at, zaak=entry.case_id,
            zaaknummer=entry.number, titel=entry.title, naam=entry.name, stap=entry.step, toestand=entry.state,
            toestand_titel=entry.state_title, versie=entry.version, rol=entry.actor, medewerker=entry.officer_name,
            gegevens=dict(entry.answers), afwijkingen=[dict(line) for line in entry.deviations],
            motivering=entry.motivation, uitkomst=entry.uitkomst, gold_op=entry.on, effect=entry.effect,
            kind=entry.child_id, herstelt=entry.corrects,
        )  # fmt: skip


def genomen(session: Session, taken: Taken, response: Response, *, sees: bool) -> Genomen:
    """What an action did, with the new version in the header ETag. `sees`: its reader may know what is wpg."""
    c = _CASES.c
    query = sa.select(c.id, c.number, c.proces, c.state, c.regime).where(c.id.in_([taken.case_id, *taken.children]))
    found = session.execute(query.order_by(c.number)).mappings()
    rows = {row["id"]: veil(dict(row), sees) for row in found}
    own = rows.pop(taken.case_id)
    # A step that was repeated tells the state it led to, not the one of today.
    state = taken.state if own["state"] else ""
    response.headers["ETag"] = f'"{taken.version}"'
    return Genomen(
        zaak=taken.case_id, gebeurtenis=taken.event_id, versie=taken.version, toestand=state,
        toestand_titel=state_title(own["proces"], state), herhaald=taken.repeated,
        kinderen=[
            Verwijzing(id=row["id"], nummer=row["number"], proces=row["proces"], titel=proces_title(row["proces"]),
                       toestand=row["state"], toestand_titel=state_title(row["proces"], row["state"]))
            for row in rows.values()
        ],
    )  # fmt: skip
