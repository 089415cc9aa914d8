"""The permission of the officier van justitie on the form of a step: who gave it, and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.pages.typed import answers_of
from cases.choices import Asked
from states.fields import FIELDS

PERMISSION = (Asked(FIELDS["ovj_naam"], True), Asked(FIELDS["ovj_datum"], True))
_NAMES = tuple(each.field.name for each in PERMISSION)


def apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was typed for the step itself, and for the permission."""
    return (
        {name: value for name, value in values.items() if name not in _NAMES},
        {name: value for name, value in values.items() if name in _NAMES},
    )


def permission_of(typed: Mapping[str, Any], today: date) -> dict[str, str] | None:
    """The permission as the record asks for it; None when nothing was typed.

    Raises Invalid on the field that is wrong or was left out.
    """
    if not any(typed.values()):
        return None
    found = answers_of(PERMISSION, typed, today)
    return {"naam": found["ovj_naam"], "datum": found["ovj_datum"].isoformat()}
