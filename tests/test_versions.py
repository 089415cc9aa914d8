"""Versions of the tables: what is released stays, what was done under them fits, and zaken move along."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases import migrate as module
from cases import schema, versions
from cases.clock import dutch_instant
from cases.errors import Conflict
from cases.migrate import migrate
from cases.store import reading, writing
from cases.tables import Case, Event
from cases.verify import verify
from states import versions as released
from states.processes import PROCESSEN
from states.replay import replay, unfit
from states.versions import known, record, releases, spelled_now, tables_of, write
from tests.databases import SQLITE, dump, fresh
from tests.histories.old import fill, histories, history
from tests.office import Office

RELEASES = releases()
PAIRS = list(zip(RELEASES, RELEASES[1:], strict=False))


def walked(zaak: Any) -> list[tuple[dict[str, Any], date]]:
    return [(event, date.fromisoformat(event["on"])) for event in zaak["events"]]


def test_the_newest_version_is_that_of_the_tables() -> None:
    newest = RELEASES[-1]
    now = {name: proces.version for name, proces in PROCESSEN.items()}
    assert {name: tables.hash for name, tables in newest.tables.items()} == now, "draai: make docs"
    assert {name: tables.starts for name, tables in newest.tables.items()} == {
        name: tuple(record(proces)["begint"]) for name, proces in PROCESSEN.items()
    }
    assert [release.number for release in RELEASES] == list(range(1, len(RELEASES) + 1))
    assert all(release.released_on for release in RELEASES[:-1])


def test_a_version_that_was_released_was_never_changed() -> None:
    first = RELEASES[0].tables
    assert {name: tables.hash for name, tables in first.items()} == {
        "relatief_verzuim": "b52efedd7c08", "luxeverzuim": "f145cf6d0190", "hulp": "61377c41fca0",
        "mdo": "85a33be3aceb", "veiligheidshuis": "e2d04c34f315", "afspraak": "0ee03ce40d80",
    }  # fmt: skip
    for release in RELEASES:
        for tables in release.tables.values():
            assert tables.hash == released.hash_of(tables.data)


def test_a_version_is_written_once_it_differs(tmp_path: Path) -> None:
    assert write(tmp_path).released_on is None
    assert write(tmp_path).number == 1
    done = write(tmp_path, released_on=date(2026, 12, 1))
    assert (done.number, done.released_on) == (1, date(2026, 12, 1))
    before = (tmp_path / "0001.json").read_bytes()
    assert write(tmp_path).number == 1
    assert (tmp_path / "0001.json").read_bytes() == before
    other = json.loads(before)
    other["processen"]["hulp"]["hash"] = "vroeger"
    (tmp_path / "0001.json").write_text(json.dumps(other))
    assert write(tmp_path).number == 2


@pytest.mark.parametrize(("version", "name"), histories())
def test_a_history_leads_where_it_led(version: int, name: str) -> None:
    for zaak in history(version, name).values():
        for event in zaak["events"]:
            own = known(zaak["proces"], event["definition"])
            assert own is not None
            assert led(event, own) == event["to_state"]
        done = replay(walked(zaak), tables_of(PROCESSEN[zaak["proces"]]))
        assert (done.seq, done.why) == (0, "")
        assert done.state == spelled_now(zaak["proces"], zaak["state"], version)
        # A later version may count more; what was counted stays.
        assert {fact: done.facts.get(fact) for fact in zaak["facts"]} == zaak["facts"]


def led(event: dict[str, Any], own: released.Tables) -> str | None:
    """Where the tables that this event names let it lead."""
    if event["kind"] == "stap":
        return own.rows.get((event["from_state"], event["step"]))
    if event["kind"] == "opening":
        return event["to_state"] if event["to_state"] in own.starts else None
    return str(event["to_state"] if event["kind"] in ("versie", "correctie") else event["from_state"])


def test_every_proces_that_was_released_has_a_history() -> None:
    told = {(version, zaak["proces"]) for version, name in histories() for zaak in history(version, name).values()}
    owed = {(release.number, proces) for release in RELEASES if release.released_on for proces in release.tables}
    assert owed <= told


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=[f"{b.number}-{a.number}" for b, a in PAIRS])
def test_what_a_version_let_go_of_is_named(before: released.Release, after: released.Release) -> None:
    """Or else start-up would refuse the zaken that took those steps."""
    for name, tables in before.tables.items():
        now = after.tables[name]
        for state, final in tables.states.items():
            renamed = released.MAPPINGS.get((before.number, after.number), {}).get(name, {}).get(state, state)
            assert now.states.get(renamed) is final, f"{name}: {state} is weg, of sluit of opent een zaak"
        rows = [("stap", source, step, to) for (source, step), to in tables.rows.items()]
        for kind, source, step, to in [*rows, *(("opening", "", "", start) for start in tables.starts)]:
            event = dict(kind=kind, from_state=source, step=step, to_state=to, definition=tables.hash)
            assert unfit(event, tables_of(PROCESSEN[name])) == ""


@pytest.fixture
def old(kind: str, tmp_path: Path) -> Any:
    """The office of version 1, as its database was."""
    with fresh(kind, tmp_path, migrated=False) as engine:
        schema.upgrade(engine, "0001")
        fill(engine, 1)
        yield engine


def test_an_office_of_version_1_comes_along_and_is_sound(old: Engine) -> None:
    with reading(old) as session:
        assert versions.refusals(session).fits
    before = stands(old)
    with schema.as_if_upgraded(old) as session:
        found = versions.check(session)
    assert found.fits, found.lines()
    assert found.behind > 0
    assert not schema.is_current(old)  # only looked at

    schema.upgrade(old)
    at = dutch_instant(date(2027, 3, 1), dutch_time())
    counts = migrate(old, at=at)
    assert counts["zaken"] == found.behind
    after = dump(old)
    assert migrate(old, at=at) == {"zaken": 0, "toestanden": 0, "termijnen": 0}
    assert dump(old) == after  # twice is once
    done = verify(old)
    assert done.sound, done.lines()
    assert {number: spelled_now(proces, state, 1) for number, (proces, state) in before.items()} == {
        number: state for number, (_proces, state) in stands(old).items()
    }


def dutch_time() -> Any:
    from datetime import time

    return time(9)


def stands(engine: Engine) -> dict[str, tuple[str, str]]:
    with reading(engine) as session:
        return {row.number: (row.proces, row.state) for row in session.execute(sa.text("SELECT * FROM cases"))}
