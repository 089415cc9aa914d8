"""Reads a meldingbestand (meldingbestand.md) row by row; memory does not grow with the file.

A row that cannot be read spoils no other: when a quoted cell never ends, its first line alone is set apart
and reading goes on at the next line.
"""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TextIO

from cases.errors import Problem
from cases.meldingrij import COLUMNS, REQUIRED

CHUNK_BYTES = 1 << 20
RECORD_MAX_CHARS = 100_000  # three free texts of 4,000 characters with quotes doubled fit many times
RECORD_MAX_LINES = 500
NAMED_MAX = 5
MEGABYTE = 1 << 20


class Refused(Exception):
    """The whole file cannot be used. The message is one Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first physical line and either its cells per column, or why it cannot be read."""

    line: int
    cells: dict[str, str]
    text: str = ""
    """as it stood there, when it could not be read"""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file, which of them it must have, and what a row of it is called."""

    columns: tuple[str, ...]
    required: frozenset[str]
    rows: str
    one_of: frozenset[str] = frozenset()
    """of these at least one is there"""


MELDINGEN = Layout(COLUMNS, REQUIRED, "meldingen", frozenset({"melder_telefoon", "melder_email"}))


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file that can be read: where, in which encoding, and what the sender should know."""

    path: Path
    encoding: str
    layout: Layout = MELDINGEN
    rows: int = 0
    notes: list[str] = field(default_factory=list)


def inspect(path: Path, *, max_mb: int = 64, max_rows: int = 100_000, layout: Layout = MELDINGEN) -> Bestand:
    """Read the whole file once, keeping nothing, and say how to read it.

    Raises Refused when it is not text, has no usable header or is too large.
    """
    encoding, notes = _encoding(path, max_mb)
    rows = 0
    for _ in read_rows(Bestand(path, encoding, layout)):
        rows += 1
        if rows > max_rows:
            raise Refused(f"Het bestand heeft meer dan {max_rows} rijen; lever het in delen aan.")
    if rows == 0:
        notes.append(f"Het bestand bevat een kopregel, maar geen {layout.rows}.")
    return Bestand(path, encoding, layout, rows, notes)


def read_rows(bestand: Bestand) -> Iterator[Row]:
    """Each row in the order of the file, good and unreadable ones alike; empty rows are left out."""
    with bestand.path.open(encoding=bestand.encoding, newline="") as stream:
        lines = _Lines(stream)
        columns = _header(lines, bestand.layout)
        while (row := _row(lines, columns)) is not None:
            if row.problem or any(map(str.strip, row.cells.values())):
                yield row


def _encoding(path: Path, max_mb: int) -> tuple[str, list[str]]:
    size = path.stat().st_size
    if size > max_mb * MEGABYTE:
        raise Refused(f"Het bestand is groter dan {max_mb} MB; lever het in delen aan.")
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise Refused("Het bestand staat in UTF-16; bewaar het als CSV in UTF-8.")
    if size == 0 or (size == len(BOM_UTF8) and start == BOM_UTF8):
        raise Refused("Het bestand is leeg.")
    if _decodes(path, "utf-8"):
        return "utf-8-sig", []
    if _decodes(path, "cp1252"):
        return "cp1252", ["Het bestand stond in Windows-1252 en is omgezet naar UTF-8."]
    raise Refused("Het bestand bevat geen leesbare tekst; bewaar het als CSV in UTF-8.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if b"\0" in chunk:
                raise Refused("Het bestand is geen tekst (misschien UTF-16 of Excel); bewaar het als CSV in UTF-8.")
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Lines:
    """Physical lines with their numbers, which can be put back to be read again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._back: deque[tuple[int, str]] = deque()
        self._number = 0

    def next(self) -> tuple[int, str] | None:
        """The next line, cut off when it is longer than any row can be; None at the end."""
        if self._back:
            return self._back.popleft()
        text = self._stream.readline(RECORD_MAX_CHARS)
        if not text:
            return None
        self._number += 1
        rest = text
        while len(rest) == RECORD_MAX_CHARS and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(RECORD_MAX_CHARS)
        return self._number, text

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        """Read these lines again."""
        self._back.extendleft(reversed(lines))


def _header(lines: _Lines, layout: Layout) -> tuple[str, ...]:
    first = lines.next()
    while first is not None and not first[1].strip():
        first = lines.next()
    if first is None:
        raise Refused("Het bestand is leeg.")
    names = tuple(name.strip().lower() for name in _cells(first[1]) or ())
    if not set(names) & set(layout.columns):
        if set(first[1].strip().replace('"', "").lower().split(",")) & set(layout.columns):
            raise Refused("De kolommen moeten met puntkomma's gescheiden zijn, niet met komma's.")
        raise Refused("De eerste regel is geen kopregel met de namen van de kolommen.")
    if unknown := [name for name in names if name not in layout.columns]:
        raise Refused(f"De kopregel noemt een kolom die niet bestaat: {_named(unknown)}.")
    if double := sorted({name for name in names if names.count(name) > 1}):
        raise Refused(f"De kopregel noemt een kolom twee keer: {_named(double)}.")
    if absent := [name for name in layout.columns if name in layout.required and name not in names]:
        raise Refused(f"In de kopregel ontbreekt een verplichte kolom: {_named(absent)}.")
    if layout.one_of and not layout.one_of & set(names):
        either = " of ".join(name for name in layout.columns if name in layout.one_of)
        raise Refused(f"In de kopregel ontbreekt {either}; één van beide is verplicht.")
    return names


def _named(names: list[str]) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in names[:NAMED_MAX])
    return shown if len(names) <= NAMED_MAX else f"{shown} en nog {len(names) - NAMED_MAX}"


def _row(lines: _Lines, columns: tuple[str, ...]) -> Row | None:
    first = lines.next()
    while first is not None and not first[1].strip():
        first = lines.next()
    if first is None:
        return None
    number, text = first
    more: list[tuple[int, str]] = []
    while (cells := _cells(text)) is None and text.count('"') % 2:
        following = lines.next()
        if following is None:
            break
        more.append(following)
        text += following[1]
        if len(more) > RECORD_MAX_LINES or len(text) > RECORD_MAX_CHARS:
            break
    if cells is not None and len(cells) == len(columns):
        return Row(number, dict(zip(columns, cells, strict=True)))
    lines.put_back(more)
    return Row(number, {}, first[1].rstrip("\r\n"), _unreadable(first[1], columns))


def _cells(text: str) -> list[str] | None:
    """The cells of exactly one record, or None when its quotes do not fit or it is too long."""
    if '"' not in text:
        return text.rstrip("\r\n").split(";") if len(text) < RECORD_MAX_CHARS else None
    try:
        records = list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 and len(text) < RECORD_MAX_CHARS else None


def _unreadable(text: str, columns: tuple[str, ...]) -> Problem:
    if len(text) >= RECORD_MAX_CHARS:
        return Problem("rij", "De rij is te lang om een melding te zijn; alleen het begin is bewaard.")
    cells = _cells(text)
    if cells is None:
        return Problem(
            "rij",
            "De aanhalingstekens in deze rij kloppen niet, zodat niet te zien is waar een veld eindigt.",
        )
    return Problem("rij", f"De rij heeft {len(cells)} velden, de kopregel heeft er {len(columns)}.")
