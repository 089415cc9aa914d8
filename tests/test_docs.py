"""The generated pages are those of the tables as they stand."""

import json
from pathlib import Path

import pytest

from states import law_page, markdown
from states.basis import BASIS
from states.conditions import CONDITIONS
from states.policy import KEYS
from states.policy_keys import AANNAME, OM, PRAKTIJK, WET
from states.processes import PROCESSEN, ZAAKTERMEN

DOCS = Path(__file__).parent.parent / "docs"
PAGES = DOCS / "processes"


@pytest.mark.parametrize("name", PROCESSEN)
def test_the_page_of_a_proces_is_current(name: str) -> None:
    assert (PAGES / f"{name}.md").read_text() == markdown.page(PROCESSEN[name]), "draai: make docs"


def test_the_index_is_current_and_no_page_is_left_over() -> None:
    assert (PAGES / "README.md").read_text() == markdown.index(), "draai: make docs"
    assert {path.stem for path in PAGES.glob("*.md")} == {"README", *PROCESSEN}


def test_the_page_on_wet_norm_and_keuze_is_current() -> None:
    page = law_page.law_page()
    assert (DOCS / "wat-is-wet.md").read_text() == page, "draai: make docs"
    assert all(f"`{name}`" in page for name in (*CONDITIONS, *KEYS))
    assert "{" not in page
    assert (DOCS / "sources.md").is_file()


def test_every_condition_has_a_basis_and_no_basis_is_left_over() -> None:
    assert BASIS.keys() == CONDITIONS.keys()
    for name, (basis, source) in BASIS.items():
        assert basis in ((WET, OM, PRAKTIJK, AANNAME) if CONDITIONS[name].kind != "orde" else ("dossier",))
        assert source.endswith(".")


def test_the_tables_are_data_with_lists_where_there_are_commas() -> None:
    data = json.loads(json.dumps(PROCESSEN["relatief_verzuim"].data))
    assert data["states"]["monitoring"] == {
        "titel": "Monitoring schoolgang", "term": "6 lw monitoring.duur", "waits": "school", "ladder": "halfweg",
    }  # fmt: skip
    assert {
        "from": ["gesprek_gepland"], "step": "verzet_gesprek", "to": "gesprek_gepland", "who": ["lpa", "adm"],
        "conditions": ["tijdig_uitgenodigd"], "asks": ["datum", "tijd", "plaats", "genodigden", "op_verzoek_van"],
        "letters": ["L03"], "opens": [], "uitkomst": "",
    } in data["steps"]  # fmt: skip


def test_every_term_has_a_basis() -> None:
    used = {state.term.key for proces in PROCESSEN.values() for state in proces.states if state.term}
    used |= {term.term.key for term in ZAAKTERMEN}
    assert {key for key in used if KEYS[key].basis not in (WET, OM, PRAKTIJK, AANNAME)} == set()
