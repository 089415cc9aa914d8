"""The file of statuses for the register (docs/registerstatus.md)."""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from io import StringIO


@dataclass(frozen=True, slots=True)
class Line:
    """One change of status as it leaves: the fields are the columns of the file."""

    bericht: str
    """id of the message; the same line again has the same one"""
    kenmerk: str
    gemeentecode: str
    status: str
    gewijzigd_op: str
    reden: str
    toelichting: str
    contact_naam: str
    contact_functie: str
    contact_telefoon: str
    contact_email: str


COLUMNS = tuple(field.name for field in fields(Line))


def as_csv(lines: Sequence[Line]) -> bytes:
    """The file with these lines: CSV with semicolons, RFC 4180 quoting, a header row, UTF-8."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(line) for line in lines)
    return text.getvalue().encode()


def content_key(lines: Sequence[Line]) -> str:
    """SHA-256 of the file: the same messages give the same key, whenever they are written."""
    return hashlib.sha256(as_csv(lines)).hexdigest()


def written(instant: datetime) -> str:
    """An instant as it stands in the file: UTC, whole seconds."""
    return instant.replace(microsecond=0).isoformat().replace("+00:00", "Z")
