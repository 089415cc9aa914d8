"""`/v1/termijnen` and `/v1/achterstand`, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from cases.sweep import sweep
from tests.databases import SQLITE
from tests.desk import ELSEWHERE, GESPREK, HERE, Desk, on
from tests.pages import send, shown


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def lines(desk: Desk, by: str = "lpa", **vraag: Any) -> list[dict[str, Any]]:
    answer = desk.as_(by).get("/v1/termijnen", params=vraag)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["resultaten"]
    return found


def test_terms_come_in_the_order_in_which_they_lapse(desk: Desk) -> None:
    zaak = desk.picked_up(0)
    desk.reported(1)
    found = lines(desk)
    assert [(line["naam"], line["uiterlijk"]) for line in found][:1] != []
    assert [line["uiterlijk"] for line in found] == sorted(line["uiterlijk"] for line in found)
    assert {line["naam"] for line in found} == {
        "ontvangen",
        "terugkoppeling_school",
        "in_behandeling",
        "gesprek_uiterlijk",
        "wordt_16",
    }
    assert [line["naam"] for line in lines(desk, behandelaar="geen")] == ["ontvangen", "wordt_16"]
    mine = lines(desk, behandelaar=str(desk.ids["lpa"]))
    assert {line["zaak"] for line in mine} == {zaak["id"]}
    assert mine[0]["titel"] == "Terugkoppeling aan de school"
    assert (mine[0]["jongere"], mine[0]["school"], mine[0]["behandelaar"]["naam"]) == (
        "Zoë Testpersoon",
        "Duincollege",
        "M. lpa",
    )
    assert {line["uiterlijk"] for line in lines(desk, tot="2026-11-30")} == {"2026-11-30"}
    assert lines(desk, gemeente=ELSEWHERE) == lines(desk, by="buur") == []
    assert len(lines(desk, gemeente=HERE, paginagrootte=2)) == 2


def test_a_term_is_suspended_resumed_and_extended_by_its_behandelaar(desk: Desk) -> None:
    zaak = desk.picked_up()
    term = next(term for term in zaak["termijnen"] if term["naam"] == "in_behandeling")
    path = f"/v1/termijnen/{term['id']}"
    body = {"vanaf": "2026-11-24", "tot": "2026-12-08", "grond": "ziekte", "toelichting": "Ziek gemeld"}
    answer = desk.as_("lpa").post(f"{path}/opschorting", json=body, headers={"If-Match": '"2"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"'), answer.text

    def due() -> str:
        found = desk.zaak(zaak["id"])["termijnen"]
        return str(next(term["uiterlijk"] for term in found if term["naam"] == "in_behandeling"))

    assert (term["uiterlijk"], due()) == ("2026-12-07", "2026-12-21")
    assert desk.as_("lpa").post(f"{path}/opschorting", json=body).status_code == 422
    assert (
        desk.as_("lpa").post(f"{path}/hervatting", json={"op": "2026-12-01"}, headers={"If-Match": '"2"'}).status_code
        == 409
    )
    assert desk.as_("tl").post(f"{path}/hervatting", json={"op": "2026-12-01"}).status_code == 200
    assert due() == "2026-12-14"
    extended = desk.as_("lpa").post(f"{path}/verlenging", json={"aantal": 5, "grond": "wachtlijst"})
    assert extended.status_code == 200
    assert due() == "2026-12-21"
    titles = [
        line["titel"] for line in desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/gebeurtenissen").json()["resultaten"]
    ]
    assert titles[:3] == ["Termijn verlengd", "Termijn hervat", "Termijn opgeschort"]


BAD_CLOCKS: dict[str, tuple[str, dict[str, Any], str]] = {
    "31 February": ("opschorting", {"vanaf": "2026-02-31", "tot": "2026-12-08", "grond": "ziekte"}, "vanaf"),
    "an unknown ground": ("opschorting", {"vanaf": "2026-11-24", "tot": "2026-12-08", "grond": "zin"}, "grond"),
    "the end before the begin": ("opschorting", {"vanaf": "2026-11-24", "tot": "2026-11-24", "grond": "ziekte"}, "tot"),
    "nothing to resume": ("hervatting", {"op": "2026-12-01"}, "op"),
    "shorter": ("verlenging", {"aantal": -5, "grond": "ziekte"}, "aantal"),
    "no end": ("opschorting", {"vanaf": "2026-11-24", "grond": "ziekte"}, "tot"),
    "long ago": ("opschorting", {"vanaf": "1999-01-01", "tot": "1999-02-01", "grond": "ziekte"}, "tot"),
    "longer by nothing": ("verlenging", {"aantal": 0, "grond": "ziekte"}, "aantal"),
    "a correction without a reason": ("correctie", {"aantal": 5, "grond": "anders", "toelichting": ""}, "toelichting"),
    "a correction of nothing": ("correctie", {"grond": "anders", "toelichting": "Zo is het."}, "aantal"),
    "an unknown unit": ("verlenging", {"aantal": 5, "eenheid": "jaar", "grond": "ziekte"}, "eenheid"),
}


@pytest.mark.parametrize(("what", "body", "veld"), BAD_CLOCKS.values(), ids=BAD_CLOCKS)
def test_a_clock_that_cannot_be_set_leaves_nothing(desk: Desk, what: str, body: dict[str, Any], veld: str) -> None:
    zaak = desk.picked_up()
    term = next(term for term in zaak["termijnen"] if term["soort"] == "toestand")
    before = desk.everything()
    answer = desk.as_("lpa").post(f"/v1/termijnen/{term['id']}/{what}", json=body)
    assert (answer.status_code, [fout["veld"] for fout in answer.json()["fouten"]]) == (422, [veld]), answer.text
    assert desk.everything() == before


def test_a_term_is_corrected_and_known_as_it_was(desk: Desk) -> None:
    zaak = desk.picked_up()
    term = next(term for term in zaak["termijnen"] if term["naam"] == "in_behandeling")
    path = f"/v1/termijnen/{term['id']}"
    desk.at = on("2026-11-25")
    body = {"aantal": 8, "vanaf": "2026-11-20", "grond": "vergissing", "toelichting": "Eerder opgepakt."}
    answer = desk.as_("lpa").post(f"{path}/correctie", json=body, headers={"If-Match": '"2"'})
    assert answer.status_code == 200, answer.text
    now = desk.as_("lpa").get(path)
    assert (now.headers["etag"], now.json()["uiterlijk"], now.json()["teltVanaf"]) == (
        '"3"',
        "2026-12-02",
        "2026-11-20",
    )
    assert "(was 10 werkdagen vanaf 23 november 2026)" in now.json()["uitleg"]
    [line] = now.json()["regels"]
    assert (line["soort"], line["aantal"], line["tot"], line["toelichting"], line["medewerker"]) == (
        "corrigeren", 8, "2026-11-20", "Eerder opgepakt.", "M. lpa",
    )  # fmt: skip
    then = desk.as_("tl").get(path, params={"peildatum": "2026-11-24"}).json()
    assert (then["uiterlijk"], then["aantal"], then["teltVanaf"], then["regels"]) == (
        "2026-12-07", 10, "2026-11-23", [],
    )  # fmt: skip
    for day in ("2026-11-22", "2026-11-26", "2026-02-31"):
        refused = desk.as_("lpa").get(path, params={"peildatum": day})
        assert (refused.status_code, refused.json()["fouten"][0]["veld"]) == (422, "peildatum")
    assert desk.as_("buur").get(path).status_code == 404
    page = shown(desk.as_("lpa").get(f"/zaken/{zaak['id']}/termijnen/{term['id']}?peildatum=2026-11-24"))
    assert "Zoals bekend op dinsdag 24 november 2026 Uiterlijk maandag 7 december 2026" in page


@pytest.mark.parametrize("kind", [SQLITE], indirect=True)
def test_a_term_is_corrected_by_its_form(desk: Desk) -> None:
    zaak = desk.picked_up()
    term = next(term for term in zaak["termijnen"] if term["naam"] == "in_behandeling")
    path = f"/zaken/{zaak['id']}/termijnen/{term['id']}"
    typed = {"regel": "corrigeren", "aantal": "12", "grond": "vergissing", "toelichting": "Twee dagen meer."}
    assert send(desk, "lpa", path, **typed).status_code == 303
    page = shown(desk.as_("lpa").get(path))
    assert "Termijn gecorrigeerd: duurt 12, telt vanaf 23 november 2026, vergissing" in page
    refused = send(desk, "lpa", path, **typed)
    assert refused.status_code == 422
    assert "De termijn staat al zo: er is niets te corrigeren." in shown(refused)


def test_only_the_behandelaar_and_the_teamleider_touch_the_clock(desk: Desk) -> None:
    zaak = desk.picked_up()
    state = next(term for term in zaak["termijnen"] if term["soort"] == "toestand")
    beside = next(term for term in zaak["termijnen"] if term["soort"] == "zaak")
    body = {"aantal": 5, "grond": "ziekte"}
    answers = {by: desk.as_(by).post(f"/v1/termijnen/{state['id']}/verlenging", json=body) for by in ("collega", "adm")}
    assert {by: answer.status_code for by, answer in answers.items()} == {"collega": 403, "adm": 403}
    assert "een collega" in answers["collega"].json()["detail"]
    assert desk.as_("tl").post(f"/v1/termijnen/{beside['id']}/verlenging", json=body).status_code == 409
    desk.step(zaak, "plan_gesprek", **GESPREK)
    assert desk.as_("tl").post(f"/v1/termijnen/{state['id']}/verlenging", json=body).status_code == 409


def test_the_achterstand_counts_what_is_overdue_on_a_day(desk: Desk) -> None:
    desk.picked_up(0)
    desk.reported(1)
    today = desk.as_("tl").get("/v1/achterstand").json()
    assert (today["aantal"], today["zonderBehandelaar"], today["peildatum"]) == (0, 1, "2026-11-23")

    def count(day: str) -> int:
        return int(desk.as_("tl").get("/v1/achterstand", params={"peildatum": day}).json()["aantal"])

    assert [count(day) for day in ("2026-11-30", "2026-12-01", "2026-12-07", "2026-12-08")] == [0, 2, 2, 3]
    sweep(desk.engine, at=on("2026-12-21"))
    later = desk.as_("tl").get("/v1/achterstand", params={"peildatum": "2026-12-21"}).json()
    assert (later["aantal"], later["zonderBehandelaar"]) == (4, 1)
    assert {row["behandelaar"] and row["behandelaar"]["naam"]: row["aantal"] for row in later["perBehandelaar"]} == {
        "M. lpa": 3, None: 1,
    }  # fmt: skip
    assert {row["titel"]: row["aantal"] for row in later["perToestand"]} == {
        "Melding ontvangen": 1, "In onderzoek": 1, "Gesprek uiterlijk": 1, "Terugkoppeling aan de school": 1,
    }  # fmt: skip
    assert later["opgeschaald"] == sum(line["opgeschaald"] for line in later["resultaten"]) == 2
    received = next(line for line in later["resultaten"] if line["naam"] == "ontvangen")
    assert received["treden"] == ["herinnering", "verlopen", "teamleider"]
    assert desk.as_("buur_tl").get("/v1/achterstand", params={"peildatum": "2026-12-21"}).json()["aantal"] == 0


def test_the_future_may_be_pretended_in_a_demo_only(engine: Engine, tmp_path: Path) -> None:
    desk = Desk(engine, tmp_path)
    desk.app.state.demo = False
    ahead = desk.as_("tl").get("/v1/achterstand", params={"peildatum": "2026-11-24"})
    assert (ahead.status_code, ahead.json()["fouten"][0]["veld"]) == (422, "peildatum")
    assert desk.as_("tl").get("/v1/achterstand", params={"peildatum": "2026-11-20"}).status_code == 200
    assert desk.as_("tl").get("/v1/achterstand", params={"peildatum": "2026-02-31"}).status_code == 422
