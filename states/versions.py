"""The released versions of the tables: a number people can say, with the tables as they then were.

`released/` holds one file per version. The newest is that of the tables in `states/processes/`; while its
`vrijgegeven` is empty it is in development and `write` makes it anew. A file that has a date never changes:
zaken were handled under it, and their events are judged by it for ever.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from states.processes import PROCESSEN
from states.route import Proces, split

FOLDER = Path(__file__).with_name("released")

# What a version lets go of, by (older version, the next one) and proces. A state that holds zaken goes by
# way of MAPPINGS (old state: new state); a row that was taken and is gone, or leads elsewhere now, is named
# in PAST (from, step, to; a beginning is "", "opening", state). The spelling is that of the older version.
# `tests/test_versions.py` finds whatever is missing here.
MAPPINGS: Mapping[tuple[int, int], Mapping[str, Mapping[str, str]]] = {}
PAST: Mapping[tuple[int, int], Mapping[str, frozenset[tuple[str, str, str]]]] = {}


@dataclass(frozen=True)
class Tables:
    """The tables of one proces in one version, as far as a zaak can walk them."""

    proces: str
    hash: str
    starts: tuple[str, ...]
    """states in which a zaak may begin"""
    open: tuple[str, ...]
    data: Mapping[str, Any]
    """`Proces.data` of that version"""

    @cached_property
    def states(self) -> Mapping[str, bool]:
        """Each state, with whether it is final."""
        return {name: cells["term"] == "final" for name, cells in self.data["states"].items()}

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], str]:
        """Where each (state, step) leads, `=` written out."""
        return {
            (source, row["step"]): source if row["to"] == "=" else row["to"]
            for row in self.data["steps"]
            for source in (self.open if row["from"] == ["@open"] else row["from"])
        }


@dataclass(frozen=True)
class Release:
    """A version of all processes together."""

    number: int
    released_on: date | None
    """None while it is in development"""
    tables: Mapping[str, Tables]
    """by proces"""


def record(proces: Proces) -> dict[str, Any]:
    """What a version keeps of a proces, as JSON."""
    return {
        "hash": proces.version,
        "begint": sorted({proces.start, proces.start_by_step or proces.start}),
        "open": list(split(proces.open)),
        "tabellen": proces.data,
    }


def tables_of(proces: Proces) -> Tables:
    """The tables of a proces of PROCESSEN as they are now."""
    return _now(proces.name, proces.version)


@cache
def _now(name: str, _version: str) -> Tables:
    return _tables(name, record(PROCESSEN[name]))


def _tables(name: str, kept: Mapping[str, Any]) -> Tables:
    return Tables(name, kept["hash"], tuple(kept["begint"]), tuple(kept["open"]), kept["tabellen"])


def read(path: Path) -> Release:
    """The version in this file."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    on = date.fromisoformat(kept["vrijgegeven"]) if kept["vrijgegeven"] else None
    return Release(kept["versie"], on, {name: _tables(name, part) for name, part in kept["processen"].items()})


@cache
def releases() -> tuple[Release, ...]:
    """Every version, the oldest first."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.json")))


def write(folder: Path = FOLDER, *, released_on: date | None = None) -> Release:
    """Write the tables of now as the version in development, or as a released one when a day is given.

    A released version that has these very tables already stays as it is, and no file is written.
    """
    known = [read(path) for path in sorted(folder.glob("*.json"))]
    kept = {name: record(proces) for name, proces in PROCESSEN.items()}
    number = 1
    if known:
        newest = known[-1]
        if newest.released_on and _hashes(newest) == {name: part["hash"] for name, part in kept.items()}:
            return newest
        number = newest.number + 1 if newest.released_on else newest.number
    text = {"versie": number, "vrijgegeven": released_on and released_on.isoformat(), "processen": kept}
    path = folder / f"{number:04d}.json"
    path.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    releases.cache_clear()
    number_of.cache_clear()
    return read(path)


def hash_of(data: Mapping[str, Any]) -> str:
    """The hash of tables as data: the definition that events name (`Proces.version`)."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]


def _hashes(release: Release) -> dict[str, str]:
    return {name: tables.hash for name, tables in release.tables.items()}


@cache
def number_of(proces: str, definition: str) -> int | None:
    """The newest version in which this proces had this definition; None when no version ever had."""
    for release in reversed(releases()):
        if proces in release.tables and release.tables[proces].hash == definition:
            return release.number
    return None


def known(proces: str, definition: str) -> Tables | None:
    """The tables of this proces with this definition, of now or of a version; None when there never were."""
    if proces in PROCESSEN and PROCESSEN[proces].version == definition:
        return tables_of(PROCESSEN[proces])
    number = number_of(proces, definition)
    return None if number is None else releases()[number - 1].tables[proces]


def spelled_now(proces: str, state: str, number: int | None) -> str:
    """What a state of version `number` is called now. A definition of no version is taken for that of now."""
    for release in releases():
        if number is not None and release.number >= number:
            state = MAPPINGS.get((release.number, release.number + 1), {}).get(proces, {}).get(state, state)
    return state


def now_called(proces: str, state: str, definition: str) -> str:
    """What a state is called now that an event under this definition named."""
    return spelled_now(proces, state, number_of(proces, definition)) if MAPPINGS else state


def is_past(proces: str, row: tuple[str, str, str], number: int | None) -> bool:
    """Whether this (from, step, to) of version `number` was let go of on purpose since."""
    if number is None:
        return False
    source, step, to = row
    for release in releases()[number - 1 :]:
        pair = (release.number, release.number + 1)
        if (source, step, to) in PAST.get(pair, {}).get(proces, frozenset()):
            return True
        renamed = MAPPINGS.get(pair, {}).get(proces, {})
        source, to = renamed.get(source, source), renamed.get(to, to)
    return False
