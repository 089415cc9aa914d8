"""Reads what was filled in on a form, field by field."""

import re
from datetime import date, time
from typing import Any
from uuid import UUID

from states.fields import FIELDS, Field

MAX_TEXT = 4_000
MAX_PERSONS = 20
YEARS_AHEAD = 10
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""control characters, what turns the reading direction, and halves of characters"""


class Unreadable(ValueError):
    """What was filled in cannot be used; the message is a Dutch sentence without the value."""


def read(field: Field, raw: Any, today: date) -> Any:
    """What was filled in, as a value: str, date, time, int, bool, UUID or a list. None when empty.

    `raw` is a string from a form or a JSON value. Raises Unreadable. Free text keeps its characters.
    """
    if raw is None or raw == "" or raw == []:
        return None
    return _READERS[field.type](field, raw, today)


def _text(field: Field, raw: Any, _today: date) -> str | None:
    if not isinstance(raw, str):
        raise Unreadable("Vul hier tekst in.")
    if _UNWRITABLE.search(raw):
        raise Unreadable("De tekst bevat een teken dat niet kan worden bewaard.")
    if len(raw) > MAX_TEXT:
        raise Unreadable(f"De tekst is te lang: hooguit {MAX_TEXT} tekens.")
    return raw.strip() or None


def _date(field: Field, raw: Any, today: date) -> date:
    try:
        day = date.fromisoformat(raw.strip())
    except (ValueError, AttributeError):
        raise Unreadable("Dit is geen bestaande datum. Schrijf bijvoorbeeld 2026-11-30.") from None
    if not 2000 <= day.year <= today.year + YEARS_AHEAD:
        raise Unreadable("Deze datum ligt te ver weg.")
    if field.when == "ahead" and day < today:
        raise Unreadable("Deze datum ligt in het verleden. Kies vandaag of een latere dag.")
    if field.when == "past" and day > today:
        raise Unreadable("Deze datum ligt in de toekomst. Kies vandaag of een eerdere dag.")
    return day


def _time(_field: Field, raw: Any, _today: date) -> time:
    try:
        return time.fromisoformat(raw.strip()).replace(tzinfo=None)
    except (ValueError, AttributeError):
        raise Unreadable("Dit is geen tijd. Schrijf bijvoorbeeld 10:30.") from None


def _number(_field: Field, raw: Any, _today: date) -> int:
    try:
        number = int(str(raw).strip()) if not isinstance(raw, bool) else -1
    except ValueError:
        number = -1
    if not 0 <= number <= 10_000:
        raise Unreadable("Vul een heel getal in van 0 of meer.")
    return number


def _yesno(_field: Field, raw: Any, _today: date) -> bool:
    if raw in (True, "ja"):
        return True
    if raw in (False, "nee"):
        return False
    raise Unreadable("Kies ja of nee.")


def _choice(field: Field, raw: Any, _today: date) -> str:
    if not isinstance(raw, str) or raw not in field.options:
        raise Unreadable(f"Kies een van: {', '.join(field.options)}.")
    return raw


def _choices(field: Field, raw: Any, today: date) -> list[str]:
    values = raw if isinstance(raw, list) else [raw]
    return list(dict.fromkeys(_choice(field, value, today) for value in values))


def _id(_field: Field, raw: Any, _today: date) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError:
        raise Unreadable("Kies uit de lijst.") from None


def _ids(field: Field, raw: Any, today: date) -> list[UUID]:
    values = raw if isinstance(raw, list) else [raw]
    if len(values) > MAX_PERSONS:
        raise Unreadable(f"Kies hooguit {MAX_PERSONS} personen.")
    return list(dict.fromkeys(_id(field, value, today) for value in values))


def _afspraken(_field: Field, raw: Any, today: date) -> list[dict[str, Any]] | None:
    rows = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(row, dict) for row in rows):
        raise Unreadable("Geef per afspraak: wat, wie en uiterlijk wanneer.")
    kept = []
    for number, row in enumerate(rows, 1):
        if unknown := set(row) - {"wat", "wie", "uiterlijk"}:
            raise Unreadable(f"Afspraak {number}: onbekend onderdeel {', '.join(sorted(map(str, unknown)))}.")
        try:
            values = {name: read(FIELDS[name], row.get(name), today) for name in ("wat", "wie", "uiterlijk")}
        except Unreadable as error:
            raise Unreadable(f"Afspraak {number}: {error}") from None
        if not any(values.values()):
            continue
        if missing := [name for name, value in values.items() if value is None]:
            raise Unreadable(f"Afspraak {number}: vul ook in: {', '.join(missing)}.")
        kept.append(values)
    if len(kept) > 20:
        raise Unreadable("Hooguit 20 afspraken tegelijk.")
    return kept or None


_READERS = {
    "text": _text,
    "longtext": _text,
    "date": _date,
    "time": _time,
    "number": _number,
    "yesno": _yesno,
    "choice": _choice,
    "choices": _choices,
    "officer": _id,
    "melding": _id,
    "persons": _ids,
    "afspraken": _afspraken,
}
