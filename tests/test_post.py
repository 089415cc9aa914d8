"""What is owed is sent once; what may have been sent goes once more under the same Message-ID."""

import os
import signal
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine
from sqlmodel import Session, select

from cases import leases
from cases.outbox import DAGOVERZICHT, WEEKOVERZICHT, Digest, enqueue_digests, notify
from cases.settings import WrongSetting
from cases.store import engine_for, reading, writing
from cases.tables import Deadline, Heartbeat, Municipality, Notice, Officer, RungMail
from notifications.mailserver import MailServer
from notifications.post import deliver
from tests.databases import POSTGRESQL, SQLITE
from tests.ports import free_ports
from tests.post_office import CANARIES, PostOffice, at
from tests.smtp_double import (
    DROP_ACCEPTED,
    DROP_AT_RCPT,
    DROP_UNACCEPTED,
    KILL_ACCEPTED,
    KILL_AT_RCPT,
    SmtpDouble,
)

MONDAY = at("2026-11-16 10:00")
NOTHING = {"verzonden": 0, "mislukt": 0, "onzeker": 0, "later": 0, "onderdrukt": 0}
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def office(engine: Engine) -> PostOffice:
    return PostOffice(engine)


@pytest.fixture
def mail_goes_to(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("MAS_MODE", "demo")
    return monkeypatch


def counted(**counts: int) -> dict[str, int]:
    return NOTHING | counts


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


def text_of(raw: bytes, kind: str = "plain") -> str:
    part = parsed(raw).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


# --- the outbox ------------------------------------------------------------------------------------------


def test_all_rungs_of_a_day_go_into_one_notice_per_recipient(office: PostOffice) -> None:
    anna, bea = office.officer("anna"), office.officer("bea")
    rungs = [office.rung(office.term(anna, "2026-11-18"), "herinnering", MONDAY) for _ in range(3)]
    pairs = [(rung, to) for rung in rungs for to in (anna, bea)]

    assert office.notify(pairs[:4], MONDAY) == 4
    assert office.notify(pairs, MONDAY + HALF_AN_HOUR) == 2  # the rest joins what was not sent yet
    assert office.notify(pairs, MONDAY + HALF_AN_HOUR) == 0

    notices = office.notices()
    assert {notice.recipient_id for notice in notices} == {anna, bea}
    assert [notice.batch for notice in notices] == [1, 1]
    with reading(office.engine) as session:
        assert len(session.exec(select(RungMail)).all()) == 6


def test_a_rung_after_the_mail_went_out_starts_the_next_batch(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch
) -> None:
    anna = office.officer()
    office.remind(anna, "2026-11-18", MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        deliver(office.engine, at=MONDAY)
        office.remind(anna, "2026-11-19", MONDAY + HALF_AN_HOUR)
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == counted(verzonden=1)
    assert [(notice.batch, notice.state) for notice in office.notices()] == [
        (1, "handed_over"), (2, "handed_over"),
    ]  # fmt: skip


def test_notify_takes_a_handful_of_statements_however_many_rungs(office: PostOffice) -> None:
    officers = [office.officer(name) for name in ("anna", "bea", "cor")]

    def statements(terms: int) -> int:
        pairs = [
            (office.rung(office.term(officers[0], "2026-11-18"), "verlopen", MONDAY), to)
            for _ in range(terms)
            for to in officers
        ]
        seen: list[str] = []

        def listen(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        sa.event.listen(office.engine, "before_cursor_execute", listen)
        office.notify(pairs, MONDAY + timedelta(days=terms))
        sa.event.remove(office.engine, "before_cursor_execute", listen)
        return len([one for one in seen if not one.startswith("BEGIN")])

    assert statements(1) == statements(40) <= 5


def test_sweeps_at_once_share_one_notice(office: PostOffice) -> None:
    anna = office.officer()
    rungs = [office.rung(office.term(anna, "2026-11-18"), "herinnering", MONDAY) for _ in range(24)]
    start = threading.Barrier(8)

    def sweep(number: int) -> None:
        start.wait()
        office.notify([(rung, anna) for rung in rungs[number * 3 : number * 3 + 3]], MONDAY)

    threads = [threading.Thread(target=sweep, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.notices()) == 1
    with reading(office.engine) as session:
        assert len(session.exec(select(RungMail)).all()) == 24


def test_a_winner_that_rolls_back_leaves_the_loser_its_notice(office: PostOffice) -> None:
    if office.engine.dialect.name == "sqlite":
        return  # one writer at a time: the second cannot even begin
    anna = office.officer()
    first, second = (office.rung(office.term(anna, "2026-11-18"), "herinnering", MONDAY) for _ in range(2))
    loser = threading.Thread(target=office.notify, args=([(second, anna)], MONDAY))
    with office.engine.connect() as connection, Session(connection) as winner:
        notify(winner, [(first, anna)], for_date=MONDAY.date(), at=MONDAY)
        loser.start()
        loser.join(timeout=0.3)
        assert loser.is_alive()  # waits for the key
        winner.rollback()
    loser.join(timeout=60)
    with reading(office.engine) as session:
        assert [tie.rung_id for tie in session.exec(select(RungMail)).all()] == [second]
    assert office.states() == ["new"]


def test_what_is_due_is_found_by_its_index(office: PostOffice) -> None:
    if office.engine.dialect.name != "sqlite":
        return  # PostgreSQL scans a table this small whatever its indexes
    query = sa.select(leases.notices.c.id).where(*leases._due(MONDAY, MONDAY, ()))
    sql = str(query.compile(office.engine, compile_kwargs={"render_postcompile": True}))
    bound = (str(MONDAY), "", "", str(MONDAY))
    with office.engine.connect() as connection:
        plan = " ".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", bound))
    assert "ix_notices_pending" in plan


# --- one mail --------------------------------------------------------------------------------------------


def test_a_reminder_is_a_count_a_date_and_a_link(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    anna = office.officer()
    for due in ("2026-11-19", "2026-11-18"):
        office.remind(anna, due, MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        mail_goes_to.setenv("MAS_BASE_URL", "https://leerrecht.example/")
        assert deliver(office.engine, at=MONDAY) == counted(verzonden=1)
        assert deliver(office.engine, at=MONDAY) == NOTHING

    mail = parsed(server.raw[0])
    assert mail["Subject"] == "U heeft taken die aandacht vragen"
    assert mail["To"] == "anna@gemeente.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == MONDAY
    assert mail["Message-ID"] == office.notices()[0].message_id
    for kind in ("plain", "html"):
        text = text_of(server.raw[0], kind)
        assert "Er zijn 2 taken die uw aandacht vragen." in text
        assert "De eerste uiterste datum is 18 november 2026." in text
        assert "https://leerrecht.example/werkvoorraad" in text
        assert "Leerrecht" in text
    assert "<style" not in text_of(server.raw[0], "html")


def test_one_late_task_reads_as_one_late_task(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-13", MONDAY, name="verlopen")
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        deliver(office.engine, at=MONDAY)
    text = text_of(server.raw[0])
    assert "Er is 1 taak die uw aandacht vraagt.\nDe uiterste datum was 13 november 2026.\n" in text


def test_no_mail_holds_anything_of_a_jongere(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    anna, teun = office.officer("anna"), office.officer("teun", role="teamleider")
    term = office.remind(anna, "2026-11-18", MONDAY)
    office.notify([(office.rung(term, "teamleider", MONDAY), teun)], MONDAY)
    full = {"vandaag": 1, "binnenkort": 2, "verlopen": 3}
    week = {"verlopen": 1, "opgeschaald": 2, "zonder_behandelaar": 3}
    with writing(office.engine) as session:
        for to, kind, data in ((anna, DAGOVERZICHT, full), (teun, WEEKOVERZICHT, week)):
            digest = Digest(to, data, MONDAY.date())
            enqueue_digests(session, kind, [digest], for_date=MONDAY.date(), at=MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(verzonden=4)
    for raw in server.raw:
        everything = raw.decode("ascii") + text_of(raw) + text_of(raw, "html")
        assert [canary for canary in CANARIES if canary.lower() in everything.lower()] == []
        assert str(term) not in everything


def test_the_teamleider_is_sent_to_the_overdue_list(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    teun = office.officer("teun", role="teamleider")
    week = {"verlopen": 1, "opgeschaald": 1, "zonder_behandelaar": 2}
    with writing(office.engine) as session:
        digest = Digest(teun, week, MONDAY.date() - timedelta(days=3))
        assert enqueue_digests(session, WEEKOVERZICHT, [digest], for_date=MONDAY.date(), at=MONDAY) == 1
        assert enqueue_digests(session, WEEKOVERZICHT, [digest], for_date=MONDAY.date(), at=MONDAY) == 0
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        deliver(office.engine, at=MONDAY)
    text = text_of(server.raw[0])
    assert parsed(server.raw[0])["Subject"] == "Uw overzicht van deze week"
    assert (
        "1 termijn is verlopen.\nIn de afgelopen 7 dagen is 1 termijn opgeschaald.\n"
        "2 zaken hebben nog geen behandelaar.\nDe uiterste datum was 13 november 2026.\n" in text
    )
    assert "/achterstand\n" in text


# --- when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", ["2026-11-16 06:59", "2026-11-16 19:00", "2026-11-15 10:00", "2026-12-25 10:00"])
def test_outside_the_window_nothing_leaves(office: PostOffice, mail_goes_to: pytest.MonkeyPatch, closed: str) -> None:
    office.remind(office.officer(), "2027-01-10", at("2026-11-14 09:00"))
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=at(closed)) == NOTHING
        assert deliver(office.engine, at=at("2026-12-28 07:00")) == counted(verzonden=1)
    assert server.connections == 1


def test_a_gemeente_has_its_own_window_and_closing_days(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    daily = {"sleutel": "mail.venster", "waarde": "dagelijks 08:00-12:00", "vanaf": "2026-11-17"}
    office.change(Municipality, "9901", closing_days=["2026-11-16"], policy=[daily])
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == NOTHING  # closed today, and the new window is of tomorrow
        assert deliver(office.engine, at=at("2026-11-17 14:00")) == NOTHING
        assert deliver(office.engine, at=at("2026-11-22 10:00")) == counted(verzonden=1)  # a Sunday


def test_an_officer_of_a_closed_gemeente_waits_while_another_is_told(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch
) -> None:
    anna, bea = office.officer("anna"), office.officer("bea")
    for officer in (anna, bea):
        office.remind(officer, "2026-11-30", MONDAY)
    with writing(office.engine) as session:
        session.add(Municipality(code="9902", name="Dicht", closing_days=["2026-11-16"]))
        session.flush()
        session.execute(sa.update(leases.works_for).values(gemeente="9902").where(leases.works_for.c.officer_id == bea))
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(verzonden=1)
    assert parsed(server.raw[0])["To"] == "anna@gemeente.example"


def test_a_heartbeat_keeps_the_real_and_the_pretended_time(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch
) -> None:
    deliver(office.engine, at=MONDAY, recorded_at=at("2026-10-01 12:00"))
    with reading(office.engine) as session:
        beat = session.exec(select(Heartbeat)).one()
    assert (beat.name, beat.counts) == ("post", NOTHING)
    assert (beat.effective_at, beat.real_at) == (MONDAY, at("2026-10-01 12:00"))


# --- still true? -------------------------------------------------------------------------------------------


def test_what_is_no_longer_true_is_suppressed_with_its_reason(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch
) -> None:
    anna, bea, cor = (office.officer(name) for name in ("anna", "bea", "cor"))
    ended = office.remind(anna, "2026-11-18", MONDAY)
    moved = office.remind(bea, "2026-11-18", MONDAY)
    office.remind(cor, "2026-11-18", MONDAY)
    office.change(Deadline, ended, ended_on=MONDAY.date(), ended_how="gehaald")
    office.change(Deadline, moved, due_on=MONDAY.date() + timedelta(days=30), round=2)
    office.change(Officer, cor, active=False)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(onderdrukt=3)
    assert server.raw == []
    assert {(notice.recipient_id, notice.state, notice.failure) for notice in office.notices()} == {
        (anna, "suppressed", "niets_meer_open"),
        (bea, "suppressed", "niets_meer_open"),
        (cor, "suppressed", "niet_actief"),
    }


def test_only_what_is_still_open_is_counted(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    anna = office.officer()
    office.change(Deadline, office.remind(anna, "2026-11-17", MONDAY), ended_on=MONDAY.date())
    office.remind(anna, "2026-11-18", MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        deliver(office.engine, at=MONDAY)
    assert "Er is 1 taak" in text_of(server.raw[0])
    assert (office.notices()[0].count, office.notices()[0].earliest_on) == (1, at("2026-11-18 00:00").date())


def test_an_overview_of_yesterday_is_not_sent_any_more(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    anna = office.officer()
    with writing(office.engine) as session:
        digest = Digest(anna, {"vandaag": 1, "binnenkort": 0, "verlopen": 0}, MONDAY.date())
        enqueue_digests(session, DAGOVERZICHT, [digest], for_date=MONDAY.date(), at=MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY + timedelta(days=1)) == counted(onderdrukt=1)


# --- when it goes wrong ------------------------------------------------------------------------------------


def test_a_server_away_for_six_hours_loses_and_doubles_nothing(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        office.remind(office.officer(f"officer{number}"), "2026-11-30", MONDAY)
    (port,) = free_ports(1)
    mail_goes_to.setenv("MAS_SMTP_URL", f"smtp://127.0.0.1:{port}")
    for minutes in range(0, 360, 60):
        assert deliver(office.engine, at=MONDAY + timedelta(minutes=minutes)) == counted(later=20)
    assert {notice.attempts for notice in office.notices()} == {0}  # not the fault of any notice

    with SmtpDouble(port=port) as server:
        assert deliver(office.engine, at=MONDAY + timedelta(minutes=365)) == counted(verzonden=20)
    assert server.connections == 1
    assert len({parsed(raw)["To"] for raw in server.raw}) == len(server.raw) == 20


@pytest.mark.parametrize("refusal", ["451 later", "rcpt 450 greylisted", "mail 452 full", DROP_AT_RCPT])
def test_a_temporary_refusal_is_tried_again_later(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch, refusal: str
) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    with SmtpDouble(refusal) as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(later=1)
        assert office.states() == ["new"]
        assert deliver(office.engine, at=MONDAY + timedelta(minutes=1)) == NOTHING  # its pause is not over
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == counted(verzonden=1)
    assert len(server.raw) == 1
    assert (office.notices()[0].state, office.notices()[0].failure) == ("handed_over", "")


@pytest.mark.parametrize("refusal", ["554 no", "rcpt 550 unknown user"])
def test_a_permanent_refusal_fails_at_once_and_stops_nobody_else(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch, refusal: str
) -> None:
    for name in ("anna", "bea"):
        office.remind(office.officer(name), "2026-11-30", MONDAY)
    with SmtpDouble(refusal) as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(mislukt=1, verzonden=1)
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == NOTHING
    failed = next(notice for notice in office.notices() if notice.state == "failed")
    assert failed.failure in ("550", "554")
    assert failed.attempts == 1


def test_a_refusal_of_our_own_address_condemns_no_notice(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    with SmtpDouble("mail 530 not from you") as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(later=1)
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == counted(verzonden=1)


@pytest.mark.parametrize(("drop", "copies"), [(DROP_ACCEPTED, 2), (DROP_UNACCEPTED, 1)])
def test_a_connection_lost_after_the_final_dot_means_one_retransmission(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch, drop: str, copies: int
) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    with SmtpDouble(drop) as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(onzeker=1)
        assert office.states() == ["uncertain"]
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == counted(verzonden=1)
        assert deliver(office.engine, at=MONDAY + 2 * HALF_AN_HOUR) == NOTHING
    assert len(server.raw) == copies
    assert len(server.message_ids) == 2
    assert len(set(server.message_ids)) == 1
    assert text_of(server.raw[0]) == text_of(server.raw[-1])
    notice = office.notices()[0]
    assert (notice.state, notice.failure) == ("handed_over", "verbinding_verloren")  # possibly a duplicate


def test_twice_uncertain_stays_uncertain(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    with SmtpDouble(DROP_ACCEPTED, "451 later", DROP_ACCEPTED) as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(onzeker=1)
        assert deliver(office.engine, at=MONDAY + HALF_AN_HOUR) == counted(later=1)
        assert deliver(office.engine, at=MONDAY + 2 * HALF_AN_HOUR) == counted(onzeker=1)
        assert deliver(office.engine, at=MONDAY + timedelta(days=1)) == NOTHING
    assert len(server.raw) == 2
    assert (office.notices()[0].state, office.notices()[0].failure) == ("uncertain", "tweemaal_onzeker")


def _deliver_elsewhere(url: str, smtp_url: str, instant: datetime) -> None:
    os.environ["MAS_SMTP_URL"] = smtp_url
    deliver(engine_for(url), at=instant)


@pytest.mark.parametrize(
    ("kind", "moment", "copies"), [(SQLITE, KILL_AT_RCPT, 1), (POSTGRESQL, KILL_ACCEPTED, 2)]
)  # a new process takes seconds to start
def test_a_postman_who_is_killed_is_followed_by_another(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch, moment: str, copies: int
) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    url = office.engine.url.render_as_string(hide_password=False)
    with SmtpDouble(moment) as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        postman = get_context("spawn").Process(target=_deliver_elsewhere, args=(url, server.url, MONDAY))
        postman.start()
        server.victim = postman.pid or 0
        postman.join(60)
        assert postman.exitcode == -signal.SIGKILL
        assert office.states() == ["leased"]
        assert deliver(office.engine, at=MONDAY + timedelta(minutes=5)) == NOTHING  # perhaps still at work
        assert deliver(office.engine, at=MONDAY + timedelta(minutes=11)) == counted(verzonden=1)
    assert len(server.raw) == copies
    assert len(set(server.message_ids)) == 1
    assert (office.notices()[0].state, office.notices()[0].failure) == ("handed_over", "lease_verlopen")


def test_a_late_postman_changes_nothing(office: PostOffice) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    later = MONDAY + timedelta(minutes=11)
    with writing(office.engine) as session:
        late = leases.claim(session, at=MONDAY, real_at=MONDAY)[0]
    with writing(office.engine) as session:
        assert leases.claim(session, at=MONDAY, real_at=MONDAY) == []
        now = leases.claim(session, at=later, real_at=later)[0]
    with writing(office.engine) as session:
        assert not leases.settle(session, late, leases.FAILED, at=later)
        assert leases.settle(session, now, leases.HANDED_OVER, at=later)
        assert not leases.settle(session, now, leases.FAILED, at=later)
    assert office.states() == ["handed_over"]


def test_whoever_dies_every_time_is_given_up_at_last(office: PostOffice) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    office.change(Notice, office.notices()[0].id, attempts=leases.MAX_ATTEMPTS, state="leased", lease_until=MONDAY)
    with writing(office.engine) as session:
        assert leases.claim(session, at=MONDAY, real_at=MONDAY) == []
    assert office.states() == ["uncertain"]


def test_many_postmen_at_once_send_each_mail_once(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    for number in range(30):
        office.remind(office.officer(f"officer{number}"), "2026-11-30", MONDAY)
    sent: list[dict[str, int]] = []
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        threads = [threading.Thread(target=lambda: sent.append(deliver(office.engine, at=MONDAY))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(counts["verzonden"] for counts in sent) == 30
    assert len(server.message_ids) == len(set(server.message_ids)) == 30


def test_an_address_that_is_none_fails_alone(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer("anna", email="anna@example.org\r\nBcc: x@example.org"), "2026-11-30", MONDAY)
    office.remind(office.officer("bea"), "2026-11-30", MONDAY)
    with SmtpDouble() as server:
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(mislukt=1, verzonden=1)
    assert "Bcc" not in server.raw[0].decode("ascii")


def test_a_pause_grows_to_twenty_minutes_and_is_always_the_same() -> None:
    notice = UUID(int=7)
    pauses = [leases.pause(notice, attempt) for attempt in range(1, 80)]
    assert pauses == [leases.pause(notice, attempt) for attempt in range(1, 80)]
    assert timedelta(minutes=3) < pauses[0] < timedelta(minutes=7)
    assert all(timedelta(minutes=15) <= long <= timedelta(minutes=25) for long in pauses[2:])
    assert len({leases.pause(UUID(int=number), 1) for number in range(100)}) > 90


# --- the line to the server --------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, made for this test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(encoded + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_starttls_is_used_when_offered_and_demanded_when_asked(
    office: PostOffice, mail_goes_to: pytest.MonkeyPatch, certificate: Path
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    anna = office.officer()
    with SmtpDouble(tls=tls) as server:
        strict = server.url.replace("smtp://", "smtp+starttls://")
        office.remind(anna, "2026-11-30", MONDAY)
        mail_goes_to.setenv("MAS_SMTP_URL", server.url)
        assert deliver(office.engine, at=MONDAY) == counted(verzonden=1)

        office.remind(anna, "2026-11-30", MONDAY)
        mail_goes_to.setenv("MAS_SMTP_URL", strict)
        assert deliver(office.engine, at=MONDAY) == counted(later=1)  # nobody vouches for this certificate
        mail_goes_to.setenv("SSL_CERT_FILE", str(certificate))
        assert deliver(office.engine, at=MONDAY) == counted(verzonden=1)
    assert server.encrypted == [True, True]

    with SmtpDouble() as plain:
        office.remind(anna, "2026-11-30", MONDAY)
        mail_goes_to.setenv("MAS_SMTP_URL", plain.url.replace("smtp://", "smtp+starttls://"))
        assert deliver(office.engine, at=MONDAY) == counted(later=1)
    assert plain.raw == []


def test_the_password_of_the_url_logs_in(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    with SmtpDouble(login=("post", "ge:heim@1")) as server:
        for password, counts in (("fout", counted(later=1)), ("ge%3Aheim%401", counted(verzonden=1))):
            mail_goes_to.setenv("MAS_SMTP_URL", f"smtp://post:{password}@127.0.0.1:{server.port}")
            assert deliver(office.engine, at=MONDAY) == counts


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://", "smtp://mail:zes"])
def test_a_wrong_server_url_is_one_sentence(url: str) -> None:
    with pytest.raises(WrongSetting, match="MAS_SMTP_URL"):
        MailServer(url)


def test_production_sends_nothing_without_its_settings(office: PostOffice, mail_goes_to: pytest.MonkeyPatch) -> None:
    office.remind(office.officer(), "2026-11-30", MONDAY)
    mail_goes_to.setenv("MAS_MODE", "productie")
    mail_goes_to.setenv("MAS_SMTP_URL", "smtp://127.0.0.1:9")
    with pytest.raises(WrongSetting, match="MAS_MAIL_FROM"):
        deliver(office.engine, at=MONDAY)
    assert office.states() == ["new"]
