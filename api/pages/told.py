"""What an event of the timeline says, as labels and values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.pages.words import spoken
from cases.timeline import Entry
from cases.titles import term_title, words
from states.corrections import AMENDED
from states.fields import FIELDS, Field
from states.processes import PROCESSEN

_IDS = ("officer", "melding", "persons")
_CLOCK = (("uiterlijk", "Nu uiterlijk"), ("grond", "Waarom"), ("toelichting", "Toelichting"))


def details(entry: Entry) -> list[tuple[str, str]]:
    """What was filled in with this event: label and text, in the order of the form."""
    answers = entry.answers
    if entry.step:
        return _fields(answers)
    if entry.name == "klok":
        shown = dict(answers) | {"uiterlijk": _day(answers.get("uiterlijk")), "grond": words(answers.get("grond", ""))}
        return [(label, str(shown[name])) for name, label in _CLOCK if shown.get(name)]
    if entry.name == "correctie" and answers:
        return _correction(entry)
    if entry.name == "opening":
        return _fields(answers.get("antwoorden", {})) + _fields(answers)
    return [("Reden", str(answers["reden"]))] if answers.get("reden") else []


def _correction(entry: Entry) -> list[tuple[str, str]]:
    """What stood before, what stands after, and what cannot be undone."""
    told = entry.answers
    if told["wat"] == AMENDED:
        both = [(FIELDS[name], told["voor"].get(name), value) for name, value in told["na"].items()]
        found = [(spec.label, f"{_or_none(spec, old)} is nu {_or_none(spec, new)}") for spec, old, new in both]
    else:
        found = [(label, _standing(entry.proces, told[name])) for label, name in (("Was", "voor"), ("Is nu", "na"))]
    return found + [("Blijft", sentence) for sentence in told["blijft"]]


def _or_none(spec: Field, value: Any) -> str:
    return "leeg" if value is None else f"‘{_text(spec, value)}’"


def _standing(proces: str, told: Mapping[str, Any]) -> str:
    states = PROCESSEN[proces].by_name
    kinds = {name: "toestand" if name in states else "zaak" for name in told["termijnen"]}
    days = {term_title(proces, kinds[name], name): _day(day) for name, day in told["termijnen"].items()}
    return "; ".join([told["toestand"], *(f"{title} uiterlijk {days[title]}" for title in sorted(days))])


def _fields(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [(FIELDS[name], value) for name, value in answers.items() if name in FIELDS]
    return [(spec.label, _text(spec, value)) for spec, value in found if spec.type not in _IDS]


def _text(spec: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if spec.type == "afspraken":
        return "; ".join(f"{row['wat']} ({row['wie']}, uiterlijk {_day(row['uiterlijk'])})" for row in value)
    if isinstance(value, list):
        return ", ".join(words(str(part)).lower() for part in value)
    if spec.type == "date":
        return _day(value)
    if spec.type == "time":
        return str(value)[:5]
    return words(value) if spec.type == "choice" else str(value)


def _day(value: Any) -> str:
    try:
        return spoken(date.fromisoformat(str(value)))
    except ValueError:
        return str(value or "")
