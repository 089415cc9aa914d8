import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from sqlalchemy import Engine
from sqlmodel import select

from api.auth import genuine
from api.deps import ActorDep, Writing
from api.pages.login import own_path
from cases import access, people, places, store
from cases.errors import Invalid
from cases.people import DEMO_PASSWORD
from cases.tables import AccessToken, LoginSession, Officer
from tests.addresses import addresses
from tests.door import Door, csrf, log_in


def who_and_change(app: FastAPI) -> None:
    """A question and a change that only these tests have."""

    def who(actor: ActorDep) -> dict[str, Any]:
        return {"rol": actor.role, "gemeenten": sorted(actor.gemeenten)}

    def change(actor: ActorDep, session: Writing) -> None:
        places.add_gemeente(session, code="0003", name=actor.name, region="midden")

    app.add_api_route("/v1/wie", who, methods=["GET"])
    app.add_api_route("/v1/wie", change, methods=["POST"], dependencies=[Depends(genuine)])


@pytest.fixture
def door(engine: Engine, tmp_path: Path) -> Door:
    return Door(tmp_path, engine=engine, more=who_and_change)


@pytest.mark.parametrize(
    ("username", "start"),
    [("lpa", "/werkvoorraad"), ("adm", "/meldingbestanden"), ("tl", "/achterstand"), ("beheer", "/"), ("po", "/")],
)
def test_everybody_begins_where_his_work_is(door: Door, username: str, start: str) -> None:
    client = door.client()
    assert log_in(client, username).headers["location"] == start
    assert client.get("/wie").status_code == 404
    assert client.get("/inloggen").headers["location"] == start


def test_a_username_may_be_typed_with_capitals_and_spaces(door: Door) -> None:
    assert log_in(door.client(), " LPA ").status_code == 303


def test_wrong_unknown_and_locked_are_one_answer(door: Door) -> None:
    def shown(username: str, password: str) -> str:
        page = log_in(client, username, password)
        assert page.status_code == 422
        return page.text.replace(f'value="{username}"', "")

    client = door.client()
    wrong = shown("lpa", "geen idee")
    assert "horen niet bij elkaar" in wrong
    assert shown("bestaat-niet", "geen idee") == wrong
    for _ in range(5):
        log_in(client, "lpa", "geen idee")
    assert shown("lpa", DEMO_PASSWORD) == wrong


def test_what_was_typed_stays_but_not_the_password(door: Door) -> None:
    page = log_in(door.client(), "lpa", "niet-dit-wachtwoord")
    assert 'value="lpa"' in page.text
    assert "niet-dit-wachtwoord" not in page.text


def test_an_account_is_locked_for_fifteen_minutes_after_five_failures(door: Door) -> None:
    client = door.client()
    for _ in range(5):
        assert log_in(client, "lpa", "mis").status_code == 422
    door.later(minutes=14)
    assert log_in(client, "lpa").status_code == 422
    assert log_in(client, "tl").status_code == 303
    door.later(minutes=2)
    assert log_in(door.client(), "lpa").status_code == 303


def test_four_failures_and_a_success_start_the_count_again(door: Door) -> None:
    for _ in range(2):
        for _ in range(4):
            assert log_in(door.client(), "lpa", "mis").status_code == 422
        assert log_in(door.client(), "lpa").status_code == 303


def test_a_lock_that_is_over_gives_five_new_tries(door: Door) -> None:
    for _ in range(5):
        log_in(door.client(), "lpa", "mis")
    door.later(minutes=16)
    for _ in range(4):
        assert log_in(door.client(), "lpa", "mis").status_code == 422
    assert log_in(door.client(), "lpa").status_code == 303


def test_fifty_guesses_at_once_are_still_five(door: Door) -> None:
    counted = []

    def guess() -> None:
        with store.writing(door.engine) as session:
            attempt = access.begin_attempt(session, "lpa", at=door.at, demo=True)
        counted.append(attempt.officer_id is not None)

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [False] * 45 + [True] * 5


def test_an_unknown_name_costs_the_same_check(door: Door) -> None:
    with store.writing(door.engine) as session:
        known = access.begin_attempt(session, "lpa", at=door.at, demo=True)
        unknown = access.begin_attempt(session, "niemand", at=door.at, demo=True)
    assert unknown.officer_id is None
    assert unknown.password_hash.split("$")[:4] == known.password_hash.split("$")[:4]
    assert not access.fits(unknown, DEMO_PASSWORD)


