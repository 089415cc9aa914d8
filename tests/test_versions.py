"""Versions of the tables: what is released stays, what was done under them fits, and zaken move along."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from states import versions as released
from states.processes import PROCESSEN
from states.replay import replay, unfit
from states.versions import known, record, releases, spelled_now, tables_of, write
from tests.histories.old import histories, history

RELEASES = releases()
PAIRS = list(pairwise(RELEASES))


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
            assert led(event, own_tables(version, zaak["proces"], event["definition"])) == event["to_state"]
        done = replay(walked(zaak), tables_of(PROCESSEN[zaak["proces"]]))
        assert (done.seq, done.why) == (0, "")
        assert done.state == spelled_now(zaak["proces"], zaak["state"], version)
        # A later version may count more; what was counted stays.
        assert {fact: done.facts.get(fact) for fact in zaak["facts"]} == zaak["facts"]


def own_tables(version: int, proces: str, definition: str) -> released.Tables:
    """The tables that an event names. Of a version in development those of now: they still change."""
    found = known(proces, definition)
    if found is None and RELEASES[version - 1].released_on is None:
        return tables_of(PROCESSEN[proces])
    assert found is not None
    return found


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
            event = {"kind": kind, "from_state": source, "step": step, "to_state": to, "definition": tables.hash}
            assert unfit(event, tables_of(PROCESSEN[name])) == ""


ALL_KINDS = [
    ({"kind": "opening", "from_state": "", "to_state": "aangeboden"}, ""),
    ({"kind": "opening", "from_state": "", "to_state": "lopend"}, "een zaak begint niet meer in lopend."),
    ({"kind": "stap", "step": "hulp_gestart", "from_state": "aangevraagd", "to_state": "lopend"}, ""),
    ({"kind": "stap", "step": "toveren", "from_state": "aangevraagd", "to_state": "lopend"},
     "de stap toveren vanuit aangevraagd bestaat niet meer."),
    ({"kind": "stap", "step": "hulp_gestart", "from_state": "aangevraagd", "to_state": "geslaagd"},
     "de stap hulp_gestart vanuit aangevraagd leidt nu naar lopend, en leidde naar geslaagd."),
    ({"kind": "stap", "step": "hulp_gestart", "from_state": "aangevraagd", "to_state": "onderweg"},
     "de toestand onderweg bestaat niet meer."),
    ({"kind": "toewijzing", "from_state": "lopend", "to_state": "lopend"}, ""),
    ({"kind": "toewijzing", "from_state": "lopend", "to_state": "geslaagd"},
     "een gebeurtenis toewijzing leidt niet naar een andere toestand."),
    ({"kind": "versie", "from_state": "onderweg", "to_state": "lopend"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("event", "why"), ALL_KINDS)
def test_an_event_that_does_not_fit_says_why(event: dict[str, Any], why: str) -> None:
    hulp = PROCESSEN["hulp"]
    assert unfit({"step": "", "definition": hulp.version, **event}, tables_of(hulp)) == why


def test_a_zaak_of_which_an_event_is_gone_does_not_fit() -> None:
    hulp = PROCESSEN["hulp"]
    events: list[Any] = [
        {"seq": 1, "kind": "opening", "step": "", "from_state": "", "to_state": "aangeboden", "answers": {}},
        {"seq": 2, "kind": "stap", "step": "hulp_gestart", "from_state": "aangevraagd", "to_state": "lopend",
         "answers": {}},
    ]  # fmt: skip
    done = replay([({"definition": hulp.version, **event}, date(2026, 9, 14)) for event in events], tables_of(hulp))
    assert (done.seq, done.why) == (2, "zij begint niet waar de vorige eindigde.")
