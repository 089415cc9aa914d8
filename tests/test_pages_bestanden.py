"""`/meldingbestanden`, `/quarantaine` and `/meldingen` by forms without JavaScript, on both databases."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from httpx2 import Response
from sqlalchemy import Engine

from tests.desk import ELSEWHERE, HERE, Desk, bestand
from tests.meldingen import row

FILES, ROWS, BY_HAND = "/meldingbestanden", "/quarantaine", "/meldingen/nieuw"


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def secret(html: str) -> str:
    found = re.search(r'name="csrf"\s+value="([^"]*)"', html)
    assert found, html
    return found[1]


def send(desk: Desk, content: bytes, by: str = "adm", name: str = "week.csv", follow: bool = True) -> Response:
    client = desk.as_(by)
    form = {"csrf": secret(client.get(FILES).text)}
    files = {"bestand": (name, content, "text/csv")}
    return client.post(FILES, data=form, files=files, follow_redirects=follow)


def quarantined(desk: Desk, **wrong: str) -> str:
    """The address of one row that could not become a melding."""
    answer = send(desk, bestand(0, **wrong))
    assert answer.status_code == 200, answer.text
    found = re.search(rf'href="({ROWS}/[0-9a-f-]+)"', desk.as_("adm").get(ROWS).text)
    assert found
    return found[1]


def test_a_file_is_delivered_and_reported(desk: Desk) -> None:
    answer = send(desk, bestand(0, 1))
    assert answer.status_code == 200
    shown = desk.as_("adm").get(str(answer.url.path)).text
    assert "Zaken geopend" in shown
    assert re.search(r"Zaken geopend</dt>\s*<dd[^>]*>\s*2\s*<", shown)
    assert "week.csv" in desk.as_("tl").get(FILES).text
    again = send(desk, bestand(0, 1))
    assert "Dit bestand was al aangeleverd" in again.text
    assert again.url.path == answer.url.path


@pytest.mark.parametrize("content", [b"", "kenmerk".encode("utf-16"), b"kenmerk;onzin\r\n1;2\r\n"])
def test_a_file_that_cannot_be_used_is_told_beside_the_form(desk: Desk, content: bytes) -> None:
    before = desk.everything()
    answer = send(desk, content)
    assert answer.status_code == 422
    assert 'id="bestand-fout"' in answer.text
    assert desk.everything() == before
    assert desk.kept_files() == []


def test_a_file_that_is_too_large_is_refused_with_a_sentence(desk: Desk) -> None:
    desk.app.state.record.upload_max_mb = 1
    answer = send(desk, b"x" * (1 << 20) + b"x")
    assert answer.status_code == 413
    assert "groter dan 1 MB" in answer.text
    assert desk.kept_files() == []


def test_a_form_without_a_file_says_so(desk: Desk) -> None:
    client = desk.as_("adm")
    files = {"iets": ("x", b"", "text/csv")}
    answer = client.post(FILES, data={"csrf": secret(client.get(FILES).text)}, files=files)
    assert (answer.status_code, "Kies een bestand" in answer.text) == (422, True)


def test_a_row_is_mended_and_offered_again(desk: Desk) -> None:
    path = quarantined(desk, begindatum="2026-02-31", reden="<i>ziek</i>")
    client = desk.as_("adm")
    html = client.get(path).text
    assert 'value="2026-02-31"' in html
    assert 'id="begindatum-fout"' in html
    assert "&lt;i&gt;ziek&lt;/i&gt;" in html
    form = row(0, begindatum="2026-02-30") | {"csrf": secret(html)}
    wrong = client.post(path, data=form)
    assert wrong.status_code == 422
    assert 'value="2026-02-30"' in wrong.text
    done = client.post(path, data=form | {"begindatum": "2026-10-05"}, follow_redirects=True)
    assert "een zaak geopend" in done.text
    assert "Niets in quarantaine" in done.text
    assert client.post(path, data=form | {"begindatum": "2026-10-05"}).status_code in (409, 422)


def test_a_row_is_given_up_with_a_reason(desk: Desk) -> None:
    path = quarantined(desk, soort="V9")
    client = desk.as_("adm")
    form = {"csrf": secret(client.get(path).text), "waarom": " "}
    refused = client.post(f"{path}/vervallen", data=form)
    assert (refused.status_code, 'id="waarom-fout"' in refused.text) == (422, True)
    done = client.post(f"{path}/vervallen", data=form | {"waarom": "Dubbel"}, follow_redirects=True)
    assert "De regel is vervallen." in done.text
    assert "Deze regel is afgehandeld" in client.get(path).text


def by_hand(desk: Desk, by: str = "adm", **changes: str) -> Response:
    client = desk.as_(by)
    html = client.get(BY_HAND).text
    kenmerk = re.search(r'value="(hand-[0-9a-f]{12})"', html)
    assert kenmerk
    typed = row(3) | {"kenmerk": kenmerk[1], "gemeld_op": "2026-11-20T09:30", "csrf": secret(html)}
    return client.post(BY_HAND, data=typed | changes, follow_redirects=False)


def test_a_melding_is_registered_by_hand(desk: Desk) -> None:
    answer = by_hand(desk)
    assert answer.status_code == 303, answer.text
    shown = desk.as_("adm").get(answer.headers["location"]).text
    assert "heeft een zaak geopend" in shown
    found = re.search(r'href="/zaken/([0-9a-f-]+)"', shown)
    assert found
    assert desk.zaak(found[1])["toestand"] == "ontvangen"
    joined = desk.as_("lpa").get(by_hand(desk, by="lpa").headers["location"]).text
    assert "bij een lopende zaak gevoegd" in joined
    assert f'href="/zaken/{found[1]}"' in joined


def test_sending_a_melding_twice_is_one_melding(desk: Desk) -> None:
    first, again = by_hand(desk, kenmerk="EEN"), by_hand(desk, kenmerk="EEN")
    assert again.headers["location"].endswith("uitkomst=ongewijzigd")
    assert first.headers["location"].partition("?")[0] == again.headers["location"].partition("?")[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [("pgn", "123456789"), ("geboortedatum", "2026-02-31"), ("gemeld_op", "2027-01-01T10:00"), ("soort", "V9"),
     ("gemeentecode", ELSEWHERE), ("specificatie", "5 uur"), ("geslachtsnaam", "")],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(desk: Desk, column: str, value: str) -> None:
    desk.as_("adm").get(BY_HAND)
    before = desk.everything()
    answer = by_hand(desk, **{column: value, "reden": "<script>x</script>"} | {column: value})
    assert answer.status_code == 422
    assert f'id="{column}-fout"' in answer.text
    assert "&lt;script&gt;x&lt;/script&gt;" in answer.text
    assert value in answer.text
    assert desk.everything() == before


def test_another_gemeente_sees_nothing_of_it(desk: Desk) -> None:
    row_path = quarantined(desk, soort="V9")
    file_path = send(desk, bestand(1)).url.path
    melding_path = by_hand(desk).headers["location"].partition("?")[0]
    for path in (row_path, file_path):
        assert desk.as_("buur_adm").get(path).status_code == 404
    assert desk.as_("buur").get(melding_path).status_code == 404
    assert desk.as_("buur_adm").post(row_path).status_code == 404
    assert desk.as_("buur_adm").post(f"{row_path}/vervallen", data={"waarom": "x"}).status_code == 404
    assert row_path not in desk.as_("buur_adm").get(ROWS).text
    assert "week.csv" not in desk.as_("buur_adm").get(FILES).text
    assert HERE not in desk.as_("buur_adm").get(ROWS).text


def test_each_role_does_only_its_own(desk: Desk) -> None:
    row_path = quarantined(desk, soort="V9")
    roles = ("lpa", "adm", "tl", "beheer", "po")
    reads = {
        path: {name for name in roles if desk.as_(name).get(path).status_code == 200}
        for path in (FILES, ROWS, row_path, BY_HAND)
    }
    officers = {"lpa", "adm"}
    assert reads == {FILES: {*officers, "tl"}, ROWS: officers, row_path: officers, BY_HAND: officers}
    assert 'type="file"' not in desk.as_("tl").get(FILES).text
    for path in (FILES, row_path, BY_HAND):
        assert desk.as_("tl").post(path).status_code == 403
        assert desk.as_("adm").post(path, headers={"x-csrf-token": "mis"}).status_code == 403


def test_a_page_asks_at_most_twelve_questions(desk: Desk) -> None:
    row_path = quarantined(desk, soort="V9")
    client = desk.as_("adm")
    asked: list[str] = []
    sa.event.listen(desk.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    for path in (FILES, ROWS, row_path, BY_HAND):
        asked.clear()
        assert client.get(path).status_code == 200
        selects = [each for each in asked if each.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert len(selects) <= 12, path
