"""A zaak by its pages alone, as a browser without JavaScript sends them, on both databases."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from tests.desk import GESPREK, Desk, melding, on
from tests.pages import counted, form, send, shown

EVIL = "<script>alert(1)</script><b>vet</b>"
CLOSE = {"duo_reden": "terug_naar_school", "duo_toelichting": "geen_actie_meer"}


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def take(desk: Desk, zaak_id: str, step: str, by: str = "lpa", **typed: Any) -> httpx2.Response:
    """Fill in the form of a step and send it; the page of the zaak afterwards."""
    answer = send(desk, by, f"/zaken/{zaak_id}/stappen/{step}", **typed)
    assert answer.status_code == 303, shown(answer)
    assert re.fullmatch(rf"/zaken/{zaak_id}\?gedaan=[0-9a-f-]{{36}}", answer.headers["location"])
    return desk.as_(by).get(answer.headers["location"])


def test_a_whole_journey_by_forms(desk: Desk) -> None:
    zaak_id = desk.reported()["id"]
    # The form starts with the officer who opens it.
    assert form(desk.as_("lpa").get(f"/zaken/{zaak_id}/stappen/oppakken"), f"/zaken/{zaak_id}/stappen/oppakken")[
        "behandelaar"
    ] == str(desk.ids["lpa"])
    page = shown(take(desk, zaak_id, "oppakken"))
    assert "Vastgelegd: Oppakken" in page
    assert "De zaak staat nu op ‘In onderzoek’" in page
    text = shown(desk.as_("lpa").get(f"/zaken/{zaak_id}/stappen/plan_gesprek"))
    assert "De zaak gaat naar ‘Verzuimgesprek gepland’" in text
    assert "De termijn is 2 werkdagen na de dag die u invult bij ‘datum’" in text
    assert "Uitnodiging verzuimgesprek, aan ouders en jongere" in text
    assert "norm van 5 dagen: 30 november 2026" in text
    page = shown(take(desk, zaak_id, "plan_gesprek", by="adm", **GESPREK))
    assert "Brief in concept: Uitnodiging verzuimgesprek, aan ouders en jongere" in page
    desk.at = on("2026-12-01")
    page = shown(
        take(
            desk, zaak_id, "gesprek_gehouden", verslag=EVIL, oorzaak="Verslapen", verwijtbaarheid="jongere",
            ouders_gehoord="ja", jongere_gehoord="nee", meldcode_antwoord="geen_signalen",
            **{"afspraken-0-wat": "op tijd komen", "afspraken-0-wie": "jongere", "afspraken-0-uiterlijk": "2026-12-15"},
        )
    )  # fmt: skip
    assert "Afspraak geopend ( 2026-000001-1 )" in page
    raw = desk.as_("lpa").get(f"/zaken/{zaak_id}").text
    assert EVIL not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
    assert "op tijd komen (jongere, uiterlijk 15 december 2026)" in page
    child_id = desk.zaak(zaak_id)["kinderen"][0]["id"]
    assert f'href="/zaken/{child_id}"' in raw
    child = shown(take(desk, child_id, "voer_uit", uitgevoerd_op="2026-12-01"))
    assert "Dit onderdeel staat nu op ‘Uitgevoerd’" in child
    form_page = shown(desk.as_("lpa").get(f"/zaken/{zaak_id}/stappen/sluit_af"))
    assert "De zaak eindigt als ‘Afgesloten’" in form_page
    assert "Sluit zaak af" in form_page
    page = shown(take(desk, zaak_id, "sluit_af", **CLOSE, hoofduitkomst="afspraken", nevenuitkomsten=["halt"]))
    assert "Er loopt geen termijn: de zaak is gesloten" in page
    assert desk.zaak(zaak_id)["uitkomst"] == "afspraken"


def test_a_refusal_says_why_beside_the_field_and_keeps_what_was_typed(desk: Desk) -> None:
    zaak_id = desk.picked_up()["id"]
    before = desk.everything()
    path = f"/zaken/{zaak_id}/stappen/plan_gesprek"
    answer = send(desk, "lpa", path, datum="2026-11-01", plaats=EVIL, genodigden=["ouders", "school"])
    assert answer.status_code == 422
    assert "Deze datum ligt in het verleden" in shown(answer)
    assert 'id="plan_gesprek-datum-fout"' in answer.text
    assert 'href="#plan_gesprek-tijd-fout"' in answer.text
    kept = form(answer, path)
    assert (kept["datum"], kept["plaats"], kept["genodigden"]) == ("2026-11-01", EVIL, ["ouders", "school"])
    assert EVIL not in answer.text
    assert desk.everything() == before


def test_a_norm_asks_a_motivation_and_the_deviation_is_marked(desk: Desk) -> None:
    zaak_id = desk.picked_up()["id"]
    soon = GESPREK | {"datum": "2026-11-24"}
    answer = send(desk, "lpa", f"/zaken/{zaak_id}/stappen/plan_gesprek", **soon)
    assert answer.status_code == 409
    assert "Norm: Een uitnodiging gaat ten minste 5 dagen" in shown(answer)
    assert "leg uit waarom u het toch doet" in shown(answer)
    page = shown(take(desk, zaak_id, "plan_gesprek", **soon, motivering="Ouders kunnen\r\nalleen morgen."))
    assert "afwijking" in page
    assert "Motivering: Ouders kunnen alleen morgen." in page
    too_long = send(desk, "lpa", f"/zaken/{zaak_id}/stappen/verzet_gesprek", motivering="x" * 4_001)
    assert too_long.status_code == 422
    assert "te lang" in shown(too_long)


def test_somebody_else_was_first(desk: Desk) -> None:
    zaak = desk.picked_up()
    path, client = f"/zaken/{zaak['id']}/stappen/notitie", desk.as_("lpa")
    typed = form(client.get(path), path) | {"soort_contact": "telefoon", "met": "mentor", "tekst": "Mijn lange tekst"}
    desk.step(zaak, "plan_gesprek", by="adm", **GESPREK)
    answer = client.post(path, data=typed, follow_redirects=False)
    assert answer.status_code == 409
    text = shown(answer)
    assert "Iemand anders was eerder" in text
    assert "Plan gesprek; de zaak staat dan op ‘Verzuimgesprek gepland’" in text
    again = form(answer, path)
    assert (again["tekst"], again["versie"]) == ("Mijn lange tekst", "3")
    assert client.post(path, data=again, follow_redirects=False).status_code == 303


def test_a_step_that_no_longer_fits_gives_back_what_was_typed(desk: Desk) -> None:
    zaak = desk.picked_up()
    path, client = f"/zaken/{zaak['id']}/stappen/vraag_informatie", desk.as_("lpa")
    typed = form(client.get(path), path) | {"partij": "school", "vraag": "Hoe gaat het?"}
    desk.step(zaak, "plan_gesprek", **GESPREK)
    answer = client.post(path, data=typed, follow_redirects=False)
    assert answer.status_code == 409
    assert "Deze stap past niet meer bij de zaak" in shown(answer)
    assert "Hoe gaat het?" in shown(answer)
    # Whoever follows an old link lands on the zaak.
    assert client.get(path, follow_redirects=False).headers["location"] == f"/zaken/{zaak['id']}"


def test_sending_a_form_twice_counts_once(desk: Desk) -> None:
    zaak = desk.picked_up()
    path, client = f"/zaken/{zaak['id']}/stappen/notitie", desk.as_("lpa")
    typed = form(client.get(path), path) | {"soort_contact": "telefoon", "met": "mentor", "tekst": "Een keer"}
    assert client.post(path, data=typed, follow_redirects=False).status_code == 303
    again = client.post(path, data=typed)
    assert "Al eerder vastgelegd: er is niets opnieuw gedaan" in shown(again)
    assert desk.zaak(zaak["id"])["versie"] == zaak["versie"] + 1


def test_a_form_without_its_secret_or_version_changes_nothing(desk: Desk) -> None:
    zaak = desk.picked_up()
    path, client = f"/zaken/{zaak['id']}/stappen/notitie", desk.as_("lpa")
    typed = form(client.get(path), path) | {"soort_contact": "telefoon", "met": "mentor", "tekst": "x"}
    before = desk.everything()
    assert client.post(path, data=typed | {"versie": "x"}).status_code == 428
    assert client.post(path, data=typed | {"csrf": "fout"}, headers={"x-csrf-token": "fout"}).status_code == 403
    assert desk.everything() == before


def test_another_gemeente_finds_nothing(desk: Desk) -> None:
    zaak = desk.picked_up()
    term = zaak["termijnen"][0]["id"]
    here = f"/zaken/{zaak['id']}"
    before = desk.everything()
    for path in (here, f"{here}/stappen/notitie", f"{here}/termijnen/{term}", f"/zaken/{uuid4()}"):
        assert desk.as_("buur").get(path).status_code == 404, path
    sent = {"versie": "2", "tekst": "x", "regel": "hervatten", "op": "2026-11-24", "behandelaar": str(desk.ids["buur"])}
    assert desk.as_("buur").post(f"{here}/stappen/notitie", data=sent).status_code == 404
    assert desk.as_("buur").post(f"{here}/termijnen/{term}", data=sent).status_code == 404
    assert desk.as_("buur_tl").get(f"{here}/behandelaar").status_code == 404
    assert desk.as_("buur_tl").post(f"{here}/behandelaar", data=sent).status_code == 404
    assert desk.everything() == before


def test_each_role_sees_its_own_steps(desk: Desk) -> None:
    zaak = desk.picked_up()
    here = f"/zaken/{zaak['id']}"

    def offered(name: str) -> set[str]:
        return set(re.findall(rf'href="{here}/stappen/([a-z_]+)"', desk.as_(name).get(here).text))

    assert {"plan_gesprek", "sluit_geoorloofd", "waarschuwen"} <= offered("lpa")
    assert "waarschuwen" not in offered("adm")
    assert {"plan_gesprek", "notitie"} <= offered("adm")
    assert offered("tl") == {"vraag_mdo", "vraag_veiligheidshuis"}
    assert "Wijs toe" in shown(desk.as_("tl").get(here))
    assert "Wijs toe" not in shown(desk.as_("lpa").get(here))
    assert desk.as_("lpa").get(f"{here}/behandelaar").status_code == 403
    assert desk.as_("po").get(here).status_code == 403


def test_a_teamleider_assigns_a_zaak(desk: Desk) -> None:
    zaak = desk.picked_up()
    path = f"/zaken/{zaak['id']}/behandelaar"
    refused = send(desk, "tl", path, reden="Ziek")
    assert refused.status_code == 422
    assert form(refused, path)["reden"] == "Ziek"
    answer = send(desk, "tl", path, behandelaar=str(desk.ids["collega"]), reden="Ziek")
    assert answer.status_code == 303
    page = shown(desk.as_("tl").get(answer.headers["location"]))
    assert "Vastgelegd: Zaak toegewezen" in page
    assert "behandelaar M. collega" in page


def test_a_term_is_extended_suspended_and_resumed(desk: Desk) -> None:
    zaak = desk.picked_up()
    term = next(each for each in zaak["termijnen"] if each["soort"] == "toestand")
    path = f"/zaken/{zaak['id']}/termijnen/{term['id']}"
    assert path in desk.as_("lpa").get(f"/zaken/{zaak['id']}").text
    assert path not in desk.as_("collega").get(f"/zaken/{zaak['id']}").text
    assert path not in desk.as_("adm").get(f"/zaken/{zaak['id']}").text
    bad = send(desk, "lpa", path, regel="verlengen", aantal="veel", eenheid="wd", grond="ziekte", toelichting="Let op")
    assert bad.status_code == 422
    assert "Vul een heel getal in" in shown(bad)
    assert "Let op" in bad.text
    good = send(desk, "lpa", path, regel="verlengen", aantal="5", eenheid="wd", grond="ziekte", toelichting="Griep")
    assert "Vastgelegd: Termijn verlengd" in shown(desk.as_("lpa").get(good.headers["location"]))
    held = send(desk, "lpa", path, regel="opschorten", vanaf="2026-11-24", tot="2026-12-24", grond="ziekte")
    assert held.status_code == 303
    assert send(desk, "lpa", path, regel="hervatten", op="2026-12-01").status_code == 303
    later = {each["id"]: each for each in desk.zaak(zaak["id"])["termijnen"]}[term["id"]]
    assert later["uiterlijk"] > term["uiterlijk"]
    assert send(desk, "lpa", path, regel="hervatten", op="2027-12-01").status_code == 422
    assert send(desk, "collega", path, regel="hervatten", op="2026-12-01").status_code == 403


def test_blocked_steps_say_why_and_norms_leave_a_way(desk: Desk) -> None:
    zaak = desk.reported()
    page = desk.as_("lpa").get(f"/zaken/{zaak['id']}")
    text = shown(page)
    assert "Norm: De school vraagt om actie van de gemeente" in text
    assert "Toch doen, met motivering" in text
    zaak = desk.step(zaak, "oppakken", behandelaar=str(desk.ids["lpa"]))
    zaak = desk.step(zaak, "vraag_mdo", type_overleg="mdo", vraag="x")
    text = shown(desk.as_("lpa").get(f"/zaken/{zaak['id']}"))
    assert "Orde: In dit dossier staat dit al open" in text
    blocked = desk.as_("lpa").get(f"/zaken/{zaak['id']}/stappen/vraag_mdo")
    assert "Deze stap kan nu niet" in shown(blocked)


def test_the_page_of_a_zaak_costs_few_queries_and_links_nothing_personal(desk: Desk) -> None:
    zaak = desk.picked_up()
    zaak = desk.step(zaak, "vraag_mdo", type_overleg="mdo", vraag="x")
    closed = desk.step(desk.picked_up(1), "sluit_geoorloofd", **CLOSE)
    child = zaak["kinderen"][0]["id"]
    term = next(each for each in zaak["termijnen"] if each["soort"] == "toestand")["id"]
    here = f"/zaken/{zaak['id']}"
    for path in (here, f"/zaken/{child}", f"/zaken/{closed['id']}", f"{here}/stappen/sluit_melding",
                 f"/zaken/{closed['id']}/stappen/heropen", f"{here}/termijnen/{term}"):  # fmt: skip
        assert counted(desk, "lpa", path) <= 12, path
        addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', desk.as_("lpa").get(path).text))
        assert not re.search("Testpersoon|Zoë|2011-|0200123456", addresses)
    assert counted(desk, "tl", f"{here}/behandelaar") <= 12


def test_a_long_timeline_is_paged_and_hostile_text_stays_text(desk: Desk) -> None:
    zaak = desk.reported(reden=EVIL, actieSchool=EVIL)
    zaak = desk.step(zaak, "oppakken", behandelaar=str(desk.ids["lpa"]))
    for number in range(52):
        zaak = desk.step(zaak, "notitie", soort_contact="telefoon", met=EVIL, tekst=f"{EVIL} {number}")
    here = f"/zaken/{zaak['id']}"
    first = desk.as_("lpa").get(here)
    assert EVIL not in first.text
    assert "?tijdlijn=2#tijdlijn" in first.text
    second = desk.as_("lpa").get(f"{here}?tijdlijn=2")
    assert "Zaak geopend" in shown(second)
    assert melding()["kenmerk"] in first.text
