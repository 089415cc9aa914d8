"""What a step may ask for: type, Dutch label and help."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from states.fields.choices import DUO_REDEN, DUO_TOELICHTING, EINDE_REDEN, GRONDEN, PARTIJEN, UITKOMSTEN
from states.fields.field import Field
from states.fields.table import TABLE
from states.working_days import Calendar

__all__ = ["DUO_REDEN", "DUO_TOELICHTING", "EINDE_REDEN", "FIELDS", "GRONDEN", "PARTIJEN", "UITKOMSTEN"]
__all__ += ["Field", "field_of", "suggested"]

FIELDS: Mapping[str, Field] = {field.name: field for field in TABLE}

# fmt: off
# Where one word means something else: an appointment lies ahead, a visit lies behind, hours of work are no absence.
_ELSEWHERE: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("huisbezoek", "datum"):              {"when": "past"},
    ("schoolwissel", "datum"):            {"when": ""},
    ("overdragen", "datum"):              {"when": ""},
    ("om_strafbeschikking", "uren"):      {"label": "Uren werkstraf of leerstraf", "help": ""},
    ("uitspraak", "uren"):                {"label": "Uren werkstraf of leerstraf", "help": ""},
    ("verzet_gedaan", "datum"):           {"label": "Datum van de zitting"},
    ("om_dagvaarding", "datum"):          {"label": "Datum van de zitting"},
    ("zitting_aangehouden", "datum"):     {"label": "Nieuwe datum van de zitting"},
    ("voorwaarden_geschonden", "datum"):  {"label": "Datum van de zitting"},
    ("uitspraak_met_proeftijd", "einddatum"): {"label": "Einde van de proeftijd"},
    ("naar_overleg", "signalen"):         {"label": "Signalen in kaart"},
    ("naar_overleg", "advies"):           {"label": "Advies van collega of Veilig Thuis"},
}
# fmt: on


def field_of(step: str, name: str) -> Field:
    """The field `name` as this step means it. An unknown name is a KeyError."""
    other = _ELSEWHERE.get((step, name))
    return replace(FIELDS[name], **other) if other else FIELDS[name]


def suggested(field: Field, today: date, calendar: Calendar) -> date | None:
    """The day a form proposes for this field, or None when it proposes none."""
    if not field.suggest:
        return None
    amount, unit = field.suggest.split()
    days = int(amount)
    return calendar.add_working_days(today, days) if unit == "wd" else today + timedelta(days=days)
