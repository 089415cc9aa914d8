"""Says in Dutch what pydantic found wrong with a melding: which field, and why; never the value."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from cases.errors import Problem

Details = Mapping[str, Any]

LABELS: Mapping[str, str] = {
    "gemeld_op": "het tijdstip van de melding",
    "pgn": "het pgn",
    "brin": "de brincode",
    "vestiging": "het vestigingsnummer",
    "actie_school": "de actie van de school",
    "toelichting_geen_actie": "de toelichting waarom geen actie gewenst is",
    "alle_lessen_gemist": "'alle lessen gemist'",
    "actie_gewenst": "'actie gewenst'",
    "te_laat": "het aantal keren te laat",
    "melder": "de melder",
    "verblijfadres": "het verblijfadres",
    "specificatie": "de specificatie",
    "email": "het e-mailadres",
    "vanaf": "de eerste dag",
    "tot_en_met": "de laatste dag",
}

# What a field must look like when its pattern or list of values does not fit.
FORMS: Mapping[str, str] = {
    "kenmerk": "mag geen spaties bevatten en niet leeg zijn",
    "status": "moet R (geregistreerd) of I (ingetrokken) zijn",
    "gemeentecode": "moet uit 4 cijfers bestaan",
    "gemeente": "moet uit 4 cijfers bestaan",
    "brin": "moet uit 4 letters of cijfers bestaan",
    "vestiging": "moet uit 2 cijfers bestaan",
    "onderwijssoort": "moet WPO, WEC, WVO of WEB zijn",
    "soort": "moet V3, V4, LRV, L, O of RMC zijn",
    "melder_email": "is geen e-mailadres",
    "te_laat": "moet een heel getal van 0 tot en met 9999 zijn",
    "specificatie": "moet per dag de uren noemen, als 2026-09-07=3 2026-09-08=5.5, "
    "met meer dan 0 en hooguit 12 uur per dag",
}

REASONS: Mapping[str, Callable[[Details], str]] = {
    "onjuist": lambda context: str(context["predicate"]),
    "missing": lambda _: "is verplicht",
    "string_too_short": lambda _: "is verplicht",
    "string_too_long": lambda context: f"is te lang: hooguit {context['max_length']} tekens",
    "string_type": lambda _: "moet tekst zijn",
    "string_unicode": lambda _: "bevat een teken dat niet gelezen kan worden",
    "extra_forbidden": lambda _: "is geen bekend veld",
    "model_type": lambda _: "moet een groep velden zijn",
    "model_attributes_type": lambda _: "moet een groep velden zijn",
    "dict_type": lambda _: "moet een groep velden zijn",
    "tuple_type": lambda _: "moet een lijst zijn",
    "too_short": lambda _: "is verplicht",
    # Of text, pydantic counts "items" when something else was checked before its length.
    "too_long": lambda context: (
        f"is te lang: hooguit {context['max_length']} tekens"
        if context["field_type"] == "Value"
        else "noemt te veel dagen"
    ),
    "json_invalid": lambda _: "is geen geldige JSON",
}


def problems(errors: ValidationError | Iterable[Details], *, columns: bool = True) -> list[Problem]:
    """Each error once, in Dutch. `errors` may also be the list that FastAPI gives.

    `columns` names fields as a meldingbestand does (melder_naam), otherwise as the JSON does (melder.naam).
    """
    if isinstance(errors, ValidationError):
        errors = errors.errors(include_url=False, include_input=False)
    found: dict[tuple[str, str], Problem] = {}
    for error in errors:
        path = [str(part)[:60] for part in error["loc"] if part != "body"]
        column = column_of(path)
        name = column if columns else ".".join(path)
        reason = _reason(error, column, path)
        found.setdefault((name, reason), Problem(name or "melding", _sentence(column, path, reason)))
    return list(found.values())


def column_of(path: list[str]) -> str:
    """The column that holds what JSON has at this path."""
    parts = [re.sub("([A-Z])", lambda match: "_" + match[1].lower(), part) for part in path]
    if parts[:1] == ["specificatie"]:
        return "specificatie"
    if parts == ["melder"]:
        return "melder_naam"
    if parts[:1] == ["verblijfadres"] and len(parts) > 1:
        parts[0] = "verblijf"
    return "_".join(parts)


def json_name(column: str) -> str:
    """The JSON path of a column: melder_naam is melder.naam, gemeld_op is gemeldOp."""
    group, _, rest = column.partition("_")
    if group in ("melder", "verblijf") and rest:
        return f"{'verblijfadres' if group == 'verblijf' else group}.{rest}"
    head, *tail = column.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _reason(error: Details, column: str, path: list[str]) -> str:
    kind = str(error["type"])
    # A missing `uren` or a word for a number: the form of the whole specificatie is what helps.
    nested = path[:1] == ["specificatie"] and len(path) > 1
    if kind in REASONS and not (nested and kind in ("missing", "onjuist")):
        return REASONS[kind](error.get("ctx", {}))
    if nested and kind == "onjuist" and path[-1] == "datum":
        return f"noemt een dag die niet klopt: de dag {error['ctx']['predicate']}"
    return FORMS.get(column, "is niet juist")


def _sentence(column: str, path: list[str], reason: str) -> str:
    # A whole group that is wrong (melder) is named after the group, not after its first column.
    label = LABELS.get(path[0], "") if path in (["melder"], ["verblijfadres"]) else ""
    column = column.removeprefix("mens_").removeprefix("verhouding_")
    label = label or LABELS.get(column, "") or _plain(column)
    return f"{label[0].upper()}{label[1:]} {reason}."


def _plain(column: str) -> str:
    group, _, rest = column.partition("_")
    if group == "melder" and rest:
        return f"{rest} van de melder"
    if group == "verblijf" and rest:
        return f"{rest} van het verblijfadres"
    return column.replace("_", " ") or "de melding"
