"""The people around a jongere: who has gezag, where they live, until when; and the gezin."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from cases import mandates, people
from cases.errors import Invalid
from cases.people import actor_of
from cases.relatives import SECRET, around
from cases.store import reading, writing
from cases.tables import Officer, PersonChange
from tests.databases import SQLITE, fresh
from tests.desk import ELSEWHERE, HERE, Desk, Json, on

MOEDER = {
    "voornamen": "Mia", "geslachtsnaam": "Testouder", "straat": "Duinweg", "huisnummer": "1", "postcode": "1234ab",
    "plaats": "Duinrade", "taal": "Pools", "tolk": "ja",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """On SQLite: the SQL of one story differs nowhere but in its locks, and `test_on_both_databases` walks those."""
    with fresh(SQLITE, tmp_path) as engine:
        yield Desk(engine, tmp_path)


def child(desk: Desk, number: int = 0) -> str:
    """The id of a jongere with a zaak."""
    return str(desk.reported(number)["jongere"]["id"])


def mensen(desk: Desk, person: str, by: str = "lpa") -> Json:
    """A jongere with the people around him, as the API tells it."""
    answer = desk.as_(by).get(f"/v1/jongeren/{person}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def add(desk: Desk, person: str, mens: Json, by: str = "lpa", **verhouding: Any) -> str:
    """Somebody becomes ouder or verzorger; the id of the relation."""
    body = ({"bekend": mens["bekend"]} if "bekend" in mens else {"mens": mens}) | {"verhouding": verhouding}
    answer = desk.as_(by).post(f"/v1/jongeren/{person}/mensen", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"]).rpartition("/")[2]


def refused(answer: Any, *sentences: str) -> None:
    """The answer refuses with these sentences."""
    assert answer.status_code in (403, 404, 409, 422), answer.text
    for sentence in sentences:
        assert sentence in answer.json()["detail"], answer.json()["detail"]


def patch(desk: Desk, path: str, version: int, body: Json, by: str = "lpa") -> Any:
    """Change something at the version that was looked at."""
    return desk.as_(by).patch(path, json=body, headers={"If-Match": f'"{version}"'})


def test_on_both_databases(engine: Engine, tmp_path: Path) -> None:
    desk = Desk(engine, tmp_path)
    zus, broer = child(desk), child(desk, 1)
    relation = add(desk, zus, MOEDER)
    moeder = mensen(desk, zus)["mensen"][0]
    add(desk, broer, {"bekend": moeder["id"]}, soort="ouder")
    assert patch(desk, f"/v1/relaties/{relation}/mens", 1, {"telefoon": "06 12"}).status_code == 204
    assert mensen(desk, broer)["mensen"][0]["telefoon"] == "06 12"
    assert [each["id"] for each in mensen(desk, zus)["misschienGezin"]] == [broer]
    assert desk.as_("lpa").post(f"/v1/jongeren/{zus}/gezin", json={"jongere": broer}).status_code == 204
    assert [each["id"] for each in mensen(desk, broer)["gezin"]] == [zus]
    assert mensen(desk, broer)["misschienGezin"] == []
    lines = desk.as_("lpa").get(f"/v1/jongeren/{broer}/wijzigingen").json()["resultaten"]
    assert [line["soort"] for line in lines] == ["gezin_erbij", "mens", "mens_erbij"]
    assert lines[1]["velden"] == ["telefoon"]
    assert "06 12" not in str(lines)


def test_who_is_around_on_a_day(desk: Desk) -> None:
    person = child(desk)
    moeder = add(desk, person, MOEDER, vanaf="2011-02-18")
    add(desk, person, {"geslachtsnaam": "Oudevader"}, feitelijke_verzorger=False, tot_en_met="2026-11-01")
    add(desk, person, {"geslachtsnaam": "Tante", "overleden": True}, soort="verzorger", gezag=False)
    with reading(desk.engine) as session:
        now = around(session, UUID(person), date(2026, 11, 23))
        before = around(session, UUID(person), date(2026, 11, 1))
    assert [(party.soort, party.name, party.gezag) for party in now] == [
        ("jongere", "Zoë Testpersoon", False), ("ouder", "Mia Testouder", True), ("verzorger", "Tante", False),
    ]  # fmt: skip
    assert "Oudevader" in [party.name for party in before]
    assert now[1].lines == ("Duinweg 1", "1234 AB Duinrade")
    assert (now[1].taal, now[1].tolk, now[2].overleden) == ("Pools", True, True)
    assert now[0].lines == now[1].lines  # a jongere without an address lives with who takes care of him
    assert str(now[1].relation_id) == moeder
    assert [each["naam"] for each in mensen(desk, person)["vroegerOfLater"]] == ["Oudevader"]


def test_gezag_from_a_day_on_keeps_what_held_before(desk: Desk) -> None:
    person = child(desk)
    relation = add(desk, person, MOEDER, vanaf="2011-02-18")
    change = patch(desk, f"/v1/relaties/{relation}", 1, {"gezag": "nee", "vanaf": "2026-11-10"})
    assert change.status_code == 204, change.text
    for day, gezag in ((date(2026, 11, 9), True), (date(2026, 11, 10), False)):
        with reading(desk.engine) as session:
            assert [party.gezag for party in around(session, UUID(person), day)][1:] == [gezag]
    now = mensen(desk, person)["mensen"][0]
    path = f"/v1/relaties/{now['relatie']}/einde"
    end = desk.as_("lpa").post(path, json={"totEnMet": "2026-11-22"}, headers={"If-Match": '"1"'})
    assert end.status_code == 204, end.text
    assert mensen(desk, person)["mensen"] == []


def test_a_secret_address_is_masked_and_looking_is_written_down(desk: Desk) -> None:
    person = child(desk)
    relation = add(desk, person, MOEDER | {"geheim": "ja"})
    for by in ("lpa", "adm", "tl"):
        found = mensen(desk, person, by)
        assert found["mensen"][0]["adres"] == [SECRET]
        assert found["jongere"]["adres"] == [SECRET]  # he lives there too
        assert "Duinweg" not in str(found)
    path = f"/v1/jongeren/{person}/inzage"
    refused(desk.as_("tl").post(path), "Met de rol teamleider kunt u dit niet doen.")
    seen = desk.as_("adm").post(path, params={"relatie": relation})
    assert seen.json() == {"regels": ["Duinweg 1", "1234 AB Duinrade"]}
    assert desk.as_("lpa").post(path).json()["regels"][0] == "Duinweg 1"
    lines = desk.as_("tl").get(f"/v1/jongeren/{person}/wijzigingen").json()["resultaten"]
    assert [(line["soort"], line["medewerker"]) for line in lines[:2]] == [("inzage", "M. lpa"), ("inzage", "M. adm")]


BAD = (
    ({"geboortedatum": "1890-05-01"}, "Geboortedatum moet tussen 1900 en 2099 liggen."),
    ({"geboortedatum": "1905-05-01"}, "De geboortedatum ligt meer dan 110 jaar terug."),
    ({"geboortedatum": "2026-11-23"}, "De geboortedatum moet in het verleden liggen."),
    ({"geboortedatum": "2001-02-29"}, "Geboortedatum is een datum die niet bestaat."),
    ({"geslachtsnaam": " "}, "Geslachtsnaam is verplicht."),
    ({"email": "mia"}, "Het e-mailadres is niet goed geschreven"),
    ({"telefoon": "bel maar"}, "Telefoon moet cijfers hebben."),
    ({"tolk": "soms"}, "Tolk is ja of nee."),
    ({"straat": "x" * 201}, "De tekst is te lang: hooguit 200 tekens."),
)


def test_bad_input_gets_its_sentence_and_nothing_changes(desk: Desk) -> None:
    person = child(desk)
    before = desk.everything()
    for mens, sentence in BAD:
        refused(desk.as_("lpa").post(f"/v1/jongeren/{person}/mensen", json={"mens": MOEDER | mens}), sentence)
    assert desk.everything() == before


@pytest.mark.parametrize(("born", "why"), [("1890-05-01", "tussen 1900 en 2099"), ("2026-11-23", "in het verleden")])
def test_a_jongere_was_not_born_in_1890_nor_tomorrow(desk: Desk, born: str, why: str) -> None:
    signal = {
        "gemeente": HERE, "school": {"brin": "02AB", "vestiging": "01"}, "toelichting": "Gezien op straat.",
        "jongere": {"pgn": "999900006", "geslachtsnaam": "Testpersoon", "geboortedatum": born},
    }  # fmt: skip
    answer = desk.as_("lpa").post("/v1/zaken", json=signal)
    assert any(why in line["uitleg"] for line in answer.json()["fouten"]), answer.text


def test_relations_that_cannot_be_are_refused(desk: Desk) -> None:
    person, other = child(desk), child(desk, 1)
    relation = add(desk, person, MOEDER, vanaf="2020-01-01")
    moeder, before = mensen(desk, person)["mensen"][0]["id"], desk.everything()
    lpa, path = desk.as_("lpa"), f"/v1/jongeren/{person}"
    end = lpa.post(f"/v1/relaties/{relation}/einde", json={"totEnMet": "2019-12-31"}, headers={"If-Match": '"1"'})
    refused(end, "De laatste dag ligt vóór de eerste dag.")
    refused(lpa.post(f"{path}/mensen", json={"bekend": moeder}), "staat in deze dagen al bij deze jongere")
    refused(lpa.post(f"{path}/mensen", json={"bekend": person}), "Kies iemand die in deze gemeente bekend is.")
    refused(lpa.post(f"{path}/mensen", json={}), "Vul de gegevens van iemand nieuws in")
    oom = {"mens": MOEDER, "verhouding": {"soort": "oom"}}
    refused(lpa.post(f"{path}/mensen", json=oom), "Soort is een van: ouder, voogd, verzorger.")
    refused(patch(desk, f"/v1/relaties/{relation}", 7, {"gezag": False}), "Iemand anders heeft deze gegevens")
    refused(patch(desk, f"/v1/relaties/{relation}/mens", 1, {"geslachtsnaam": ""}), "Geslachtsnaam is verplicht.")
    refused(patch(desk, path, 0, {"taal": "Pools"}, by="tl"), "Met de rol teamleider")
    refused(patch(desk, path, 0, {"taal": "Pools"}, by="buur"))
    refused(desk.as_("buur").get(path))
    refused(lpa.post(f"{path}/gezin", json={"jongere": person}), "Kies een andere jongere")
    refused(desk.as_("buur").post(f"/v1/jongeren/{other}/gezin", json={"jongere": person}))
    assert desk.everything() == before


def test_a_repeat_under_the_same_key_adds_nobody_twice(desk: Desk) -> None:
    person = child(desk)
    body, headers = {"mens": MOEDER}, {"Idempotency-Key": "abc"}
    first, second = (desk.as_("lpa").post(f"/v1/jongeren/{person}/mensen", json=body, headers=headers) for _ in "12")
    assert first.headers["location"] == second.headers["location"]
    assert len(mensen(desk, person)["mensen"]) == 1
    assert len(desk.everything()[PersonChange.__tablename__]) == 1


def test_a_gezin_grows_merges_and_shrinks(desk: Desk) -> None:
    een, twee, drie, vier = (child(desk, number) for number in range(4))
    lpa = desk.as_("lpa")
    for person, other in ((een, twee), (drie, vier), (twee, drie)):
        assert lpa.post(f"/v1/jongeren/{person}/gezin", json={"jongere": other}).status_code == 204
    assert {each["id"] for each in mensen(desk, een)["gezin"]} == {twee, drie, vier}
    assert len(mensen(desk, een)["gezin"][0]["zaken"]) == 1
    for person in (twee, drie, vier):
        assert lpa.delete(f"/v1/jongeren/{person}/gezin").status_code == 204
    assert mensen(desk, een)["gezin"] == []
    # Who was linked only has no gegevens of his own yet: the first version to name is still 0.
    assert patch(desk, f"/v1/jongeren/{een}", 0, {"taal": "Pools", "tolk": True}).status_code == 204
    assert mensen(desk, een)["jongere"]["taal"] == "Pools"


def test_a_mandate_gives_reach_and_akte_until_its_last_day(desk: Desk) -> None:
    with writing(desk.engine) as session:
        officer = session.get_one(Officer, desk.ids["lpa"])
        people.set_akte(session, officer, "BOA-1", date(2026, 1, 1), date(2027, 12, 31))
        session.flush()
        mandates.give(session, "lpa", ELSEWHERE, date(2026, 11, 24), date(2026, 11, 30), today=date(2026, 11, 23))
    zaak = desk.reported(by="buur_adm", gemeentecode=ELSEWHERE)
    there, me = zaak["id"], {"behandelaar": str(desk.ids["lpa"])}
    assert desk.as_("buur_tl").post(f"/v1/zaken/{there}/toewijzing", json=me).status_code == 422
    for day, reached in (("2026-11-23", False), ("2026-11-24", True), ("2026-11-30", True), ("2026-12-01", False)):
        desk.at = on(day)
        assert desk.as_("lpa").get(f"/v1/zaken/{there}").status_code == (200 if reached else 404)
        with reading(desk.engine) as session:
            actor = actor_of(session, session.get_one(Officer, desk.ids["lpa"]), desk.at.date())
        assert actor.authorised(ELSEWHERE, desk.at.date()) is reached
        assert actor.mandates == (frozenset({ELSEWHERE}) if reached else frozenset())
        assert actor.authorised(HERE, desk.at.date())
        # Who may act there may also be behandelaar there, for as long as that lasts.
        given = desk.as_("buur_tl").post(f"/v1/zaken/{there}/toewijzing", json=me)
        assert given.status_code == (200 if reached else 422)


def test_a_mandate_that_cannot_be_given_and_one_taken_back(desk: Desk) -> None:
    day = date(2026, 11, 23)
    with writing(desk.engine) as session:
        with pytest.raises(Invalid, match="met een BOA-akte"):
            mandates.give(session, "lpa", ELSEWHERE, day, day, today=day)
        officer = session.get_one(Officer, desk.ids["lpa"])
        people.set_akte(session, officer, "BOA-1", date(2026, 1, 1), date(2026, 11, 25))
        session.flush()
        for gemeente, first, last, text in (
            (HERE, day, day, "werkt al voor deze gemeente"), ("0000", day, day, "Kies een gemeente"),
            (ELSEWHERE, day, date(2026, 11, 1), "eindigt voordat het begint"),
            (ELSEWHERE, date(2026, 11, 1), date(2026, 11, 2), "is al voorbij"),
            (ELSEWHERE, date(2026, 11, 26), date(2026, 12, 2), "met een BOA-akte"),
        ):  # fmt: skip
            with pytest.raises(Invalid, match=text):
                mandates.give(session, "lpa", gemeente, first, last, today=day)
        given = mandates.give(session, "lpa", ELSEWHERE, day, date(2026, 12, 31), today=day)
        with pytest.raises(Invalid, match="al een mandaat"):
            mandates.give(session, "lpa", ELSEWHERE, day, day, today=day)
        # A mandate without a valid akte is nothing: the akte ends before it.
        assert ELSEWHERE in actor_of(session, officer, date(2026, 11, 25)).gemeenten
        assert ELSEWHERE not in actor_of(session, officer, date(2026, 11, 26)).gemeenten
        mandates.revoke(session, given, today=date(2026, 11, 24))
        session.flush()
        assert ELSEWHERE in actor_of(session, officer, day).gemeenten
        assert ELSEWHERE not in actor_of(session, officer, date(2026, 11, 24)).gemeenten
        assert [row["username"] for row in mandates.mandates(session)] == ["lpa"]
