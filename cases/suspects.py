"""Who may be verdachte of schoolverzuim (process.md section 15, last paragraph; Leerplichtwet 26)."""

from collections.abc import Sequence
from uuid import UUID

from cases.dossier import Dossier
from cases.errors import Invalid, Problem
from cases.rows import Row


def check(d: Dossier, case: Row, chosen: Sequence[UUID]) -> None:
    """Raise Invalid on `verdachten` unless each is the jongere or an ouder or verzorger who may be one.

    Under 12 only ouders; absoluut verzuim ouders; luxeverzuim the jongere only from the age of policy
    `luxe.verdachte_vanaf`. From 18 the jongere alone carries the duty (Leerplichtwet 1b).
    """
    sentence = ""
    for suspect in chosen:
        if suspect == case["person_id"]:
            sentence = sentence or _why_not_jongere(d, case)
        elif suspect not in d.around:
            sentence = sentence or "Kies de jongere of een ouder of verzorger die bij deze jongere bekend is."
        elif d.facts(case).age >= 18:
            sentence = sentence or "De jongere is 18 of ouder: alleen hij kan nog verdachte zijn."
    if sentence:
        raise Invalid([Problem("verdachten", sentence)])


def _why_not_jongere(d: Dossier, case: Row) -> str:
    age, proces = d.facts(case).age, d.root["proces"]
    if age < 12:
        return f"De jongere is {age} jaar: onder de 12 kunnen alleen de ouders verdachte zijn."
    if proces == "absoluut_verzuim" and age < 18:
        return "Bij absoluut verzuim kunnen alleen de ouders verdachte zijn."
    youngest = d.office.policy(d.today).number("luxe.verdachte_vanaf")
    if proces == "luxeverzuim" and age < youngest:
        return f"Bij luxeverzuim kan een jongere pas vanaf {youngest} jaar verdachte zijn; deze jongere is {age}."
    return ""
