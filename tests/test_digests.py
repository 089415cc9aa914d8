"""Who gets which overview on which day, and that it is said once."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import select

from cases.store import reading, writing
from cases.tables import Case, Deadline, Heartbeat, Municipality, Notice, Officer, OfficerMunicipality
from notifications.digests import daily, weekly
from notifications.post import deliver
from tests.post_office import PostOffice, at
from tests.smtp_double import SmtpDouble

MONDAY = at("2026-11-16 07:30")
NEXT_MONDAY = at("2026-11-23 07:30")


@pytest.fixture
def office(engine: Engine) -> PostOffice:
    return PostOffice(engine)


def said(office: PostOffice, kind: str) -> dict[UUID, dict[str, int]]:
    return {notice.recipient_id: notice.data for notice in office.notices() if notice.kind == kind}


def test_an_officer_hears_what_lapses_today_soon_and_has_lapsed(office: PostOffice) -> None:
    anna = office.officer()
    # 5 werkdagen after Monday the 16th is Monday the 23rd.
    for due in ("2026-11-13", "2026-11-16", "2026-11-17", "2026-11-23", "2026-11-24"):
        office.term(anna, due)
    office.change(Deadline, office.term(anna, "2026-11-16"), ended_on=MONDAY.date())

    assert daily(office.engine, at=MONDAY) == {"overzichten": 1}
    assert said(office, "dagoverzicht") == {anna: {"vandaag": 1, "binnenkort": 2, "verlopen": 1}}
    notice = office.notices()[0]
    assert (notice.count, str(notice.earliest_on), str(notice.for_date)) == (4, "2026-11-13", "2026-11-16")


def test_twice_is_once_and_every_run_leaves_a_heartbeat(office: PostOffice) -> None:
    office.term(office.officer(), "2026-11-16")
    assert daily(office.engine, at=MONDAY) == {"overzichten": 1}
    assert daily(office.engine, at=MONDAY + timedelta(minutes=5)) == {"overzichten": 0}
    assert len(office.notices()) == 1
    with reading(office.engine) as session:
        assert [beat.name for beat in session.exec(select(Heartbeat))] == ["dagoverzicht"] * 2


def test_nothing_to_say_is_no_mail(office: PostOffice) -> None:
    office.term(office.officer(), "2026-12-24")
    office.term(None, "2026-11-16")
    office.term(office.officer("weg", active=False), "2026-11-16")
    office.term(office.officer("teun", role="teamleider"), "2026-11-16")
    assert daily(office.engine, at=MONDAY) == {"overzichten": 0}


@pytest.mark.parametrize("day", ["2026-11-14 07:30", "2026-11-15 07:30", "2026-12-25 07:30"])
def test_there_is_no_overview_on_a_free_day(office: PostOffice, day: str) -> None:
    office.term(office.officer(), "2026-11-13")
    assert daily(office.engine, at=at(day)) == {"overzichten": 0}


def test_what_another_mail_of_the_day_says_is_left_out(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bea = office.officer("anna"), office.officer("bea")
    office.remind(anna, "2026-11-18", at("2026-11-14 00:15"))  # Saturday's sweep: its mail goes out on Monday
    office.remind(bea, "2026-11-18", at("2026-11-13 08:00"))  # Friday's mail went out on Friday
    with SmtpDouble() as server:
        monkeypatch.setenv("MAS_SMTP_URL", server.url)
        deliver(office.engine, at=at("2026-11-13 08:05"))
        office.term(anna, "2026-11-19")
        assert daily(office.engine, at=MONDAY) == {"overzichten": 2}
        assert said(office, "dagoverzicht") == {
            anna: {"vandaag": 0, "binnenkort": 1, "verlopen": 0},
            bea: {"vandaag": 0, "binnenkort": 1, "verlopen": 0},
        }
        deliver(office.engine, at=MONDAY + timedelta(minutes=5))
    assert len(server.raw) == 4
    assert set(office.states()) == {"handed_over"}


def test_a_mail_that_failed_said_nothing(office: PostOffice) -> None:
    anna = office.officer()
    office.remind(anna, "2026-11-18", MONDAY)
    office.change(Notice, office.notices()[0].id, state="failed")
    assert daily(office.engine, at=MONDAY) == {"overzichten": 1}


def test_a_teamleider_hears_of_his_own_gemeenten(office: PostOffice) -> None:
    anna, teun, tess = office.officer(), office.officer("teun", "teamleider"), office.officer("tess", "teamleider")
    with writing(office.engine) as session:
        session.add(Municipality(code="9902", name="Elders"))
        session.flush()
        session.add(OfficerMunicipality(officer_id=tess, gemeente="9902"))
    late = office.term(anna, "2026-11-10")
    for name in ("teamleider", "mdo"):  # one term, however high it climbed
        office.rung(late, name, at("2026-11-14 00:15"))
    office.rung(office.term(anna, "2026-12-10"), "veiligheidshuis", at("2026-11-08 00:15"))  # longer ago
    office.rung(office.term(anna, "2026-11-18"), "herinnering", MONDAY)
    elsewhere = office.term(anna, "2026-11-03")
    office.term(None, "2026-12-01")
    office.change(Deadline, elsewhere, gemeente="9902")
    with writing(office.engine) as session:
        closed = session.get_one(Case, session.get_one(Deadline, office.term(None, "2026-12-02")).case_id)
        closed.closed_on = MONDAY.date()

    assert weekly(office.engine, at=MONDAY) == {"overzichten": 2}
    assert said(office, "weekoverzicht") == {
        teun: {"verlopen": 1, "opgeschaald": 1, "zonder_behandelaar": 1},
        tess: {"verlopen": 2, "opgeschaald": 1, "zonder_behandelaar": 1},
    }
    assert {notice.recipient_id: str(notice.earliest_on) for notice in office.notices()} == {
        teun: "2026-11-10",
        tess: "2026-11-03",
    }


def test_the_week_is_opened_on_its_first_werkdag_only(office: PostOffice) -> None:
    office.officer("teun", "teamleider")
    office.term(None, "2026-04-01")
    # Monday 6 April 2026 is tweede paasdag.
    days = [f"2026-04-{day:02} 07:30" for day in range(5, 13)]
    assert [weekly(office.engine, at=at(day))["overzichten"] for day in days] == [0, 0, 1, 0, 0, 0, 0, 0]
    assert str(office.notices()[0].for_date) == "2026-04-07"


def test_a_missed_monday_is_made_up_for_once(office: PostOffice) -> None:
    teun = office.officer("teun", "teamleider")
    office.term(None, "2026-12-01")
    assert weekly(office.engine, at=MONDAY) == {"overzichten": 1}
    # A week later nothing runs until Wednesday.
    assert weekly(office.engine, at=NEXT_MONDAY + timedelta(days=2)) == {"overzichten": 1}
    assert weekly(office.engine, at=NEXT_MONDAY + timedelta(days=2, hours=1)) == {"overzichten": 0}
    office.change(Officer, teun, active=False)
    office.officer("tess", "teamleider")
    assert weekly(office.engine, at=NEXT_MONDAY + timedelta(days=3)) == {"overzichten": 0}


def test_the_number_of_statements_does_not_grow_with_the_office(office: PostOffice) -> None:
    def statements(week: int) -> int:
        seen: list[str] = []

        def listen(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        sa.event.listen(office.engine, "before_cursor_execute", listen)
        daily(office.engine, at=MONDAY + timedelta(weeks=week))
        weekly(office.engine, at=MONDAY + timedelta(weeks=week))
        sa.event.remove(office.engine, "before_cursor_execute", listen)
        return len([one for one in seen if not one.startswith("BEGIN")])

    def grow(by: int) -> None:
        for _ in range(by):
            name = f"officer{len(names)}"
            names.append(name)
            office.term(office.officer(name), "2026-11-13")
            office.officer(f"lead-{name}", "teamleider")

    names: list[str] = []
    grow(1)
    few = statements(0)
    grow(8)
    assert statements(1) == few <= 12
