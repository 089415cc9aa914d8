"""Hands on the clock of a term: who may, what it does to the due date, and what is kept of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cases import places
from cases.errors import Conflict, Invalid, NotFound, Stale
from cases.hindsight import Known, as_known_on
from cases.rights import NotAllowed
from cases.store import reading, writing
from cases.tables import ClockEntry, Event
from cases.verify import verify
from tests.databases import SQLITE, dump
from tests.office import HERE, Office

ONE_DATABASE = pytest.mark.parametrize("kind", [SQLITE], indirect=True)
"""what SQL does not decide: one database is enough"""


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


def test_a_correction_sets_amount_and_start_right_and_leaves_the_suspension(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-09").suspend(term, "2026-11-11")
    assert due(office, case) == ("2026-11-18", 2)
    office.on("2026-11-10").correct(term, amount=12, start=date(2026, 10, 30))
    assert due(office, case) == ("2026-11-19", 3)  # 12 werkdagen after Friday 30 October, and two days of illness
    assert (
        "gecorrigeerd op 10 november 2026 na een vergissing (was 10 werkdagen vanaf 2 november 2026)"
        in (office.term(case)["sentence"])
    )
    office.on("2026-11-10").correct(term, amount=5)
    assert due(office, case) == ("2026-11-06", 3)  # moving earlier opens no round
    assert list(verify(office.engine).findings) == []


@ONE_DATABASE
def test_a_running_term_keeps_its_policy_until_an_officer_corrects_it(office: Office) -> None:
    case, term = in_behandeling(office)
    set_policy(office, "2026-11-09", "intake.uitnodigen", "15")
    office.on("2026-11-09").extend(term, 1)
    assert due(office, case)[0] == "2026-11-17"
    office.on("2026-11-10").correct(term, ground="nieuw_beleid")
    assert due(office, case)[0] == "2026-11-24"  # 15 and the extension of 1
    assert "naar het beleid van die dag (was 10 werkdagen" in office.term(case)["sentence"]
    later = office.on("2026-11-10").report()
    office.on("2026-11-10").step(later, "oppakken")
    assert office.term(later)["amount"] == 15


def set_policy(office: Office, day: str, key: str, value: str, valid_from: str = "") -> None:
    first = date.fromisoformat(valid_from or day)
    with writing(office.engine) as session:
        places.set_policy(session, HERE, key, value, valid_from=first, by="beheer", at=office.on(day).at)


@ONE_DATABASE
def test_policy_does_not_change_the_past(office: Office) -> None:
    before = dump(office.engine)
    with pytest.raises(Invalid) as refused:
        set_policy(office, "2026-11-09", "intake.uitnodigen", "15", valid_from="2026-11-08")
    assert [problem.text for problem in refused.value.problems] == [
        "Nieuw beleid gaat vandaag of later in, niet met terugwerkende kracht."
    ]
    assert dump(office.engine) == before


def known(office: Office, term: UUID, day: str, today: str = "2026-12-31", by: str = "anna") -> Known:
    with reading(office.engine) as session:
        return as_known_on(session, office.people[by], term, date.fromisoformat(day), today=date.fromisoformat(today))


def test_a_term_is_known_again_as_it_was_on_any_day(office: Office) -> None:
    case, term = in_behandeling(office)
    office.on("2026-11-04").suspend(term, "2026-11-06")
    office.on("2026-11-05").correct(term, amount=8)
    office.on("2026-11-09").extend(term, 2)
    office.on("2026-11-17").step(case, "vraag_informatie")
    days = {day: known(office, term, day).row["due_on"].isoformat() for day in (
        "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-08", "2026-11-09", "2026-12-31",
    )}  # fmt: skip
    assert days == {
        "2026-11-02": "2026-11-16", "2026-11-03": "2026-11-16", "2026-11-04": "2026-11-18",
        "2026-11-05": "2026-11-16", "2026-11-08": "2026-11-16", "2026-11-09": "2026-11-18", "2026-12-31": "2026-11-18",
    }  # fmt: skip
    first = known(office, term, "2026-11-03")
    assert (first.row["sentence"], first.lines, first.running) == (
        "10 werkdagen (aanname) vanaf 2 november 2026, dus uiterlijk 16 november 2026.", [], True,
    )  # fmt: skip
    assert [known(office, term, day).running for day in ("2026-11-16", "2026-11-17")] == [True, False]
    for day, sentence in (("2026-11-01", "begon op 2 november 2026"), ("2027-01-01", "ligt in de toekomst")):
        with pytest.raises(Invalid, match=sentence):
            known(office, term, day)
    with pytest.raises(NotFound):
        known(office, term, "2026-11-03", by="vera")


@ONE_DATABASE
def test_a_moved_appointment_is_known_again_too(office: Office) -> None:
    case, _ = in_behandeling(office)
    office.on("2026-11-03").step(case, "plan_gesprek", datum="2026-11-12")
    term = office.term(case)["id"]
    office.on("2026-11-05").extend(term, 1)
    office.on("2026-11-06").step(case, "verzet_gesprek", datum="2026-11-19")
    days = ("2026-11-03", "2026-11-05", "2026-11-06")
    assert [known(office, term, day).row["due_on"].isoformat() for day in days] == [
        "2026-11-16", "2026-11-17", "2026-11-23",
    ]  # fmt: skip


@ONE_DATABASE
def test_lesweken_follow_the_holidays_of_the_school_that_were_known_when_the_term_began(office: Office) -> None:
    case, _ = in_behandeling(office)
    school = office.case(case)["school_id"]
    week = ("projectweek", date(2026, 11, 23), date(2026, 11, 29))
    with writing(office.engine) as session:
        places.add_school_holiday(session, HERE, *week, school_id=school, by="beheer", at=office.on("2026-11-03").at)
    office.on("2026-11-04").step(case, "waarschuwen")
    assert office.term(case)["due_on"] == date(2027, 1, 6)
    assert "projectweek (23 tot en met 29 november)" in office.term(case)["sentence"]
    with writing(office.engine) as session:
        more = ("staking", date(2026, 12, 7), date(2026, 12, 13))
        places.add_school_holiday(session, HERE, *more, school_id=None, by="beheer", at=office.on("2026-11-05").at)
    office.on("2026-11-06").extend(office.term(case)["id"], 1)
    assert office.term(case)["due_on"] == date(2027, 1, 13)
    assert list(verify(office.engine).findings) == []


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
    "before it began": ("tot", lambda o, term: o.on("2026-11-01").suspend(term, "2026-11-05")),
    "after it lapsed": ("vanaf", lambda o, term: o.on("2026-11-24").suspend(term, "2026-11-30")),
    "a correction that says nothing": ("aantal", lambda o, term: o.on("2026-11-10").correct(term)),
    "no change": ("aantal", lambda o, term: o.on("2026-11-10").correct(term, amount=10)),
    "policy that is the same": ("aantal", lambda o, term: o.on("2026-11-10").correct(term, ground="nieuw_beleid")),
    "policy and an amount": (
        "aantal", lambda o, term: o.on("2026-11-10").correct(term, amount=3, ground="nieuw_beleid")
    ),
    "a start in 1890": ("vanaf", lambda o, term: o.on("2026-11-10").correct(term, start=date(1890, 1, 1))),
    "no explanation": ("toelichting", lambda o, term: o.on("2026-11-10").correct(term, amount=3, explanation=" ")),
    "no ground to correct": ("grond", lambda o, term: o.on("2026-11-10").correct(term, amount=3, ground="ziekte")),
}  # fmt: skip


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


@ONE_DATABASE
def test_of_a_wpg_term_only_its_dates_are_known_without_an_akte(office: Office) -> None:
    case, _ = in_behandeling(office)
    day = office.on("2026-11-03")
    day.step(case, "kies_route", motivation="Er is al gesproken op school.")
    suspect = str(office.case(case)["person_id"])
    day.step(case, "start_straf", by="bram", motivation="De officier van justitie vraagt het.", verdachten=[suspect])
    child = office.children(case, "straf")[0]["id"]
    term = office.term(child)["id"]
    office.on("2026-11-04").extend(term, 5, by="bram", explanation="De verdachte is ziek.")
    assert [line["explanation"] for line in office.rows(ClockEntry, deadline_id=term)] == [""]
    seen, hidden = known(office, term, "2026-11-05", by="bram"), known(office, term, "2026-11-05")
    assert seen.row["due_on"] == hidden.row["due_on"] == date(2026, 11, 24)
    assert ("verlengd met 5 werkdagen" in seen.row["sentence"], len(seen.lines)) == (True, 1)
    assert (hidden.row["sentence"], list(hidden.lines)) == ("Uiterlijk 24 november 2026.", [])