def test_the_cookie_is_out_of_reach_and_its_secret_is_not_in_the_database(door: Door) -> None:
    client = door.client()
    cookie = log_in(client, "lpa").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    secret = client.cookies["leerrecht_sessie"]
    with store.reading(door.engine) as session:
        kept = session.exec(select(LoginSession)).one()
    assert secret not in str(kept)
    assert kept.token_hash == access.hashed(secret)


def test_a_cookie_from_before_the_login_is_never_the_session(door: Door) -> None:
    client = door.client()
    client.cookies["leerrecht_sessie"] = "door-een-ander-gekozen"
    log_in(client, "lpa")
    fixed = door.client()
    fixed.cookies["leerrecht_sessie"] = "door-een-ander-gekozen"
    assert fixed.get("/v1/wie").status_code == 401


def test_a_session_ends_after_an_hour_of_rest(door: Door) -> None:
    client = door.logged_in("lpa")
    door.later(minutes=59)
    assert client.get("/v1/wie").status_code == 200
    door.later(minutes=59)
    assert client.get("/v1/wie").status_code == 200
    door.later(minutes=61)
    assert client.get("/v1/wie").status_code == 401
    assert client.get("/inbox").headers["location"] == "/inloggen?naar=/inbox"


def test_a_session_ends_after_ten_hours_of_work(door: Door) -> None:
    client = door.logged_in("lpa")
    for _ in range(11):
        door.later(minutes=54)
        assert client.get("/v1/wie").status_code == 200
    door.later(minutes=10)
    assert client.get("/v1/wie").status_code == 401


def test_logging_out_ends_the_session_on_the_server_too(door: Door) -> None:
    client = door.logged_in("beheer")
    kept = client.cookies["leerrecht_sessie"]
    assert client.post("/uitloggen", data={"csrf": csrf(client.get("/"))}).headers["location"] == "/inloggen"
    client.cookies["leerrecht_sessie"] = kept
    assert client.get("/v1/wie").status_code == 401


def test_another_password_ends_all_sessions(door: Door) -> None:
    client = door.logged_in("lpa")
    with store.writing(door.engine) as session:
        people.set_password(session, people.officer_named(session, "lpa"), "een-heel-ander-wachtwoord")
    assert client.get("/v1/wie").status_code == 401
    assert log_in(door.client(), "lpa", "een-heel-ander-wachtwoord").status_code == 303


def test_role_and_gemeenten_are_read_at_every_request(door: Door) -> None:
    client = door.logged_in("lpa")
    assert client.get("/v1/wie").json() == {"rol": "leerplichtambtenaar", "gemeenten": ["0001"]}
    with store.writing(door.engine) as session:
        people.officer_named(session, "lpa").role = "administratie"
    assert client.get("/v1/wie").json()["rol"] == "administratie"
    with store.writing(door.engine) as session:
        people.set_active(session, people.officer_named(session, "lpa"), False)
    assert client.get("/v1/wie").status_code == 401
    assert log_in(door.client(), "lpa").status_code == 422


