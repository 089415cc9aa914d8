"""Conditions of the criminal route (route 4) and of the akte it asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from states.conditions.question import Question, condition
from states.facts import months_later

OLD_AFTER_MONTHS = 3


@condition("wet", "feit")
def boa_bevoegd(question: Question) -> bool:
    """U heeft vandaag voor deze gemeente geen geldige BOA-akte of mandaat."""
    return question.facts.authorised


@condition("wet", "feit")
def verdachte_jongere(question: Question) -> bool:
    """De verdachte is een ouder; Halt is er alleen voor de jongere."""
    return question.facts.counters.get("verdachte_soort") == "jongere"


@condition("norm", "feit")
def advies_ingewonnen(question: Question) -> bool:
    """De Raad voor de Kinderbescherming of het OM heeft nog geen advies gegeven."""
    facts = question.facts
    asked = bool(facts.counters.get("advies_op")) or facts.proces == "luxeverzuim"
    after_halt = any(kin.proces == "halt" and kin.state == "negatief" for kin in facts.kin)
    return asked or after_halt or question.policy["straf.consult_vereist"] == "nee"


def _answered_for(counters: Mapping[str, Any]) -> bool:
    """Heard in this child, or demonstrably called and not come."""
    return bool(counters.get("gehoord_op") or counters.get("bewijs_oproep"))


def _invited_in_vain(question: Question) -> bool:
    return bool(question.facts.root.get("bewijs_uitnodigingen") or question.facts.root.get("maximum_op"))


def _heard_as(question: Question, soort: str, kinds: tuple[str, ...]) -> bool:
    """Whether another child holds a hearing of the jongere or of an ouder."""
    return any(
        kin.counters.get("gehoord_op") and kin.counters.get("verdachte_soort", "jongere") == soort
        for kin in question.facts.kin
        if kin.proces in kinds
    )


@condition("wet", "feit")
def ouders_gehoord(question: Question) -> bool:
    """De ouders zijn nog niet gehoord, en er is geen bewijs dat zij zijn uitgenodigd en niet kwamen."""
    own = question.facts.counters
    if own.get("verdachte_soort") == "ouder":
        return _answered_for(own)
    heard = bool(question.facts.root.get("ouders_gehoord")) or _heard_as(question, "ouder", ("straf",))
    return heard or _invited_in_vain(question)


@condition("wet", "feit")
def jongere_gehoord(question: Question) -> bool:
    """De jongere is {f.age} jaar en nog niet gehoord, en er is geen bewijs dat hij is uitgenodigd en niet kwam."""
    own, facts = question.facts.counters, question.facts
    if facts.age < 12 or facts.proces == "absoluut_verzuim":
        return True
    if own.get("verdachte_soort") == "jongere":
        return _answered_for(own)
    heard = bool(facts.root.get("jongere_gehoord")) or _heard_as(question, "jongere", ("straf", "halt"))
    return heard or _invited_in_vain(question)


@condition("wet", "antwoord")
def ouders_ingelicht(question: Question) -> bool:
    """De verdachte is {f.age} jaar: de ouders worden over het verhoor ingelicht."""
    minor = question.facts.counters.get("verdachte_soort") == "jongere" and question.facts.age < 18
    return not minor or question.answer("ouders_ingelicht") is True


@condition("norm", "feit")
def genoeg_opgeroepen(question: Question) -> bool:
    """De verdachte is {c[verhoor_gemist]} keer niet verschenen; dit kan na {p[verhoor.noshow_max]} keer."""
    return int(question.facts.counters.get("verhoor_gemist", 0)) >= question.policy.number("verhoor.noshow_max")


@condition("ovj", "feit")
def niet_te_oud(question: Question) -> bool:
    """Het eerste verhoor was op {c[eerste_verhoor_op]}, meer dan 3 maanden geleden."""
    first = question.facts.counters.get("eerste_verhoor_op")
    return first is None or question.facts.today <= months_later(date.fromisoformat(first), OLD_AFTER_MONTHS)
