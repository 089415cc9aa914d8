"""A heavier route lies at hand with its reason; nothing is suggested that the table does not have."""

from datetime import date
from typing import Any

import pytest

from states.facts import Child, Earlier, Facts
from states.fields import FIELDS
from states.suggestions import Suggestion, suggest, warning
from tests.situations import TODAY


def facts(**known: Any) -> Facts:
    root = known.pop("root", {})
    base = {
        "today": TODAY,
        "birth_date": date(2011, 3, 1),
        "counters": root,
        "root": root,
        "proces": "relatief_verzuim",
    }
    return Facts(**{**base, **known})


def ended(proces: str, state: str) -> Child:
    return Child(proces, state, False, {})


# fmt: off
AT_HAND: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "routekeuze", []),
    ({"birth_date": date(2008, 11, 23)}, "in_route", ["overdragen"]),
    ({"root": {"halt_negatief_op": "2026-11-02"}, "kin": (ended("halt", "negatief"),)}, "routekeuze", ["start_straf"]),
    ({"root": {"halt_negatief_op": "2026-11-02", "geen_pv_na_halt_op": "2026-11-09"}}, "routekeuze", []),
    ({"root": {"halt_negatief_op": "2026-11-02"}}, "monitoring", []),
    ({"kin": (ended("halt", "geweigerd"),)}, "routekeuze", ["start_straf"]),
    ({"kin": (ended("kader", "advies_pv"),)}, "in_route", ["start_straf"]),
    ({"kin": (ended("hulp", "gestagneerd"),)}, "routekeuze", ["start_kader"]),
    ({"kin": (ended("hulp", "geweigerd"),), "root": {"verwijtbaarheid": "jongere"}},
     "routekeuze", ["start_halt", "start_kader"]),
    ({"kin": (ended("hulp", "geweigerd"),), "root": {"verwijtbaarheid": "jongere"}, "earlier": Earlier(halt=True)},
     "routekeuze", ["start_kader"]),
    ({"kin": (ended("hulp", "geweigerd"), ended("kader", "beeindigd"))}, "routekeuze", []),
    ({"kin": (ended("hulp", "geweigerd"),), "children": (("hulp", "lopend"),)}, "in_route", []),
    ({"earlier": Earlier(help=True)}, "routekeuze", ["start_kader"]),
    ({"earlier": Earlier(warned=True), "root": {"verwijtbaarheid": "jongere"}}, "routekeuze", ["start_halt"]),
    ({"proces": "luxeverzuim", "earlier": Earlier(luxe=True)}, "luxe_onderzoek", ["start_straf"]),
    ({"proces": "luxeverzuim"}, "luxe_onderzoek", []),
]
# fmt: on


@pytest.mark.parametrize(("known", "state", "steps"), AT_HAND)
def test_what_lies_at_hand(known: dict[str, Any], state: str, steps: list[str]) -> None:
    found = suggest(facts(**known), state)
    assert [suggestion.step for suggestion in found] == steps
    for suggestion in found:
        assert suggestion.reason.endswith(".")
        assert all(value in FIELDS[name].options for name, value in suggestion.prefilled.items())


def test_after_halt_the_form_starts_with_its_ground_and_the_reason_names_the_day() -> None:
    negative = facts(root={"halt_negatief_op": "2026-11-02"}, kin=(ended("hulp", "geweigerd"),))
    assert suggest(negative, "routekeuze")[0] == Suggestion(
        "start_straf", "Halt is op 2 november 2026 negatief afgesloten: daarna past een proces-verbaal.",
        {"grond": "halt_negatief"},
    )  # fmt: skip


def test_at_seventeen_the_civil_route_is_warned_against() -> None:
    assert "17 jaar" in warning("start_kader", facts(birth_date=date(2009, 11, 23)))
    assert not warning("start_kader", facts(birth_date=date(2009, 11, 24)))
    assert not warning("start_halt", facts(birth_date=date(2009, 11, 23)))
