"""Hands on the clock of a term: who may, what it does to the due date, and what is kept of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from cases.errors import Conflict, Invalid, NotFound, Stale
from cases.rights import NotAllowed
from cases.tables import ClockEntry, Event
from tests.databases import dump
from tests.office import Office


def in_behandeling(office: Office) -> tuple[UUID, UUID]:
    """A zaak of anna and its term of ten working days from Monday 2 November 2026: the 16th."""
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    return case, office.term(case)["id"]


def due(office: Office, case: UUID) -> tuple[str, int]:
    term = office.term(case)
    return term["due_on"].isoformat(), term["round"]


def test_a_suspension_moves_the_due_date_and_begins_a_round(office: Office) -> None:
    case, term = in_behandeling(office)
    assert due(office, case) == ("2026-11-16", 1)
    office.on("2026-11-11").sweep()  # the reminder of the 11th
    office.on("2026-11-12").suspend(term, "2026-11-19")
    assert due(office, case) == ("2026-11-23", 2)
    assert "7 dagen opgeschort wegens ziekte" in office.term(case)["sentence"]
    office.on("2026-11-18").sweep()
    assert [day for day, name in office.rungs(case) if name == "herinnering"] == ["2026-11-11", "2026-11-18"]


def test_resuming_early_brings_the_due_date_back_without_a_new_round(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-23")
    assert due(office, case) == ("2026-11-30", 2)
    office.on("2026-11-11").resume(term)
    assert due(office, case) == ("2026-11-18", 2)


def test_an_extension_counts_in_the_unit_of_the_term(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").extend(term, 5)
    assert due(office, case) == ("2026-11-23", 2)
    office.on("2026-11-09").extend(term, 1, unit="wk")
    assert due(office, case) == ("2026-11-30", 3)


def test_each_hand_on_the_clock_is_a_line_and_an_event(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-23", explanation="Vader ligt in het ziekenhuis.")
    office.on("2026-11-11").resume(term)
    office.on("2026-11-12").extend(term, 2, by="tess")

    lines = [(line["kind"], line["ground"], line["officer_id"]) for line in office.rows(ClockEntry, "seq")]
    assert lines == [
        ("opschorten", "ziekte", office.id("anna")), ("hervatten", "", office.id("anna")),
        ("verlengen", "capaciteit", office.id("tess")),
    ]  # fmt: skip
    events = office.rows(Event, "seq", case_id=case)[-3:]
    assert [(event["kind"], event["answers"]["regel"]) for event in events] == [
        ("klok", "opschorten"), ("klok", "hervatten"), ("klok", "verlengen"),
    ]  # fmt: skip
    assert office.case(case)["version"] == events[-1]["seq"] == 5


@pytest.mark.parametrize("by", ["anna", "tess", "theo"])
def test_the_behandelaar_and_the_teamleider_may(office: Office, by: str) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-16", by=by)
    assert due(office, case)[1] == 2


@pytest.mark.parametrize(
    ("by", "refusal"), [("bram", NotAllowed), ("adam", NotAllowed), ("vera", NotFound), ("tara", NotFound)]
)
def test_others_may_not(office: Office, by: str, refusal: type[Exception]) -> None:
    _case, term = in_behandeling(office)
    before = dump(office.engine)
    day = office.on("2026-11-09")
    with pytest.raises(refusal):
        day.suspend(term, "2026-11-16", by=by)
    with pytest.raises(refusal):
        day.resume(term, by=by)
    with pytest.raises(refusal):
        day.extend(term, 1, by=by)
    assert dump(office.engine) == before


WRONG: dict[str, tuple[str, Callable[[Office, UUID], Any]]] = {
    "a second suspension": ("tot", lambda o, term: o.on("2026-11-10").suspend(term, "2026-11-20")),
    "no length": ("tot", lambda o, term: o.on("2026-11-18").suspend(term, "2026-11-18")),
    "backwards": ("tot", lambda o, term: o.on("2026-11-18").suspend(term, "2026-11-17")),
    "no such ground": ("grond", lambda o, term: o.on("2026-11-18").suspend(term, "2026-11-20", ground="geen_zin")),
    "no ground": ("grond", lambda o, term: o.on("2026-11-18").extend(term, 1, ground="")),
    "nothing to resume": ("op", lambda o, term: o.on("2026-11-18").resume(term)),
    "no extension": ("aantal", lambda o, term: o.on("2026-11-10").extend(term, 0)),
    "shorter": ("aantal", lambda o, term: o.on("2026-11-10").extend(term, -3)),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_ledger_cannot_hold_leaves_no_trace(office: Office, name: str) -> None:
    _case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-16")
    before = dump(office.engine)
    field, action = WRONG[name]
    with pytest.raises(Invalid) as refused:
        action(office, term)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert dump(office.engine) == before


def test_a_hand_on_the_clock_is_under_the_version(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-16", version=2)
    with pytest.raises(Stale):
        office.on("2026-11-10").extend(term, 1, version=2)
    assert office.case(case)["version"] == 3


def test_a_term_that_ended_or_runs_beside_the_zaak_has_no_hands(office: Office) -> None:
    case, term = in_behandeling(office)
    beside = office.term(case, "gesprek_uiterlijk")["id"]
    with pytest.raises(Conflict, match="naast de zaak"):
        office.on("2026-11-09").suspend(beside, "2026-11-16")
    office.on("2026-11-09").step(case, "vraag_informatie")
    with pytest.raises(Conflict, match="afgelopen"):
        office.on("2026-11-10").extend(term, 1)


def test_a_suspended_term_is_silent_while_it_stands_still(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-03").suspend(term, "2026-12-01")
    office.on("2026-12-07").sweep()
    assert [
        name for _day, name in office.rungs(case) if name not in ("terugkoppeling_school", "gesprek_uiterlijk")
    ] == []
