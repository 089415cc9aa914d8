"""Reading a file: what is refused as a whole, and that one bad row spoils no other."""

import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.meldingbestand import Refused, Row, inspect, read_rows
from cases.meldingrij import COLUMNS
from tests.meldingen import EXAMPLE, csv_of, row

HEADER = ";".join(COLUMNS).encode()
ANY_FOLDER = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "meldingen.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(folder: Path, content: bytes | str) -> list[Row]:
    return list(read_rows(inspect(written(folder, content))))


def refusal(folder: Path, content: bytes | str, **limits: Any) -> str:
    with pytest.raises(Refused) as error:
        inspect(written(folder, content), **limits)
    return str(error.value)


def test_the_example_has_60_rows_that_can_all_be_read() -> None:
    bestand = inspect(EXAMPLE)
    found = list(read_rows(bestand))

    assert (bestand.encoding, bestand.rows, bestand.notes) == ("utf-8-sig", 60, [])
    assert [item.line for item in found] == list(range(2, 62))
    assert not any(item.problem for item in found)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf", "leeg"),
        (b"\r\n \r\n", "leeg"),
        ("kenmerk;status".encode("utf-16"), "UTF-16"),
        ("kenmerk;status".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x00\x00\x08", "geen tekst"),
        (b"kenmerk\x81;status", "geen leesbare tekst"),
        (b"VM1;R;2026-11-02T09:30:00+01:00;9001\n", "geen kopregel"),
        (HEADER.replace(b";", b","), "puntkomma"),
        (HEADER + b";Schoenmaat;x\n", "'schoenmaat', 'x'"),
        (HEADER + b";pgn\n", "twee keer: 'pgn'"),
        (HEADER.replace(b";pgn;", b";"), "verplichte kolom: 'pgn'"),
        (HEADER.replace(b";melder_telefoon;melder_email", b""), "melder_telefoon of melder_email"),
        (b'"kenmerk;status', "geen kopregel"),
    ],
)
def test_an_unreadable_file_is_refused_with_one_sentence(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    text = refusal(tmp_path, content)

    assert sentence in text
    assert text.endswith(".")


def test_a_first_row_with_a_child_in_it_is_not_repeated_in_the_refusal(tmp_path: Path) -> None:
    assert "Testpersoon" not in refusal(tmp_path, csv_of([row()]).split("\r\n", 1)[1])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert "1 MB" in refusal(tmp_path, HEADER + b"\n" * (1 << 20), max_mb=1)
    assert "3 rijen" in refusal(tmp_path, csv_of([row(number) for number in range(4)]), max_rows=3)
    assert inspect(written(tmp_path, csv_of([row(number) for number in range(3)])), max_rows=3).rows == 3


def test_a_byte_order_mark_capitals_and_absent_optional_columns_are_fine(tmp_path: Path) -> None:
    names = tuple(name for name in COLUMNS if name not in ("te_laat", "reden", "melder_email"))
    content = csv_of([row()], names).replace("kenmerk", " KENMERK ", 1)
    [found] = rows(tmp_path, b"\xef\xbb\xbf" + content.encode())

    assert found.cells["voornamen"] == "Zoë"
    assert "te_laat" not in found.cells


def test_windows_1252_is_converted_and_said(tmp_path: Path) -> None:
    bestand = inspect(written(tmp_path, csv_of([row(reden="Zoë’s trein – te laat €")]).encode("cp1252")))
    [found] = read_rows(bestand)

    assert found.cells["reden"] == "Zoë’s trein – te laat €"
    assert "Windows-1252" in bestand.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_empty_rows_are_left_out(tmp_path: Path, end: str) -> None:
    content = csv_of([row(1), row(2)]).replace("\r\n", end)
    header, first, second, _ = content.split(end)
    found = rows(tmp_path, end.join([header, "", first, ";" * (len(COLUMNS) - 1), second]))

    assert [item.line for item in found] == [3, 5]
    assert [item.cells["kenmerk"] for item in found] == ["TEST000001", "TEST000002"]


def test_quotes_semicolons_and_line_ends_inside_a_cell_are_kept(tmp_path: Path) -> None:
    text = 'Zei: "ik kom";\r\nen kwam niet\nooit'
    found = rows(tmp_path, csv_of([row(1, reden=text), row(2)]))

    assert found[0].cells["reden"] == text
    assert [item.line for item in found] == [2, 5]


@pytest.mark.parametrize("broken", ['"Onbekend', '"Onbekend" ja', '"a""', '"'])
def test_a_broken_quote_costs_its_own_row_and_no_other(tmp_path: Path, broken: str) -> None:
    around = [row(1), row(2, reden="KAPOT"), row(3), row(4, reden='"netjes"; zo'), row(5)]
    found = rows(tmp_path, csv_of(around).replace("KAPOT", broken))

    assert [item.cells.get("kenmerk") for item in found] == [
        "TEST000001",
        None,
        "TEST000003",
        "TEST000004",
        "TEST000005",
    ]
    assert found[1].line == 3
    assert found[1].problem is not None
    assert "aanhalingstekens" in found[1].problem.text
    assert found[1].text.startswith("TEST000002;")


def test_a_row_with_too_many_or_too_few_cells_says_how_many(tmp_path: Path) -> None:
    header, good = csv_of([row()]).split("\r\n")[:2]
    found = rows(tmp_path, "\n".join([header, good + ";x", good, "VM1;R"]))

    assert [item.problem.text if item.problem else "" for item in found] == [
        "De rij heeft 36 velden, de kopregel heeft er 35.", "", "De rij heeft 2 velden, de kopregel heeft er 35."
    ]  # fmt: skip


def test_an_endless_line_costs_its_own_row_and_no_memory(tmp_path: Path) -> None:
    endless = b'"' + b"x" * (20 << 20)
    path = written(tmp_path, csv_of([row(1)]).encode() + endless + b"\n" + csv_of([row(2)]).encode().split(b"\r\n")[1])
    tracemalloc.start()
    found = list(read_rows(inspect(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [item.line for item in found] == [2, 3, 4]
    assert "te lang" in (found[1].problem.text if found[1].problem else "")
    assert found[2].cells["kenmerk"] == "TEST000002"
    assert peak < 8 << 20


@ANY_FOLDER
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_and_never_anything_else(tmp_path: Path, content: bytes) -> None:
    for start in (b"", HEADER + b"\n"):
        with suppress(Refused):
            bestand = inspect(written(tmp_path, start + content))
            assert len(list(read_rows(bestand))) == bestand.rows


@ANY_FOLDER
@given(st.lists(st.text(alphabet='ab;"\n\r', max_size=12), min_size=1, max_size=12))
def test_no_line_with_anything_in_it_is_lost(tmp_path: Path, lines: list[str]) -> None:
    """Each good row that is put between arbitrary lines without quotes is read; and every line is in some row."""
    parts = [line.replace('"', "") for line in lines]
    good = csv_of([row(7)]).split("\r\n")[1]
    content = "\n".join([HEADER.decode(), *(f"{part}\n{good}" for part in parts)])
    found = rows(tmp_path, content)

    assert sum(item.cells.get("kenmerk") == "TEST000007" for item in found) == len(parts)


@ANY_FOLDER
@given(st.lists(st.text(alphabet='a;"\n', max_size=8), min_size=1, max_size=10))
def test_what_rfc_4180_writes_is_what_is_read(tmp_path: Path, texts: list[str]) -> None:
    found = rows(tmp_path, csv_of([row(number, reden=text) for number, text in enumerate(texts)]))

    assert [item.cells.get("reden") for item in found] == texts
