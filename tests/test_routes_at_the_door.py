"""Choosing a route at the door: permission of the ovj, what lies at hand, who can be chosen, one dossier."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from cases import people, store
from tests.desk import GESPREK, Desk, Json, on
from tests.pages import counted, form, send, shown

HALT = {"uren": "70", "te_laat": "0", "contra_indicatie": "geen"}
KIND = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    found = Desk(engine, tmp_path)
    with store.writing(engine) as session:
        people.set_akte(session, people.officer_named(session, "lpa"), "1", date(2026, 1, 1), date(2027, 12, 31))
    return found


def heard(desk: Desk) -> Json:
    """A zaak of which the gesprek was held: the absence is to blame on the jongere."""
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    desk.at = on("2026-12-01")
    return desk.step(
        zaak, "gesprek_gehouden", verslag="x", oorzaak="x", verwijtbaarheid="jongere", ouders_gehoord="ja",
        jongere_gehoord="ja", meldcode_antwoord="geen_signalen",
    )  # fmt: skip


def possible(desk: Desk, zaak_id: str, by: str = "lpa") -> Json:
    answer = desk.as_(by).get(f"/v1/zaken/{zaak_id}/stappen")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def take(desk: Desk, zaak: Json, stap: str, gegevens: Json, **more: Any) -> httpx2.Response:
    body = {"stap": stap, "gegevens": gegevens, "motivering": "Het moet nu."} | more
    headers = {"If-Match": f'"{zaak["versie"]}"'}
    return desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/stappen", json=body, headers=headers)


def test_what_only_the_ovj_allows_is_recorded_with_his_name(desk: Desk) -> None:
    zaak = heard(desk)
    steps = {each["stap"]: each for each in possible(desk, zaak["id"])["stappen"]}
    assert (steps["start_halt"]["vraagtToestemming"], steps["start_hulp"]["vraagtToestemming"]) == (True, False)
    path = f"/zaken/{zaak['id']}/stappen/start_halt"
    refused = send(desk, "lpa", path, **HALT, motivering="Het moet nu.")
    assert 'id="start_halt-toestemming_ovj-fout"' in refused.text
    half = send(desk, "lpa", path, **HALT, motivering="x", ovj_naam="mr. Testofficier", ovj_datum="2027-01-01")
    assert 'id="start_halt-ovj_datum-fout"' in half.text
    assert form(half, path)["ovj_naam"] == "mr. Testofficier"
    assert take(desk, zaak, "start_halt", HALT).status_code == 409
    assert take(desk, zaak, "start_halt", HALT, ovjToestemming={"naam": "x"}).status_code == 409
    done = take(desk, zaak, "start_halt", HALT, ovjToestemming={"naam": "mr. Testofficier", "datum": "2026-11-30"})
    assert done.status_code == 201, done.text
    [line] = desk.as_("lpa").get("/v1/afwijkingen").json()["resultaten"]
    asked = {each["norm"]: (each["ovj"], each["datum"]) for each in line["normen"]}
    assert asked["niet_te_veel_verzuim"] == ("mr. Testofficier", "2026-11-30")
    assert "Toestemming van officier van justitie mr. Testofficier op 30 november 2026" in shown(
        desk.as_("lpa").get(f"/zaken/{zaak['id']}")
    )
    assert desk.as_("tl").get("/v1/afwijkingen").json()["resultaten"][0]["normen"] == []


@KIND
def test_a_wpg_part_keeps_its_state_to_itself(desk: Desk) -> None:
    zaak = heard(desk)
    child = take(
        desk, zaak, "start_halt", HALT | {"uren": "20"}, motivering="Het moet nu."
    ).json()["kinderen"][0]["id"]  # fmt: skip
    assert possible(desk, child)["toestand"] == "voorstel"
    for by in ("tl", "adm", "collega"):
        told = possible(desk, child, by)
        assert (told["toestandTitel"], told["toestand"]) == ("afgeschermd", "")
        page = desk.as_(by).get(f"/zaken/{child}")
        assert page.status_code == 200
        assert "Halt" not in shown(page)
        text = shown(desk.as_(by).get(f"/zaken/{zaak['id']}"))
        assert "Wpg-onderdeel" in text
        assert not re.search("Route 2|Halt voorgesteld|Start halt|Halt geopend", text)
        assert desk.as_(by).get(f"/v1/zaken/{zaak['id']}/correcties/5").json()["mogelijk"] is False
    answers = {
        "gehoord_op": "2026-12-01", "cautie": "ja", "verklaring": "x", "bekent": "ja", "ingestemd_jongere": "ja",
        "ingestemd_ouders": "ja",
    }  # fmt: skip
    told = desk.step(desk.zaak(child), "halt_ingestemd", **answers)
    desk.step(told, "verwijs_naar_halt", boa_nummer="1", uren="20", te_laat="0")
    # Without akte only what the step at hand asks.
    assert "halt_gestart" in {each["stap"] for each in possible(desk, child, "collega")["stappen"]}
    page = desk.as_("collega").get(f"/zaken/{child}/stappen/halt_gestart")
    assert (page.status_code, "Verwezen naar Halt" in shown(page)) == (200, False)
    desk.step(desk.zaak(child), "halt_gestart", startdatum="2026-12-01")


def test_a_dossier_has_one_list_of_terms_and_one_next_thing(desk: Desk) -> None:
    zaak = desk.step(heard(desk), "start_hulp", aanleiding="x")
    [hulp] = zaak["kinderen"]
    terms = zaak["dossiertermijnen"]
    assert {term["zaaknummer"] for term in terms} == {zaak["nummer"], hulp["nummer"]}
    assert [term["uiterlijk"] for term in terms] == sorted(term["uiterlijk"] for term in terms)
    assert {term["zaak"] for term in zaak["termijnen"]} == {zaak["id"]}
    first = next(term for term in terms if term["wachtOp"] == "ons" and not term["naam"].startswith("wordt_"))
    assert zaak["eerstAanDeBeurt"] == first
    child = desk.zaak(hulp["id"])
    assert child["dossiertermijnen"] == child["termijnen"]
    page = shown(desk.as_("lpa").get(f"/zaken/{zaak['id']}"))
    assert f"Eerst aan de beurt: {first['titel']}" in page
    assert f"{hulp['titel']} {hulp['nummer']}" in page
    assert counted(desk, "lpa", f"/zaken/{zaak['id']}") <= 12


@KIND
def test_what_lies_at_hand_starts_its_form(desk: Desk) -> None:
    zaak = heard(desk)
    assert possible(desk, zaak["id"])["voorstellen"] == []
    zaak = desk.step(zaak, "start_hulp", aanleiding="x")
    desk.step(desk.zaak(zaak["kinderen"][0]["id"]), "hulp_geweigerd", door="ouders", reden="x")
    [first, *_] = possible(desk, zaak["id"])["voorstellen"]
    assert first["stap"] in ("start_halt", "start_kader")
    page = desk.as_("lpa").get(f"/zaken/{zaak['id']}")
    assert first["reden"] in shown(page)
    assert f'href="/zaken/{zaak["id"]}/stappen/{first["stap"]}?voorstel=ja"' in page.text
    desk.at = on("2029-02-19")
    told = {each["stap"]: each for each in possible(desk, zaak["id"])["voorstellen"]}
    assert told["overdragen"]["gegevens"]["naar"] == "doorstroompunt"
    path = f"/zaken/{zaak['id']}/stappen/overdragen"
    assert form(desk.as_("lpa").get(f"{path}?voorstel=ja"), path)["naar"] == "doorstroompunt"
    assert form(desk.as_("lpa").get(path), path)["naar"] == ""


@KIND
def test_only_who_is_on_the_list_can_be_chosen(desk: Desk) -> None:
    zaak = heard(desk)
    me = zaak["jongere"]["id"]
    sister = desk.reported(3)["jongere"]["id"]
    stranger = desk.reported(4)["jongere"]["id"]
    client = desk.as_("lpa")
    assert client.post(f"/v1/jongeren/{me}/gezin", json={"jongere": sister}).status_code in (200, 201, 204)
    client.post(f"/v1/jongeren/{me}/mensen", json={"mens": {"geslachtsnaam": "Testouder"}})
    steps = {each["stap"]: each for each in possible(desk, zaak["id"])["stappen"]}
    fields = {each["naam"]: each for stap in ("start_kader", "start_straf") for each in steps[stap]["velden"]}
    assert [each["waarde"] for each in fields["kinderen"]["keuzes"]] == [me, sister]
    assert [each["tekst"] for each in fields["verdachten"]["keuzes"]] == [
        "Zoë Testpersoon (jongere)",
        "Testouder (ouder)",
    ]
    for wrong in (stranger, str(uuid4())):
        refused = take(desk, zaak, "start_kader", {"zorgen": "x", "kinderen": [me, wrong]}).json()
        assert "kinderen" in {each["veld"] for each in refused["fouten"]}, refused
    assert take(desk, zaak, "start_kader", {"zorgen": "x", "kinderen": [me, sister]}).status_code == 201
