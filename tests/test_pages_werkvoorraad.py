"""The lists an officer works from: werkvoorraad and zaken, on both databases."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.pages.usual import OF_TERM, USUAL, usual_step, way_ahead
from api.pages.werkvoorraad import LATE, LATER, SOON, WEEK, group_of
from cases.sweep import sweep
from states.processes import PROCESSEN, ZAAKTERMEN
from tests.desk import GESPREK, Desk, on
from tests.pages import counted, shown

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_every_state_that_waits_has_a_usual_step_and_each_exists() -> None:
    for name, proces in PROCESSEN.items():
        waiting = {state.name for state in proces.states if state.term is not None}
        assert set(USUAL[name]) == waiting
        for state, step in USUAL[name].items():
            assert (state, step) in proces.rows, (name, state, step)
    assert set(OF_TERM) <= {term.name for term in ZAAKTERMEN}


def test_the_usual_step_is_for_who_may_take_it() -> None:
    lpa, adm = frozenset({"lpa"}), frozenset({"adm"})
    found = usual_step("relatief_verzuim", "ontvangen", "ontvangen", lpa)
    assert found is not None
    assert found.name == "oppakken"
    assert usual_step("relatief_verzuim", "ontvangen", "ontvangen", adm) is None
    assert usual_step("relatief_verzuim", "in_behandeling", "langdurig", lpa) is None
    assert way_ahead("relatief_verzuim", "routekeuze", ["ontvangen"]) == ["Monitoring schoolgang", "Afgesloten"]


@pytest.mark.parametrize(("days", "name"), [(-1, LATE), (0, SOON), (1, SOON), (2, WEEK), (6, WEEK), (7, LATER)])
def test_a_term_stands_under_its_heading(days: int, name: str) -> None:
    assert group_of(MONDAY + timedelta(days=days), MONDAY) == name


def test_an_empty_werkvoorraad_says_what_to_do(desk: Desk) -> None:
    assert "Pak een zaak op onder" in shown(desk.as_("lpa").get("/werkvoorraad"))
    assert "U wacht op niemand" in shown(desk.as_("lpa").get("/werkvoorraad?lijst=anderen"))
    assert "Elke zaak heeft een behandelaar" in shown(desk.as_("lpa").get("/werkvoorraad?lijst=zonder"))


def test_a_new_zaak_waits_without_behandelaar_and_then_with_me(desk: Desk) -> None:
    zaak = desk.reported()
    page = desk.as_("lpa").get("/werkvoorraad?lijst=zonder")
    assert f'href="/zaken/{zaak["id"]}/stappen/oppakken"' in page.text
    assert "Zonder behandelaar (1)" in shown(page)
    desk.step(zaak, "oppakken", behandelaar=str(desk.ids["lpa"]))
    text = shown(desk.as_("lpa").get("/werkvoorraad"))
    assert "Zoë Testpersoon, 15 jaar" in text
    assert "Vervalt 30 november; daarna" not in text
    assert "Aan mij (3)" in text
    assert "naar de teamleider" in text
    assert "Niets is te laat" in text
    assert "Zoë" not in shown(desk.as_("collega").get("/werkvoorraad"))
    assert "Zoë" not in shown(desk.as_("buur").get("/werkvoorraad"))


def test_what_is_late_stands_on_top_and_says_who_was_told(desk: Desk) -> None:
    desk.picked_up()
    desk.at = on("2026-12-14")
    sweep(desk.engine, at=desk.at)
    text = shown(desk.as_("lpa").get("/werkvoorraad"))
    assert re.search(r"Te laat \(\d\)", text)
    assert "werkdagen te laat" in text
    assert re.search(r"Verliep \d+ (november|december);", text)


def test_administratie_and_teamleider_see_the_whole_gemeente(desk: Desk) -> None:
    desk.picked_up()
    for name in ("adm", "tl"):
        text = shown(desk.as_(name).get("/werkvoorraad"))
        assert "Aan ons (3)" in text
        assert "behandelaar M. lpa" in text
    assert desk.as_("po").get("/werkvoorraad").status_code == 403


def test_zaken_are_found_by_their_filters(desk: Desk) -> None:
    zaak = desk.picked_up()
    other = desk.reported(1)
    lpa = desk.as_("lpa")
    assert zaak["nummer"] in lpa.get("/zaken").text
    mine = lpa.get(f"/zaken?behandelaar={desk.ids['lpa']}&proces=&toestand=&soort=V3&gemeente=")
    assert zaak["nummer"] in mine.text
    assert other["nummer"] not in mine.text
    assert other["nummer"] in lpa.get("/zaken?toestand=ontvangen").text
    assert "Geen zaken gevonden" in lpa.get("/zaken?verlopen=ja").text
    assert "nog niemand" in lpa.get("/zaken?behandelaar=geen").text
    # A filter that names nothing known is left out, and another gemeente shows nothing.
    assert zaak["nummer"] in lpa.get("/zaken?gemeente=9002&soort=%3Cb%3E&behandelaar=x").text
    assert zaak["nummer"] not in desk.as_("buur").get("/zaken").text


def test_lists_are_paged(desk: Desk) -> None:
    from tests.desk import bestand  # fifty-two zaken at once

    files = {"bestand": ("m.csv", bestand(*range(52)), "text/csv")}
    assert desk.as_("adm").post("/v1/meldingbestanden", files=files).status_code == 202
    page = desk.as_("lpa").get("/zaken")
    assert page.text.count("Testpersoon, 15 jaar") == 50
    assert "pagina=2" in page.text
    assert desk.as_("lpa").get("/zaken?pagina=2").text.count("Testpersoon, 15 jaar") == 2
    work = desk.as_("lpa").get("/werkvoorraad?lijst=zonder")
    assert "pagina=2" in work.text
    assert desk.as_("lpa").get("/werkvoorraad?lijst=zonder&pagina=2").text.count("Testpersoon, 15 jaar") == 2
    for path in ("/werkvoorraad?lijst=zonder", "/zaken"):
        assert counted(desk, "lpa", path) <= 12, path


def test_lists_cost_few_queries_and_carry_nothing_personal(desk: Desk) -> None:
    zaak = desk.picked_up()
    desk.step(zaak, "plan_gesprek", **GESPREK)
    for path in ("/werkvoorraad", "/werkvoorraad?lijst=anderen", "/zaken", "/zaken?verlopen=ja&behandelaar=geen"):
        assert counted(desk, "lpa", path) <= 12, path
        links = " ".join(re.findall(r'(?:href|action)="([^"]*)"', desk.as_("lpa").get(path).text))
        assert not re.search("Testpersoon|Zoë|2011", links)
