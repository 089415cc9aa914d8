"""What one value of a melding may look like. Each refusal is a Dutch predicate about its field."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2099

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# UTF-8 that was once read as Windows-1252: 'Ã«' where 'ë' stood.
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|Ã[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œž¦“”]")


def refuse(predicate: str) -> PydanticCustomError:
    """The error that says this Dutch predicate about its field, e.g. `ligt vóór de begindatum`."""
    return PydanticCustomError("onjuist", "{predicate}", {"predicate": predicate})


def clean(value: Any, *, lines: bool = False) -> Any:
    """Text without white space around it, in Unicode form NFC; anything else is returned as it is.

    Refuses what cannot be stored or seen as it was meant: control characters (line ends only when `lines`),
    characters that turn the reading direction, and text that was read in the wrong encoding.
    """
    if not isinstance(value, str):
        return value
    value = value.strip()
    if value.isascii() and value.isprintable():
        return value
    if (_CONTROL_IN_LINES if lines else _CONTROL).search(value):
        raise refuse("bevat een onzichtbaar stuurteken" if lines else "bevat een regeleinde of stuurteken")
    if _BIDI.search(value):
        raise refuse("bevat een teken dat de leesrichting omkeert")
    if _SURROGATE.search(value) or "\ufffd" in value:
        raise refuse("bevat een teken dat niet gelezen kan worden")
    if _MOJIBAKE.search(value):
        raise refuse("is in een verkeerde tekenset gelezen: letters met accenten zijn beschadigd")
    return unicodedata.normalize("NFC", value)


def day(value: Any) -> date:
    """A date written as 2026-09-07, between 1900 and 2099."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise refuse("is een datum die niet bestaat") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refuse("moet een datum zijn, geschreven als 2026-09-07")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise refuse(f"moet tussen {FIRST_YEAR} en {LAST_YEAR} liggen")
    return value


def instant(value: Any) -> datetime:
    """A date and time with its offset, written as 2026-09-07T09:30:00+02:00; given back in UTC."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise refuse("is een tijdstip dat niet bestaat") from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise refuse("moet een tijdstip met tijdzone zijn, geschreven als 2026-09-07T09:30:00+02:00")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise refuse(f"moet tussen {FIRST_YEAR} en {LAST_YEAR} liggen")
    return value.astimezone(UTC)


def yes_no(value: Any) -> bool:
    """`J` or `N`; the JSON API may also say true or false."""
    if isinstance(value, bool):
        return value
    if value not in ("J", "N"):
        raise refuse("moet J of N zijn")
    return bool(value == "J")
