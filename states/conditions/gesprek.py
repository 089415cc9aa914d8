"""Conditions of the intake, the gesprek and the overleg."""

from datetime import date, timedelta

from states.conditions.question import Question, condition


@condition("norm", "feit")
def geen_actie_gewenst(question: Question) -> bool:
    """De school vraagt om actie van de gemeente; ter kennisgeving aannemen past daar niet bij."""
    return question.facts.counters.get("actie_gewenst") is False


@condition("norm", "feit")
def hoort_elders(question: Question) -> bool:
    """De jongere woont in deze gemeente en is {f.age} jaar: de zaak hoort hier."""
    if question.facts.age >= 18 and question.policy["achttienplus.behandeling"] == "doorzetten":
        return True
    return bool(question.facts.counters.get("woont_elders"))


@condition("norm", "antwoord")
def tijdig_uitgenodigd(question: Question) -> bool:
    """Een uitnodiging gaat ten minste {p[oproep.min_dagen]} dagen voor het gesprek de deur uit,
    tenzij ouders of jongere zelf om deze datum vragen; een jongere van 12 of ouder wordt zelf
    ook uitgenodigd (deze jongere is {f.age})."""
    day: date | None = question.answer("datum")
    on_request = question.answer("op_verzoek_van") in ("ouders", "jongere")
    notice = timedelta(days=question.policy.number("oproep.min_dagen"))
    in_time = day is not None and day >= question.facts.today + notice
    invited = question.facts.age < 12 or "jongere" in (question.answer("genodigden") or ())
    return bool((in_time or on_request) and invited)


@condition("norm", "antwoord")
def meldcode_afgewogen(question: Question) -> bool:
    """Weeg de meldcode: zijn er signalen van onveiligheid of niet? Bij signalen begint een meldcode."""
    return question.answer("meldcode_antwoord") in ("geen_signalen", "signalen")


@condition("norm", "feit")
def genoeg_uitgenodigd(question: Question) -> bool:
    """Er is {c[niet_verschenen]} keer niemand verschenen; dit kan na {p[gesprek.noshow_max]} keer."""
    return int(question.facts.counters.get("niet_verschenen", 0)) >= question.policy.number("gesprek.noshow_max")


@condition("norm", "feit")
def al_gesproken(question: Question) -> bool:
    """In deze zaak is nog geen gesprek gehouden."""
    return bool(question.facts.counters.get("gesprekken"))


@condition("wet", "antwoord")
def deelgrond_genoemd(question: Question) -> bool:
    """Gegevens delen mag pas als de grond bekend is, en met wie er gedeeld wordt."""
    return question.answer("deelgrond") not in (None, "", "nog_niet_bekend") and bool(question.answer("partners"))
