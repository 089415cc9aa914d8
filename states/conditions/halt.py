"""Conditions of Halt (route 2)."""

from states.conditions.question import Question, condition


@condition("wet", "feit")
def leeftijd_halt(question: Question) -> bool:
    """De jongere is {f.age} jaar; Halt is voor jongeren van 12 tot 18 jaar."""
    return 12 <= question.facts.age < 18


@condition("wet", "feit")
def eerste_halt(question: Question) -> bool:
    """De jongere is voor schoolverzuim al bij Halt geweest; dat kan één keer."""
    before = any(kin.proces == "halt" and kin.state in ("geslaagd", "negatief") for kin in question.facts.kin)
    return not before and not question.facts.earlier.halt


@condition("norm", "antwoord")
def genoeg_verzuim(question: Question) -> bool:
    """{a[uren]} uur verzuim; Halt vraagt ten minste {p[halt.min_uren]} uur, of {p[halt.min_telaat]} keer te
    laat (nu {a[te_laat]} keer)."""
    hours, late = question.policy.number("halt.min_uren"), question.policy.number("halt.min_telaat")
    return question.figure("uren") >= hours or question.figure("te_laat") >= late


@condition("ovj", "antwoord")
def niet_te_veel_verzuim(question: Question) -> bool:
    """{a[uren]} uur verzuim en {a[te_laat]} keer te laat; Halt kan tot en met {p[halt.max_uren]} uur en
    {p[halt.max_telaat]} keer te laat."""
    hours, late = question.policy.number("halt.max_uren"), question.policy.number("halt.max_telaat")
    return question.figure("uren") <= hours and question.figure("te_laat") <= late


@condition("norm", "feit")
def verwijtbaar_jongere(question: Question) -> bool:
    """In het laatste gesprek is niet vastgesteld dat het verzuim aan de jongere te wijten is."""
    return question.facts.root.get("verwijtbaarheid") == "jongere"


@condition("norm", "antwoord")
def geen_contra_indicatie(question: Question) -> bool:
    """Er is een reden waarom Halt niet past: ernstige psychische problemen zonder hulp, of lang en
    zorgelijk verzuim."""
    return bool(question.answer("contra_indicatie") == "geen")


@condition("norm", "feit")
def eerder_gewaarschuwd(question: Question) -> bool:
    """In deze zaak of een eerdere zaak is nog geen waarschuwing gegeven."""
    warned = bool(question.facts.root.get("gewaarschuwd_op")) or question.facts.earlier.warned
    return warned or question.policy["halt.waarschuwing"] == "nee"


@condition("wet", "antwoord")
def cautie_gegeven(question: Question) -> bool:
    """Voor een verhoor geeft u de cautie: de verdachte hoeft niet te antwoorden."""
    return question.answer("cautie") is True


@condition("wet", "antwoord")
def instemming_halt(question: Question) -> bool:
    """Halt kan alleen als de jongere bekent en instemt; tot {p[halt.ouders_tot]} jaar stemmen ook de ouders
    in (deze jongere is {f.age})."""
    agreed = question.answer("bekent") is True and question.answer("ingestemd_jongere") is True
    old_enough = question.facts.age >= question.policy.number("halt.ouders_tot")
    return agreed and (old_enough or question.answer("ingestemd_ouders") is True)
