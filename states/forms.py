"""The form of a step: what it asks of this zaak, and what was filled in as values."""

from collections.abc import Mapping, Sequence
from typing import Any

from states.answers import Unreadable, read
from states.facts import Facts
from states.fields import FIELDS, Field
from states.refusal import Reason
from states.route import Step

# Of the register; without a melding that runs there is nothing to tell it (process.md section 1).
_ABOUT_REGISTER = ("duo_reden", "duo_toelichting")
_NO_PERMISSION = "Dit mag alleen met toestemming van de officier van justitie: vul in wie die gaf, en wanneer."


def asked(step: Step, facts: Facts) -> Sequence[tuple[Field, bool]]:
    """What the form of this step asks of this zaak, each with whether it must be filled in.

    The fields of the register are asked only while a melding is live.
    """
    if facts.root.get("meldingen", 0) > 0:
        return step.fields
    return tuple((field, required) for field, required in step.fields if field.name not in _ABOUT_REGISTER)


def read_answers(row: Step, raw: Mapping[str, Any], facts: Facts) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    """The values of what was filled in, without the empty ones, and what is wrong with the rest."""
    values: dict[str, Any] = {}
    known = {field.name for field, _required in row.fields}
    needed = {field.name for field, required in asked(row, facts) if required}
    wrong = [Reason("veld", name, "Deze stap vraagt hier niet om.") for name in raw if name not in known]
    for field, _required in row.fields:
        try:
            value = read(field, raw.get(field.name), facts.today)
        except Unreadable as error:
            wrong.append(Reason("veld", field.name, str(error)))
            continue
        if value is None and field.name in needed:
            wrong.append(Reason("veld", field.name, f"Vul in: {field.label[0].lower()}{field.label[1:]}."))
        elif value is not None:
            values[field.name] = value
    return values, tuple(wrong)


def read_permission(raw: Mapping[str, Any] | None, facts: Facts) -> tuple[Mapping[str, Any] | None, str]:
    """The permission of the officier van justitie, or the sentence that says what is wrong with it."""
    try:
        name = read(FIELDS["ovj_naam"], (raw or {}).get("naam"), facts.today)
        day = read(FIELDS["ovj_datum"], (raw or {}).get("datum"), facts.today)
    except Unreadable as error:
        return None, f"Toestemming van de officier van justitie: {error}"
    return ({"naam": name, "datum": day}, "") if name and day else (None, _NO_PERMISSION)
