"""Zaken from melding to end, told by date."""

import pytest

from cases.tables import Deadline, Event
from tests.office import Office


def test_an_ignored_melding_is_reminded_once_and_then_listed_as_overdue(office: Office) -> None:
    case = office.on("2026-05-11").report()  # Monday; five working days, Ascension Thursday not counted

    assert office.on("2026-05-15").sweep() == 0
    assert office.on("2026-05-18").sweep() == 1
    assert office.on("2026-05-18").sweep() == 0  # twice is once
    assert office.on("2026-05-19").overdue() == []
    assert office.on("2026-05-20").overdue() == [case]


def test_who_stays_away_twice_has_been_invited_enough(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-11-09").steps(case, "meld_niet_verschenen", "plan_gesprek")
    assert office.case(case)["state"] == "gesprek_gepland"
    office.on("2026-11-16").steps(case, "meld_niet_verschenen", "maximum_bereikt")

    assert office.case(case)["state"] == "routekeuze"
    assert office.case(case)["facts"]["niet_verschenen"] == 2
    assert office.letters(case) == ["L03", "L04"]
    assert not any(event["deviates"] for event in office.rows(Event, case_id=case))


def test_a_moved_appointment_moves_its_term_and_begins_a_round_only_when_later(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    office.on("2026-11-03").step(case, "plan_gesprek", datum="2026-11-25")
    assert office.term(case)["due_on"].isoformat() == "2026-11-27"

    office.on("2026-11-04").step(case, "verzet_gesprek", datum="2026-11-16")
    term = office.term(case)
    assert (term["due_on"].isoformat(), term["round"]) == ("2026-11-18", 1)
    office.on("2026-11-17").sweep()
    assert ("2026-11-17", "herinnering") in office.rungs(case)

    office.on("2026-11-17").step(case, "verzet_gesprek", datum="2026-11-25")
    term = office.term(case)
    assert (term["due_on"].isoformat(), term["round"]) == ("2026-11-27", 2)
    office.on("2026-11-26").sweep()
    assert [day for day, name in office.rungs(case) if name == "herinnering"] == ["2026-11-17", "2026-11-26"]


def test_moving_an_appointment_earlier_repeats_no_rung(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")  # 9 November, so 11 November
    office.on("2026-11-20").sweep()
    reached = office.rungs(case)
    office.on("2026-11-20").step(case, "verzet_gesprek", datum="2026-11-30", op_verzoek_van="ouders")
    office.on("2026-11-20").step(case, "verzet_gesprek", datum="2026-11-25", op_verzoek_van="ouders")
    assert office.term(case)["round"] == 2
    office.on("2026-11-20").sweep()
    assert office.rungs(case) == reached


def test_the_last_route_that_ends_brings_the_root_back_to_the_choice(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-11-09").steps(case, "gesprek_gehouden", "start_hulp")
    office.on("2026-11-10").step(case, "start_hulp")
    first, second = office.children(case, "hulp")
    assert office.case(case)["state"] == "in_route"
    assert [row for row in office.rows(Deadline, case_id=case, ended_on=None) if row["kind"] == "toestand"] == []

    office.on("2026-11-11").step(first["id"], "hulp_geweigerd")
    assert office.case(case)["state"] == "in_route"
    office.on("2026-11-12").steps(second["id"], "hulp_aanvaard", "hulp_gestart", "hulp_geslaagd")
    assert office.case(case)["state"] == "routekeuze"
    assert office.log(case)[-3:] == ["kind", "kind", "route_beeindigd"]
    assert office.rows(Event, "seq", case_id=case)[-1]["actor"] == "systeem"
    assert office.term(case)["due_on"].isoformat() == "2026-11-19"


@pytest.mark.parametrize(("begin", "state"), [("2026-11-16", "routekeuze"), ("2026-11-09", "monitoring")])
def test_new_absence_during_monitoring_asks_for_a_choice_and_old_absence_does_not(
    office: Office, begin: str, state: str
) -> None:
    case = office.on("2026-11-02").report(number=7)
    office.on("2026-11-09").steps(case, "oppakken", "waarschuwen")

    joined = office.on("2026-11-18").report(number=7, begindatum=begin)
    assert joined == case
    assert office.case(case)["state"] == state
    assert [report["status"] for report in office.reports(case)] == ["B", "B"]


def test_withdrawing_the_only_melding_closes_the_zaak(office: Office) -> None:
    case = office.on("2026-11-02").report(kenmerk="A", number=7)
    assert office.on("2026-11-03").receive({"kenmerk": "A", "status": "I"}, number=7) == ["withdrawn"]
    assert (office.case(case)["state"], office.case(case)["uitkomst"]) == ("afgesloten", "ingetrokken")
    assert office.log(case) == ["opening", "melding_weg", "trek_melding_in"]
    assert office.on("2026-12-01").sweep() == 0


def test_withdrawing_one_of_two_meldingen_leaves_the_zaak_open(office: Office) -> None:
    case = office.on("2026-11-02").report(kenmerk="A", number=7)
    office.on("2026-11-02").report(kenmerk="B", number=7)
    assert office.on("2026-11-03").receive({"kenmerk": "A", "status": "I"}, number=7) == ["withdrawn"]
    assert office.case(case)["state"] == "ontvangen"
    assert [report["status"] for report in office.reports(case)] == ["I", "R"]
    assert office.on("2026-11-04").receive({"kenmerk": "B", "status": "I"}, number=7) == ["withdrawn"]
    assert office.case(case)["state"] == "afgesloten"


def test_withdrawing_after_a_gesprek_leaves_the_zaak_open(office: Office) -> None:
    case = office.on("2026-11-02").report(kenmerk="A", number=7)
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-11-09").step(case, "gesprek_gehouden")
    office.on("2026-11-10").receive({"kenmerk": "A", "status": "I"}, number=7)
    assert office.case(case)["state"] == "routekeuze"


def test_the_end_of_a_zaak_is_the_end_of_what_was_open_in_it(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "vraag_mdo", "vraag_veiligheidshuis", "plan_gesprek")
    office.on("2026-11-09").step(
        case, "gesprek_gehouden", afspraken=[{"wat": "a", "wie": "b", "uiterlijk": "2026-12-01"}]
    )
    office.on("2026-11-09").step(case, "start_hulp")
    office.on("2026-11-10").step(case, "beeindig", einde_reden="verhuisd", hoofduitkomst="verhuisd")

    kinds = ("mdo", "veiligheidshuis", "afspraak", "hulp")
    ended = [(kind, child["state"], child["closed_on"]) for kind in kinds for child in office.children(case, kind)]
    assert ended == [(kind, "vervallen", office.on("2026-11-10").date) for kind in kinds]
    assert office.rows(Deadline, root_id=case, ended_on=None) == []
    assert [report["status"] for report in office.reports(case)] == ["G"]
    assert office.on("2027-03-01").sweep() == 0


def test_after_a_death_no_letter_goes_out(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    office.on("2026-11-03").step(case, "beeindig", einde_reden="overleden", hoofduitkomst="overleden")
    assert office.letters(case) == []


def test_a_reopened_zaak_does_not_tell_again_what_was_told(office: Office) -> None:
    case = office.on("2026-11-02").report(number=7)
    office.on("2026-11-02").step(case, "oppakken")
    office.on("2026-11-30").sweep()
    told = office.rungs(case)
    assert {"terugkoppeling_school", "gesprek_uiterlijk"} <= {name for _day, name in told}
    office.on("2026-12-01").step(case, "sluit_geoorloofd")
    office.on("2026-12-02").step(case, "heropen", by="tess")
    assert office.case(case)["closed_on"] is None
    office.on("2026-12-03").step(case, "vraag_informatie")  # back in a state in which gesprek_uiterlijk would run
    office.on("2026-12-09").sweep()
    assert [rung for rung in office.rungs(case) if rung[1] in ("terugkoppeling_school", "gesprek_uiterlijk")] == [
        rung for rung in told if rung[1] in ("terugkoppeling_school", "gesprek_uiterlijk")
    ]


def test_a_later_melding_links_to_the_zaak_before(office: Office) -> None:
    first = office.on("2026-09-01").report(number=7)
    office.on("2026-09-01").steps(first, "oppakken", "waarschuwen", "sluit_af")
    second = office.on("2026-11-02").report(number=7)
    assert second != first
    assert office.case(second)["previous_id"] == first
    assert office.case(second)["facts"]["gewaarschuwd_op"] == "2026-09-01"


def test_luxe_never_joins_relatief(office: Office) -> None:
    case = office.on("2026-11-02").report(number=7)
    luxe = office.on("2026-11-02").report(number=7, soort="L")
    assert luxe != case
    assert office.case(luxe)["proces"] == "luxeverzuim"


def test_a_second_day_of_luxeverzuim_asks_for_a_reason_to_warn(office: Office) -> None:
    case = office.on("2026-11-02").report(soort="L")
    office.on("2026-11-02").steps(case, "oppakken", "waarschuw_luxe")
    assert office.case(case)["uitkomst"] == "waarschuwing"
    assert office.case(case)["state"] == "afgesloten"


def test_an_own_signal_begins_in_onderzoek_with_its_terms(office: Office) -> None:
    first = office.on("2026-09-01").report(number=7)
    office.on("2026-09-01").steps(first, "oppakken", "sluit_geoorloofd")
    case = office.on("2026-11-02").signal(first)
    assert office.case(case)["state"] == "in_behandeling"
    names = {row["name"] for row in office.rows(Deadline, case_id=case)}
    assert names == {"in_behandeling", "gesprek_uiterlijk", "terugkoppeling_school", "wordt_16"}
    office.on("2026-11-03").step(case, "sluit_geoorloofd", duo_reden="werk")
    assert office.reports(case) == []
