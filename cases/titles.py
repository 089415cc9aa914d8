"""What a state, step, term, rung or event is called on screen, in Dutch."""

from collections.abc import Mapping
from typing import Any

from cases.wpg import VEILED
from states.processes import PROCESSEN
from states.processes.zaaktermen import ZAAKTERMEN
from states.words import words

__all__ = ["event_title", "proces_title", "rung_title", "state_title", "term_title", "words"]

_ZAAK_TERMS: Mapping[str, str] = {term.name: term.titel for term in ZAAKTERMEN}
_RUNGS: Mapping[str, str] = {
    "herinnering": "Herinnering",
    "halfweg": "Halverwege de termijn",
    "vooraf": "Waarschuwing vooraf",
    "verlopen": "Termijn verlopen",
    "teamleider": "Opgeschaald naar de teamleider",
    "mdo": "MDO voorgesteld",
    "veiligheidshuis": "Veiligheidshuis voorgesteld",
}
_CLOCK: Mapping[str, str] = {
    "verplaatsen": "Termijn verplaatst",
    "opschorten": "Termijn opgeschort",
    "hervatten": "Termijn hervat",
    "verlengen": "Termijn verlengd",
    "corrigeren": "Termijn gecorrigeerd",
}
_KINDS: Mapping[str, str] = {
    "opening": "Zaak geopend",
    "toewijzing": "Zaak toegewezen",
    "melding": "Melding toegevoegd",
    "melding_weg": "Melding ingetrokken",
    "correctie": "Hersteld",
    "versie": "Overgezet naar een nieuwe versie van het proces",
}
_TERM_EVENTS: Mapping[str, str] = {"thuiszitter_begin": "Thuiszitter", "thuiszitter_einde": "Einde van het thuiszitten"}


def proces_title(proces: str) -> str:
    """The title of a proces; a name that no table knows is told as words, a veiled one as what it is."""
    if proces == VEILED:
        return "Wpg-onderdeel"
    found = PROCESSEN.get(proces)
    return found.titel if found else words(proces)


def state_title(proces: str, state: str) -> str:
    """The title of a state."""
    if proces == VEILED:
        return "afgeschermd"
    found = PROCESSEN[proces].by_name.get(state) if proces in PROCESSEN else None
    return found.titel if found else words(state)


def term_title(proces: str, kind: str, name: str) -> str:
    """The title of a term: that of its state, or its own when it runs beside the zaak."""
    if proces == VEILED:
        return "Termijn van een Wpg-onderdeel"
    return _ZAAK_TERMS.get(name, words(name)) if kind == "zaak" else state_title(proces, name)


def rung_title(name: str) -> str:
    """The title of a rung; that of a zaak term is the title of the term. Veiled it has no name."""
    if not name:
        return "Bericht over een termijn"
    return _RUNGS.get(name) or _ZAAK_TERMS.get(name) or words(name)


def event_title(event: Mapping[str, Any], proces: str) -> str:
    """The title of an event (a row of `events`) of a zaak of this proces."""
    if proces == VEILED:
        return "Vastlegging in een Wpg-onderdeel"
    kind, step, told = event["kind"], event["step"], event["answers"]
    if kind == "stap":
        return words(step)
    if kind == "klok":
        return _CLOCK.get(told.get("regel", ""), "Termijn aangepast")
    if kind == "kind":
        name = told.get("proces", "")
        return f"{proces_title(name)}: {state_title(name, told.get('toestand', '')).lower()}"
    if kind == "correctie":
        return f"Hersteld: {words(step) if step else words(told.get('stap') or told.get('soort', '')).lower()}"
    if kind == "term":
        return _TERM_EVENTS.get(step) or _ZAAK_TERMS.get(step) or words(step)
    if kind == "melding" and told.get("gewijzigd"):
        return "Melding gewijzigd"
    if kind == "opening" and proces in PROCESSEN and PROCESSEN[proces].soort == "child":
        return f"{proces_title(proces)} geopend"
    return _KINDS.get(kind, words(kind))