def test_a_change_without_the_secret_of_the_session_is_refused(door: Door) -> None:
    client, other = door.logged_in("beheer"), door.logged_in("po")
    secret = csrf(client.get("/"))
    for headers in ({}, {"X-CSRF-Token": "mis"}, {"X-CSRF-Token": csrf(other.get("/"))}, {"X-CSRF-Token": "é"}):
        raw = {name.encode(): value.encode() for name, value in headers.items()}
        assert client.post("/v1/wie", headers=raw).status_code == 403
    far = {"X-CSRF-Token": secret, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/v1/wie", headers=far).status_code == 403
    elsewhere = {"X-CSRF-Token": secret, "Origin": "https://elders.invalid"}
    assert client.post("/v1/wie", headers=elsewhere).status_code == 403
    own = {"X-CSRF-Token": secret, "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/wie", headers=own).status_code == 200


def test_every_form_of_every_page_is_guarded(door: Door) -> None:
    client = door.logged_in("tl")
    guarded = [(method, path) for method, path in addresses(door.app.routes) if method not in ("GET", "HEAD")]
    assert ("POST", "/uitloggen") in guarded
    for method, path in guarded:
        address = path.replace("{", "").replace("}", "")
        assert client.request(method, address, data={"csrf": "mis"}).status_code == 403, path


def test_a_login_form_from_elsewhere_is_refused(door: Door) -> None:
    client = door.client()
    fields = {"gebruikersnaam": "lpa", "wachtwoord": DEMO_PASSWORD, "csrf": "zelfbedacht"}
    assert client.post("/inloggen", data=fields).status_code == 403
    secret = csrf(client.get("/inloggen"))
    fields["csrf"] = secret
    assert client.post("/inloggen", data=fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/inloggen", data=fields).status_code == 303


def test_a_machine_comes_in_with_its_token_until_it_is_revoked(door: Door) -> None:
    header, client = door.token("teamleider", "0002"), door.client()
    assert client.get("/v1/wie", headers=header).json() == {"rol": "teamleider", "gemeenten": ["0002"]}
    assert client.post("/v1/wie", headers=header).status_code == 200
    with store.writing(door.engine) as session:
        token = session.exec(select(AccessToken)).one()
        assert header["Authorization"].removeprefix("Bearer ") not in str(token)
        access.revoke_token(session, token.id, at=door.at)
    refused = client.get("/v1/wie", headers=header)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer onbekend", "Basic bHBhOng=", "Bearer mas_é"])
def test_other_keys_do_not_fit(door: Door, header: str) -> None:
    assert door.client().get("/v1/wie", headers={b"Authorization": header.encode()}).status_code == 401


def test_a_token_opens_no_pages(door: Door) -> None:
    assert door.client().get("/inbox", headers=door.token()).headers["location"].startswith("/inloggen")


def test_after_logging_in_one_goes_on_to_the_page_that_was_asked(door: Door) -> None:
    asked = door.client().get("/inbox?x=1").headers["location"]
    assert asked == "/inloggen?naar=/inbox%3Fx%3D1"
    client = door.client()
    assert 'value="/inbox?x=1"' in client.get(asked).text
    assert log_in(client, "lpa", naar="/inbox?x=1").headers["location"] == "/inbox?x=1"


@pytest.mark.parametrize("path", [
    "//elders.invalid", "/\\elders.invalid", "https://elders.invalid", "javascript:alert(1)", "/inloggen", "/a\nb",
    "/inbox#x", "/é", "", "/" + "a" * 400,
])  # fmt: skip
def test_no_other_place_to_go_on_to(path: str) -> None:
    assert own_path(path) == ""


def test_demo_accounts_are_on_the_login_page_of_a_demo(door: Door) -> None:
    page = door.client().get("/inloggen").text
    assert DEMO_PASSWORD in page
    assert "Dit is een demo" in page
    assert all(name in page for name in door.people)


def test_demo_accounts_do_not_exist_in_productie(tmp_path: Path) -> None:
    door = Door(tmp_path, mode="productie")
    client = door.client("https")
    page = client.get("/inloggen").text
    assert DEMO_PASSWORD not in page
    assert "Medewerker" not in page
    assert log_in(client, "lpa").status_code == 422
    assert client.get("/inbox").headers["location"].startswith("/inloggen")


def test_in_productie_the_browser_guards_the_cookie(tmp_path: Path) -> None:
    door = Door(tmp_path, mode="productie", demo=False)
    client = door.client("https")
    response = log_in(client, "lpa", "een-echt-wachtwoord")
    assert response.status_code == 303
    assert "__Host-sessie=" in response.headers["set-cookie"]
    assert "Secure" in response.headers["set-cookie"]
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert client.get("/inbox").status_code == 404


def test_a_refused_change_leaves_nothing_behind(door: Door) -> None:
    header, client = door.token(), door.client()
    assert client.post("/v1/wie", headers=header).status_code == 200
    assert client.post("/v1/wie", headers=header).status_code == 422
    with store.reading(door.engine) as session:
        assert len(places.gemeenten(session)) == 3


def test_the_demo_password_is_for_a_demo_only(door: Door) -> None:
    with store.writing(door.engine) as session, pytest.raises(Invalid, match="van de demo"):
        people.set_password(session, session.exec(select(Officer)).first(), DEMO_PASSWORD)  # type: ignore[arg-type]  # there is one
