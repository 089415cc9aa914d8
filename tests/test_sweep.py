"""What the sweep does with terms whose day has come: once, with true dates, whoever runs it and when."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from cases.rows import table_of, update_all
from cases.store import writing
from cases.tables import Case, Deadline, Heartbeat, Notice, Officer, Rung, RungMail
from tests.databases import dump
from tests.office import Office

SCHOOL = "terugkoppeling_school"


def not_shown_up(office: Office) -> UUID:
    """A zaak in which nobody came on Monday 9 November 2026."""
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek", SCHOOL)
    office.on("2026-11-09").step(case, "meld_niet_verschenen")
    return case


def test_who_does_not_come_and_is_left_alone_gets_an_mdo(office: Office) -> None:
    case = not_shown_up(office)
    assert office.term(case)["due_on"].isoformat() == "2026-11-16"
    office.on("2026-11-20").sweep()
    assert office.children(case, "mdo") == []
    assert office.on("2026-11-23").swept()["voorstellen"] == 1
    assert office.on("2026-11-23").swept()["voorstellen"] == 0

    [mdo] = office.children(case, "mdo")
    assert (mdo["state"], mdo["opened_on"].isoformat(), mdo["officer_id"]) == (
        "voorgesteld", "2026-11-23", office.id("anna"),
    )  # fmt: skip
    [rung] = office.rows(Rung, case_id=case, name="mdo")
    assert rung["child_id"] == mdo["id"]
    assert set(rung["recipients"]) == {str(office.id(name)) for name in ("anna", "tess", "theo")}
    office.on("2027-03-01").sweep()
    assert len(office.children(case, "mdo")) == 1


def test_a_late_sweep_proposes_one_mdo_and_gives_true_dates(office: Office) -> None:
    case = not_shown_up(office)
    office.on("2026-12-21").sweep()
    assert office.rungs(case) == [
        ("2026-11-13", "herinnering"), ("2026-11-17", "verlopen"), ("2026-11-23", "gesprek_uiterlijk"),
        ("2026-11-23", "mdo"), ("2026-11-30", "teamleider"),
    ]  # fmt: skip
    assert len(office.children(case, "mdo")) == 1


def test_a_proposed_mdo_is_not_proposed_again_beside_one_that_is_open(office: Office) -> None:
    case = not_shown_up(office)
    office.on("2026-11-10").step(case, "vraag_mdo")
    assert office.on("2026-11-23").swept()["voorstellen"] == 0
    [rung] = office.rows(Rung, case_id=case, name="mdo")
    assert rung["child_id"] is None
    assert [mdo["state"] for mdo in office.children(case, "mdo")] == ["aangevraagd"]


def mdo_with(office: Office, *until: str) -> UUID:
    """A zaak with an mdo that decided on Monday 9 November 2026, with afspraken until these days."""
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", SCHOOL, "vraag_mdo")
    [mdo] = office.children(case, "mdo")
    office.on("2026-11-02").step(mdo["id"], "plan_overleg")
    afspraken = [{"wat": "naar school", "wie": "jongere", "uiterlijk": day} for day in until]
    office.on("2026-11-09").step(mdo["id"], "leg_besluit_vast", afspraken=afspraken)
    return case


def test_an_mdo_with_an_overdue_afspraak_gets_one_veiligheidshuis(office: Office) -> None:
    case = mdo_with(office, "2026-11-16", "2026-11-17")
    office.on("2026-11-27").sweep()
    assert office.children(case, "veiligheidshuis") == []
    assert office.on("2026-11-30").swept()["voorstellen"] == 1  # 15 werkdagen after the besluit
    [vh] = office.children(case, "veiligheidshuis")
    assert (vh["state"], vh["parent_id"], vh["opened_on"].isoformat()) == ("voorgesteld", case, "2026-11-30")

    office.on("2026-12-01").step(vh["id"], "vervalt")
    office.on("2027-02-01").sweep()
    assert len(office.children(case, "veiligheidshuis")) == 1


def test_an_afspraak_that_becomes_overdue_later_is_waited_for(office: Office) -> None:
    case = mdo_with(office, "2026-12-08")
    office.on("2026-12-08").sweep()
    assert office.children(case, "veiligheidshuis") == []
    office.on("2026-12-09").sweep()
    assert len(office.children(case, "veiligheidshuis")) == 1


def test_an_mdo_whose_afspraken_are_kept_gets_no_veiligheidshuis(office: Office) -> None:
    case = mdo_with(office, "2026-11-16")
    [afspraak] = office.children(case, "afspraak")
    office.on("2026-11-20").step(afspraak["id"], "voer_uit")
    office.on("2027-02-01").sweep()
    assert office.children(case, "veiligheidshuis") == []


def test_a_zaak_of_nobody_is_told_to_the_teamleiders_of_its_gemeente(office: Office) -> None:
    office.on("2026-11-02").report()
    office.on("2026-11-06").sweep()
    assert [office.told(name) for name in ("tess", "theo", "tara", "anna")] == [["2026-11-06"], ["2026-11-06"], [], []]


def test_a_behandelaar_who_left_is_no_reason_for_silence(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", SCHOOL)
    officers = table_of(Officer)
    with writing(office.engine) as session:
        session.execute(sa.update(officers).where(officers.c.username == "anna").values(active=False))
    office.on("2026-11-11").sweep()
    assert [office.told(name) for name in ("tess", "theo", "anna")] == [["2026-11-11"], ["2026-11-11"], []]


def test_a_sweep_three_weeks_late_gives_true_dates_and_one_notice_to_each(office: Office) -> None:
    cases = [office.on("2026-11-02").report() for _ in range(3)]
    counts = office.on("2026-11-30").swept()
    for case in cases:
        assert office.rungs(case) == [
            ("2026-11-06", "herinnering"),
            ("2026-11-10", "verlopen"),
            ("2026-11-12", "teamleider"),
        ]
    notices = office.rows(Notice)
    assert sorted(notice["recipient_id"] for notice in notices) == sorted([office.id("tess"), office.id("theo")])
    assert {notice["for_date"].isoformat() for notice in notices} == {"2026-11-30"}
    assert len(office.rows(RungMail, "rung_id")) == 3 * 3 * 2
    assert (counts["bekeken"], counts["treden"], counts["berichten"]) == (3, 9, 18)


def test_a_pretended_day_keeps_the_real_one_beside_it(office: Office) -> None:
    from cases.sweep import sweep

    office.on("2026-11-02").report()
    real, pretended = office.on("2026-11-03").at, office.on("2026-11-30").at
    sweep(office.engine, at=pretended, recorded_at=real)
    assert {(rung["reached_at"], rung["recorded_at"]) for rung in office.rows(Rung)} == {(pretended, real)}
    [beat] = office.rows(Heartbeat, name="termijnen")
    assert (beat["effective_at"], beat["real_at"]) == (pretended, real)


def test_a_step_that_ends_the_term_ends_its_ladder(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-06").sweep()
    office.on("2026-11-09").step(case, "ter_kennisgeving_aannemen", motivation="School lost het zelf op.")
    assert office.on("2026-12-01").sweep() == 0
    assert office.rungs(case) == [("2026-11-06", "herinnering")]


def test_a_rung_already_past_at_entry_is_reached_at_once(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", SCHOOL)
    office.on("2026-11-02").step(case, "plan_gesprek", datum="2026-11-02", motivation="Zij staan aan de balie.")
    office.on("2026-11-10").sweep()
    assert [name for _day, name in office.rungs(case)] == ["herinnering", "verlopen", "teamleider"]


def test_a_term_that_cannot_be_handled_is_set_aside_and_the_others_go_on(office: Office) -> None:
    day = office.on("2026-11-02")
    for start in range(0, 500, 100):
        day.receive(*({"kenmerk": f"V{n}"} for n in range(start, start + 100)), by="systeem")
    terms = office.rows(Deadline, kind="toestand")
    assert len(terms) == 500
    poisoned = terms[250]
    with writing(office.engine) as session:
        # Real bad data: a state that a release took away without a migration.
        update_all(session, Deadline, [poisoned | {"name": "bestond_vroeger"}], ["name"])

    counts = office.on("2026-11-30").swept()
    assert (counts["bekeken"], counts["treden"], counts["opzij"]) == (500, 499 * 3, 1)
    [aside] = [row for row in office.rows(Deadline) if row["set_aside"]]
    assert (aside["id"], aside["failure"]) == (poisoned["id"], "KeyError")
    again = office.on("2026-11-30").swept()
    assert (again["bekeken"], again["treden"], again["opzij"]) == (0, 0, 1)


def test_a_database_in_trouble_sets_nothing_aside(office: Office, engine: Engine, kind: str) -> None:
    case = not_shown_up(office)
    impatient = "SET lock_timeout = 50" if kind == "postgresql" else "PRAGMA busy_timeout = 50"
    engine.dispose()

    def prepare(connection: Any, _record: object) -> None:
        connection.execute(impatient)
        connection.commit()

    event.listen(engine, "connect", prepare)
    with writing(engine) as session:
        session.execute(sa.select(table_of(Case).c.id).with_for_update())
        with pytest.raises(OperationalError):
            office.on("2026-12-21").sweep()
    assert not any(term["set_aside"] for term in office.rows(Deadline))
    office.on("2026-12-21").sweep()
    assert len(office.children(case, "mdo")) == 1


def test_repeated_sweeps_change_nothing_but_the_heartbeat(office: Office) -> None:
    case = not_shown_up(office)
    office.on("2026-09-14").report(soort="LRV", begindatum="2026-09-07")
    office.on("2026-12-21").sweep()
    before = dump(office.engine)
    for _ in range(3):
        assert office.on("2026-12-21").sweep() == 0
    after = dump(office.engine)
    assert before.pop("heartbeats") != after.pop("heartbeats")
    assert after == before
    assert office.case(case)["state"] == "niet_verschenen"


def test_sweeping_daily_or_at_once_reaches_the_same_rungs(kind: str, office: Office, engine: Engine) -> None:
    case = not_shown_up(office)
    for day in range(10, 28):
        office.on(f"2026-11-{day:02}").sweep()
    daily = office.rungs(case)
    assert daily == [
        ("2026-11-13", "herinnering"), ("2026-11-17", "verlopen"), ("2026-11-23", "gesprek_uiterlijk"),
        ("2026-11-23", "mdo"),
    ]  # fmt: skip
    assert len(office.rows(Case, proces="mdo")) == 1


def test_a_term_that_is_one_rung_behind_goes_on_where_it_was(office: Office) -> None:
    """What a step wrote over a rung that a sweep had just reached: nothing twice, nothing set aside."""
    case = office.on("2026-05-11").report()
    office.on("2026-05-18").sweep()
    [before] = office.rows(Deadline, case_id=case, kind="toestand")
    with writing(office.engine) as session:
        core = table_of(Deadline)
        behind = sa.update(core).where(core.c.id == before["id"])
        session.execute(behind.values(next_rung="herinnering", next_on=date(2026, 5, 18)))
    office.on("2026-05-18").sweep()
    assert [rung["name"] for rung in office.rows(Rung, "on", case_id=case)] == ["herinnering"]
    assert office.rows(Deadline, case_id=case, kind="toestand") == [before]
