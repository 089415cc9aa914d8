"""The enrolment check: who is obliged and nowhere becomes a signaal, once; the rest of the lists says why not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases import enrolment_lists, enrolments
from cases.enrolment_rows import INSCHRIJVINGEN, PLICHTIGEN
from cases.enrolments import Lists, run_check, start_check
from cases.errors import Invalid, NotFound
from cases.places import set_policy
from cases.rights import NotAllowed
from cases.store import reading, writing
from cases.tables import Case, Deadline, EnrolmentCheck, Event, Person
from cases.verify import verify
from tests.commands import commands
from tests.databases import SQLITE, fresh
from tests.desk import Desk
from tests.meldingen import csv_of, onderwijsnummer
from tests.office import Day, Office

DAY = "2026-09-14"
Rows = list[dict[str, str]]


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Office]:
    with fresh(SQLITE, tmp_path) as engine:
        yield Office(engine)


def person(number: int, **changes: str) -> dict[str, str]:
    return {
        "gemeentecode": "9001", "pgn": onderwijsnummer(500 + number), "voornamen": "Noa",
        "geslachtsnaam": "Testpersoon", "geboortedatum": "2013-03-09",
    } | changes  # fmt: skip


def enrolled(number: int, **changes: str) -> dict[str, str]:
    pgn = onderwijsnummer(500 + number)
    return {"pgn": pgn, "aard": "inschrijving", "van": "2026-08-01", "brin": "02AB", "vestiging": "01"} | changes


def exempt(number: int, **changes: str) -> dict[str, str]:
    return {
        "pgn": onderwijsnummer(500 + number),
        "aard": "vrijstelling",
        "van": "2026-08-01",
        "grond": "5_onder_a",
    } | changes


def check(
    day: Day, folder: Path, persons: Rows, others: Rows, *, by: str = "adam", sure: bool = False
) -> EnrolmentCheck:
    """Deliver both lists on this day; the check as it then stands."""
    lists = Lists.at(folder / "plichtigen.csv", folder / "inschrijvingen.csv")
    lists.persons.write_text(csv_of(persons, PLICHTIGEN.columns), encoding="utf-8")
    lists.enrolments.write_text(csv_of(others, INSCHRIJVINGEN.columns), encoding="utf-8")
    engine, actor = day.office.engine, day.office.people[by]
    with writing(engine) as session:
        check_id = start_check(session, lists, gemeente="9001", actor=actor, at=day.at).id
    run_check(engine, check_id, lists, actor=actor, at=day.at, sure=sure)
    with reading(engine) as session:
        found = session.get_one(EnrolmentCheck, check_id)
        session.expunge(found)
        return found


def counts(row: EnrolmentCheck) -> dict[str, int]:
    return {name: getattr(row, name) for _, name in enrolment_lists.COUNTS if getattr(row, name)}


def report(office: Office, row: EnrolmentCheck, by: str = "adam") -> str:
    at = office.on(DAY).at
    with reading(office.engine) as session:
        [rhythm] = enrolment_lists.rhythms(session, office.people[by], date.fromisoformat(DAY))
        return enrolment_lists.report_text(row, rhythm, at)


def test_who_is_nowhere_becomes_a_signaal_and_the_same_lists_again_change_nothing(
    office: Office, tmp_path: Path
) -> None:
    day = office.on(DAY)
    persons = [person(n) for n in range(4)] + [
        person(4, geboortedatum="2010-07-31"), person(5, geboortedatum="2022-01-01"), person(0),
    ]  # fmt: skip
    others = [enrolled(0), exempt(1), enrolled(2, van="2025-08-01", tot="2026-07-31"), enrolled(3, van="2026-10-01")]
    row = check(day, tmp_path, persons, others)
    assert counts(row) == {
        "lines": 7, "obliged": 5, "enrolled": 1, "exempt": 1, "missing": 3, "opened": 3, "not_obliged": 1, "twice": 1,
    }  # fmt: skip
    assert (row.state, row.done) == ("klaar", 3)
    zaken = office.rows(Case, "number", proces="absoluut_verzuim")
    assert [(zaak["state"], zaak["soort"], zaak["school_id"]) for zaak in zaken] == [("signaal", "absoluut", None)] * 3
    openings = [office.rows(Event, case_id=zaak["id"])[0] for zaak in zaken]
    plicht = {opened["answers"]["plicht"] for opened in openings}
    assert plicht == {"leerplicht", "kwalificatieplicht"}
    since = sorted(opened["answers"]["feiten"]["niet_ingeschreven_sinds"] for opened in openings)
    assert since == ["2026-08-01", DAY, DAY]
    due = {term["due_on"].isoformat() for term in office.rows(Deadline, kind="toestand")}
    assert due == {"2026-09-28"}
    again = check(day, tmp_path, persons, others)
    assert (again.opened, again.already_open, len(office.rows(Case)), len(office.rows(Person))) == (0, 3, 3, 3)
    assert verify(office.engine).sound


def test_what_was_closed_may_open_again_linked_and_who_is_found_is_suggested_not_closed(
    office: Office, tmp_path: Path
) -> None:
    day = office.on(DAY)
    check(day, tmp_path, [person(0), person(1), person(2)], [enrolled(2)])
    first, second = (zaak["id"] for zaak in office.rows(Case, "number"))
    day.step(first, "administratief")
    later = office.on("2027-02-01")
    row = check(later, tmp_path, [person(0), person(1), person(2)], [enrolled(1), enrolled(2)])
    assert (row.opened, row.already_open, row.enrolled) == (1, 0, 2)
    [linked] = [zaak for zaak in office.rows(Case) if zaak["previous_id"]]
    assert linked["previous_id"] == first
    assert row.found_again == [office.case(second)["number"]]
    assert office.case(second)["closed_on"] is None
    text = report(office, row)
    assert office.case(second)["number"] in text
    assert "Bekijk of die dicht kan" in text


def test_a_gemeente_chooses_from_when_it_counts_as_absence(sqlite: Office, tmp_path: Path) -> None:
    day, ended = sqlite.on(DAY), enrolled(0, van="2025-08-01", tot="2026-07-31")
    check(day, tmp_path, [person(0)], [ended, enrolled(9)])
    with writing(sqlite.engine) as session:
        set_policy(session, "9001", "absoluut.telt_vanaf", "signaal", valid_from=day.date, by="proef", at=day.at)
    check(day, tmp_path, [person(1)], [enrolled(1, van="2025-08-01", tot="2026-08-31"), enrolled(9)])
    later, at_once = (zaak["facts"] for zaak in sqlite.rows(Case, "number"))
    assert (later.get("thuis_sinds", ""), at_once["thuis_sinds"]) == ("", "2026-09-01")
    assert sqlite.term(sqlite.rows(Case, "number")[1]["id"], "thuiszitterspact")["due_on"] == date(2026, 12, 1)


def test_bad_lines_are_told_and_the_good_part_goes_on(sqlite: Office, tmp_path: Path) -> None:
    day = sqlite.on(DAY)
    persons = [
        person(0), person(1, pgn="123456789"), person(2, geboortedatum="2027-01-01"), person(3, gemeentecode="9002"),
        person(4), person(5, geslachtsnaam=""),
    ]  # fmt: skip
    others = [
        enrolled(9),
        enrolled(4, brin=""),
        enrolled(8, tot="2026-07-01"),
        exempt(7, grond="11"),
        enrolled(6, aard="x"),
    ]
    row = check(day, tmp_path, persons, others)
    assert (row.opened, row.uncertain, row.bad_lines) == (1, 1, 8)
    assert [(each["bestand"], each["regel"], each["kolom"]) for each in row.problems] == [
        ("inschrijvingen", "3", "brin"), ("inschrijvingen", "4", "tot"), ("inschrijvingen", "5", "grond"),
        ("inschrijvingen", "6", "aard"), ("plichtigen", "3", "pgn"), ("plichtigen", "4", "geboortedatum"),
        ("plichtigen", "5", "gemeentecode"), ("plichtigen", "7", "geslachtsnaam"),
    ]  # fmt: skip
    text = report(sqlite, row)
    assert "inschrijvingen, regel 3, brin: De brincode is verplicht bij een inschrijving." in text
    assert "123456789" not in text


def test_a_pgn_that_is_known_with_another_birth_date_is_looked_at_by_a_person(sqlite: Office, tmp_path: Path) -> None:
    day = sqlite.on(DAY)
    day.report(pgn=onderwijsnummer(500), geboortedatum="2012-01-01")
    row = check(day, tmp_path, [person(0), person(1)], [enrolled(1)])
    assert (row.missing, row.opened) == (1, 0)
    assert [(each["regel"], each["kolom"]) for each in row.problems] == [("2", "geboortedatum")]


def test_a_list_that_cannot_be_whole_opens_nothing_unless_somebody_is_sure(sqlite: Office, tmp_path: Path) -> None:
    day = sqlite.on(DAY)
    persons = [person(n) for n in range(40)]
    empty = check(day, tmp_path, persons, [])
    assert (empty.state, "geen enkele inschrijving" in empty.error) == ("geweigerd", True)
    half = [enrolled(n) for n in range(10)]
    doubtful = check(day, tmp_path, persons, half)
    assert (doubtful.state, "Van 40 plichtigen staan er 30" in doubtful.error) == ("geweigerd", True)
    assert sqlite.rows(Case) == []
    assert check(day, tmp_path, persons, half, sure=True).opened == 30


@pytest.mark.parametrize("content", ["", "pgn,van\r\n", "kenmerk;status\r\n1;R\r\n", "gemeentecode;pgn\r\n9001;1\r\n"])
def test_a_file_that_is_no_such_list_is_refused_with_its_name(sqlite: Office, tmp_path: Path, content: str) -> None:
    day, lists = sqlite.on(DAY), Lists.at(tmp_path / "p.csv", tmp_path / "i.csv")
    lists.persons.write_text(content)
    lists.enrolments.write_text(csv_of([enrolled(0)], INSCHRIJVINGEN.columns))
    with pytest.raises(Invalid, match="De lijst met leer- en kwalificatieplichtigen"):
        enrolments.gemeente_of(lists.persons)
    with writing(sqlite.engine) as session:
        check_id = start_check(session, lists, gemeente="9001", actor=sqlite.people["adam"], at=day.at).id
    run_check(sqlite.engine, check_id, lists, at=day.at)
    [row] = sqlite.rows(EnrolmentCheck)
    assert row["state"] == "geweigerd"
    assert "De lijst met leer- en kwalificatieplichtigen" in row["error"]


def test_the_page_says_when_the_last_was_and_when_the_next_is_due(sqlite: Office, tmp_path: Path) -> None:
    office, day = sqlite, sqlite.on(DAY)
    adam, today = office.people["adam"], date.fromisoformat(DAY)

    def sentence(on: date) -> str:
        with reading(office.engine) as session:
            [rhythm] = enrolment_lists.rhythms(session, adam, on)
            return rhythm.sentence(on)

    assert sentence(today) == "Er is nog geen controle gedaan. De volgende moet nu (2 keer per jaar)."
    check(day, tmp_path, [person(0)], [])
    assert "nog geen controle" in sentence(today), "a check that was refused is none"
    check(day, tmp_path, [person(0)], [enrolled(0)])
    last = "De laatste controle was op 14 september 2026."
    assert sentence(today) == f"{last} De volgende moet uiterlijk op 14 maart 2027 (2 keer per jaar)."
    assert sentence(date(2027, 3, 14)) == f"{last} De volgende moet nu (2 keer per jaar)."
    with writing(office.engine) as session:
        set_policy(session, "9001", "absoluut.controles_per_jaar", "0", valid_from=today, by="proef", at=day.at)
    assert sentence(today) == f"{last} Volgens het beleid zijn er geen controles nodig."


def test_only_those_of_the_gemeente_may_check_and_see(sqlite: Office, tmp_path: Path) -> None:
    day = sqlite.on(DAY)
    row = check(day, tmp_path, [person(0)], [enrolled(0)])
    lists = Lists.at(tmp_path / "plichtigen.csv", tmp_path / "inschrijvingen.csv")
    for name, refusal in (("tess", NotAllowed), ("vera", Invalid)):
        with writing(sqlite.engine) as session, pytest.raises(refusal):
            start_check(session, lists, gemeente="9001", actor=sqlite.people[name], at=day.at)
    with reading(sqlite.engine) as session:
        assert enrolment_lists.check(session, sqlite.people["tess"], row.id).id == row.id
        assert enrolment_lists.checks(session, sqlite.people["vera"]).rows == []
        with pytest.raises(NotFound):
            enrolment_lists.check(session, sqlite.people["vera"], row.id)


def test_a_check_that_was_cut_off_is_done_again_and_counts_what_was_opened(
    sqlite: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = sqlite.on(DAY)
    monkeypatch.setattr(enrolments, "BATCH", 2)
    persons: Any = [person(n) for n in range(5)]
    first = check(day, tmp_path, [*persons[:2], person(9)], [enrolled(9)])
    second = check(day, tmp_path, [*persons, person(9)], [enrolled(9)])
    assert (first.opened, second.opened, second.already_open, second.done) == (2, 3, 2, 5)
    assert len(sqlite.rows(Case)) == 5


def files(persons: Rows, others: Rows) -> dict[str, tuple[str, str, str]]:
    return {
        "plichtigen": ("brp.csv", csv_of(persons, PLICHTIGEN.columns), "text/csv"),
        "inschrijvingen": ("register.csv", csv_of(others, INSCHRIJVINGEN.columns), "text/csv"),
    }


def test_both_lists_are_delivered_by_the_api_and_by_the_form(tmp_path: Path) -> None:
    with fresh(SQLITE, tmp_path) as engine:
        desk = Desk(engine, tmp_path)
        adm, where = desk.as_("adm"), "/v1/inschrijvingscontroles"
        good = files([person(0), person(1), person(2, pgn="1")], [enrolled(1)])
        answer = adm.post(where, files=good)
        assert (answer.status_code, answer.json()["toestand"]) == (202, "bezig")
        found = adm.get(answer.headers["location"]).json()
        assert (found["toestand"], found["geopend"], found["fout"]) == ("klaar", 1, 1)
        assert found["fouten"][0] | {"uitleg": ""} == {
            "bestand": "plichtigen",
            "regel": "4",
            "kolom": "pgn",
            "uitleg": "",
        }
        assert "De volgende moet uiterlijk op 23 mei 2027" in found["verslag"]
        assert [each["id"] for each in desk.as_("tl").get(where).json()["resultaten"]] == [found["id"]]
        assert desk.as_("buur").get(answer.headers["location"]).status_code == 404
        [zaak] = desk.as_("lpa").get("/v1/zaken?proces=absoluut_verzuim").json()["resultaten"]
        assert zaak["toestand"] == "signaal"
        assert desk.as_("tl").post(where, files=good).status_code == 403
        assert desk.as_("buur_adm").post(where, files=good).status_code == 422
        assert adm.post(where, files={"plichtigen": good["plichtigen"]}).status_code == 422
        assert adm.post(where, content=b"pgn", headers={"content-type": "text/csv"}).status_code == 415
        page = adm.post("/inschrijvingen", files=good)
        assert page.status_code == 200
        assert "Met een zaak die al open was</dt>" in page.text
        assert "De volgende moet uiterlijk op 23 mei 2027" in adm.get("/inschrijvingen").text
        refused = adm.post("/inschrijvingen", files=files([person(0)], []))
        assert "geen enkele inschrijving die nu geldt" in refused.text
        wrong = adm.post("/inschrijvingen", files=files([], []) | {"plichtigen": ("x.csv", "onzin", "text/csv")})
        assert (wrong.status_code, 'id="plichtigen-fout"' in wrong.text) == (422, True)
        assert "Controleer</button>" not in desk.as_("tl").get("/inschrijvingen").text
        assert desk.kept_files() == []


def test_the_command_compares_and_prints_its_report(sqlite: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    example = Path(__file__).parent.parent / "docs" / "voorbeeld"
    lists = [str(example / "plichtigen.csv"), str(example / "inschrijvingen.csv")]
    with commands(sqlite, monkeypatch) as run:
        done = run("inschrijvingen", "controleer", *lists)
        assert (done.exit_code, "      3  zaken geopend" in done.output) == (0, True), done.output
        assert "      3  met een zaak die al open was" in run("inschrijvingen", "controleer", *lists).output
        assert "De laatste controle was op" in run("inschrijvingen", "wanneer").output
