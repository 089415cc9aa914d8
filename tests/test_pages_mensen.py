"""The people of a zaak by its pages alone, as a browser without JavaScript sends them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases import people
from cases.relatives import SECRET
from cases.store import writing
from tests.databases import SQLITE, fresh
from tests.desk import Desk, Json
from tests.pages import form, send, shown

MOEDER = {
    "geslachtsnaam": "Testouder", "voornamen": "Mia", "straat": "Duinweg", "huisnummer": "1", "postcode": "1234 AB",
    "plaats": "Duinrade", "geheim": "ja", "tolk": "ja", "taal": "<b>Pools</b>", "vanaf": "2011-02-18",
}  # fmt: skip

ROLE = {"soort": "ouder", "gezag": "ja", "feitelijke_verzorger": "ja"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """On SQLite: what is written is walked on both databases in test_relatives."""
    with fresh(SQLITE, tmp_path) as engine:
        yield Desk(engine, tmp_path)


def post(desk: Desk, zaak: Json, rule: str, wie: str = "", by: str = "lpa", **typed: Any) -> Any:
    """Send one of the forms of the page: they have one address, so it is filled in from the page by hand."""
    client, path = desk.as_(by), f"/zaken/{zaak['id']}/mensen{wie}"
    page = client.get(path)
    sent = {"regel": rule, "csrf": form(page, path)["csrf"], "sleutel": form(page, path)["sleutel"]} | typed
    return client.post(path, data=sent, follow_redirects=False)


def relation(desk: Desk, zaak: Json, name: str = "Mia Testouder") -> Json:
    """The relation of this person to the jongere of the zaak."""
    people = desk.as_("lpa").get(f"/v1/jongeren/{zaak['jongere']['id']}").json()["mensen"]
    found: Json = next(each for each in people if each["naam"] == name)
    return found


def test_a_mother_with_a_secret_address_is_added_changed_and_ended(desk: Desk) -> None:
    zaak = desk.reported()
    path = f"/zaken/{zaak['id']}/mensen"
    assert "Ouders, verzorgers en gezin" in shown(desk.as_("lpa").get(f"/zaken/{zaak['id']}"))
    assert post(desk, zaak, "nieuw", **MOEDER, **ROLE).status_code == 303
    page = desk.as_("lpa").get(path)
    text = shown(page)
    assert f"Mia Testouder ouder Gezag ja Verzorger ja Adres {SECRET}" in text
    assert "Duinweg" not in page.text
    assert "<b>Pools</b>" not in page.text
    mia = relation(desk, zaak)
    edit = f"/{mia['relatie']}"
    assert "Duinweg" not in desk.as_("lpa").get(path + edit).text  # nor in the form that changes it
    changed = post(desk, zaak, "gegevens", edit, versie="1", geslachtsnaam="Anders", geheim="ja", tolk="nee")
    assert changed.status_code == 303, shown(changed)
    seen = desk.as_("adm").post(
        f"{path}/inzage", data={"csrf": form(desk.as_("adm").get(path), path)["csrf"], "relatie": mia["relatie"]}
    )
    assert "Duinweg 1, 1234 AB Duinrade (geheim: geef het aan niemand door)" in shown(seen)
    assert "Geheim adres bekeken (adres), door M. adm" in shown(desk.as_("lpa").get(path))
    assert post(desk, zaak, "einde", edit, versie="1", tot_en_met="2026-11-01").status_code == 303
    assert "Anders, ouder, met gezag, vanaf 18 februari 2011 tot en met 1 november 2026" in shown(
        desk.as_("lpa").get(path)
    )


def test_a_refusal_keeps_what_was_typed_and_says_why(desk: Desk) -> None:
    zaak = desk.reported()
    before = desk.everything()
    answer = post(desk, zaak, "nieuw", **MOEDER | {"geboortedatum": "1890-01-01"}, soort="ouder", gezag="ja")
    assert answer.status_code == 422
    assert "Geboortedatum moet tussen 1900 en 2099 liggen." in shown(answer)
    assert 'value="Duinweg"' in answer.text
    old = post(desk, zaak, "gegevens", "/jongere", versie="7", taal="Pools", geheim="nee", tolk="nee")
    assert old.status_code == 409
    assert "Iemand anders heeft deze gegevens intussen gewijzigd" in shown(old)
    assert post(desk, zaak, "einde", "/jongere", versie="0").status_code == 404
    assert desk.as_("tl").get(f"/zaken/{zaak['id']}/mensen/jongere").status_code == 403
    assert "Voeg toe" not in shown(desk.as_("tl").get(f"/zaken/{zaak['id']}/mensen"))
    assert desk.as_("buur").get(f"/zaken/{zaak['id']}/mensen").status_code == 404
    assert desk.everything() == before


def test_a_brother_joins_the_gezin_by_zaaknummer_and_shares_a_mother(desk: Desk) -> None:
    zoe, broer = desk.reported(0), desk.reported(1)
    post(desk, zoe, "nieuw", **MOEDER, **ROLE)
    post(desk, zoe, "gegevens", "/jongere", versie="0", taal="Pools", geheim="nee", tolk="ja")
    assert "Taal Pools, met tolk" in shown(desk.as_("lpa").get(f"/zaken/{zoe['id']}/mensen"))
    missing = post(desk, zoe, "gezin", zaaknummer="2020-000001")
    assert "Er is geen zaak met dit nummer in uw gemeenten." in shown(missing)
    assert post(desk, zoe, "gezin", zaaknummer=broer["nummer"]).status_code == 303
    page = desk.as_("lpa").get(f"/zaken/{broer['id']}/mensen")
    assert f"zaak {zoe['nummer']} ( Relatief verzuim, Melding ontvangen)" in shown(page).replace("(Rel", "( Rel")
    mia = relation(desk, zoe)
    assert f'<option value="{mia["id"]}"' in page.text
    assert post(desk, broer, "bekend", bekend=mia["id"], **ROLE).status_code == 303
    assert relation(desk, broer)["id"] == mia["id"]
    assert post(desk, broer, "gezin_los").status_code == 303
    text = shown(desk.as_("lpa").get(f"/zaken/{broer['id']}/mensen"))
    assert "Er zijn geen broers of zussen bekend. Misschien: Zoë Testpersoon" in text


def test_verdachten_and_kinderen_are_chosen_from_the_people_of_the_zaak(desk: Desk) -> None:
    with writing(desk.engine) as session:
        people.set_akte(session, people.officer_named(session, "lpa"), "1", date(2026, 1, 1), date(2027, 1, 1))
    zoe, broer = desk.picked_up(0), desk.reported(1)
    post(desk, zoe, "nieuw", **MOEDER, **ROLE)
    post(desk, zoe, "gezin", zaaknummer=broer["nummer"])
    zoe = desk.step(zoe, "waarschuwen", geadresseerden=["ouders"], overtreding="x", periode="x", verwachting="x")
    zoe = desk.step(zoe, "verzuim_houdt_aan")
    jongere, mia = zoe["jongere"]["id"], relation(desk, zoe)["id"]
    for step, field, others in (
        ("start_straf", "verdachten", [mia]), ("start_kader", "kinderen", [broer["jongere"]["id"]]),
    ):  # fmt: skip
        page = desk.as_("lpa").get(f"/zaken/{zoe['id']}/stappen/{step}").text
        offered = re.findall(rf'name="{field}"\s+value="([^"]+)"', page)
        assert offered == [jongere, *others], shown(desk.as_("lpa").get(f"/zaken/{zoe['id']}/stappen/{step}"))
    typed = {"zorgen": "Veel.", "kinderen": [jongere], "motivering": "De hulp liep al."}
    taken = send(desk, "lpa", f"/zaken/{zoe['id']}/stappen/start_kader", **typed)
    assert taken.status_code == 303, shown(taken)
    assert jongere not in shown(desk.as_("lpa").get(f"/zaken/{zoe['id']}"))  # an id says nothing to a reader
