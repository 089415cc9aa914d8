"""`/v1/zaken/{id}/correcties`, moving a melding, and what the API tells of a dossier as one thing."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from tests.desk import GESPREK, Desk, Json


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def correct(desk: Desk, zaak: Json, seq: int, by: str = "lpa", key: str = "", **more: Any) -> httpx2.Response:
    body = {"gebeurtenis": seq, "wat": "terugnemen", "reden": "Vergissing."} | more
    headers = {"If-Match": f'"{zaak["versie"]}"'} | ({"Idempotency-Key": key} if key else {})
    return desk.as_(by).post(f"/v1/zaken/{zaak['id']}/correcties", json=body, headers=headers)


def test_a_preview_changes_nothing_and_the_correction_does_what_it_said(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "vraag_mdo", type_overleg="mdo", vraag="Wat nu?")
    zaak = desk.step(zaak, "plan_gesprek", **GESPREK)
    before = desk.everything()
    told = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/correcties/4").json()
    assert (told["mogelijk"], told["titel"], told["gevolg"]["vervallenBrieven"]) == (
        True, "Plan gesprek", ["Uitnodiging verzuimgesprek"],
    )  # fmt: skip
    [part] = told["gevolg"]["onderdelen"]
    assert (part["voor"]["toestandTitel"], part["na"]["toestandTitel"]) == ("Verzuimgesprek gepland", "In onderzoek")
    mdo = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/correcties/3").json()["gevolg"]["onderdelen"]
    assert [(each["titel"], bool(each["geslotenOp"])) for each in mdo[1:]] == [("Multidisciplinair overleg", True)]
    assert desk.everything() == before
    answer = correct(desk, zaak, 4, key="een")
    done = answer.json()
    assert (answer.status_code, done["toestand"], done["terug"], done["gevolg"]) == (
        201, "in_behandeling", 5, told["gevolg"],
    )  # fmt: skip
    repeat = correct(desk, zaak, 4, key="een")
    assert (repeat.status_code, repeat.json()["herhaald"]) == (200, True)
    gone = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/correcties/4").json()
    assert (gone["mogelijk"], gone["reden"], gone["gevolg"]) == (False, "Dit is al hersteld.", None)
    events = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/gebeurtenissen").json()["resultaten"]
    assert next((each["titel"], each["herstelt"]) for each in events) == ("Hersteld: plan gesprek", 4)
    assert correct(desk, desk.zaak(zaak["id"]), 5).json()["toestand"] == "gesprek_gepland"


def test_answers_are_set_right(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    done = correct(desk, zaak, 3, wat="wijzigen", antwoorden={"datum": "2026-12-03"}).json()
    assert (done["gevolg"]["antwoordenVoor"], done["gevolg"]["antwoordenNa"]) == (
        {"datum": "2026-12-01"}, {"datum": "2026-12-03"},
    )  # fmt: skip


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "no reason": ({"reden": " "}, 422, "reden"),
    "nothing to change": ({"wat": "wijzigen"}, 422, "antwoorden"),
    "a field that is not there": ({"wat": "wijzigen", "antwoorden": {"oma": "x"}}, 422, "oma"),
    "an event that is not there": ({"gebeurtenis": 99}, 404, ""),
    "something else than that": ({"wat": "wissen"}, 422, "wat"),
}


@pytest.mark.parametrize(("change", "status", "field"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_refused_correction_leaves_nothing(desk: Desk, change: Json, status: int, field: str) -> None:
    zaak = desk.picked_up()
    before = desk.everything()
    answer = correct(desk, zaak, 2, **change)
    assert answer.status_code == status, answer.text
    assert not field or field in {each["veld"] for each in answer.json()["fouten"]}
    assert correct(desk, zaak | {"versie": 1}, 2).status_code == 409
    assert correct(desk, zaak, 2, by="po").status_code == 403
    assert correct(desk, zaak, 2, by="buur").status_code == 404
    assert desk.everything() == before


def test_a_melding_moves_to_another_zaak(desk: Desk) -> None:
    wrong, right = desk.reported(1), desk.reported(2)
    path = f"/v1/meldingen/{wrong['meldingen'][0]['id']}/verplaatsing"
    body = {"naar": right["id"], "reden": "Van de broer."}
    client = desk.as_("lpa")
    assert client.post(path, json=body | {"naar": str(uuid4())}).status_code == 404
    assert client.post(path, json=body | {"reden": ""}).status_code == 422
    assert client.post(path, json=body, headers={"If-Match": '"9"'}).status_code == 409
    assert client.post(path, json=body, headers={"If-Match": '"1"'}).json()["zaak"] == right["id"]
    assert len(desk.zaak(right["id"])["meldingen"]) == 2
    assert client.post(path, json=body).status_code == 422
