"""Ook voor: one step for brothers and sisters too, each in a zaak and a transaction of his own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from cases.alongside import personal
from states.processes import PROCESSEN
from tests.databases import SQLITE, fresh
from tests.desk import ELSEWHERE, GESPREK, Desk, Json
from tests.pages import counted, form, send, shown


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """On SQLite: `take_step` itself is walked on both databases elsewhere."""
    with fresh(SQLITE, tmp_path) as engine:
        yield Desk(engine, tmp_path)


def link(desk: Desk, one: Json, *others: Json) -> None:
    """These jongeren are one gezin."""
    for other in others:
        body = {"jongere": other["jongere"]["id"]}
        answer = desk.as_("lpa").post(f"/v1/jongeren/{one['jongere']['id']}/gezin", json=body)
        assert answer.status_code == 204, answer.text


def plan(desk: Desk, zaak: Json, *others: str, key: str = "", **answers: str) -> Json:
    """Invite for a gesprek, for these zaken too; the answer."""
    body = {"stap": "plan_gesprek", "gegevens": GESPREK | answers, "ookVoor": list(others)}
    headers = {"If-Match": f'"{zaak["versie"]}"'} | ({"Idempotency-Key": key} if key else {})
    answer = desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/stappen", json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    found: Json = answer.json()
    return found


def test_a_step_is_taken_for_a_sister_too_and_told_why_not_for_a_brother(desk: Desk) -> None:
    zoe, zus, broer, vreemde = desk.picked_up(0), desk.picked_up(1), desk.reported(2), desk.picked_up(3)
    link(desk, zoe, zus, broer)
    done = plan(desk, zoe, zus["id"], broer["id"], vreemde["id"], str(uuid4()), zoe["id"], key="een")
    assert done["toestand"] == "gesprek_gepland"
    assert [each["gelukt"] for each in done["ookVoor"]] == [True, False, False, False]
    assert "De zaak staat op ‘Melding ontvangen’; daar past deze stap niet." in done["ookVoor"][1]["reden"]
    assert done["ookVoor"][2]["reden"] == done["ookVoor"][3]["reden"]  # who is no family does not exist here
    assert desk.zaak(zus["id"])["toestand"] == "gesprek_gepland"
    assert desk.zaak(broer["id"])["toestand"] == "ontvangen"
    assert desk.zaak(vreemde["id"])["toestand"] == "in_behandeling"
    before = desk.everything()
    again = plan(desk, zoe, zus["id"], key="een")
    assert (again["herhaald"], again["ookVoor"][0]["gelukt"]) == (True, True)
    assert desk.everything() == before


def test_a_refusal_here_takes_the_step_nowhere(desk: Desk) -> None:
    zoe, zus = desk.picked_up(0), desk.picked_up(1)
    link(desk, zoe, zus)
    before = desk.everything()
    body = {"stap": "plan_gesprek", "gegevens": GESPREK | {"datum": "2026-11-24"}, "ookVoor": [zus["id"]]}
    headers = {"If-Match": f'"{zoe["versie"]}"'}
    answer = desk.as_("lpa").post(f"/v1/zaken/{zoe['id']}/stappen", json=body, headers=headers)
    assert answer.status_code == 409
    too_many = body | {"ookVoor": [str(uuid4()) for _ in range(11)]}
    assert desk.as_("lpa").post(f"/v1/zaken/{zoe['id']}/stappen", json=too_many, headers=headers).status_code == 422
    assert desk.everything() == before


def test_the_page_offers_brothers_and_sisters_with_an_open_zaak_and_tells_what_came_of_it(desk: Desk) -> None:
    zoe, zus, broer = desk.picked_up(0), desk.picked_up(1), desk.reported(2)
    path = f"/zaken/{zoe['id']}/stappen/plan_gesprek"
    alone = counted(desk, "lpa", path)
    assert "Ook voor" not in desk.as_("lpa").get(path).text
    link(desk, zoe, zus, broer)
    assert counted(desk, "lpa", path) <= alone + 6
    page = desk.as_("lpa").get(path)
    assert f'value="{zus["id"]}"' in page.text
    assert f'value="{broer["id"]}"' not in page.text
    assert f"zaak {broer['nummer']} (Melding ontvangen): kan nu niet." in shown(page)
    assert "ook_voor" not in form(page, path)  # nothing is ticked beforehand
    wrong = send(desk, "lpa", path, ook_voor=[zus["id"]])
    assert wrong.status_code == 422
    assert form(wrong, path)["ook_voor"] == [zus["id"]]
    told = shown(send(desk, "lpa", path, ook_voor=[zus["id"], broer["id"]], **GESPREK))
    assert "Vastgelegd in 2 zaken" in told
    assert "Niet vastgelegd in 1 zaak" in told
    assert desk.zaak(zus["id"])["toestand"] == "gesprek_gepland"


def test_what_is_about_one_jongere_is_never_copied(desk: Desk) -> None:
    zoe, zus = desk.picked_up(0), desk.picked_up(1)
    elsewhere = desk.reported(2, by="buur_adm", gemeentecode=ELSEWHERE)
    link(desk, zoe, zus)
    other = desk.as_("lpa").post(
        f"/v1/jongeren/{zoe['jongere']['id']}/gezin", json={"jongere": elsewhere["jongere"]["id"]}
    )
    assert other.status_code == 404
    assert "Ook voor" not in desk.as_("lpa").get(f"/zaken/{zoe['id']}/stappen/sluit_melding").text
    relatief = {step.name for step in PROCESSEN["relatief_verzuim"].steps if personal(step)}
    assert {"start_halt", "start_straf", "sluit_melding", "geen_pv_na_halt"} == relatief
    assert all(personal(step) for step in PROCESSEN["straf"].steps)
