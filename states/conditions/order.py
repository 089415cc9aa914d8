"""Conditions that keep the file whole: what stands open, and what may not be opened or closed beside it."""

from collections.abc import Mapping

from states.conditions.question import Question, condition

TRAJECTS = frozenset({"halt", "kader", "straf"})
ROUTES = TRAJECTS | {"hulp"}
# States of a child in which the root goes on: the route itself is over (process.md section 1).
AFTERCARE: Mapping[str, tuple[str, ...]] = {"straf": ("proeftijd", "strafbeschikking"), "kader": ("maatregel",)}
# States of a straf child in which its proces-verbaal has not been sent yet.
_BEFORE_PV = frozenset({"voorbereiding", "consult", "opgeroepen", "verhoord"})


def _open(question: Question, kinds: frozenset[str]) -> bool:
    return any(proces in kinds and state not in AFTERCARE.get(proces, ()) for proces, state in question.facts.children)


@condition("orde", "feit")
def route_loopt(question: Question) -> bool:
    """Er loopt geen route."""
    return bool(question.facts.open_kinds() & ROUTES)


@condition("orde", "feit")
def nog_geen_open(question: Question) -> bool:
    """In dit dossier staat dit al open, of bij strafrecht: tegen een van deze verdachten loopt al een
    zaak waarvan het proces-verbaal nog niet is ingezonden. Ga daarmee verder, of bevestig het voorstel."""
    suspects = {str(suspect) for suspect in question.answer("verdachten") or ()}
    pursued = {
        str(kin.counters.get("verdachte"))
        for kin in question.facts.kin
        if kin.proces == "straf" and kin.open and kin.state in _BEFORE_PV
    }
    once = set(question.opens) - {"straf"}  # straf is there once for each verdachte
    return not question.facts.open_kinds() & once and not suspects & pursued


@condition("orde", "feit")
def geen_andere_zaak(question: Question) -> bool:
    """Er is al een andere open zaak van deze jongere voor dit soort verzuim."""
    return not question.facts.other_open


@condition("orde", "feit")
def laatste_route_klaar(question: Question) -> bool:
    """Er loopt nog een route."""
    return not _open(question, ROUTES)


@condition("orde", "feit")
def geen_open_traject(question: Question) -> bool:
    """Een traject van Halt, verplicht kader of strafrecht is nog open."""
    return not _open(question, TRAJECTS)


@condition("orde", "feit")
def laatste_melding(question: Question) -> bool:
    """Er is nog een andere melding, een gesprek gehouden of een onderdeel open: de zaak gaat door."""
    counters = question.facts.counters
    return not (counters.get("meldingen", 0) > 0 or counters.get("gesprekken") or question.facts.children)
