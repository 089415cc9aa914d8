"""Setting right what was recorded, by the pages alone, as a browser without JavaScript sends them."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.desk import GESPREK, Desk
from tests.pages import counted, form, send, shown


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_a_step_is_taken_back_and_that_again(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    here = f"/zaken/{zaak['id']}"
    path = f"{here}/herstel/3"
    assert f'href="{path}"' in desk.as_("lpa").get(here).text
    before = desk.everything()
    page = shown(desk.as_("lpa").get(path))
    assert "Nu Verzuimgesprek gepland" in page
    assert "Daarna In onderzoek" in page
    assert "Brieven die vervallen Uitnodiging verzuimgesprek" in page
    assert desk.everything() == before
    refused = send(desk, "lpa", path)
    assert (refused.status_code, desk.everything() == before) == (422, True)
    done = send(desk, "lpa", path, reden="Verkeerde zaak.")
    result = desk.as_("lpa").get(done.headers["location"])
    assert "Vastgelegd: Hersteld: plan gesprek" in shown(result)
    assert "Terugnemen van deze herstelling" in shown(result)
    assert f'href="{path}"' not in result.text
    assert desk.zaak(zaak["id"])["toestand"] == "in_behandeling"
    again = send(desk, "lpa", f"{here}/herstel/4", reden="Toch wel.")
    assert again.status_code == 303
    assert desk.zaak(zaak["id"])["toestand"] == "gesprek_gepland"
    assert counted(desk, "lpa", here) <= 12


def test_what_cannot_be_taken_back_says_why(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    here = f"/zaken/{zaak['id']}/herstel"
    page = shown(desk.as_("lpa").get(f"{here}/2"))
    assert "al ‘Plan gesprek’ vastgelegd. Neem die stap eerst terug." in page
    assert "Alleen wat een medewerker heeft vastgelegd" in shown(desk.as_("lpa").get(f"{here}/1"))
    assert desk.as_("lpa").get(f"{here}/9").status_code == 404
    assert desk.as_("buur").get(f"{here}/3").status_code == 404
    assert desk.as_("po").get(f"{here}/3").status_code == 403


def test_an_answer_is_changed_and_the_term_moves_with_it(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    path = f"/zaken/{zaak['id']}/herstel/3"
    client = desk.as_("lpa")
    typed = form(client.get(path), f"{path}/antwoord")
    assert (typed["datum"], typed["tijd"], typed["genodigden"]) == ("2026-12-01", "10:00", ["ouders", "jongere"])
    same = client.post(f"{path}/antwoord", data=typed | {"reden": "Zo is het."}, follow_redirects=False)
    assert "Geef ten minste één antwoord dat anders moet zijn" in shown(same)
    wrong = client.post(f"{path}/antwoord", data=typed | {"datum": "2026-01-01", "reden": "Typefout."})
    assert 'id="antwoord-datum-fout"' in wrong.text
    done = client.post(f"{path}/antwoord", data=typed | {"datum": "2026-12-03", "reden": "Typefout."})
    assert "‘1 december 2026’ is nu ‘3 december 2026’" in shown(done)
    [term] = [each for each in desk.zaak(zaak["id"])["termijnen"] if each["soort"] == "toestand"]
    assert term["uiterlijk"] == "2026-12-07"


def test_a_melding_goes_to_the_zaak_where_it_belongs(desk: Desk) -> None:
    zaak, right = desk.reported(1), desk.reported(2)
    [report] = zaak["meldingen"]
    path = f"/zaken/{zaak['id']}/meldingen/{report['id']}/verplaatsing"
    client = desk.as_("lpa")
    assert f'href="{path}"' in client.get(f"/zaken/{zaak['id']}").text
    typed = form(client.get(path), f"{path}/zoeken")
    assert "geen hoofdzaak met dit nummer" in shown(client.post(f"{path}/zoeken", data=typed | {"zaaknummer": "x"}))
    found = client.post(f"{path}/zoeken", data=typed | {"zaaknummer": right["nummer"]})
    assert f"Naar zaak {right['nummer']}" in shown(found)
    sent = form(found, path)
    assert client.post(path, data=sent, follow_redirects=False).status_code == 422
    assert desk.as_("tl").post(path, data=sent, follow_redirects=False).status_code == 403
    done = client.post(path, data=sent | {"reden": "Van de broer."}, follow_redirects=False)
    assert done.headers["location"] == f"/zaken/{right['id']}#meldingen"
    assert len(desk.zaak(right["id"])["meldingen"]) == 2
    assert desk.zaak(zaak["id"])["meldingen"] == []
