"""`/v1/zaken/{id}/stappen`: what can be done, doing it, and every refusal, on both databases."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from tests.desk import ELSEWHERE, GESPREK, Desk, on


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_a_zaak_walks_by_the_api(desk: Desk) -> None:
    zaak = desk.picked_up()
    assert (zaak["toestand"], zaak["versie"], zaak["behandelaar"]["naam"]) == ("in_behandeling", 2, "M. lpa")
    assert {term["naam"] for term in zaak["termijnen"]} == {
        "in_behandeling",
        "gesprek_uiterlijk",
        "terugkoppeling_school",
        "wordt_16",
    }
    zaak = desk.step(zaak, "plan_gesprek", by="adm", **GESPREK)
    assert [(letter["code"], letter["toestand"]) for letter in zaak["brieven"]] == [("L03", "concept")]
    desk.at = on("2026-12-01")
    zaak = desk.step(
        zaak, "gesprek_gehouden", verslag="x", oorzaak="x", verwijtbaarheid="geen", ouders_gehoord=True,
        jongere_gehoord="ja", meldcode_antwoord="geen_signalen",
        afspraken=[{"wat": "op tijd komen", "wie": "jongere", "uiterlijk": "2026-12-15"}],
    )  # fmt: skip
    assert zaak["toestand"] == "routekeuze"
    [child] = zaak["kinderen"]
    assert (child["proces"], child["nummer"], child["toestandTitel"]) == ("afspraak", "2026-000001-1", "Afspraak loopt")
    assert desk.zaak(child["id"])["hoofdzaakNummer"] == "2026-000001"


def test_a_step_tells_its_new_state_version_and_children(desk: Desk) -> None:
    zaak = desk.picked_up()
    answer = desk.as_("lpa").post(
        f"/v1/zaken/{zaak['id']}/stappen", headers={"If-Match": '"2"'},
        json={"stap": "vraag_mdo", "gegevens": {"type_overleg": "mdo", "vraag": "Wat nu?"}},
    )  # fmt: skip
    told = answer.json()
    assert (answer.status_code, answer.headers["etag"], told["versie"], told["toestand"]) == (
        201,
        '"3"',
        3,
        "in_behandeling",
    )
    assert [child["proces"] for child in told["kinderen"]] == ["mdo"]
    assert told["herhaald"] is False


def test_the_possible_steps_come_with_their_form_and_what_stands_in_the_way(desk: Desk) -> None:
    zaak = desk.reported()
    answer = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/stappen")
    assert answer.headers["etag"] == '"1"'
    steps = {step["stap"]: step for step in answer.json()["stappen"]}
    [behandelaar] = steps["oppakken"]["velden"]
    assert (behandelaar["soort"], behandelaar["verplicht"]) == ("officer", True)
    assert [choice["tekst"] for choice in behandelaar["keuzes"]] == ["M. collega", "M. lpa"]
    aside = steps["ter_kennisgeving_aannemen"]
    assert (aside["mogelijk"], aside["metMotivering"]) == (True, True)
    assert [(reason["soort"], reason["naam"]) for reason in aside["belemmeringen"]] == [("norm", "geen_actie_gewenst")]
    assert steps["sluit_melding"]["velden"][0]["keuzes"][0]["tekst"] == "V3 vanaf 5-10-2026"
    assert "trek_melding_in" not in steps

    of_adm = desk.as_("adm").get(f"/v1/zaken/{zaak['id']}/stappen").json()["stappen"]
    assert "oppakken" not in {step["stap"] for step in of_adm}


def test_a_blocked_step_says_why_and_what_will_be_judged(desk: Desk) -> None:
    zaak = desk.picked_up()
    blocked = {step["stap"]: step for step in desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/stappen").json()["stappen"]}
    assert blocked["kies_route"]["belemmeringen"][0]["uitleg"] == "In deze zaak is nog geen gesprek gehouden."
    assert blocked["plan_gesprek"]["voorwaarden"][0]["naam"] == "tijdig_uitgenodigd"
    assert "5 dagen" in blocked["plan_gesprek"]["voorwaarden"][0]["uitleg"]
    assert blocked["plan_gesprek"]["brieven"] == ["Uitnodiging verzuimgesprek"]


def test_a_repeat_with_the_same_key_is_harmless(desk: Desk) -> None:
    zaak = desk.reported()
    body = {"stap": "oppakken", "gegevens": {"behandelaar": str(desk.ids["lpa"])}}
    headers = {"If-Match": '"1"', "Idempotency-Key": "formulier-1"}
    path = f"/v1/zaken/{zaak['id']}/stappen"
    first = desk.as_("lpa").post(path, json=body, headers=headers)
    before = desk.everything()
    second = desk.as_("lpa").post(path, json=body, headers=headers)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json() | {"herhaald": True}
    assert desk.everything() == before


def test_somebody_first_means_that_you_learn_what_changed(desk: Desk) -> None:
    zaak = desk.picked_up()
    desk.step(zaak, "plan_gesprek", **GESPREK)
    answer = desk.as_("lpa").post(
        f"/v1/zaken/{zaak['id']}/stappen",
        headers={"If-Match": '"2"'},
        json={"stap": "plan_gesprek", "gegevens": GESPREK},
    )
    told = answer.json()
    assert (answer.status_code, told["versie"], told["toestand"]) == (409, 3, "gesprek_gepland")
    [change] = told["wijzigingen"]
    assert (change["stap"], change["naar"], change["volgnummer"]) == ("plan_gesprek", "gesprek_gepland", 3)


REFUSED_STEPS: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "an unknown step": ("vlieg_weg", {}, 409, "stap"),
    "a step of another state": ("gesprek_gehouden", {}, 409, "stap"),
    "a missing field": ("vraag_informatie", {"partij": "school"}, 422, "vraag"),
    "a field that is not asked": ("vraag_informatie", {"partij": "school", "vraag": "x", "extra": "x"}, 422, "extra"),
    "a choice that is none": ("vraag_informatie", {"partij": "oma", "vraag": "x"}, 422, "partij"),
    "an appointment in the past": ("plan_gesprek", GESPREK | {"datum": "2026-11-20"}, 422, "datum"),
    "31 February": ("plan_gesprek", GESPREK | {"datum": "2027-02-31"}, 422, "datum"),
    "a date that is a number": ("plan_gesprek", GESPREK | {"datum": 20261201}, 422, "datum"),
    "a norm without motivation": ("plan_gesprek", GESPREK | {"datum": "2026-11-24"}, 409, "motivering"),
    "half a character": ("vraag_informatie", {"partij": "school", "vraag": "\ud800"}, 422, "vraag"),
    "a NUL": ("vraag_informatie", {"partij": "school", "vraag": "a\x00b"}, 422, "vraag"),
    "somebody who does not exist": ("sluit_melding", {
        "melding": str(uuid4()), "duo_reden": "werk", "duo_toelichting": "actie_loopt", "uitkomst": "afspraken",
    }, 422, "melding"),
}  # fmt: skip


@pytest.mark.parametrize(("stap", "gegevens", "status", "veld"), REFUSED_STEPS.values(), ids=REFUSED_STEPS)
def test_a_refused_step_says_why_and_leaves_nothing(
    desk: Desk, stap: str, gegevens: dict[str, Any], status: int, veld: str
) -> None:
    zaak = desk.picked_up()
    before = desk.everything()
    answer = desk.as_("lpa").post(
        f"/v1/zaken/{zaak['id']}/stappen", headers={"If-Match": '"2"', "content-type": "application/json"},
        content=json.dumps({"stap": stap, "gegevens": gegevens}),
    )  # fmt: skip
    told = answer.json()
    names = {reason["naam"] for reason in told.get("redenen", [])} | {fout["veld"] for fout in told.get("fouten", [])}
    assert (answer.status_code, veld in names) == (status, True), answer.text
    assert told["detail"].endswith(".")
    assert desk.everything() == before


def test_a_norm_gives_way_to_a_motivation_and_is_told(desk: Desk) -> None:
    zaak = desk.picked_up()
    desk.step(zaak, "plan_gesprek", motivering="Ouders vertrekken morgen.", **(GESPREK | {"datum": "2026-11-24"}))
    page = desk.as_("tl").get("/v1/afwijkingen").json()
    [line] = page["resultaten"]
    assert (line["stap"], line["motivering"], line["medewerker"]) == (
        "plan_gesprek",
        "Ouders vertrekken morgen.",
        "M. lpa",
    )
    assert line["normen"][0]["norm"] == "tijdig_uitgenodigd"
    assert desk.as_("buur").get("/v1/afwijkingen").json()["resultaten"] == []
    assert desk.as_("tl").get("/v1/afwijkingen", params={"gemeente": ELSEWHERE}).json()["resultaten"] == []


@pytest.mark.parametrize(("header", "status"), [(None, 428), ("twee", 400), ('"7"', 409)])
def test_a_step_names_the_version_it_saw(desk: Desk, header: str | None, status: int) -> None:
    zaak = desk.reported()
    body = {"stap": "oppakken", "gegevens": {"behandelaar": str(desk.ids["lpa"])}}
    headers = {"If-Match": header} if header else {}
    assert desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/stappen", json=body, headers=headers).status_code == status
