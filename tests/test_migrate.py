"""Zaken move along with the tables: states are mapped, terms follow, and what does not fit is named."""

import json
from datetime import date, time
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
from cases.store import engine_for, reading, writing
from cases.tables import Event
from cases.verify import verify
from states import versions as released
from states.processes import PROCESSEN
from states.replay import unfit
from states.versions import spelled_now, tables_of, write
from tests.databases import SQLITE, dump, fresh
from tests.histories.old import fill
from tests.office import Office
from tests.test_command import Home


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
        engine_for(str(engine.url)).dispose()  # that of the commands: the file goes to another test


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
