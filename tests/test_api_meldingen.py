"""`/v1/meldingen`, `/v1/meldingbestanden` and `/v1/quarantaine`: what comes in, on both databases."""

import codecs
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.desk import ELSEWHERE, Desk, bestand, melding
from tests.meldingen import PGNS

CSV = {"content-type": "text/csv"}


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_the_same_melding_again_is_the_same_melding(desk: Desk) -> None:
    first = desk.as_("adm").post("/v1/meldingen", json=melding())
    assert (first.status_code, first.json()["uitkomst"]) == (201, "geopend"), first.text
    assert first.headers["location"] == f"/v1/zaken/{first.json()['zaak']}"
    before = desk.everything()
    again = desk.as_("adm").post("/v1/meldingen", json=melding())
    assert (again.status_code, again.json()) == (200, first.json() | {"uitkomst": "ongewijzigd"})
    assert desk.everything() == before


def test_a_melding_joins_changes_and_is_withdrawn(desk: Desk) -> None:
    def sent(**changes: Any) -> tuple[int, str]:
        answer = desk.as_("adm").post("/v1/meldingen", json=melding(**changes))
        return answer.status_code, answer.json()["uitkomst"]

    assert sent() == (201, "geopend")
    assert sent(kenmerk="TWEE", begindatum="2026-10-06", specificatie=[]) == (201, "gevoegd")
    assert sent(kenmerk="TWEE", begindatum="2026-10-07", specificatie=[]) == (200, "gewijzigd")
    assert sent(kenmerk="TWEE", status="I", begindatum="2026-10-07", specificatie=[]) == (200, "ingetrokken")
    assert sent(status="I") == (200, "ingetrokken")
    [zaak] = desk.as_("lpa").get("/v1/zaken").json()["resultaten"]
    assert (zaak["toestand"], zaak["uitkomst"]) == ("afgesloten", "ingetrokken")


def test_what_does_not_fit_is_told_and_never_refused(desk: Desk) -> None:
    answer = desk.as_("adm").post("/v1/meldingen", json=melding(specificatie=[]))
    assert answer.json()["aandachtspunten"] == ["Soort V3 is vanaf 16 uur; de specificatie noemt 0 uur."]


BAD_MELDINGEN: dict[str, tuple[dict[str, Any], int, str]] = {
    "the elfproef": (melding(1, pgn="123456789"), 422, "pgn"),
    "31 February": (melding(1, begindatum="2026-02-31"), 422, "begindatum"),
    "tomorrow": (melding(1, gemeldOp="2026-11-24T09:00:00+01:00"), 422, "gemeldOp"),
    "no melder": ({k: v for k, v in melding(1).items() if k != "melder"}, 422, "melder"),
    "half a melder": (melding(1, melder={"naam": "A"}), 422, "melder.email"),
    "an unknown field": (melding(1, bsn="x"), 422, "bsn"),
    "a soort that is none": (melding(1, soort="V9"), 422, "soort"),
    "an unknown gemeente": (melding(1, gemeentecode="0363"), 422, "gemeentecode"),
    "another gemeente": (melding(1, gemeentecode=ELSEWHERE), 422, "gemeentecode"),
    "a known pgn with another birth date": (melding(kenmerk="X", geboortedatum="2011-02-19"), 409, "geboortedatum"),
    "a known kenmerk with another pgn": (melding(pgn=PGNS[5]), 409, "pgn"),
    "the withdrawal of what is not known": (melding(1, status="I"), 409, "status"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status", "veld"), BAD_MELDINGEN.values(), ids=BAD_MELDINGEN)
def test_a_bad_melding_says_which_field_and_leaves_nothing(
    desk: Desk, body: dict[str, Any], status: int, veld: str
) -> None:
    desk.reported(0)
    before = desk.everything()
    answer = desk.as_("adm").post("/v1/meldingen", json=body)
    told = answer.json()
    assert (answer.status_code, [fout["veld"] for fout in told["fouten"]]) == (status, [veld]), answer.text
    assert not any(str(value) in told["detail"] for value in (body["pgn"], body["geboortedatum"]))
    assert desk.everything() == before


def test_no_json_is_refused(desk: Desk) -> None:
    answer = desk.as_("adm").post("/v1/meldingen", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "De inhoud van de aanvraag is geen geldige JSON.")


def delivered(desk: Desk, body: bytes, by: str = "adm") -> Any:
    return desk.as_(by).post("/v1/meldingbestanden?bestandsnaam=week48.csv", content=body, headers=CSV)


def test_a_file_is_accepted_read_and_reported(desk: Desk) -> None:
    answer = delivered(desk, bestand(0, 1, 2) + bestand(3, pgn="123456789").split(b"\r\n", 1)[1])
    assert (answer.status_code, answer.json()["toestand"]) == (202, "wacht"), answer.text
    told = desk.as_("lpa").get(answer.headers["location"]).json()
    assert (told["toestand"], told["rijen"], told["geopend"], told["quarantaine"]) == ("klaar", 4, 3, 1)
    assert told["bestandsnaam"] == "week48.csv"
    assert "regel 5, pgn:" in told["verslag"]
    assert len(desk.as_("lpa").get("/v1/zaken").json()["resultaten"]) == 3
    assert desk.kept_files() == []


def test_a_file_in_a_form_is_the_same(desk: Desk) -> None:
    answer = desk.as_("adm").post("/v1/meldingbestanden", files={"bestand": ("a.csv", bestand(0), "text/csv")})
    assert (answer.status_code, answer.json()["bestandsnaam"]) == (202, "a.csv"), answer.text
    assert desk.as_("adm").get(answer.headers["location"]).json()["geopend"] == 1


def test_the_same_file_twice_is_one_delivery(desk: Desk) -> None:
    first = delivered(desk, bestand(0))
    assert desk.as_("adm").get(first.headers["location"]).json()["toestand"] == "klaar"
    before = desk.everything()
    again = delivered(desk, bestand(0))
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert again.json()["melding"] == "Dit bestand is al ingelezen op 23-11-2026; er is niets veranderd."
    assert desk.everything() == before
    assert desk.kept_files() == []


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "leeg"),
    "only a mark": (codecs.BOM_UTF8, "leeg"),
    "no header": (bestand(0).split(b"\r\n", 1)[1], "geen kopregel"),
    "UTF-16": (bestand(0).decode().encode("utf-16"), "UTF-16"),
    "an unknown column": (bestand(0).replace(b"te_laat", b"te_vroeg", 1), "te_vroeg"),
    "a column missing": (bestand(0).replace(b"kenmerk;", b"", 1), "kenmerk"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "geen tekst"),
}


