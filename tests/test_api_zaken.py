"""`/v1/zaken`: what the API shows, finds, opens and assigns, on both databases."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from cases import store
from cases.rights import SYSTEM
from cases.sweep import sweep
from cases.view import case_view
from tests.desk import ELSEWHERE, HERE, Desk, melding, on
from tests.meldingen import PGNS


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_a_melding_opens_a_zaak_that_explains_itself(desk: Desk) -> None:
    zaak = desk.reported()
    assert zaak["nummer"] == "2026-000001"
    assert (zaak["toestand"], zaak["toestandTitel"], zaak["titel"]) == (
        "ontvangen",
        "Melding ontvangen",
        "Relatief verzuim",
    )
    assert zaak["versie"] == 1
    assert zaak["behandelaar"] is None
    assert zaak["jongere"]["naam"] == "Zoë Testpersoon"
    assert zaak["jongere"]["leeftijd"] == 15
    assert zaak["jongere"]["pgn"] == "••••••" + PGNS[0][-3:]
    assert zaak["school"] == {"brin": "02AB", "vestiging": "01", "naam": "Duincollege"}
    [term] = [each for each in zaak["termijnen"] if each["soort"] == "toestand"]
    assert (term["naam"], term["uiterlijk"], term["wachtOp"]) == ("ontvangen", "2026-11-30", "ons")
    assert term["uitleg"].startswith("5 werkdagen")
    assert [rung["naam"] for rung in term["treden"]] == ["herinnering", "verlopen", "teamleider"]
    assert not any(rung["bereikt"] for rung in term["treden"])
    [report] = zaak["meldingen"]
    assert (report["kenmerk"], report["status"]) == ("API000000", "R")


def test_the_timeline_has_events_and_rungs_newest_first(desk: Desk) -> None:
    zaak = desk.reported()
    sweep(desk.engine, at=on("2026-12-02"))
    path = f"/v1/zaken/{zaak['id']}/gebeurtenissen"
    lines = desk.as_("lpa").get(path).json()["resultaten"]
    assert [(line["soort"], line["titel"]) for line in lines] == [
        ("trede", "Termijn verlopen"),
        ("trede", "Herinnering"),
        ("gebeurtenis", "Zaak geopend"),
    ]
    assert {line["goldOp"] for line in lines} == {"2026-11-27", "2026-12-01", None}
    assert lines[-1]["gegevens"]["soort"] == "V3"

    first = desk.as_("lpa").get(path, params={"paginagrootte": 2}).json()
    assert first["_links"]["next"]["href"] == f"{path}?paginagrootte=2&pagina=2"
    assert first["_links"]["prev"] is None
    second = desk.as_("lpa").get(first["_links"]["next"]["href"]).json()
    assert first["resultaten"] + second["resultaten"] == lines
    assert (second["_links"]["next"], second["_links"]["prev"]["href"]) == (None, f"{path}?paginagrootte=2&pagina=1")


def test_a_root_shows_its_dossier_and_a_child_only_itself(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "vraag_mdo", type_overleg="mdo", vraag="Wat nu?")
    [child] = zaak["kinderen"]
    whole = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/gebeurtenissen").json()["resultaten"]
    own = desk.as_("lpa").get(f"/v1/zaken/{child['id']}/gebeurtenissen").json()["resultaten"]
    assert [line["titel"] for line in own] == ["Multidisciplinair overleg geopend"]
    assert {line["titel"] for line in whole} >= {
        "Vraag MDO",
        "Oppakken",
        "Zaak geopend",
        "Multidisciplinair overleg geopend",
    }


def test_the_list_filters_and_pages(desk: Desk) -> None:
    first, _, third = desk.picked_up(0), desk.reported(1), desk.reported(2, soort="L")

    def found(**vraag: Any) -> list[str]:
        answer = desk.as_("lpa").get("/v1/zaken", params=vraag)
        assert answer.status_code == 200, answer.text
        return [line["nummer"][-1] for line in answer.json()["resultaten"]]

    assert found() == ["3", "2", "1"]
    assert found(gemeente=HERE, soort="V3") == ["2", "1"]
    assert found(gemeente=ELSEWHERE) == []
    assert found(behandelaar=str(desk.ids["lpa"])) == ["1"]
    assert found(behandelaar="geen") == ["3", "2"]
    assert found(proces="luxeverzuim") == ["3"]
    assert found(toestand="in_behandeling") == ["1"]
    assert found(verlopen=True) == []
    desk.at = on("2026-12-01")
    assert found(verlopen=True) == ["3", "2", "1"]
    assert found(verlopen=False) == []
    page = desk.as_("lpa").get("/v1/zaken", params={"paginagrootte": 1, "pagina": 2, "soort": "V3"}).json()
    assert [line["id"] for line in page["resultaten"]] == [first["id"]]
    assert page["_links"]["next"] is None
    assert page["_links"]["prev"]["href"] == "/v1/zaken?paginagrootte=1&soort=V3&pagina=1"
    assert third["soort"] == "L"


@pytest.mark.parametrize(
    "vraag",
    [
        {"paginagrootte": 101},
        {"pagina": 0},
        {"gemeente": "x"},
        {"behandelaar": "x"},
        {"verlopen": "x"},
        {"onbekend": "1"},
    ],
)
def test_a_filter_that_cannot_be_used_is_refused(desk: Desk, vraag: dict[str, str]) -> None:
    answer = desk.as_("lpa").get("/v1/zaken", params=vraag)
    assert answer.status_code == 422
    assert answer.json()["fouten"][0]["veld"].startswith(next(iter(vraag)))


BORN = "jongere.geboortedatum"


def signaal(**changes: Any) -> dict[str, Any]:
    jongere = {"pgn": PGNS[7], "geslachtsnaam": "Signaal", "geboortedatum": "2012-03-04"}
    good = {
        "gemeente": HERE,
        "jongere": jongere,
        "school": {"brin": "02ab", "vestiging": "01"},
        "toelichting": "Gezien.",
    }
    return good | changes


def test_an_own_signal_opens_a_zaak_in_onderzoek_with_its_behandelaar(desk: Desk) -> None:
    answer = desk.as_("lpa").post("/v1/zaken", json=signaal())
    assert answer.status_code == 201, answer.text
    zaak = answer.json()
    assert answer.headers["location"] == f"/v1/zaken/{zaak['id']}"
    assert (zaak["toestand"], zaak["soort"], zaak["behandelaar"]["naam"]) == ("in_behandeling", "eigen", "M. lpa")
    assert "gesprek_uiterlijk" in {term["naam"] for term in zaak["termijnen"]}

    again = desk.as_("lpa").post("/v1/zaken", json=signaal())
    assert (again.status_code, again.json()["title"]) == (409, "Dit past niet bij hoe het er nu voor staat")

    luxe = desk.as_("collega").post(
        "/v1/zaken", json=signaal(proces="luxeverzuim", jongere={"id": zaak["jongere"]["id"]})
    )
    assert (luxe.status_code, luxe.json()["toestand"]) == (201, "luxe_onderzoek")


BAD_SIGNALS: dict[str, tuple[dict[str, Any], int, str]] = {
    "an unknown gemeente": (signaal(gemeente="0363"), 422, "gemeente"),
    "another gemeente": (signaal(gemeente=ELSEWHERE), 422, "gemeente"),
    "an unknown school": (signaal(school={"brin": "99ZZ"}), 422, "school"),
    "an unknown jongere": (signaal(jongere={"id": str(uuid4())}), 422, "jongere.id"),
    "half a jongere": (signaal(jongere={"pgn": PGNS[7]}), 422, "jongere"),
    "two jongeren": (signaal(jongere={"id": str(uuid4()), "pgn": PGNS[7]}), 422, "jongere"),
    "a wrong pgn": (signaal(jongere=signaal()["jongere"] | {"pgn": "123456789"}), 422, "jongere.pgn"),
    "31 February": (signaal(jongere=signaal()["jongere"] | {"geboortedatum": "2012-02-31"}), 422, BORN),
    "born tomorrow": (signaal(jongere=signaal()["jongere"] | {"geboortedatum": "2026-11-24"}), 422, BORN),
    "nothing told": (signaal(toelichting=" "), 422, "toelichting"),
    "a behandelaar of another gemeente": (signaal(behandelaar=str(uuid4())), 422, "behandelaar"),
    "another birth date": (
        signaal(jongere={"pgn": PGNS[0], "geslachtsnaam": "X", "geboortedatum": "2011-02-19"}), 409, BORN,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status", "veld"), BAD_SIGNALS.values(), ids=BAD_SIGNALS)
def test_a_signal_that_cannot_be_used_leaves_nothing(desk: Desk, body: dict[str, Any], status: int, veld: str) -> None:
    desk.reported(0)
    before = desk.everything()
    answer = desk.as_("lpa").post("/v1/zaken", json=body)
    assert (answer.status_code, [fout["veld"] for fout in answer.json()["fouten"]]) == (status, [veld]), answer.text
    assert desk.everything() == before


def test_a_machine_names_the_behandelaar_of_its_signal(desk: Desk) -> None:
    headers = desk.token("leerplichtambtenaar")
    nobody = desk.as_("lpa").post("/v1/zaken", json=signaal(), headers=headers)
    assert nobody.json()["fouten"][0]["veld"] == "behandelaar"
    named = desk.as_("lpa").post("/v1/zaken", json=signaal(behandelaar=str(desk.ids["collega"])), headers=headers)
    assert named.json()["behandelaar"]["naam"] == "M. collega"


def test_the_teamleider_assigns_a_zaak_with_its_open_children(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "vraag_mdo", type_overleg="mdo", vraag="Wat nu?")
    path, body = f"/v1/zaken/{zaak['id']}/toewijzing", {"behandelaar": str(desk.ids["collega"]), "reden": "Verlof"}
    stale = desk.as_("tl").post(path, json=body, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["versie"]) == (409, zaak["versie"])
    answer = desk.as_("tl").post(path, json=body, headers={"Idempotency-Key": "een"})
    assert answer.status_code == 200, answer.text
    assert desk.as_("tl").post(path, json=body, headers={"Idempotency-Key": "een"}).json()["herhaald"] is True
    assert desk.zaak(zaak["id"])["behandelaar"]["naam"] == "M. collega"
    assert desk.zaak(zaak["kinderen"][0]["id"])["behandelaar"]["naam"] == "M. collega"
    elsewhere = desk.as_("tl").post(path, json={"behandelaar": str(desk.ids["buur"])})
    assert elsewhere.json()["fouten"][0]["veld"] == "behandelaar"
    assert desk.as_("lpa").post(path, json=body).status_code == 403


def test_the_facts_of_a_case_are_those_in_the_record(desk: Desk) -> None:
    zaak = desk.picked_up()
    with store.reading(desk.engine) as session:
        view = case_view(session, SYSTEM, UUID(zaak["id"]), today=desk.at.date())
    assert view.case["number"] == zaak["nummer"]
    assert melding()["pgn"] not in str(view)
