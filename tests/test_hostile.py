"""What somebody tried who meant harm, or was unlucky; each of these once worked."""

import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from cases import actions, climbing
from cases.climbing import Climb, Team
from cases.offices import all_offices
from cases.store import reading, writing
from cases.sweep import sweep
from cases.tables import Case, Deadline, Report
from cases.verify import verify
from states.processes.relatief_verzuim import RELATIEF_VERZUIM
from tests.desk import ELSEWHERE, GESPREK, HERE, Desk, Json, melding
from tests.meldingen import PGNS, csv_of, row
from tests.office import Office
from tests.pages import form

CSV = {"content-type": "text/csv"}


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def delivered(desk: Desk, by: str, body: bytes, name: str) -> Json:
    """Deliver a file and read its report back."""
    answer = desk.as_(by).post("/v1/meldingbestanden", params={"bestandsnaam": name}, content=body, headers=CSV)
    assert answer.status_code == 202, answer.text
    found: Json = desk.as_(by).get(answer.headers["location"]).json()
    return found


def test_the_same_bytes_of_another_gemeente_tell_nothing_and_are_read(desk: Desk) -> None:
    body = csv_of([row(1), row(2, gemeentecode=ELSEWHERE), row(3, soort="ZZ")]).encode()

    first = delivered(desk, "adm", body, "onze.csv")
    second = delivered(desk, "buur_adm", body, "hunne.csv")

    assert (first["geopend"], first["quarantaine"]) == (1, 2)
    assert (second["geopend"], second["quarantaine"], second["bestandsnaam"]) == (1, 2, "hunne.csv")
    assert second["id"] != first["id"]
    assert "onze" not in second["verslag"]
    assert "eerder" not in second["melding"]
    assert desk.as_("buur_adm").get(f"/v1/meldingbestanden/{first['id']}").status_code == 404


def test_a_report_names_only_the_lines_of_its_reader(desk: Desk) -> None:
    body = csv_of([row(1, soort="ZZ"), row(2, gemeentecode=ELSEWHERE, soort="ZZ")]).encode()
    shown = delivered(desk, "adm", body, "alles.csv")

    assert "regel 2, soort" in shown["verslag"]
    assert "regel 3" not in shown["verslag"]
    assert "En 1 rijen die al eerder in quarantaine zijn gekomen, of niet voor uw gemeenten zijn." in shown["verslag"]


def test_why_a_row_was_given_up_is_not_in_the_report(desk: Desk) -> None:
    shown = delivered(desk, "adm", csv_of([row(1, soort="ZZ")]).encode(), "een.csv")
    [rij] = desk.as_("adm").get("/v1/quarantaine").json()["resultaten"]
    desk.as_("adm").put(f"/v1/quarantaine/{rij['id']}", json={"vervallen": "Woont bij zijn oma"})

    report = desk.as_("tl").get(f"/v1/meldingbestanden/{shown['id']}").json()["verslag"]

    assert "regel 2: vervallen." in report
    assert "oma" not in report


def test_a_pgn_of_another_gemeente_is_not_betrayed_by_its_birth_date(desk: Desk) -> None:
    desk.reported(0, by="buur_adm", gemeentecode=ELSEWHERE)

    here = desk.as_("adm").post("/v1/meldingen", json=melding(0, kenmerk="EIGEN", geboortedatum="2011-02-19"))
    jongere = {"pgn": PGNS[0], "geslachtsnaam": "Testpersoon", "geboortedatum": "2011-02-20"}
    school = {"brin": "02AB", "vestiging": "01"}
    signal = {"gemeente": ELSEWHERE, "jongere": jongere, "school": school, "toelichting": "Gezien."}
    there = desk.as_("buur").post("/v1/zaken", json=signal)

    assert here.status_code == 201
    assert there.status_code == 409  # in one gemeente it is still told


def test_a_key_of_one_action_does_not_pass_for_another(desk: Desk) -> None:
    zaak = desk.reported()
    send = {"Idempotency-Key": "een"}
    steps = f"/v1/zaken/{zaak['id']}/stappen"
    oppakken = {"stap": "oppakken", "gegevens": {"behandelaar": str(desk.ids["lpa"])}}
    taken = desk.as_("lpa").post(steps, json=oppakken, headers=send | {"If-Match": '"1"'})
    before = desk.everything()

    plan = {"stap": "plan_gesprek", "gegevens": GESPREK}
    other = desk.as_("lpa").post(steps, json=plan, headers=send | {"If-Match": '"2"'})
    give = f"/v1/zaken/{zaak['id']}/toewijzing"
    given = desk.as_("tl").post(give, json={"behandelaar": str(desk.ids["collega"])}, headers=send)
    again = desk.as_("lpa").post(steps, json=oppakken, headers=send | {"If-Match": '"1"'})

    assert (taken.status_code, other.status_code, given.status_code, again.status_code) == (201, 409, 409, 200)
    assert desk.everything() == before


def test_a_key_of_an_assignment_is_for_one_behandelaar(desk: Desk) -> None:
    zaak = desk.picked_up()
    give, key = f"/v1/zaken/{zaak['id']}/toewijzing", {"Idempotency-Key": "een"}
    statuses = [
        desk.as_("tl").post(give, json={"behandelaar": str(desk.ids[name])}, headers=key).status_code
        for name in ("collega", "collega", "lpa")
    ]
    assert statuses == [200, 200, 409]