@pytest.mark.parametrize(("body", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_used_leaves_nothing(desk: Desk, body: bytes, said: str) -> None:
    before = desk.everything()
    answer = delivered(desk, body)
    assert (answer.status_code, answer.json()["fouten"][0]["veld"]) == (422, "bestand"), answer.text
    assert said in answer.json()["detail"]
    assert desk.everything() == before
    assert desk.kept_files() == []


def test_what_is_no_file_is_refused(desk: Desk) -> None:
    assert desk.as_("adm").post("/v1/meldingbestanden", json={}).status_code == 415
    assert desk.as_("adm").post("/v1/meldingbestanden", files={"anders": b"x"}).status_code == 422
    assert delivered(desk, bestand(0), by="tl").status_code == 403


def test_two_files_at_once_both_arrive(desk: Desk) -> None:
    desk.as_("adm"), desk.as_("lpa")
    answers: list[Any] = []
    bodies = [bestand(*range(20)), bestand(*range(10, 30)).replace(b"TEST0000", b"ANDER000")]

    def send(by: str, body: bytes) -> None:
        answers.append(delivered(desk, body, by))

    threads = [threading.Thread(target=send, args=pair) for pair in zip(("adm", "lpa"), bodies, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [desk.as_("adm").get(answer.headers["location"]).json() for answer in answers]
    assert [one["toestand"] for one in told] == ["klaar", "klaar"], told
    assert sum(one["geopend"] for one in told) == 30
    assert sum(one["gevoegd"] for one in told) == 10


def test_a_row_in_quarantine_is_shown_repaired_and_gone(desk: Desk) -> None:
    delivered(desk, bestand(0, pgn="123456789"))
    [row] = desk.as_("adm").get("/v1/quarantaine").json()["resultaten"]
    assert (row["regel"], row["toestand"], [fout["kolom"] for fout in row["fouten"]]) == (2, "open", ["pgn"])
    assert "123456789" not in str(row)
    path = f"/v1/quarantaine/{row['id']}"
    assert desk.as_("adm").get(path).json()["gegevens"]["pgn"] == "123456789"

    before = desk.everything()
    still = desk.as_("adm").put(path, json={"gegevens": {"begindatum": "2026-02-31"}})
    assert {fout["veld"] for fout in still.json()["fouten"]} == {"pgn", "begindatum"}
    assert still.status_code == 422
    assert desk.as_("adm").put(path, json={"gegevens": {"onbekend": "x"}}).status_code == 422
    assert desk.everything() == before

    assert desk.as_("adm").put(path, json={"gegevens": {"pgn": PGNS[0]}}).json()["uitkomst"] == "geopend"
    assert desk.as_("adm").get("/v1/quarantaine").json()["resultaten"] == []
    assert desk.as_("adm").put(path, json={"gegevens": {"pgn": PGNS[0]}}).status_code in (409, 422)
    [done] = desk.as_("adm").get("/v1/quarantaine?toestand=hersteld").json()["resultaten"]
    assert done["id"] == row["id"]


def test_a_row_is_given_up_with_a_reason(desk: Desk) -> None:
    delivered(desk, bestand(0, pgn="123456789"))
    [row] = desk.as_("adm").get("/v1/quarantaine").json()["resultaten"]
    path = f"/v1/quarantaine/{row['id']}"
    for body in ({}, {"vervallen": ""}, {"vervallen": "Dubbel", "gegevens": {}}):
        assert desk.as_("adm").put(path, json=body).status_code == 422
    assert desk.as_("adm").put(path, json={"vervallen": "Dubbel geleverd"}).json()["uitkomst"] == "vervallen"
    assert desk.as_("adm").put(path, json={"vervallen": "Dubbel geleverd"}).status_code == 409
