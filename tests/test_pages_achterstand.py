"""`/achterstand` and `/bewaking` by forms without JavaScript, on both databases."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases.sweep import sweep
from tests.desk import ELSEWHERE, Desk, on

LATER = "/achterstand?peildatum=2026-12-21"


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', html)
    assert found, html
    return found[1]


def ticks(html: str) -> list[str]:
    return sorted(set(re.findall(r'name="zaak"\s+value="([^"]+)"', html)))


def filled(desk: Desk, html: str, *picked: str, **changes: str) -> dict[str, object]:
    form: dict[str, object] = {name: hidden(html, name) for name in ("csrf", "sleutel")}
    return form | {"zaak": list(picked), "behandelaar": str(desk.ids["collega"]), "reden": "Ziek"} | changes


def test_the_page_says_what_is_overdue_and_for_whom(desk: Desk) -> None:
    desk.picked_up(0)
    desk.reported(1)
    today = desk.as_("tl").get("/achterstand").text
    assert "Er is op deze dag geen termijn verlopen." in today
    assert "1 zaak zonder behandelaar" in today
    sweep(desk.engine, at=on("2026-12-21"))
    later = desk.as_("tl").get(LATER)
    assert later.status_code == 200
    assert "op 21 december" in later.text
    for told in ("Melding ontvangen", "M. lpa", "niemand", "werkdagen", "Termijn verlopen", 'data-heat="1"'):
        assert told in later.text, told
    figures = desk.as_("tl").get("/v1/achterstand", params={"peildatum": "2026-12-21"}).json()
    assert f"<strong>{figures['aantal']}</strong>" in later.text


def test_a_day_that_cannot_be_is_refused(desk: Desk) -> None:
    assert desk.as_("tl").get("/achterstand?peildatum=morgen").status_code == 422
    assert desk.as_("tl").get("/achterstand?peildatum=&pagina=x").status_code == 200


def test_the_future_is_for_a_demo_only(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAS_PGN_KEY", "00" * 32)
    monkeypatch.setenv("MAS_PGN_INDEX_KEY", "11" * 32)
    desk = Desk(engine, tmp_path, mode="productie")
    secret, _ = desk.visit("tl")
    client = desk.as_("tl")
    assert client.get(LATER, headers={"cookie": f"__Host-sessie={secret}"}).status_code == 422


def test_zaken_are_divided_with_a_result_for_each(desk: Desk) -> None:
    one, two = desk.picked_up(0), desk.reported(1)
    html = desk.as_("tl").get(LATER).text
    answer = desk.as_("tl").post("/achterstand/toewijzing", data=filled(desk, html, *ticks(html)))
    assert answer.status_code == 200, answer.text
    assert "2 zaken toegewezen" in answer.text
    for zaak in (one, two):
        assert desk.zaak(zaak["id"])["behandelaar"]["naam"] == "M. collega"
        assert zaak["nummer"] in answer.text


def test_sending_the_form_twice_assigns_once(desk: Desk) -> None:
    zaak = desk.reported(0)
    html = desk.as_("tl").get("/achterstand").text
    form = filled(desk, html, *ticks(html))
    for _ in range(2):
        assert desk.as_("tl").post("/achterstand/toewijzing", data=form).status_code == 200
    assert desk.zaak(zaak["id"])["versie"] == zaak["versie"] + 1


def test_a_zaak_that_changed_is_left_and_the_others_go(desk: Desk) -> None:
    one, two = desk.reported(0), desk.reported(1)
    html = desk.as_("tl").get("/achterstand").text
    desk.step(one, "oppakken", behandelaar=str(desk.ids["lpa"]))
    answer = desk.as_("tl").post("/achterstand/toewijzing", data=filled(desk, html, *ticks(html)))
    assert answer.status_code == 409
    assert "Iemand anders heeft deze zaak intussen gewijzigd" in answer.text
    assert "Ziek</textarea>" in answer.text
    assert desk.zaak(one["id"])["behandelaar"]["naam"] == "M. lpa"
    assert desk.zaak(two["id"])["behandelaar"]["naam"] == "M. collega"


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(desk: Desk) -> None:
    desk.reported(0)
    html = desk.as_("tl").get("/achterstand").text
    before = desk.everything()
    form = filled(desk, html, *ticks(html), behandelaar="", reden="<b>Ziek</b>")
    answer = desk.as_("tl").post("/achterstand/toewijzing", data=form)
    assert answer.status_code == 422
    assert "Kies wie de zaken krijgt." in answer.text
    assert "&lt;b&gt;Ziek&lt;/b&gt;</textarea>" in answer.text
    assert re.search(r'name="zaak"[^>]*checked', answer.text)
    assert desk.as_("tl").post("/achterstand/toewijzing", data={"csrf": form["csrf"]}).status_code == 422
    assert desk.everything() == before


def test_a_zaak_of_another_gemeente_does_not_exist(desk: Desk) -> None:
    far = desk.reported(2, by="buur_adm", gemeentecode=ELSEWHERE)
    html = desk.as_("tl").get("/achterstand").text
    assert far["nummer"] not in html
    answer = desk.as_("tl").post("/achterstand/toewijzing", data=filled(desk, html, f"{far['id']}:{far['versie']}"))
    assert answer.status_code == 409
    assert far["nummer"] not in answer.text
    assert desk.zaak(far["id"], "buur")["behandelaar"] is None


def test_only_a_teamleider_comes_here_and_only_with_his_own_form(desk: Desk) -> None:
    for name in ("lpa", "adm", "beheer", "po"):
        assert desk.as_(name).get("/achterstand").status_code == 403
        assert desk.as_(name).post("/achterstand/toewijzing").status_code == 403
    client = desk.as_("tl")
    assert client.post("/achterstand/toewijzing", headers={"x-csrf-token": "mis"}).status_code == 403


def test_the_beheerder_sees_counts_and_nobody_else_does(desk: Desk) -> None:
    desk.reported(0)
    assert "staat stil" in desk.as_("beheer").get("/bewaking").text
    sweep(desk.engine, at=desk.at, recorded_at=desk.at)
    seen = desk.as_("beheer").get("/bewaking").text
    assert "De bewaking loopt" in seen
    assert "Testpersoon" not in seen
    for name in ("lpa", "adm", "tl", "po"):
        assert desk.as_(name).get("/bewaking").status_code == 403


def test_a_page_asks_at_most_twelve_questions(desk: Desk) -> None:
    for number in range(4):
        desk.reported(number)
    clients = {name: desk.as_(name) for name in ("tl", "beheer")}
    asked: list[str] = []
    sa.event.listen(desk.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    for name, path in (("tl", LATER), ("beheer", "/bewaking")):
        asked.clear()
        assert clients[name].get(path).status_code == 200
        selects = [each for each in asked if each.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert len(selects) <= 12, selects
