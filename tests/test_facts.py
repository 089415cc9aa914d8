"""Facts are folded from events: what a child tells its root, the first hearing, absence, birthdays."""

from datetime import date
from typing import Any

import pytest

from states.facts import WHILE, Counters, fold, months_later

DAY = date(2026, 11, 23)


def walk(*happened: tuple[str, str, dict[str, Any]], start: Counters | None = None) -> Counters:
    """The counters after these (kind, step, answers), a day apart."""
    counters: Counters = start or {}
    for number, (kind, step, answers) in enumerate(happened):
        on = date(2026, 11, 1 + number)
        counters = fold(counters, kind=kind, step=step, answers=answers, on=on, closes=step.startswith("sluit_af"))
    return counters


def test_a_zaak_remembers_the_day_it_was_opened_and_what_it_began_with() -> None:
    assert walk(("opening", "", {"feiten": {"meldingen": 1}})) == {"geopend_op": "2026-11-01", "meldingen": 1}


@pytest.mark.parametrize(
    ("proces", "state", "mark"),
    [
        ("halt", "negatief", "halt_negatief_op"),
        ("straf", "ingezonden", "pv_op"),
        ("straf", "afgezien", "pv_afgezien_op"),
    ],
)
def test_what_a_child_tells_its_root_is_dated(proces: str, state: str, mark: str) -> None:
    assert walk(("kind", "", {"proces": proces, "zaak": "2026-1-1", "toestand": state})) == {mark: "2026-11-01"}


def test_another_end_of_a_child_marks_nothing() -> None:
    assert walk(("kind", "", {"proces": "halt", "toestand": "geslaagd"}), ("kind", "", {})) == {}


def test_the_term_after_halt_stops_when_a_proces_verbaal_is_sent_or_left() -> None:
    runs = WHILE["geen_pv_na_halt"]
    assert runs({"halt_negatief_op": "2026-11-01"}, "in_route")
    for step in ("zend_pv_in", "geen_pv_na_halt"):
        assert not runs(walk(("stap", step, {})), "in_route")
    assert not runs(walk(("kind", "", {"proces": "straf", "toestand": "afgezien"})), "in_route")


def test_the_first_hearing_stays_the_first() -> None:
    heard = walk(
        ("stap", "verdachte_verhoord", {"gehoord_op": "2026-10-20"}),
        ("stap", "verdachte_verhoord", {"gehoord_op": "2026-11-02"}),
    )
    assert heard == {"gehoord_op": "2026-11-02", "eerste_verhoor_op": "2026-10-20"}


def test_who_was_heard_once_stays_heard_and_no_free_text_is_kept() -> None:
    kept = walk(
        ("stap", "gesprek_gehouden", {"ouders_gehoord": True, "jongere_gehoord": False, "verslag": "geheim"}),
        ("stap", "hoor_betrokkenen", {"ouders_gehoord": False, "jongere_gehoord": True}),
        ("stap", "maximum_bereikt", {"bewijs_uitnodigingen": "brieven van mei"}),
    )
    assert kept["ouders_gehoord"] is kept["jongere_gehoord"] is kept["bewijs_uitnodigingen"] is True
    assert "geheim" not in str(kept)
    assert "brieven" not in str(kept)


def test_missed_hearings_are_counted_and_proven() -> None:
    missed = ("stap", "verdachte_niet_verschenen", {"bewijs_oproep": "aangetekend"})
    assert walk(missed, missed) == {"verhoor_gemist": 2, "bewijs_oproep": True}


def test_absoluut_counts_from_the_first_day_once_nobody_replies() -> None:
    signal = {"niet_ingeschreven_sinds": "2026-08-31"}
    assert "thuis_sinds" not in walk(("stap", "schrijf_aan", {}), ("stap", "reactie_ontvangen", {}), start=signal)
    for step in ("geen_reactie", "start_begeleiding", "wacht_op_inschrijving", "start_straf"):
        assert walk(("stap", step, {}), start=signal)["thuis_sinds"] == "2026-08-31"


def test_absoluut_ends_with_the_enrolment_and_begins_anew_when_the_zaak_opens_again() -> None:
    signal = {"niet_ingeschreven_sinds": "2026-08-31"}
    enrolled = walk(("stap", "geen_reactie", {}), ("stap", "meld_ingeschreven", {}), start=signal)
    assert enrolled["thuis_sinds"] == ""
    assert walk(("stap", "start_hulp", {}), start=enrolled)["thuis_sinds"] == ""
    again = walk(("stap", "heropen", {}), ("stap", "start_begeleiding", {}), start=enrolled)
    assert again["thuis_sinds"] == "2026-11-01"


def test_a_relatief_zaak_has_no_first_day_without_enrolment() -> None:
    assert "thuis_sinds" not in walk(("stap", "heropen", {}), ("stap", "start_hulp", {}))


def test_only_the_nearest_birthday_runs() -> None:
    ahead = {f"wordt_{age}_op": f"20{age + 15}-03-01" for age in (12, 16, 17, 18)}

    def running(counters: Counters) -> list[str]:
        return [f"wordt_{age}" for age in (12, 16, 17, 18) if WHILE[f"wordt_{age}"](counters, "monitoring")]

    assert running(ahead) == ["wordt_12"]
    later = walk(("term", "wordt_12", {}), start=ahead)
    assert running(later) == ["wordt_12", "wordt_16"]  # a term whose event has happened does not start again
    assert running({"wordt_18_op": "2027-01-01"})[-1] == "wordt_18"


def test_three_months_on_is_the_same_day_or_the_last_of_the_month() -> None:
    assert months_later(date(2026, 8, 23), 3) == date(2026, 11, 23)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
