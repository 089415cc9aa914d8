"""Why a step is refused, in sentences for the officer."""

from dataclasses import dataclass

from states.facts import Facts
from states.route import Step
from states.working_days import in_words


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is refused. Kind: stap, toestand, rol, veld, wet, orde, norm or ovj."""

    kind: str
    name: str
    """the field or condition it is about"""
    text: str
    """a Dutch sentence"""


class StepRefused(Exception):
    """The step may not be taken; carries all reasons, not just the first."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons


_ROLE_NAMES = {
    "lpa": "een leerplichtambtenaar",
    "boa": "een leerplichtambtenaar met een geldige BOA-akte",
    "adm": "de administratie",
    "tl": "een teamleider",
    "sys": "het systeem",
}


def wrong_role(row: Step, facts: Facts) -> Reason:
    """The refusal of an officer whose role does not take this step."""
    who = " of ".join(_ROLE_NAMES[role] for role in row.roles)
    return Reason("rol", "stap", f"Deze stap is voor {who}{_ended(row, facts)}.")


def _ended(row: Step, facts: Facts) -> str:
    """The last day of the akte, for who takes a step of a boa after it."""
    if "boa" not in row.roles or facts.akte_until is None or facts.akte_until >= facts.today:
        return ""
    return f"; uw akte gold tot en met {in_words(facts.akte_until)}"
