"""Versions of the tables: what is released stays, what was done under them fits, and zaken move along."""

import json
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

from api.versions import refuse_misfits
from cases import schema, versions
from cases.clock import dutch_instant
from cases.errors import Conflict
from cases.migrate import migrate
from cases.settings import WrongSetting
from cases.store import reading, writing
from cases.tables import Event
from cases.verify import verify
from states import versions as released
from states.processes import PROCESSEN
from states.replay import replay, unfit
from states.versions import known, record, releases, spelled_now, tables_of, write
from tests.databases import SQLITE, dump, fresh
from tests.histories.old import fill, histories, history
from tests.office import Office
from tests.test_command import Home

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


@pytest.fixture
def renamed(tmp_path: Path) -> Any:
    """An office in which `in_behandeling` was spelled `in_onderzoek`, under a version of that time; one zaak in it."""
    with fresh(SQLITE, tmp_path) as engine:
        office = Office(engine)
        case = office.on("2026-09-14").report()
        office.on("2026-09-15").step(case, "oppakken")
        spelled = {"events": ("from_state", "to_state"), "cases": ("state",), "deadlines": ("name",)}
        with writing(engine) as session:
            for table, columns in spelled.items():
                core = SQLModel.metadata.tables[table]
                for column in (core.c[name] for name in columns):
                    then = sa.update(core).where(column == "in_behandeling")
                    session.execute(then.values({column: "in_onderzoek"}))
            session.execute(sa.text("UPDATE events SET definition = 'vroeger'"))
        yield office, case


@pytest.fixture
def earlier(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A version 1 with the spelling of `renamed`, and the tables of now as version 2."""
    folder = tmp_path / "released"
    folder.mkdir()
    write(folder, released_on=date(2026, 9, 1))
    text = (folder / "0001.json").read_text().replace("in_behandeling", "in_onderzoek")
    kept = json.loads(text)
    kept["processen"]["relatief_verzuim"]["hash"] = "vroeger"
    (folder / "0001.json").write_text(json.dumps(kept))
    write(folder)
    monkeypatch.setattr(released, "FOLDER", folder)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    released.releases.cache_clear()
    released.number_of.cache_clear()


def beheerder(office: Office) -> Home:
    """Somebody who types `mas` on the server of this office."""
    return Home(Path(str(office.engine.url.database)).parent, MAS_DATABASE_URL=str(office.engine.url))


@pytest.mark.usefixtures("earlier")
def test_a_state_that_is_gone_keeps_the_release_from_starting(renamed: tuple[Office, UUID]) -> None:
    office, case = renamed
    with reading(office.engine) as session:
        found = versions.refusals(session)
        whole = versions.check(session)
    number = office.case(case)["number"]
    assert found.lines() == [
        f"Past niet: {number}, gebeurtenis 2: de toestand in_onderzoek bestaat niet meer.",
        "1 zaken passen niet: 1 van relatief_verzuim.",
    ]
    assert whole.misfits == found.misfits
    with pytest.raises(WrongSetting, match=f"(?s)vorige versie.*{number}"):
        refuse_misfits(office.engine)
    before = dump(office.engine)
    assert number in beheerder(office).run("migrate", "--check").stdout
    assert number in beheerder(office).refused("migrate")
    with pytest.raises(Conflict, match=number):
        migrate(office.engine, at=office.on("2026-09-16").at)
    assert dump(office.engine) == before


@pytest.mark.usefixtures("earlier")
def test_a_state_that_is_mapped_moves_with_its_term(
    renamed: tuple[Office, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, case = renamed
    monkeypatch.setattr(released, "MAPPINGS", {(1, 2): {"relatief_verzuim": {"in_onderzoek": "in_behandeling"}}})
    refuse_misfits(office.engine)
    assert beheerder(office).mas("migrate", "--check") == (
        "Nagelopen: 1 zaken, 2 gebeurtenissen. 1 zaken staan nog onder een andere versie van hun proces.\n"
        "Alle zaken passen.\n"
    )
    day = office.on("2026-09-16")
    assert migrate(office.engine, at=day.at) == {"zaken": 1, "toestanden": 1, "termijnen": 2}
    assert office.case(case)["state"] == "in_behandeling"
    [told] = office.rows(Event, case_id=case, kind="versie")
    assert (told["from_state"], told["to_state"]) == ("in_onderzoek", "in_behandeling")
    assert (told["answers"]["van"], told["answers"]["naar"]) == (1, 2)
    assert office.term(case)["name"] == "in_behandeling"
    assert office.term(case)["started_on"] == day.date
    assert beheerder(office).mas("migrate") == "zaken: 0, toestanden: 0, termijnen: 0\n"
    assert verify(office.engine).sound, verify(office.engine).lines()
    day.step(case, "plan_gesprek")  # and the zaak goes on
    assert verify(office.engine).sound


def test_a_row_that_was_let_go_of_is_named_or_found(monkeypatch: pytest.MonkeyPatch, earlier: None) -> None:
    event = {
        "kind": "stap", "step": "toveren", "from_state": "ontvangen", "to_state": "afgesloten", "definition": "vroeger",
    }  # fmt: skip
    now = tables_of(PROCESSEN["relatief_verzuim"])
    assert unfit(event, now) == "de stap toveren vanuit ontvangen bestaat niet meer."
    past = {(1, 2): {"relatief_verzuim": frozenset({("ontvangen", "toveren", "afgesloten")})}}
    monkeypatch.setattr(released, "PAST", past)
    assert unfit(event, now) == ""


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
    at = dutch_instant(date(2027, 3, 1), time(9))
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


def stands(engine: Engine) -> dict[str, tuple[str, str]]:
    with reading(engine) as session:
        return {row.number: (row.proces, row.state) for row in session.execute(sa.text("SELECT * FROM cases"))}
