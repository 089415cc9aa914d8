"""Conditions of hulp and verplicht kader (routes 1 and 3), and of what must be tried before a heavier route."""

from datetime import date, timedelta

from states.conditions.question import Question, condition

_MET_WITH_PARENTS = frozenset({"eens", "deels_eens", "oneens", "geen_reactie"})
_NOT_MET = frozenset({"uitgenodigd_niet_verschenen", "bespreken_onveilig"})


@condition("norm", "feit")
def binnen_hulp_maximum(question: Question) -> bool:
    """De hulp duurt langer dan {p[hulp.maximum]} weken."""
    since = question.facts.counters.get("per")
    limit = timedelta(weeks=question.policy.number("hulp.maximum"))
    return since is None or question.facts.today <= date.fromisoformat(str(since)) + limit


@condition("norm", "feit")
def hulp_geprobeerd(question: Question) -> bool:
    """In deze zaak of een eerdere zaak is nog geen hulp aangeboden, Halt niet negatief of geweigerd, en
    niet vaak genoeg uitgenodigd."""
    facts = question.facts
    offered = any(kin.proces == "hulp" for kin in facts.kin)
    halt_failed = any(kin.proces == "halt" and kin.state in ("negatief", "geweigerd") for kin in facts.kin)
    return offered or halt_failed or bool(facts.root.get("maximum_op")) or facts.earlier.help


@condition("norm", "feit")
def mag_indienen(question: Question) -> bool:
    """In deze gemeente dient de leerplichtambtenaar het verzoek tot bespreking niet zelf in."""
    return question.policy["kader.indiener"] == "ja"


@condition("norm", "antwoord")
def besproken_met_ouders(question: Question) -> bool:
    """Ouders krijgen het verzoek eerst zelf en het wordt met hen besproken: vul in wanneer, of dat zij
    daarvoor zijn uitgenodigd en niet kwamen, of dat bespreken onveilig is."""
    reaction = question.answer("reactie_ouders")
    return reaction in _NOT_MET or (reaction in _MET_WITH_PARENTS and question.answer("besproken_op") is not None)


@condition("norm", "feit")
def tafel_gehad(question: Question) -> bool:
    """Deze gemeente wil dat de zaak eerst aan de beschermingstafel komt; er was nog geen tafel gepland."""
    if question.policy["straf.tafel_vereist"] == "nee":
        return True
    return any(kin.proces == "kader" and kin.counters.get("tafel_op") for kin in question.facts.kin)
