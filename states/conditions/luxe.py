"""Conditions of luxeverzuim."""

from states.conditions.question import Question, condition


def _earlier(question: Question) -> bool:
    return bool(question.facts.root.get("eerder_luxe")) or question.facts.earlier.luxe


@condition("norm", "antwoord")
def hooguit_een_dag(question: Question) -> bool:
    """{a[dagen]} schooldagen luxeverzuim; een waarschuwing past bij ten hoogste
    {p[luxe.waarschuwing_dagen]} schooldag."""
    days = question.answer("dagen")
    return isinstance(days, int) and days <= question.policy.number("luxe.waarschuwing_dagen")


@condition("norm", "feit")
def eerste_keer_luxe(question: Question) -> bool:
    """Er was eerder luxeverzuim met een waarschuwing of proces-verbaal."""
    return not _earlier(question)


@condition("norm", "antwoord")
def meer_dan_een_dag_of_herhaling(question: Question) -> bool:
    """{a[dagen]} schooldag luxeverzuim; een proces-verbaal past bij meer dan {p[luxe.waarschuwing_dagen]},
    bij herhaling, of als verlof was geweigerd of overschreden."""
    refused = question.answer("grond") in ("verlof_geweigerd", "verlof_overschreden")
    return refused or _earlier(question) or question.figure("dagen") > question.policy.number("luxe.waarschuwing_dagen")
