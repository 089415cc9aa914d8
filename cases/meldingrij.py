"""A row of a meldingbestand: flat columns in, a checked `Melding` out."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from cases.errors import Invalid
from cases.melding import Melding, problems, time_problems

CAMEL: Mapping[str, str] = {name: to_camel(name) for name in Melding.model_fields}

COLUMNS: tuple[str, ...] = (
    "kenmerk", "status", "gemeld_op", "gemeentecode", "pgn", "voornamen", "voorvoegsel", "geslachtsnaam",
    "geboortedatum", "brin", "vestiging", "leslocatie", "onderwijssoort", "soort", "begindatum", "einddatum",
    "reden", "actie_school", "toelichting_geen_actie", "alle_lessen_gemist", "actie_gewenst",
    "melder_naam", "melder_functie", "melder_telefoon", "melder_email", "telefoon_contact",
    "verblijf_straat", "verblijf_huisnummer", "verblijf_huisletter", "verblijf_toevoeging",
    "verblijf_postcode", "verblijf_locatieaanduiding", "verblijf_plaats", "specificatie", "te_laat",
)  # fmt: skip

REQUIRED: frozenset[str] = frozenset(
    name for name, field in Melding.model_fields.items() if field.is_required() and name != "melder"
) | {"melder_naam"}


def check_row(row: Mapping[str, str], at: datetime) -> Melding:
    """The melding in this row, as it can be known at this instant.

    Raises Invalid with every column that is wrong and a Dutch sentence for each.
    """
    try:
        melding = Melding.model_validate(from_row(row))
    except ValidationError as error:
        raise Invalid(problems(error)) from None
    if wrong := time_problems(melding, at):
        raise Invalid(wrong)
    return melding


def from_row(row: Mapping[str, str]) -> dict[str, Any]:
    """A flat row in the nested form of `Melding`; empty cells are left out."""
    filled: dict[str, Any] = {"melder": {}}
    for column, text in row.items():
        if not (text := text.strip()):
            continue
        group, name = _place(column)
        if group:
            filled.setdefault(group, {})[name] = text
        else:
            filled[name] = _READ[column](text) if column in _READ else text
    return filled


@lru_cache(maxsize=256)
def _place(column: str) -> tuple[str, str]:
    """In which group of `Melding` this column belongs, if any, and under what name."""
    group, _, rest = column.partition("_")
    if group in _GROUPS:
        return _GROUPS[group], rest
    return "", CAMEL.get(column, column)


def _days(text: str) -> list[dict[str, Any]]:
    return [_verzuimdag(part) for part in text.split()]


def _count(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text


def _verzuimdag(text: str) -> dict[str, Any]:
    datum, _, uren = text.partition("=")
    return {"datum": datum, "uren": float(uren) if _HOURS.fullmatch(uren) else uren}


_HOURS = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_GROUPS: Mapping[str, str] = {"melder": "melder", "verblijf": "verblijfadres"}
_READ: Mapping[str, Callable[[str], Any]] = {"specificatie": _days, "te_laat": _count}
