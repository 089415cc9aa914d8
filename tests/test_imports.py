"""A meldingbestand comes in: every row ends as melding or in quarantine, once, whatever happens on the way."""

import io
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import col, select

from cases import quarantine
from cases.errors import Conflict, Invalid, NotFound
from cases.imports import accept, keep, pick_up, report_text, run_import
from cases.reader import LEASE
from cases.rights import SYSTEM, Actor, NotAllowed
from cases.store import reading, writing
from cases.tables import Case, Import, Municipality, Person, QuarantinedRow, Report
from tests.databases import SQLITE, fresh
from tests.examples import examples
from tests.meldingen import AT, CATALOGUE, EXAMPLE, PGNS, csv_of, row

CLERK = Actor(id=uuid4(), name="A. Test", role="administratie", gemeenten=frozenset({"9001", "9002"}))
STRANGER = Actor(id=uuid4(), name="B. Test", role="administratie", gemeenten=frozenset({"9003"}))
STORIES = settings(max_examples=examples(20), suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAS_HOME", str(tmp_path / "var"))
    return tmp_path / "var"


@contextmanager
def new_office(folder: Path) -> Iterator[Engine]:
    with fresh(SQLITE, folder) as engine:
        with writing(engine) as session:
            for code, name in (("9001", "Duinrade"), ("9002", "Veendrecht"), ("9003", "Oosterwolde aan Zee")):
                session.add(Municipality(code=code, name=name))
        yield engine


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Engine]:
    with new_office(tmp_path) as engine:
        yield engine


def deliver(engine: Engine, content: str | bytes, actor: Actor = SYSTEM, filename: str = "m.csv") -> tuple[Import, str]:
    kept = keep(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
    with writing(engine) as session:
        accepted = accept(session, kept, filename=filename, actor=actor, at=AT)
    return run_import(engine, accepted.row.id, at=AT, actor=actor), accepted.sentence


def state(engine: Engine) -> tuple[object, ...]:
    """What the record knows, without ids and instants."""
    with reading(engine) as session:
        reports = session.exec(select(Report.kenmerk, Report.status, Report.reden, Report.gemeente)).all()
        marks = session.exec(select(QuarantinedRow.fingerprint, QuarantinedRow.state)).all()
        cases = session.exec(select(sa.func.count(col(Case.id)))).one()
        persons = session.exec(select(sa.func.count(col(Person.id)))).one()
    return sorted(reports), sorted(marks), cases, persons


def quarantined(engine: Engine) -> list[QuarantinedRow]:
    with reading(engine) as session:
        return list(session.exec(select(QuarantinedRow).order_by(col(QuarantinedRow.line))).all())


def report_of(engine: Engine, row_: Import) -> str:
    with reading(engine) as session:
        return report_text(session, row_, SYSTEM)


def test_the_example_makes_60_meldingen_and_again_none(office: Engine) -> None:
    first, said = deliver(office, EXAMPLE.read_bytes(), filename="meldingen.csv")
    before = state(office)
    again, said_again = deliver(office, EXAMPLE.read_bytes())
    other, _ = deliver(office, EXAMPLE.read_bytes() + b"\r\n")

    assert (first.state, first.rows, first.opened + first.joined, first.quarantined) == ("klaar", 60, 60, 0)
    assert said == ""
    assert again.id == first.id
    assert said_again == "Dit bestand is al ingelezen op 22-11-2026; er is niets veranderd."
    assert (other.rows, other.unchanged, other.opened, other.joined) == (60, 60, 0, 0)
    assert state(office) == before
    assert "meldingen.csv" in report_of(office, first)
    assert "60  rijen gelezen" in report_of(office, first)


def test_the_hostile_catalogue_goes_to_quarantine_with_the_right_column(office: Engine) -> None:
    rows = [row(number, **changes) for number, (_, changes) in enumerate(CATALOGUE)]
    done, _ = deliver(office, csv_of([*rows, row(999)]))
    found = quarantined(office)

    assert (done.rows, done.opened, done.quarantined) == (len(CATALOGUE) + 1, 1, len(CATALOGUE))
    assert len(found) == len(CATALOGUE)
    for kept, (column, _) in zip(found, CATALOGUE, strict=True):
        assert {problem["kolom"] for problem in kept.problems} == {column}
        assert b"Testpersoon" not in kept.raw_encrypted
    assert "regel 2, voornamen: " in report_of(office, done)
    assert "Testpersoon" not in report_of(office, done)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leeg"),
        ("kenmerk".encode("utf-16"), "UTF-16"),
        (csv_of([row()]).replace("te_laat", "schoenmaat"), "schoenmaat"),
    ],
)
def test_a_refused_file_leaves_nothing_but_its_reason(
    office: Engine, home: Path, content: str | bytes, why: str
) -> None:
    done, _ = deliver(office, content)

    assert done.state == "geweigerd"
    assert why in done.error
    assert why in report_of(office, done)
    assert state(office) == ([], [], 0, 0)
    assert list((home / "meldingbestanden").iterdir()) == []


