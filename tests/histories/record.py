"""Writes down the golden histories of a version: `make histories`, before that version is released.

The stories are played in one office. `tests/histories/<version>/` then holds each dossier as its events with the
state and facts they led to, and `database.json`: all rows of that office, for the test that upgrades it.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from cases.clock import dutch_date
from cases.store import reading
from cases.tables import Case
from cases.versions import events_of
from states.versions import releases
from tests.databases import SQLITE, dump, fresh
from tests.histories.routes import ROUTES
from tests.histories.stories import STORIES
from tests.office import Office

HERE = Path(__file__).parent
_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def record(folder: Path) -> None:
    """Play every story and write its history in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place, fresh(SQLITE, Path(place)) as engine:
        office = Office(engine)
        roots = {name: story(office) for name, story in {**STORIES, **ROUTES}.items()}
        texts = {name: _lines(history(office, roots[name])) for name in roots}
        texts["database"] = _lines(dict(_rows(office)), depth=2)
    names = _names(texts.values())
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(_ID.sub(lambda found: names[found[0]], text) + "\n", encoding="utf-8")


def history(office: Office, root_id: UUID) -> dict[str, Any]:
    """A dossier: per zaaknummer its proces, where it ended, and its events."""
    cases = office.rows(Case, "number", root_id=root_id)
    with reading(office.engine) as session:
        events = events_of(session, [case["id"] for case in cases])
    return {case["number"]: _zaak(case, events[case["id"]]) for case in cases}


def _zaak(case: Mapping[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
    told = ("seq", "kind", "step", "from_state", "to_state", "answers", "uitkomst", "definition", "corrects")
    return {
        "proces": case["proces"], "state": case["state"], "closed_on": case["closed_on"], "facts": case["facts"],
        "events": [{"on": dutch_date(event["at"]), **{name: event[name] for name in told}} for event in events],
    }  # fmt: skip


def _rows(office: Office) -> Iterable[tuple[str, list[Any]]]:
    """Each table with the names of its columns first, then its rows."""
    rows = dump(office.engine)
    for table in SQLModel.metadata.sorted_tables:
        if rows[table.name]:
            yield table.name, [table.columns.keys(), *map(list, rows[table.name])]


def _lines(parts: Any, depth: int = 3) -> str:
    """JSON in which each event or row has a line of its own."""
    if depth == 0 or not isinstance(parts, dict | list):
        return json.dumps(parts, ensure_ascii=False, default=_plain)
    if isinstance(parts, dict):
        found = (f"{json.dumps(name)}: {_lines(part, depth - 1)}" for name, part in parts.items())
        return "{\n" + ",\n".join(found) + "\n}"
    return "[\n" + ",\n".join(_lines(part, depth - 1) for part in parts) + "\n]"


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _names(texts: Iterable[str]) -> dict[str, str]:
    """For each id a short one, in the same order: the next recording differs no more than it must."""
    found = sorted({name for text in texts for name in _ID.findall(text)})
    return {name: f"00000000-0000-7000-8000-{number:012x}" for number, name in enumerate(found, start=1)}


if __name__ == "__main__":
    newest = releases()[-1]
    if newest.released_on is not None:
        sys.exit(f"Versie {newest.number} is vrijgegeven: haar geschiedenissen veranderen niet meer.")
    record(HERE / f"{newest.number:04d}")
