"""Who may see and do what (process.md section 16): the one place that every read and write passes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.sql.elements import SQLCoreOperations

LPA, ADM, TL = "leerplichtambtenaar", "administratie", "teamleider"
ROLES = (LPA, ADM, TL, "privacy_officer", "beheerder", "systeem")

# The short names of the column "who" in the process tables; boa is an lpa with a valid akte.
ROLE_OF: Mapping[str, str] = {"lpa": LPA, "boa": LPA, "adm": ADM, "tl": TL, "sys": "systeem"}

RIGHTS: Mapping[str, frozenset[str]] = {
    right: frozenset(roles)
    for right, roles in {
        "zaken.lezen": {LPA, ADM, TL},
        "stappen": {LPA, ADM, TL},
        "signaal": {LPA},
        "meldingen.registreren": {LPA, ADM},
        "meldingbestand.aanleveren": {LPA, ADM},
        "meldingbestand.lezen": {LPA, ADM, TL},
        "quarantaine": {LPA, ADM},
        "correcties": {LPA, ADM, TL},
        "toewijzen": {TL},
        "termijnen": {LPA, TL},
        "achterstand": {TL},
        "brieven": {LPA, ADM},
        "bijlagen": {LPA, ADM},
        "afwijkingen": {LPA, TL},
        "mensen.wijzigen": {LPA, ADM},
        "mensen.inzage": {LPA, ADM},
        "registerstatus.lezen": {LPA, ADM, TL},
        "registerstatus": {LPA, ADM},
        "inschrijvingen.lezen": {LPA, ADM, TL},
        "inschrijvingen": {LPA, ADM},
        "beheer": {"beheerder"},
    }.items()
}


class NotAllowed(Exception):
    """This role may not do this. The message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a medewerker, a machine with a token, or the system itself."""

    id: UUID | None
    name: str
    role: str
    gemeenten: frozenset[str]
    akte_from: date | None = None
    akte_until: date | None = None
    mandates: frozenset[str] = frozenset()
    """those of `gemeenten` that he reaches today by a mandate only (cases.mandates)"""

    def has_akte(self, today: date) -> bool:
        """Whether a BOA akte is valid on this Dutch date (process.md 15, `boa_bevoegd`)."""
        if self.akte_from is None or self.akte_until is None:
            return False
        return self.akte_from <= today <= self.akte_until

    def sees_wpg(self, today: date) -> bool:
        """Whether content under the Wet politiegegevens may be shown: only with a valid akte (process.md 16)."""
        return self.role == LPA and self.has_akte(today)

    def authorised(self, gemeente: str, today: date) -> bool:
        """Whether the akte holds today for this gemeente: his own, or one he has a mandate for today."""
        return self.has_akte(today) and gemeente in self.gemeenten

    def short_roles(self, today: date) -> frozenset[str]:
        """The names in the column "who" that this actor answers to on this date."""
        short = {name for name, role in ROLE_OF.items() if role == self.role}
        return frozenset(short if self.has_akte(today) else short - {"boa"})


SYSTEM = Actor(id=None, name="Leerrecht", role="systeem", gemeenten=frozenset())


def may(actor: Actor, right: str) -> bool:
    """Whether the role of this actor has the right. An unknown right is a KeyError."""
    return actor.role == "systeem" or actor.role in RIGHTS[right]


def require(actor: Actor, right: str) -> None:
    """Raise NotAllowed unless the role of this actor has the right."""
    if not may(actor, right):
        raise NotAllowed(f"Met de rol {actor.role.replace('_', ' ')} kunt u dit niet doen.")


def in_reach(actor: Actor, gemeente: str) -> bool:
    """Whether rows of this gemeente exist for this actor."""
    return actor.role == "systeem" or gemeente in actor.gemeenten


def visible(actor: Actor, gemeente: SQLCoreOperations[str]) -> ColumnElement[bool]:
    """The WHERE clause that keeps rows of other gemeenten out of a query."""
    if actor.role == "systeem":
        return true()
    if not actor.gemeenten:
        return false()
    return gemeente.in_(sorted(actor.gemeenten))


def may_clock(actor: Actor, officer_id: UUID | None) -> bool:
    """Whether this actor may suspend, resume or extend a term of a zaak with this behandelaar.

    A leerplichtambtenaar only in his own zaken, a teamleider in those of the team.
    """
    if actor.role == LPA:
        return actor.id is not None and actor.id == officer_id
    return actor.role in (TL, "systeem")
