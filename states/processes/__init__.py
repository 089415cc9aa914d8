"""One file per proces; PROCESSEN gathers them and ties them together."""

from collections.abc import Iterable, Mapping
from functools import cache

from states.facts import WHILE
from states.policy import KEYS, check
from states.processes.absoluut_verzuim import ABSOLUUT_VERZUIM
from states.processes.afspraak import AFSPRAAK
from states.processes.halt import HALT
from states.processes.hulp import HULP
from states.processes.kader import KADER
from states.processes.luxeverzuim import LUXEVERZUIM
from states.processes.mdo import MDO
from states.processes.meldcode import MELDCODE
from states.processes.relatief_verzuim import RELATIEF_VERZUIM
from states.processes.straf import STRAF
from states.processes.veiligheidshuis import VEILIGHEIDSHUIS
from states.processes.zaaktermen import ZAAKTERMEN
from states.route import Proces, TableError, ZaakTerm, split

__all__ = ["PROCESSEN", "ROOT_OF_SOORT", "ZAAKTERMEN", "check_override", "check_together", "zaak_terms"]

# fmt: off
PROCESSEN: Mapping[str, Proces] = {
    proces.name: proces
    for proces in (
        RELATIEF_VERZUIM, LUXEVERZUIM, ABSOLUUT_VERZUIM, HULP, HALT, KADER, STRAF, MDO, VEILIGHEIDSHUIS, MELDCODE, AFSPRAAK,
    )
}
# fmt: on

# Which root proces a melding opens, by its soort (process.md section 1).
ROOT_OF_SOORT: Mapping[str, str] = {
    "V3": "relatief_verzuim", "V4": "relatief_verzuim", "LRV": "relatief_verzuim",
    "O": "relatief_verzuim", "RMC": "relatief_verzuim", "L": "luxeverzuim",
}  # fmt: skip


@cache
def zaak_terms(proces: str) -> tuple[ZaakTerm, ...]:
    """The terms that run beside the states of this proces."""
    return tuple(term for term in ZAAKTERMEN if proces in split(term.processes))


def check_together(processes: Mapping[str, Proces], terms: Iterable[ZaakTerm]) -> None:
    """Raise TableError when a step or rung opens a proces that is not there, or a zaak term is wrong."""
    for proces in processes.values():
        opened = {name for step in proces.steps for name, _always in step.opened}
        opened |= {
            rung.name for state in proces.states for rung in state.rungs if rung.name not in ("halfweg", "vooraf")
        }
        if missing := sorted(opened - set(processes)):
            raise TableError(f"states/processes/{proces.name}.py: opent onbekend proces {', '.join(missing)}")
    for term in terms:
        key = KEYS.get(term.term.key)
        if key is None or (key.default, key.unit) != (term.term.amount, term.term.unit):
            raise TableError(
                f"states/processes/zaaktermen.py: {term.name}: `{term.term_cell}` klopt niet met het beleid"
            )
        if term.active not in WHILE or not set(split(term.processes)) <= set(processes):
            raise TableError(f"states/processes/zaaktermen.py: {term.name}: onbekend proces of onbekende voorwaarde")


def check_override(key: str, value: int | str) -> int | str:
    """The value of a policy override, read and checked; also that a ladder key names a state that exists.

    Raises ValueError with a Dutch sentence, UnknownKey for a key that does not exist.
    """
    parts = key.split(".")
    if parts[0] == "ladder" and len(parts) == 4:
        proces = PROCESSEN.get(parts[1])
        if proces is None or parts[2] not in proces.by_name:
            raise ValueError(f"De sleutel {key} noemt een proces of toestand die niet bestaat.")
    return check(key, value)


check_together(PROCESSEN, ZAAKTERMEN)