def test_half_a_character_in_a_name_is_a_refusal(desk: Desk) -> None:
    zaak = desk.reported()
    headers = {"If-Match": '"1"', "content-type": "application/json"}
    body = b'{"stap": "oppakken", "gegevens": {"\\ud800": 1}}'
    answer = desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/stappen", content=body, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["fouten"][0]["veld"] == "\ud800"


@pytest.mark.parametrize("text", ["links\u202estheer", "a\u2066b", "a\x1bb", "a\x00b"])
def test_free_text_cannot_turn_the_page_around(desk: Desk, text: str) -> None:
    zaak = desk.picked_up()
    steps, headers = f"/v1/zaken/{zaak['id']}/stappen", {"If-Match": f'"{zaak["versie"]}"'}
    answer, motivation = (
        {"stap": "plan_gesprek", "gegevens": GESPREK | {"plaats": text}, "motivering": "Omdat."},
        {"stap": "plan_gesprek", "gegevens": GESPREK, "motivering": text},
    )
    for body in (answer, motivation):
        assert desk.as_("lpa").post(steps, json=body, headers=headers).status_code == 422
    page = desk.as_("tl").get("/achterstand?peildatum=2027-02-01")
    filled: dict[str, Any] = form(page, "/achterstand/toewijzing")
    filled |= {"zaak": f"{zaak['id']}:{zaak['versie']}", "behandelaar": str(desk.ids["collega"]), "reden": text}
    divided = desk.as_("tl").post("/achterstand/toewijzing", data=filled)
    assert divided.status_code == (200 if "\x00" in text else 422)  # a form drops NUL


def test_a_term_cannot_be_pushed_out_of_sight(desk: Desk) -> None:
    zaak = desk.picked_up()
    [term] = [each for each in zaak["termijnen"] if each["soort"] == "toestand"]
    longer = {"aantal": 3650, "eenheid": "mnd", "grond": "ziekte"}
    before = desk.everything()

    refused = desk.as_("lpa").post(f"/v1/termijnen/{term['id']}/verlenging", json=longer)
    allowed = desk.as_("lpa").post(f"/v1/termijnen/{term['id']}/verlenging", json=longer | {"aantal": 12})

    assert (refused.status_code, refused.json()["fouten"][0]["veld"]) == (422, "aantal")
    assert (allowed.status_code, desk.everything() != before) == (200, True)


def test_an_appointment_lies_within_ten_years(desk: Desk) -> None:
    zaak = desk.picked_up()
    body = {"stap": "plan_gesprek", "gegevens": GESPREK | {"datum": "2099-12-01"}}
    headers = {"If-Match": f'"{zaak["versie"]}"'}
    answer = desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/stappen", json=body, headers=headers)
    assert (answer.status_code, answer.json()["fouten"][0]["veld"]) == (422, "datum")


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-20", "0001-01-01"])
def test_a_peildatum_at_the_end_of_time_is_refused_at_once(desk: Desk, day: str) -> None:
    desk.reported()
    assert desk.as_("tl").get(f"/achterstand?peildatum={day}").status_code == 422
    assert desk.as_("tl").get(f"/v1/achterstand?peildatum={day}").status_code == 422


def test_after_a_withdrawal_in_the_same_file_a_melding_opens_its_own_zaak(office: Office) -> None:
    first = office.on("2026-05-11").report(number=0)
    gone, new_one = {"kenmerk": "M000000", "status": "I"}, {"kenmerk": "NIEUW"}
    outcomes = office.on("2026-05-12").receive(gone, new_one, number=0)

    assert outcomes == ["withdrawn", "opened"]
    assert office.case(first)["closed_on"] == date(2026, 5, 12)
    [new] = office.rows(Report, kenmerk="NIEUW")
    assert new["case_id"] != first
    assert office.case(new["case_id"])["closed_on"] is None


def test_a_melding_that_waited_for_a_closing_step_opens_its_own_zaak(office: Office) -> None:
    day = office.on("2026-05-11")
    case_id = day.report(number=0)
    day.step(case_id, "oppakken")
    with writing(office.engine) as session:
        case = office.case(case_id)
        answers = day.answers_for(RELATIEF_VERZUIM.rows[case["state"], "beeindig"], case)
        actions.take_step(
            session, case_id, "beeindig", answers, actor=office.people["anna"], at=day.at, version=case["version"]
        )
        sender = threading.Thread(target=lambda: day.report(number=0))
        sender.start()
        time.sleep(0.5)
    sender.join()

    reports = office.rows(Report, "kenmerk")
    assert [office.case(report["case_id"])["closed_on"] for report in reports] == [date(2026, 5, 11), None]
    assert len(office.rows(Case)) == 2


def test_an_assignment_that_waited_for_the_sweep_keeps_its_rungs(office: Office) -> None:
    engine, day = office.engine, office.on("2026-05-19")
    case_id = office.on("2026-05-11").report()
    with reading(engine) as session:
        offices, team = all_offices(session), Team.of(session, day.date)
    with writing(engine) as session:
        [term] = office.rows(Deadline, case_id=case_id, kind="toestand")
        climbing.write(session, [Climb.of(term, day.date, offices[HERE])], team, day.at, day.at)
        waits = threading.Thread(target=lambda: day.assign(case_id, "anna"))
        waits.start()
        time.sleep(0.5)
    waits.join()
    reached = office.rungs(case_id)
    sweep(engine, at=day.at)

    assert len(office.log(case_id)) == 2  # opening, toewijzing
    assert office.rungs(case_id) == reached
    assert verify(engine).sound
