"""Letters: what each says, to whom it goes, what it may not say, and its way from concept to sent."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases import people
from cases.addressees import Circle, addressees
from cases.letterdocuments import damaged
from cases.letterdrafts import Draft
from cases.letterheads import set_letterhead
from cases.relatives import Party
from cases.rows import new, table_of
from cases.store import reading, writing
from cases.tables import (
    Case,
    Event,
    Letter,
    LetterDocument,
    Officer,
    Relation,
    Relative,
    WpgEvent,
    WpgLetterDocument,
)
from notifications.letters import faults, pdf_of, seen_of
from notifications.lettertexts import TEMPLATES, text_of, texts
from states.letters import LETTERS, fact
from tests.databases import SQLITE, fresh
from tests.desk import GESPREK, HERE, Desk, Json, on

SUSPICION = (
    "verdacht", "strafba", "overtred", "proces-verbaal", "boete", "straf", "politie", "justitie", "officier van",
    "verhoor", "schuldig", "halt", "rechter", "misdr", "dader", "vervolg",
)  # fmt: skip
HEAD = {
    "straat": "Raadhuisplein 1", "postcode": "1234 AB", "plaats": "Duinrade", "telefoon": "020 000 0000",
    "email": "leerplicht@voorbeeld.invalid",
}  # fmt: skip
TODAY = date(2026, 11, 23)
DAYS = {"date": date(2026, 12, 3), "number": 12, "time": "10:00", "yesno": True}

ZOE = Party(uuid4(), "jongere", "Zoë Testpersoon", lines=("Duinweg 1", "1234 AB Duinrade"))
MIA = Party(uuid4(), "ouder", "Mia Testouder", gezag=True, lines=("Duinweg 1", "1234 AB Duinrade"))
PAUL = Party(uuid4(), "ouder", "Paul Anders", gezag=True, lines=("Schuilpad 7", "9876 ZX Elders"), geheim=True)
OMA = Party(uuid4(), "verzorger", "Oma Testouder", feitelijke_verzorger=True, lines=("Laan 3", "1234 AC Duinrade"))
LATE = Party(uuid4(), "ouder", "Wijlen Anders", gezag=True, lines=("Laan 4", "1234 AC Duinrade"), overleden=True)


def written(
    code: str, *, age: int = 15, family: tuple[Party, ...] = (ZOE, MIA, PAUL, OMA, LATE), **facts: Any
) -> Draft:
    """A letter with every fact it can have, except for those given."""
    kind = LETTERS[code]
    filled = {name: _example(name) for name in (*kind.needs, *kind.may)}
    filled |= {"stap": "", "meldingen": [_MELDING], "absoluut": False, "aan": "Raad voor de Kinderbescherming"} | facts
    circle = Circle(family, age, str(facts.get("verdachte", ZOE.id)), "Duincollege")
    possible = addressees(kind, filled, circle, ())
    row = {
        "case_number": "2026-000001", "regime": kind.regime, "gemeente_name": "Duinrade", "officer_name": "S. de Wit",
        "officer_email": "s@voorbeeld.invalid", "akte_number": "BOA-1", "voornamen": "Zoë",
        "geboortedatum": date(2011, 2, 18), "state": "concept",
    }  # fmt: skip
    return Draft(row, kind, possible, possible, filled, circle, HEAD)


_MELDING = {
    "soort": "verzuim", "begin": date(2026, 10, 5), "eind": date(2026, 10, 30), "uren": 16, "te_laat": 2,
    "dagen": [(date(2026, 10, 5), 8)],
}  # fmt: skip


def _example(name: str) -> Any:
    spec = fact(name)
    if spec.type == "afspraken":
        return [{"wat": "elke dag naar school", "wie": "jongere", "uiterlijk": date(2026, 12, 3)}]
    if spec.type == "choices":
        return list(spec.options)
    return spec.options[0] if spec.options else DAYS.get(spec.type, f"<{name}>")


def names(now: Draft) -> list[str]:
    return [copy.name for copy in now.copies]


@pytest.mark.parametrize("code", LETTERS)
def test_every_letter_says_all_it_must_and_nothing_is_left_open(code: str) -> None:
    now = written(code, stap="plan_overleg" if code == "L08" else "")
    made = texts(now)
    assert made
    assert not [text for text in made if "nog in te vullen" in text.plain]
    for text in made:
        assert text.subject
        assert "  " not in text.plain
        assert ("Beste Zoë," in text.plain) == (text.to.soort == "jongere")
        assert not re.search(r"\b(u|uw)\b", text.plain) or text.to.soort != "jongere", text.plain
    everything = "\n".join(text.plain for text in made)
    everything += " ".join(text.to.name for text in made)
    told = [name for name in now.kind.needs if fact(name).type in ("text", "longtext")]
    assert [name for name in told if f"<{name}>" not in everything] == []


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_without_its_facts_names_each_one_and_shows_the_gap(code: str) -> None:
    needs = LETTERS[code].needs
    nothing: dict[str, Any] = dict.fromkeys(needs)
    now = written(code, **nothing)
    lacking = now.missing()
    assert set(needs) <= lacking.keys()
    assert all(lacking[name].startswith("Nog in te vullen: ") and lacking[name].endswith(".") for name in needs)
    assert all("[" in text.plain for text in texts(now)) or code in ("L12", "L08", "L17")


@pytest.mark.parametrize("code", ["L02", "L03", "L04", "L05"])
def test_an_invitation_to_talk_holds_no_word_of_suspicion(code: str) -> None:
    for absoluut in (True, False):
        for text in texts(written(code, absoluut=absoluut)):
            assert [word for word in SUSPICION if word in text.plain.casefold()] == []


def test_sentences_are_short_enough_for_everybody() -> None:
    for path in TEMPLATES.glob("*.txt"):
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "woord", path.read_text())
        for sentence in re.split(r"[.?!:;]\s|\n", plain):
            assert len(sentence.split()) <= 24, (path.name, sentence)


def test_both_gezagdragers_and_the_jongere_of_12_get_a_letter_each_and_nobody_else() -> None:
    assert names(written("L03")) == ["Mia Testouder", "Paul Anders", "Zoë Testpersoon"]
    assert names(written("L03", age=11)) == ["Mia Testouder", "Paul Anders"]
    assert names(written("L03", age=18)) == ["Zoë Testpersoon"]
    assert names(written("L03", family=(ZOE, OMA, LATE), age=11)) == []
    assert names(written("L06", geadresseerden=["ouders"])) == ["Mia Testouder", "Paul Anders"]


def test_an_oproep_goes_to_the_verdachte_alone_unless_he_is_a_minor_with_ouders() -> None:
    assert names(written("L16", verdachte=str(PAUL.id))) == ["Paul Anders"]
    assert names(written("L16", verdachte=str(OMA.id))) == ["Oma Testouder"]
    assert [(copy.name, copy.copy) for copy in written("L16").copies] == [
        ("Zoë Testpersoon", False), ("Mia Testouder", True), ("Paul Anders", True),
    ]  # fmt: skip
    assert names(written("L16", age=18)) == ["Zoë Testpersoon"]
    assert names(written("L17", kopie_rvdk=True)) == ["Openbaar Ministerie", "Raad voor de Kinderbescherming"]
    for words in ("hoeft geen antwoord te geven", "advocaat", "tolk", "Wet politiegegevens", "artikel 2 of 4a"):
        assert all(words in text.plain for text in texts(written("L16", tolk=None)))


def test_a_letter_to_one_never_shows_the_secret_address_of_another() -> None:
    for code in LETTERS:
        now = written(code)
        assert not [text for text in texts(now) if "Schuilpad" in text.plain and text.to.key != str(PAUL.id)]
    now = written("L03", plaats="schuilpad  7 te Elders")
    assert "geheim adres" in faults(now, texts(now))["tekst"]
    mia = next(copy for copy in now.copies if copy.name == "Mia Testouder")
    assert now.secrets_for(mia) == ["Schuilpad 7", "9876 ZX"]


def test_what_people_type_stays_text() -> None:
    typed = "## Kop\n- punt\n{{ 7*7 }} #set text(red) <b>"
    [text, *_] = texts(written("L05", besproken=typed))
    body = next(block for block in text.blocks if "7*7" in "".join(block.parts))
    assert body.kind == "alinea"
    assert body.parts == ("## Kop\n- punt\n{{ 7*7 }} #set text(red) <b>",)
    assert pdf_of(written("L05", besproken=typed), text, on=TODAY).startswith(b"%PDF")


def test_the_pdf_is_tagged_dutch_and_has_a_title() -> None:
    now = written("L03")
    pdf = pdf_of(now, text_of(now, now.copies[0]), on=TODAY)
    for part in (b"/Lang", b"pdfuaid:part", b"/MarkInfo", b"/StructTreeRoot", b"DisplayDocTitle"):
        assert part in pdf, part
    assert b"Uitnodiging voor een gesprek over school" in pdf
    assert re.search(rb"/Lang\s*\(nl", pdf)


def test_every_letter_names_its_law_and_changes_hash_with_its_text() -> None:
    assert all(letter.law for letter in LETTERS.values())
    now, other = written("L03"), written("L03", plaats="School")
    assert seen_of(now, texts(now)) != seen_of(other, texts(other))


# --- the way of a letter, through the API ---------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(SQLITE, tmp_path) as engine:
        yield at_desk(engine, tmp_path)


def at_desk(engine: Engine, home: Path) -> Desk:
    desk = Desk(engine, home)
    with writing(engine) as session:
        set_letterhead(session, HERE, HEAD)
        people.set_akte(
            session, session.get_one(Officer, desk.ids["collega"]), "BOA-7", date(2026, 1, 1), date(2027, 1, 1)
        )
    return desk


def family(desk: Desk, zaak: Json) -> dict[str, UUID]:
    """Two ouders with gezag, one of whom at a secret address, and one without; Zoë lives with the first."""
    person = UUID(zaak["jongere"]["id"])
    rows: dict[str, Json] = {
        "mia": {"geslachtsnaam": "Testouder", "voornamen": "Mia", "straat": "Duinweg", "huisnummer": "1"},
        "paul": {"geslachtsnaam": "Anders", "voornamen": "Paul", "straat": "Schuilpad", "huisnummer": "7"},
        "opa": {"geslachtsnaam": "Testopa", "straat": "Laan", "huisnummer": "3"},
    }
    ids = {}
    with writing(desk.engine) as session:
        for name, values in rows.items():
            secret = name == "paul"
            row = new(Relative, gemeente=HERE, postcode="1234 AB", plaats="Duinrade", geheim=secret, **values)
            session.execute(sa.insert(table_of(Relative)), [row])
            session.execute(sa.insert(table_of(Relation)), [new(
                Relation, gemeente=HERE, person_id=person, relative_id=row["id"], gezag=name != "opa",
                feitelijke_verzorger=name == "mia",
            )])  # fmt: skip
            ids[name] = row["id"]
    return ids


def invited(desk: Desk) -> tuple[Json, Json]:
    """A zaak with a gesprek planned, and its letter."""
    zaak = desk.step(desk.picked_up(), "plan_gesprek", **GESPREK)
    [line] = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/brieven").json()["resultaten"]
    return zaak, line


def post(desk: Desk, letter: Json, what: str, body: Json | None = None, by: str = "lpa") -> Any:
    return desk.as_(by).post(f"/v1/brieven/{letter['id']}/{what}", json=body)


def test_a_letter_goes_from_concept_by_checked_to_sent_and_never_changes(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as engine:
        desk = at_desk(engine, tmp_path)
        zaak, line = invited(desk)
        assert (line["code"], line["toestand"], line["afgeschermd"]) == ("L03", "concept", False)

        answer = post(desk, line, "controle", {})
        assert answer.status_code == 409
        assert "leg bij Mensen vast wie het gezag heeft." in answer.json()["detail"]

        family(desk, zaak)
        shown = desk.as_("lpa").get(f"/v1/brieven/{line['id']}").json()
        assert [copy["naam"] for copy in shown["exemplaren"]] == ["Paul Anders", "Mia Testouder", "Zoë Testpersoon"]
        assert shown["ontbreekt"] == []
        assert "16 uur" in shown["exemplaren"][0]["tekst"]

        assert post(desk, line, "verzending").status_code == 409  # not checked yet
        assert post(desk, line, "controle", {"gezien": "0" * 64}).status_code == 409  # another text than was seen
        assert post(desk, line, "controle", {"gezien": shown["gezien"]}).json()["toestand"] == "gecontroleerd"

        sent = post(desk, line, "verzending").json()
        assert sent["toestand"] == "verzonden"
        assert len(sent["verzonden"]) == 3
        for document in sent["verzonden"]:
            pdf = desk.as_("lpa").get(f"/v1/brieven/documenten/{document['id']}")
            assert pdf.content.startswith(b"%PDF")
            assert document["wet"] == "Leerplichtwet 1969, artikel 22"
            assert pdf.headers["content-disposition"].startswith("attachment")
            assert ("Schuilpad" in " ".join(document["adres"])) == (document["naam"] == "Paul Anders")

        before = desk.everything()
        for what, body in (("verzending", None), ("controle", {}), ("vervallen", None), ("aanvulling", {})):
            answer = post(desk, line, what, body)
            assert answer.status_code == 409, what
            assert "al verzonden" in answer.json()["detail"], what
        assert desk.everything() == before

        with writing(engine) as session:
            session.execute(sa.update(table_of(LetterDocument)).values(pdf=b"%PDF something else"))
        answer = desk.as_("lpa").get(f"/v1/brieven/documenten/{sent['verzonden'][0]['id']}")
        assert answer.status_code == 409
        assert "beschadigd" in answer.json()["detail"]
        with reading(engine) as session:
            assert {str(each) for each in damaged(session)} == {line["id"]}


def test_a_letter_that_changed_after_the_check_is_checked_again(desk: Desk) -> None:
    zaak, line = invited(desk)
    ids = family(desk, zaak)
    assert post(desk, line, "controle", {}).status_code == 200
    with writing(desk.engine) as session:  # he moved in between
        session.get_one(Relative, ids["mia"]).straat = "Nieuwe Weg"
    answer = post(desk, line, "verzending")
    assert answer.status_code == 409
    assert "veranderd sinds de controle" in answer.json()["detail"]
    assert desk.as_("lpa").get(f"/v1/brieven/{line['id']}").json()["toestand"] == "gecontroleerd"
    assert post(desk, line, "controle", {}).status_code == 200
    assert post(desk, line, "verzending").json()["toestand"] == "verzonden"


def test_somebody_without_gezag_or_who_died_is_refused_with_a_sentence(desk: Desk) -> None:
    zaak, line = invited(desk)
    ids = family(desk, zaak)
    answer = post(desk, line, "aanvulling", {"aan": [str(ids["opa"])]})
    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "Testopa heeft geen gezag over Zoë Testpersoon: deze brief mag niet naar Testopa."
    )
    with writing(desk.engine) as session:
        session.get_one(Relative, ids["paul"]).overleden = True
    answer = post(desk, line, "aanvulling", {"aan": [str(ids["paul"])]})
    assert answer.json()["detail"] == "Paul Anders is overleden en krijgt geen brief."
    shown = post(desk, line, "aanvulling", {"aan": [str(ids["mia"])], "gegevens": {"tolk": "Pools"}}).json()
    assert [copy["naam"] for copy in shown["exemplaren"]] == ["Mia Testouder"]
    assert "Er is een tolk bij het gesprek: Pools." in shown["exemplaren"][0]["tekst"]
    answer = post(desk, line, "aanvulling", {"gegevens": {"pv_nummer": "1", "datum": "gisteren"}})
    assert {fault["veld"] for fault in answer.json()["fouten"]} == {"pv_nummer", "datum"}


def test_the_jongere_who_turned_18_is_the_only_one_who_is_written_to(desk: Desk) -> None:
    zaak, line = invited(desk)
    family(desk, zaak)
    desk.at = on("2029-02-19")
    shown = desk.as_("lpa").get(f"/v1/brieven/{line['id']}").json()
    assert [copy["naam"] for copy in shown["exemplaren"]] == ["Zoë Testpersoon"]


def test_a_letter_to_a_school_asks_for_its_address_once(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "vraag_informatie", partij="school", vraag="Welke uren miste Zoë?")
    [line] = desk.as_("adm").get(f"/v1/zaken/{zaak['id']}/brieven").json()["resultaten"]
    shown = desk.as_("adm").get(f"/v1/brieven/{line['id']}").json()
    assert [each["uitleg"] for each in shown["ontbreekt"]] == ["Nog in te vullen: het adres van Duincollege."]
    answer = post(desk, line, "aanvulling", {"adressen": {"Duincollege": "Schoollaan 2\n1234 AB Duinrade"}}, by="adm")
    assert answer.json()["ontbreekt"] == []
    assert "Welke uren miste Zoë?" in answer.json()["exemplaren"][0]["tekst"]
    assert "uiterlijk op 7 december 2026" in answer.json()["exemplaren"][0]["tekst"]
    again = desk.step(desk.picked_up(1), "vraag_informatie", partij="school", vraag="En nu?")
    [other] = desk.as_("adm").get(f"/v1/zaken/{again['id']}/brieven").json()["resultaten"]
    assert desk.as_("adm").get(f"/v1/brieven/{other['id']}").json()["ontbreekt"] == []
    answer = post(desk, line, "aanvulling", {"adressen": {"Iemand": "Straat 1"}})
    assert answer.status_code == 422


def test_letters_are_for_the_own_gemeente_and_written_by_who_may(desk: Desk) -> None:
    _zaak, line = invited(desk)
    assert desk.as_("buur").get(f"/v1/brieven/{line['id']}").status_code == 404
    assert desk.as_("beheer").get(f"/v1/brieven/{line['id']}").status_code == 403
    assert desk.as_("tl").get(f"/v1/brieven/{line['id']}").status_code == 200
    assert post(desk, line, "vervallen", by="tl").status_code == 403
    assert post(desk, line, "vervallen", by="adm").json()["toestand"] == "vervallen"
    assert post(desk, line, "controle", {}).status_code == 409


def test_a_letter_by_hand_starts_only_where_it_belongs(desk: Desk) -> None:
    zaak = desk.picked_up()
    made = desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/brieven", json={"code": "L02"})
    assert made.status_code == 201
    assert {each["veld"] for each in made.json()["ontbreekt"]} >= {"datum", "tijd", "plaats", "aanleiding", "aan"}
    for code in ("L03", "L19", "L99"):
        assert desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/brieven", json={"code": code}).status_code == 422


def wpg_letter(desk: Desk, zaak: Json) -> Json:
    """An oproep for Zoë as verdachte, in a wpg child of this zaak."""
    root = UUID(zaak["id"])
    with writing(desk.engine) as session:
        row = dict(session.execute(sa.select(table_of(Case)).where(table_of(Case).c.id == root)).mappings().one())
        child = row | {"id": uuid4(), "number": f"{row['number']}-1", "parent_id": root, "proces": "straf",
                       "state": "opgeroepen", "regime": "wpg", "facts": {}, "version": 1}  # fmt: skip
        event = new(
            Event, case_id=child["id"], root_id=root, gemeente=HERE, seq=1, kind="stap", step="roep_op_voor_verhoor",
            from_state="voorbereiding", to_state="opgeroepen", at=desk.at, recorded_at=desk.at, definition="x",
            officer_id=desk.ids["collega"], regime="wpg",
        )  # fmt: skip
        answers = {"datum": "2026-12-08", "tijd": "10:00:00", "plaats": "Stadhuis"}
        content = new(
            WpgEvent, event_id=event["id"], case_id=child["id"], gemeente=HERE, seq=1, answers=answers,
            facts={"verdachte": str(row["person_id"]), "verdachte_soort": "jongere"},
        )  # fmt: skip
        letter = new(
            Letter, case_id=child["id"], root_id=root, gemeente=HERE, event_id=event["id"], code="L16", regime="wpg",
            created_at=desk.at + timedelta(minutes=1),
        )  # fmt: skip
        for model, made in ((Case, child), (Event, event), (WpgEvent, content), (Letter, letter)):
            session.execute(sa.insert(table_of(model)), [made])
    return {"id": str(letter["id"])}


def test_a_wpg_letter_shows_number_and_dates_only_without_a_valid_akte(desk: Desk) -> None:
    zaak = desk.picked_up()
    family(desk, zaak)
    letter = wpg_letter(desk, zaak)
    for who in ("lpa", "adm", "tl"):
        [line] = desk.as_(who).get(f"/v1/zaken/{zaak['id']}/brieven").json()["resultaten"]
        assert (line["titel"], line["code"], line["afgeschermd"]) == ("Wpg-onderdeel", "", True)
        assert desk.as_(who).get(f"/v1/brieven/{letter['id']}").status_code == 403
    shown = desk.as_("collega").get(f"/v1/brieven/{letter['id']}").json()
    assert shown["ontbreekt"] == []
    assert "dinsdag 8 december 2026" in shown["exemplaren"][0]["tekst"]
    assert post(desk, letter, "controle", {}, by="collega").status_code == 200
    sent = post(desk, letter, "verzending", by="collega").json()
    [first, *_] = sent["verzonden"]
    assert desk.as_("lpa").get(f"/v1/brieven/documenten/{first['id']}").status_code == 403
    assert desk.as_("collega").get(f"/v1/brieven/documenten/{first['id']}").status_code == 200
    with reading(desk.engine) as session:
        kept = [session.execute(sa.select(sa.func.count()).select_from(table_of(each))).scalar_one()
                for each in (LetterDocument, WpgLetterDocument)]  # fmt: skip
    assert kept == [0, 3]
    desk.at = on("2027-01-02")  # the akte ended yesterday
    assert desk.as_("collega").get(f"/v1/brieven/documenten/{first['id']}").status_code == 403


def test_the_pages_show_fill_check_and_send(desk: Desk) -> None:
    zaak, line = invited(desk)
    client, here = desk.as_("lpa"), f"/zaken/{zaak['id']}/brieven/{line['id']}"
    assert "Uitnodiging verzuimgesprek" in client.get(f"/zaken/{zaak['id']}/brieven").text
    assert "Deze brief kan nog niet weg" in client.get(here).text
    family(desk, zaak)
    shown = client.get(here)
    assert "Ik heb de brief gelezen" in shown.text
    assert "Voor Mia Testouder" in shown.text
    seen = re.search(r'name="versie"\s+value="([0-9a-f]{64})"', shown.text)
    assert seen
    answer = client.post(here, data={"actie": "vul", "tolk": "Pools", "datum": "2026-12-01"}, follow_redirects=True)
    assert "Er is een tolk bij het gesprek: Pools." in answer.text
    stale = client.post(here, data={"actie": "controleer", "versie": seen[1]})
    assert stale.status_code == 409
    assert "veranderd sinds u hem bekeek" in stale.text
    assert client.get(f"{here}/concept?exemplaar=0").content.startswith(b"%PDF")
    client.post(here, data={"actie": "controleer"})
    answer = client.post(here, data={"actie": "verzend"}, follow_redirects=True)
    assert "verstuur hem zelf per post of beveiligde mail" in answer.text
    assert "PDF voor Paul Anders" in answer.text
    assert client.post(here, data={"actie": "verzend"}).status_code == 409
    wrong = client.post(f"/zaken/{zaak['id']}/brieven", data={"code": "L19"})
    assert wrong.status_code == 422
    assert "niet zelf beginnen" in wrong.text


def test_a_letterhead_needs_what_stands_on_it(desk: Desk) -> None:
    with pytest.raises(Exception, match="Telefoon is nodig op een brief"), writing(desk.engine) as session:
        set_letterhead(session, HERE, HEAD | {"telefoon": ""})