def test_a_refused_file_may_be_tried_again(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    content = csv_of([row(1), row(2)])
    monkeypatch.setenv("MAS_UPLOAD_MAX_ROWS", "1")
    refused, _ = deliver(office, content)
    monkeypatch.setenv("MAS_UPLOAD_MAX_ROWS", "2")
    done, said = deliver(office, content)

    assert (refused.state, refused.id, done.state, done.opened, said) == ("geweigerd", done.id, "klaar", 2, "")


def test_rows_for_a_gemeente_of_another_are_not_taken(office: Engine) -> None:
    rows = [row(1), row(2, gemeentecode="9003"), row(3, gemeentecode="0363")]
    done, _ = deliver(office, csv_of(rows), CLERK)

    assert (done.opened, done.quarantined) == (1, 2)
    assert [(kept.gemeente, kept.problems[0]["kolom"]) for kept in quarantined(office)] == [
        ("9003", "gemeentecode"), ("", "gemeentecode"),
    ]  # fmt: skip
    with reading(office) as session:
        assert [kept.line for kept in quarantine.rows_of(session, CLERK)] == [4]
        assert [kept.line for kept in quarantine.rows_of(session, STRANGER)] == [3]


def test_another_role_may_not_deliver_or_look(office: Engine) -> None:
    officer = Actor(id=uuid4(), name="", role="privacy_officer", gemeenten=frozenset({"9001"}))
    with pytest.raises(NotAllowed):
        deliver(office, csv_of([row()]), officer)
    with reading(office) as session, pytest.raises(NotAllowed):
        quarantine.rows_of(session, officer)


def test_what_only_a_person_can_decide_goes_to_quarantine(office: Engine) -> None:
    deliver(office, csv_of([row(1)]))
    wrong = [row(1, pgn=PGNS[2]), row(3, pgn=PGNS[1], geboortedatum="2012-01-01"), row(4, status="I")]
    done, _ = deliver(office, csv_of(wrong))

    assert (done.opened, done.quarantined) == (0, 3)
    assert [kept.problems[0]["kolom"] for kept in quarantined(office)] == ["pgn", "geboortedatum", "status"]


def test_a_later_row_with_the_same_kenmerk_is_a_change_and_status_i_withdraws_it(office: Engine) -> None:
    rows = [row(1), row(1, reden="Verslapen"), row(1, reden="Verslapen"), row(1, status="I")]
    done, _ = deliver(office, csv_of(rows))

    assert (done.opened, done.changed, done.unchanged, done.withdrawn, done.quarantined) == (1, 1, 1, 1, 0)


def test_a_bad_row_is_kept_once_and_settled_when_it_turns_out_right(office: Engine) -> None:
    withdrawal = csv_of([row(1, status="I")])
    deliver(office, withdrawal)
    deliver(office, withdrawal + "\r\n")
    assert [kept.state for kept in quarantined(office)] == ["open"]
    deliver(office, csv_of([row(1)]))
    done, _ = deliver(office, withdrawal + "\r\n\r\n")

    assert done.withdrawn == 1
    assert [(kept.state, kept.raw_encrypted) for kept in quarantined(office)] == [("hersteld", b"")]


def test_a_row_is_repaired_through_the_same_door(office: Engine) -> None:
    deliver(office, csv_of([row(1, pgn="999922015", soort="X")]), CLERK)
    [kept] = quarantined(office)
    with reading(office) as session:
        shown = quarantine.show(session, kept.id, CLERK)
        assert shown.cells["pgn"] == "999922015"
        with pytest.raises(NotFound):
            quarantine.show(session, kept.id, STRANGER)
    with pytest.raises(Invalid) as refusal, writing(office) as session:
        quarantine.repair(session, kept.id, {"pgn": PGNS[1]}, actor=CLERK, at=AT)
    assert [problem.field for problem in refusal.value.problems] == ["soort"]
    assert quarantined(office) == [kept]
    with writing(office) as session:
        fields = {"pgn": PGNS[1], "soort": "V3"}
        assert quarantine.repair(session, kept.id, fields, actor=CLERK, at=AT) == "opened"
    assert quarantined(office)[0].state == "hersteld"
    with pytest.raises(Conflict), writing(office) as session:
        quarantine.drop(session, kept.id, "dubbel", actor=CLERK, at=AT)


def test_a_repair_that_the_record_refuses_changes_nothing(office: Engine) -> None:
    deliver(office, csv_of([row(1), row(2, soort="X")]), CLERK)
    [kept] = quarantined(office)
    before = state(office)
    for fields in (
        {"soort": "V3", "pgn": PGNS[1], "geboortedatum": "2012-01-01"},
        {"soort": "V3", "gemeentecode": "9003"},
    ):
        with pytest.raises(Invalid), writing(office) as session:
            quarantine.repair(session, kept.id, fields, actor=CLERK, at=AT)
    assert state(office) == before


def test_a_row_can_be_given_up_with_a_reason(office: Engine) -> None:
    deliver(office, csv_of([row(1, soort="X")]), CLERK)
    [kept] = quarantined(office)
    with pytest.raises(Invalid), writing(office) as session:
        quarantine.drop(session, kept.id, " ", actor=CLERK, at=AT)
    with writing(office) as session:
        quarantine.drop(session, kept.id, "Dubbel geleverd", actor=CLERK, at=AT)
    assert quarantined(office)[0].state == "vervallen"
    with reading(office) as session:
        assert quarantine.rows_of(session, CLERK) == []


good_or_bad = st.builds(
    lambda number, bad, twist: row(number, **(CATALOGUE[bad][1] if twist else {})),
    st.integers(0, 30), st.integers(0, len(CATALOGUE) - 1), st.booleans(),
)  # fmt: skip


@STORIES
@given(st.lists(good_or_bad, min_size=1, max_size=25))
def test_no_row_is_lost(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    with new_office(tmp_path) as office:
        done, _ = deliver(office, csv_of(rows))
    taken = done.opened + done.joined + done.changed + done.withdrawn + done.unchanged

    assert done.rows == len(rows) == taken + done.quarantined


@STORIES
@given(st.lists(good_or_bad, min_size=2, max_size=15, unique_by=lambda item: item["kenmerk"]), st.randoms())
def test_the_same_rows_in_any_order_and_division_give_the_same_state(
    tmp_path: Path, rows: list[dict[str, str]], chance: random.Random
) -> None:
    mixed = rows * 2
    chance.shuffle(mixed)
    cut = chance.randint(1, len(mixed) - 1)
    with new_office(tmp_path) as one, new_office(tmp_path) as two:
        deliver(one, csv_of(rows))
        deliver(two, csv_of(mixed[:cut]))
        deliver(two, csv_of(mixed[cut:]))

        assert state(one) == state(two)


def test_two_files_at_once_with_the_same_rows_make_each_melding_once(office: Engine) -> None:
    rows = [row(number) for number in range(40)]
    files = [csv_of(random.Random(seed).sample(rows, 40)) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = [item for item, _ in pool.map(lambda content: deliver(office, content), files)]

    assert {item.state for item in done} == {"klaar"}
    assert sum(item.opened + item.joined for item in done) == 40
    assert sum(item.unchanged for item in done) == 120
    assert state(office)[2:] == (40, 40)


def test_the_same_file_by_eight_at_once_is_one_import(office: Engine) -> None:
    content = csv_of([row(number) for number in range(30)])
    with ThreadPoolExecutor(8) as pool:
        done = [item for item, _ in pool.map(lambda _: deliver(office, content), range(8))]

    assert len({item.id for item in done}) == 1
    with reading(office) as session:
        kept = session.exec(select(Import)).one()
        assert (kept.state, kept.rows, kept.opened) == ("klaar", 30, 30)


class Killed(BaseException):
    """The process is gone: nothing catches it."""


def test_a_reader_that_dies_anywhere_is_taken_over_and_no_row_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raises at the nth statement, for every n, then lets the folder's flow take over."""
    monkeypatch.setattr("cases.batches.FIRST", 3)
    monkeypatch.setattr("cases.batches.MAX", 3)
    rows = [row(number) for number in range(7)] + [row(7, soort="X"), row(1, reden="Anders")]
    with new_office(tmp_path) as office:
        deliver(office, csv_of(rows))
        fair = state(office)
    survived, nth = False, 1
    while not survived:
        with new_office(tmp_path) as office:
            survived = died_at(nth, office, rows, tmp_path)
            assert state(office) == fair
        nth += 3
    assert nth > 20


def died_at(nth: int, office: Engine, rows: list[dict[str, str]], folder: Path) -> bool:
    """Whether a reader gets to its end that is killed at its nth statement; another takes over."""
    kept = keep(io.BytesIO(csv_of(rows).encode()))
    with writing(office) as session:
        accepted = accept(session, kept, filename="m.csv", actor=SYSTEM, at=AT)
    seen = count(1)

    def die(*_: object) -> None:
        if next(seen) == nth:
            raise Killed

    event.listen(office, "before_cursor_execute", die)
    survived = False
    with suppress(Killed):
        run_import(office, accepted.row.id, at=AT)
        survived = True
    event.remove(office, "before_cursor_execute", die)
    pick_up(office, folder / "geen", at=AT + timedelta(seconds=30))
    pick_up(office, folder / "geen", at=AT + 3 * LEASE)
    with reading(office) as session:
        done = session.exec(select(Import)).one()
    assert (done.state, done.rows, done.opened, done.changed, done.quarantined) == ("klaar", 9, 7, 1, 1)
    return survived


def drop_in(folder: Path, name: str, content: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def quiet(path: Path) -> datetime:
    """The first instant at which this file has not changed for 30 seconds."""
    return datetime.fromtimestamp(os.stat(path).st_ctime, UTC) + timedelta(seconds=31)


def test_the_watched_folder_is_emptied_into_done_and_refused_with_reports(office: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    drop_in(folder, "goed.csv", csv_of([row(1), row(2, soort="X")]))
    drop_in(folder, ".verborgen", "x")
    (folder / "link.csv").symlink_to(EXAMPLE)
    last = drop_in(folder, "slecht.csv", b"")
    now = quiet(last)

    assert pick_up(office, folder, at=AT, recorded_at=now - timedelta(seconds=25))["bestanden"] == 0
    counts = pick_up(office, folder, at=AT, recorded_at=now)
    assert counts == {"bestanden": 2, "geweigerd": 1, "overgenomen": 0, "rijen": 2, "quarantaine": 1}
    assert sorted(path.name for path in (folder / "verwerkt").iterdir()) == ["goed.csv", "goed.csv.verslag.txt"]
    assert sorted(path.name for path in (folder / "geweigerd").iterdir()) == ["slecht.csv", "slecht.csv.verslag.txt"]
    assert "regel 3, soort:" in (folder / "verwerkt" / "goed.csv.verslag.txt").read_text()
    assert "leeg" in (folder / "geweigerd" / "slecht.csv.verslag.txt").read_text()
    assert pick_up(office, folder, at=AT, recorded_at=now)["bestanden"] == 0

    again = drop_in(folder, "goed.csv", csv_of([row(1), row(2, soort="X")]))
    pick_up(office, folder, at=AT, recorded_at=quiet(again))
    assert "al ingelezen" in (folder / "verwerkt" / "goed-2.csv.verslag.txt").read_text()


def test_two_flows_on_one_folder_read_each_file_once(office: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    for number in range(6):
        last = drop_in(folder, f"{number}.csv", csv_of([row(number * 5 + more) for more in range(5)]))
    now = quiet(last)
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: pick_up(office, folder, at=AT, recorded_at=now), range(2)))
    pick_up(office, folder, at=AT, recorded_at=now + 3 * LEASE)

    assert sum(item["rijen"] for item in counts) <= 30
    with reading(office) as session:
        assert session.exec(select(sa.func.count(col(Report.id)))).one() == 30
    names = sorted(path.name for path in (folder / "verwerkt").iterdir())
    assert names == sorted(f"{number}.csv{end}" for number in range(6) for end in ("", ".verslag.txt"))
