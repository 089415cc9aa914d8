"""A jongere who stays at home: 28 days, 8 weeks, 3 months, and the end of it with its reason."""

from typing import Any
from uuid import UUID

import pytest

from cases.outbox import open_terms
from cases.store import reading
from cases.tables import Deadline, Event, Rung, RungMail
from tests.office import Office

SCHOOL = "terugkoppeling_school"


def thuiszitter(office: Office, **columns: str) -> UUID:
    """A jongere at home since Monday 7 September 2026."""
    return office.on("2026-09-14").report(
        number=7, soort="LRV", alle_lessen_gemist="J", begindatum="2026-09-07", **columns
    )


def events(office: Office, case: UUID, step: str) -> list[str]:
    return [event["at"].date().isoformat() for event in office.rows(Event, "seq", case_id=case, step=step)]


def test_a_thuiszitter_is_seen_after_28_days_8_weeks_and_3_months(office: Office) -> None:
    case = thuiszitter(office)
    office.on("2026-09-14").steps(case, "oppakken", SCHOOL, "plan_gesprek")
    office.on("2026-09-21").step(case, "gesprek_gehouden")
    office.on("2026-10-02").sweep()
    assert events(office, case, "thuiszitter_begin") == []
    office.on("2026-10-05").sweep()
    assert events(office, case, "thuiszitter_begin") == ["2026-10-05"]
    [rung] = office.rows(Rung, case_id=case, name="langdurig")
    assert set(rung["recipients"]) == {str(office.id(name)) for name in ("tess", "theo")}

    office.on("2026-10-30").sweep()
    assert office.children(case, "mdo") == []
    office.on("2026-11-02").sweep()
    office.on("2026-11-02").sweep()
    [mdo] = office.children(case, "mdo")
    [opening] = office.rows(Event, case_id=mdo["id"], kind="opening")
    assert opening["answers"]["antwoorden"]["type_overleg"] == "thuiszitters"
    assert office.rows(Rung, case_id=case, name="pact_dreigt")[0]["recipients"] == [str(office.id("anna"))]


@pytest.mark.parametrize(("still_open", "meetings"), [(True, 1), (False, 2)])
def test_after_three_months_there_is_an_mdo_unless_one_is_open(office: Office, still_open: bool, meetings: int) -> None:
    case = thuiszitter(office)
    office.on("2026-11-02").sweep()
    [mdo] = office.children(case, "mdo")
    if not still_open:
        office.on("2026-11-03").step(mdo["id"], "vervalt")
    office.on("2026-12-04").sweep()
    assert len(office.children(case, "mdo")) == 1
    office.on("2026-12-07").sweep()
    assert len(office.children(case, "mdo")) == meetings
    office.on("2027-02-01").sweep()
    assert len(office.children(case, "mdo")) == meetings


@pytest.mark.parametrize(
    ("step", "answers", "reason"),
    [
        ("terug_op_school", {}, "opgelost"),
        ("sluit_geoorloofd", {"duo_reden": "terug_naar_school"}, "opgelost"),
        ("beeindig", {"duo_reden": "werk", "einde_reden": "verhuisd"}, "verhuisd"),
        ("beeindig", {"duo_reden": "werk", "einde_reden": "achttien_geworden"}, "achttien"),
        ("beeindig", {"duo_reden": "werk", "einde_reden": "vrijstelling"}, "vrijstelling"),
        ("beeindig", {"duo_reden": "werk", "einde_reden": "inschrijving_beeindigd_werk"}, "anders"),
        ("overdragen", {"naar": "gemeente"}, "verhuisd"),
    ],
)
def test_the_end_of_being_at_home_has_its_reason(
    office: Office, step: str, answers: dict[str, Any], reason: str
) -> None:
    case = thuiszitter(office)
    office.on("2026-09-14").step(case, "oppakken")
    office.on("2026-10-05").sweep()
    office.on("2026-10-12").step(case, step, **answers)
    [ended] = office.rows(Event, case_id=case, step="thuiszitter_einde")
    assert ended["answers"] == {"reden": reason}
    office.on("2027-01-04").sweep()
    assert office.children(case, "mdo") == []


def test_a_melding_that_gets_an_end_ends_the_absence(office: Office) -> None:
    case = thuiszitter(office, kenmerk="A")
    office.on("2026-10-05").sweep()
    changed = {"kenmerk": "A", "soort": "LRV", "alle_lessen_gemist": "J", "begindatum": "2026-09-07"}
    outcome = office.on("2026-10-12").receive(changed | {"einddatum": "2026-10-09"}, number=7)
    assert outcome == ["changed"]
    [ended] = office.rows(Event, case_id=case, step="thuiszitter_einde")
    assert ended["answers"] == {"reden": "opgelost"}


def test_a_short_absence_starts_no_thuiszitter_term(office: Office) -> None:
    case = office.on("2026-09-14").report(einddatum="2026-09-11", begindatum="2026-09-07", alle_lessen_gemist="J")
    names = {row["name"] for row in office.rows(Deadline, case_id=case)}
    assert names == {"ontvangen", "wordt_16"}


def test_the_teamleider_is_told_of_a_thuiszitter_though_the_term_has_done_its_work(office: Office) -> None:
    case = thuiszitter(office)
    office.on("2026-10-05").sweep()
    [rung] = office.rows(Rung, case_id=case, name="langdurig")
    mails = office.rows(RungMail, "rung_id", rung_id=rung["id"])
    assert len(mails) == 2
    with reading(office.engine) as session:
        assert all(open_terms(session, mail["notice_id"])[0] >= 1 for mail in mails)
