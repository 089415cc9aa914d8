"""Undo by correction: what was before comes back, what left the house stays, and nothing is lost."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cases import corrections
from cases.errors import Conflict, Invalid, NotFound
from cases.moving import move_report
from cases.rights import NotAllowed
from cases.store import writing
from cases.tables import Case, Deadline, Event, Letter
from cases.verify import verify
from tests.office import Day, Office


def stands(office: Office, root: UUID) -> list[Any]:
    """How a dossier stands: its zaken with their facts, and the terms that run."""
    zaken = {row["id"]: row for row in office.rows(Case, "number", root_id=root)}
    terms = [row for row in office.rows(Deadline, "name", root_id=root) if row["ended_on"] is None]
    same = ("number", "state", "closed_on", "uitkomst", "officer_id", "facts")
    open_ones = [
        {name: row[name] for name in same} for row in zaken.values() if row["closed_on"] is None or row["id"] == root
    ]
    return [
        open_ones,
        sorted((row["kenmerk"], row["status"]) for row in office.reports(root)),
        sorted((str(row["case_id"]), row["name"], row["due_on"], row["anchor_on"], row["waits"]) for row in terms),
    ]


def last(office: Office, case: UUID) -> int:
    return int(office.case(case)["version"])


def undo(day: Day, case: UUID, seq: int | None = None, *, by: str = "anna", reason: str = "Vergissing.") -> Any:
    version = last(day.office, case)
    with writing(day.office.engine) as session:
        return corrections.withdraw(
            session, case, seq or version, reason=reason, actor=day.office.people[by], at=day.at, version=version
        )


def amend(day: Day, case: UUID, seq: int, **answers: Any) -> Any:
    with writing(day.office.engine) as session:
        return corrections.amend(
            session, case, seq, answers, reason="Verkeerd getypt.", actor=day.office.people["anna"], at=day.at,
            version=last(day.office, case),
        )  # fmt: skip


WALK = (
    "oppakken", "plan_gesprek", "verzet_gesprek", "notitie", "gesprek_gehouden", "hoor_betrokkenen", "start_hulp",
    "verzuim_gestopt", "sluit_af", "heropen", "vraag_mdo", "beeindig",
)  # fmt: skip


def test_each_step_taken_back_gives_what_was_and_taken_back_again_what_it_led_to(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    for number, step in enumerate(WALK):
        day = office.on(date(2026, 11, 3 + number))
        before = stands(office, case)
        day.step(case, step, by="anna")
        after, seq = stands(office, case), step_seq(office, case, step)
        undo(day, case, seq)
        assert stands(office, case) == before, step
        assert verify(office.engine).lines()[-1] == "Alles klopt.", step
        undo(day, case, last_correction(office, case))
        assert stands(office, case) == after, step
    assert verify(office.engine).lines()[-1] == "Alles klopt."


def step_seq(office: Office, case: UUID, step: str) -> int:
    return int([row["seq"] for row in office.rows(Event, "seq", case_id=case, step=step, kind="stap")][-1])


def last_correction(office: Office, case: UUID) -> int:
    return int([row["seq"] for row in office.rows(Event, "seq", case_id=case, kind="correctie")][-1])


def test_a_step_with_something_built_on_it_is_not_taken_back(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    day.steps(case, "oppakken", "plan_gesprek")
    before = stands(office, case)
    with pytest.raises(Conflict, match="Plan gesprek"):
        undo(day, case, step_seq(office, case, "oppakken"))
    assert stands(office, case) == before


def test_what_it_opened_closes_again_unless_somebody_worked_on_it(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    day.steps(case, "oppakken", "plan_gesprek", "gesprek_gehouden", "start_hulp")
    [hulp] = office.children(case, "hulp")
    undo(day, case, step_seq(office, case, "start_hulp"))
    assert office.case(hulp["id"])["closed_on"] == day.date
    assert office.case(case)["state"] == "routekeuze"
    day.step(case, "start_hulp")
    hulp = office.children(case, "hulp")[-1]
    day.step(hulp["id"], "hulp_aanvaard")
    with pytest.raises(Conflict, match="Hulp aanvaard"):
        undo(day, case, step_seq(office, case, "start_hulp"))


def test_the_rungs_of_the_term_that_comes_back_are_reached_with_their_true_dates(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-03").step(case, "oppakken")
    undo(office.on("2026-11-13"), case)
    office.on("2026-11-13").sweep()
    assert ("2026-11-10", "verlopen") in office.rungs(case)


def test_a_letter_not_yet_sent_lapses_and_a_sent_one_is_told(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    day.steps(case, "oppakken", "plan_gesprek")
    undo(day, case)
    assert [row["state"] for row in office.rows(Letter, case_id=case)] == ["vervallen"]
    assert office.rows(Event, "seq", case_id=case)[-1]["answers"]["voor"]["toestand"] == "Verzuimgesprek gepland"


def test_an_answer_set_right_moves_the_term_that_rests_on_it(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    day.step(case, "oppakken")
    day.step(case, "plan_gesprek", datum="2026-11-16")
    seq = last(office, case)
    amend(day, case, seq, datum="2026-11-18")
    assert office.term(case)["due_on"] == date(2026, 11, 20)
    told = office.rows(Event, "seq", case_id=case)[-1]["answers"]
    assert (told["voor"], told["na"]) == ({"datum": "2026-11-16"}, {"datum": "2026-11-18"})
    with pytest.raises(Invalid, match="verleden"):
        amend(day, case, seq, datum="2026-10-01")


def test_who_may_not_take_the_step_may_not_take_it_back(office: Office) -> None:
    day = office.on("2026-11-02")
    case = day.report()
    day.step(case, "oppakken")
    with pytest.raises(NotAllowed):
        undo(day, case, by="adam")
    with pytest.raises(NotFound):
        undo(day, case, by="vera")
    with pytest.raises(Invalid, match="Leg uit"):
        undo(day, case, reason=" ")
    undo(day, case, by="tess")
    assert office.case(case)["state"] == "ontvangen"


def move(day: Day, report: UUID, to: UUID, *, by: str = "anna", reason: str = "Hoort bij de broer.") -> UUID:
    with writing(day.office.engine) as session:
        return move_report(session, report, to, reason=reason, actor=day.office.people[by], at=day.at)


def test_a_melding_goes_to_the_zaak_of_the_right_child(office: Office) -> None:
    day = office.on("2026-11-02")
    wrong, right = day.report(number=1), day.report(number=2)
    day.step(right, "oppakken")
    [report] = office.reports(wrong)
    move(day, report["id"], right)
    moved = next(row for row in office.reports(right) if row["id"] == report["id"])
    assert (moved["status"], moved["person_id"]) == ("B", office.case(right)["person_id"])
    assert (office.case(wrong)["state"], office.case(wrong)["uitkomst"]) == ("afgesloten", "ingetrokken")
    assert office.case(right)["facts"]["meldingen"] == 2
    assert verify(office.engine).lines()[-1] == "Alles klopt."


def test_a_melding_stays_where_it_is_when_it_cannot_go(office: Office) -> None:
    day = office.on("2026-11-02")
    case, luxe = day.report(number=1), day.report(number=2, soort="L")
    [report] = office.reports(case)
    for to, why in ((case, "al bij deze zaak"), (luxe, "dit soort zaak")):
        with pytest.raises(Invalid, match=why):
            move(day, report["id"], to)
    with pytest.raises(Invalid, match="Leg uit"):
        move(day, report["id"], luxe, reason="")
    with pytest.raises(NotFound):
        move(day, report["id"], luxe, by="vera")
    assert office.log(case) == ["opening"]
