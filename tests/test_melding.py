"""Every rule of meldingbestand.md for one melding, as a row and as JSON."""

import csv
import json
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cases.errors import Invalid
from cases.melding import Melding, age_on, flags, problems
from cases.meldingrij import COLUMNS, check_row, from_row
from tests.meldingen import AT, CATALOGUE, EXAMPLE, row

HOSTILE = [item for item in CATALOGUE if item[1].get("gemeentecode") not in ("0363", "9009")]


def as_json(**changes: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(from_row(row()))), **changes}


def offered(cells: dict[str, str]) -> tuple[Melding | None, set[str]]:
    """The melding, or the columns for which it was refused."""
    try:
        return check_row(cells, AT), set()
    except Invalid as refusal:
        return None, {problem.field for problem in refusal.problems if problem.text}


def refused(**changes: Any) -> list[str]:
    with pytest.raises(ValidationError) as error:
        Melding.model_validate(as_json(**changes))
    return [f"{problem.field}: {problem.text}" for problem in problems(error.value, columns=False)]


def test_all_rows_of_the_example_are_good() -> None:
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))

    assert tuple(rows[0]) == COLUMNS
    assert len({check_row(item, AT).kenmerk for item in rows}) == 60


def test_the_catalogue_is_large_enough() -> None:
    assert len(CATALOGUE) >= 300


@pytest.mark.parametrize(("column", "changes"), HOSTILE)
def test_a_bad_value_is_named_by_its_column_alone(column: str, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        check_row(row(**changes), AT)

    assert {problem.field for problem in refusal.value.problems} == {column}
    for problem in refusal.value.problems:
        assert problem.text[0].isupper() or problem.text.startswith("'")
        assert problem.text.endswith(".")
        value = changes[column].strip() if column in changes else ""
        assert len(value) < 5 or value not in problem.text


def test_every_wrong_column_of_a_row_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        check_row(row(pgn="1", soort="X", einddatum="x", melder_naam=""), AT)

    assert [problem.field for problem in refusal.value.problems] == ["pgn", "soort", "einddatum", "melder_naam"]


def test_optional_columns_may_be_absent() -> None:
    short = {name: text for name, text in row().items() if text}
    del short["einddatum"], short["specificatie"], short["te_laat"], short["reden"], short["voornamen"]
    melding = check_row(short, AT)

    assert (melding.einddatum, melding.specificatie, melding.te_laat, melding.reden) == (None, (), None, "")


def test_text_is_stored_in_one_form_and_without_white_space_around_it() -> None:
    melding = check_row(row(geslachtsnaam="  Zoe\u0308 ", reden="regel een\nregel twee\t"), AT)

    assert melding.geslachtsnaam == "Zoë"
    assert melding.reden == "regel een\nregel twee"


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_a_name_is_kept_as_it_was_or_refused_never_changed_in_silence(name: str) -> None:
    kept, refused_in = offered(row(geslachtsnaam=name))
    assert refused_in <= {"geslachtsnaam"}
    if kept:
        assert kept.geslachtsnaam == unicodedata.normalize("NFC", name.strip())
        kept.geslachtsnaam.encode()


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from([*COLUMNS, "iets"]), st.text(max_size=30)))
def test_any_row_is_a_melding_or_refused_with_sentences(cells: dict[str, str]) -> None:
    kept, refused_in = offered(row(**cells))
    assert refused_in or kept


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from([*from_row(row()), "verblijfadres", "x"]), json_values, min_size=1))
def test_any_json_is_a_melding_or_refused_with_sentences(changes: dict[str, Any]) -> None:
    try:
        Melding.model_validate(as_json(**changes))
    except ValidationError as error:
        found = problems(error, columns=False)
        assert found
        assert all("niet juist" not in problem.text and problem.text.endswith(".") for problem in found)


def test_json_has_the_same_fields_nested_and_says_where_it_is_wrong() -> None:
    melding = Melding.model_validate(as_json(alleLessenGemist=True, actieGewenst="J"))

    assert (melding.alle_lessen_gemist, melding.actie_gewenst) == (True, True)
    assert refused(melder={"naam": "A"}) == [
        "melder.email: Email van de melder ontbreekt: vul een telefoonnummer of e-mailadres van de melder in."
    ]
    assert refused(melder="A") == ["melder: De melder moet een groep velden zijn."]
    assert refused(toestand="x") == ["toestand: Toestand is geen bekend veld."]
    assert refused(geboortedatum=None) == [
        "geboortedatum: Geboortedatum moet een datum zijn, geschreven als 2026-09-07."
    ]
    assert refused(specificatie=[{"datum": "2026-10-05", "uren": 13}])[0].startswith("specificatie.0.uren: ")
    assert refused(pgn="999922015")[0].startswith("pgn: Het pgn klopt niet")


def test_a_melding_survives_its_own_json() -> None:
    melding = check_row(row(), AT)

    assert Melding.model_validate_json(melding.model_dump_json()) == melding


def test_what_does_not_fit_is_flagged_and_never_refused() -> None:
    def flagged(**changes: str) -> list[str]:
        return flags(check_row(row(**changes), AT), date(2026, 11, 22))

    assert flagged() == []
    assert flagged(specificatie="2026-10-05=5.5") == ["Soort V3 is vanaf 16 uur; de specificatie noemt 5,5 uur."]
    assert flagged(geboortedatum="2008-10-05") == [
        "Soort V3 is voor onder de 18, maar de jongere was op de begindatum 18."
    ]
    assert flagged(geboortedatum="2008-10-06") == []
    assert flagged(soort="RMC") == ["Soort RMC is vanaf 18 jaar, maar de jongere was op de begindatum 15."]
    assert flagged(soort="L", begindatum="2026-12-21", einddatum="", specificatie="") == []
    assert flagged(soort="O", begindatum="2026-12-21", einddatum="", specificatie="") == [
        "De begindatum ligt in de toekomst."
    ]


def test_born_on_29_february_one_is_older_on_1_march() -> None:
    born = date(2008, 2, 29)

    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2026, 3, 1)) == 18
    assert age_on(born, date(2028, 2, 29)) == 20
