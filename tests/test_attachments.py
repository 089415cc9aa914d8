"""Attachments: what may be kept, under which name it comes back, and who sees it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases import people
from cases.filetypes import ALLOWED, kind_of, safe_name
from cases.rows import table_of
from cases.store import reading, writing
from cases.tables import Attachment, Case, Officer, WpgAttachment
from tests.databases import SQLITE, fresh
from tests.desk import Desk, Json, on

PDF = b"%PDF-1.7\n1 0 obj\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(*names: str, first: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(SQLITE, tmp_path) as engine:
        yield Desk(engine, tmp_path)


def put(desk: Desk, zaak: Json, content: bytes, name: str = "brief.pdf", by: str = "adm") -> Any:
    where = f"/v1/zaken/{zaak['id']}/bijlagen"
    return desk.as_(by).post(where, files={"bestand": (name, content, "image/png")})


def listed(desk: Desk, zaak: Json, by: str = "lpa") -> Any:
    return desk.as_(by).get(f"/v1/zaken/{zaak['id']}/bijlagen").json()


def test_what_a_file_is_follows_from_its_content() -> None:
    kinds = {
        PDF: "application/pdf",
        b"\x89PNG\r\n\x1a\n" + b"0" * 20: "image/png",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 20: "image/jpeg",
        zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"): DOCX,
        zipped("content.xml", first=ODT): ODT,
        "Gewone tekst met é.\r\n\tEn meer.".encode(): "text/plain",
    }
    assert {kind_of(content) for content in kinds} == set(ALLOWED)
    assert [kind_of(content) for content in kinds] == list(kinds.values())


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + b"\x00" * 100, b"\x7fELF" + b"\x00" * 60, zipped("a.exe"), b"GIF89a" + b"0" * 20, b"\xff\xfe\x00bin",
        b"<html><script>alert(1)</script>", b" <svg onload=x>", b"<?xml version='1.0'?><svg/>", b"tekst\x00binair",
        "tekst".encode("utf-16"), zipped("[Content_Types].xml", "xl/workbook.xml"),
    ],
)  # fmt: skip
def test_other_kinds_are_not_kept_whatever_their_name(content: bytes) -> None:
    assert kind_of(content) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("verslag.pdf", "verslag.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\Temp\\brief.PDF", "brief.pdf"),
        ("rekening.exe", "rekening.exe.pdf"), ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"), ("", "bijlage.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"), ("...", "bijlage.pdf"), ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
        ('x" ; filename="y.html', "x ; filename=y.html.pdf"),
    ],
)  # fmt: skip
def test_a_name_keeps_nothing_that_can_do_harm(given: str, kept: str) -> None:
    assert safe_name(given, "application/pdf") == kept


def test_a_file_is_kept_once_listed_and_given_back_to_be_saved(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as engine:
        desk = Desk(engine, tmp_path)
        zaak = desk.picked_up()
        first, again = put(desk, zaak, PDF, "../Verzuim Zoë.html"), put(desk, zaak, PDF, "anders.pdf", by="lpa")
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["id"] == again.json()["id"]
        [file] = listed(desk, zaak)
        assert (file["naam"], file["type"], file["grootte"]) == ("Verzuim Zoë.html.pdf", "application/pdf", len(PDF))
        assert (file["door"], file["afgeschermd"]) == ("M. adm", False)
        back = desk.as_("tl").get(f"/v1/bijlagen/{file['id']}")
        assert back.content == PDF
        assert back.headers["content-type"] == "application/octet-stream"
        assert back.headers["x-content-type-options"] == "nosniff"
        assert back.headers["content-disposition"] == "attachment; filename*=UTF-8''Verzuim%20Zo%C3%AB.html.pdf"


def test_what_cannot_be_kept_gets_a_sentence_and_changes_nothing(desk: Desk) -> None:
    zaak = desk.picked_up()
    before = desk.everything()
    most = desk.app.state.record.attachment_max_mb * 1024 * 1024
    for content, sentence in (
        (b"MZ" + b"\x00" * 50, "Dit soort bestand kan niet worden bewaard."), (b"", "Kies een bestand."),
        (PDF + b"0" * most, "Het bestand is te groot: hooguit 10 MB."),
    ):  # fmt: skip
        answer = put(desk, zaak, content)
        assert answer.status_code == 422
        assert sentence in answer.json()["detail"]
    assert put(desk, zaak, b"0" * (most + 2 * 1024 * 1024)).status_code == 413
    assert put(desk, zaak, PDF, by="tl").status_code == 403
    assert put(desk, zaak, PDF, by="buur").status_code == 404
    raw = desk.as_("adm").post(f"/v1/zaken/{zaak['id']}/bijlagen", content=PDF, headers={"content-type": "text/plain"})
    assert raw.status_code == 415
    assert desk.everything() == before


def test_another_gemeente_and_a_damaged_file_are_refused(desk: Desk) -> None:
    zaak = desk.picked_up()
    where = f"/v1/bijlagen/{put(desk, zaak, PDF).json()['id']}"
    assert desk.as_("buur").get(where).status_code == 404
    assert desk.as_("buur").get(f"/v1/zaken/{zaak['id']}/bijlagen").status_code == 404
    with writing(desk.engine) as session:
        session.execute(sa.update(table_of(Attachment)).values(content=b"iets anders"))
    answer = desk.as_("lpa").get(where)
    assert answer.status_code == 409
    assert "beschadigd" in answer.json()["detail"]


def test_a_file_of_a_wpg_zaak_lies_apart_and_is_for_a_boa_only(desk: Desk) -> None:
    zaak = desk.picked_up()
    put(desk, zaak, PDF)
    with writing(desk.engine) as session:
        boa = session.get_one(Officer, desk.ids["collega"])
        people.set_akte(session, boa, "BOA-7", date(2026, 1, 1), date(2027, 1, 1))
        cases = table_of(Case)
        session.execute(sa.update(cases).where(cases.c.id == UUID(zaak["id"])).values(regime="wpg"))
    assert put(desk, zaak, PDF + b"2", by="adm").status_code == 403
    made = put(desk, zaak, PDF + b"2", by="collega")
    assert made.status_code == 201
    with reading(desk.engine) as session:
        kept = [
            session.execute(sa.select(table_of(each).c.content)).scalars().all() for each in (Attachment, WpgAttachment)
        ]
    assert kept == [[PDF], [PDF + b"2"]]
    for who in ("lpa", "adm", "tl"):
        seen = [(file["naam"], file["id"]) for file in listed(desk, zaak, who) if file["afgeschermd"]]
        assert seen == [("", None)]
        assert desk.as_(who).get(f"/v1/bijlagen/{made.json()['id']}").status_code == 403
    assert len([file for file in listed(desk, zaak, "collega") if file["naam"]]) == 2
    desk.at = on("2027-01-02")
    assert desk.as_("collega").get(f"/v1/bijlagen/{made.json()['id']}").status_code == 403


def test_the_page_takes_a_file_and_tells_what_is_wrong_with_another(desk: Desk) -> None:
    zaak = desk.picked_up()
    client, where = desk.as_("adm"), f"/zaken/{zaak['id']}/bijlagen"
    shown = client.post(where, files={"bestand": ("a.pdf", PDF)}, follow_redirects=True)
    assert "De bijlage is bewaard" in shown.text
    assert "a.pdf" in shown.text
    wrong = client.post(where, files={"bestand": ("a.exe", b"MZ" + b"\x00" * 50)})
    assert wrong.status_code == 422
    assert "Dit soort bestand kan niet worden bewaard." in wrong.text
    [file] = listed(desk, zaak)
    assert client.get(f"{where}/{file['id']}").content == PDF
