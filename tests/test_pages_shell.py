"""The frame of the pages: what the parts make, and how it looks to a browser and to axe."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser

from api.pages.shell import STATIC, TEMPLATES, frame
from api.pages.words import counted, number, urgency
from cases.choices import Asked, Choice
from cases.people import DEMO_PASSWORD
from states.decision import Reason
from states.fields import FIELDS
from states.working_days import Calendar
from tests.axe import violations
from tests.door import Door, served

MONDAY = date(2026, 11, 23)
EVIL = '"><script>alert(1)</script>'


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def part(source: str, **context: Any) -> str:
    return " ".join(TEMPLATES.from_string(source).render(context).split())


def asked(name: str, *, required: bool = True, choices: Any = ()) -> Asked:
    return Asked(FIELDS[name], required, choices)


def question(asked: Asked, value: Any = "", error: str = "") -> str:
    source = '{% from "parts/field.html" import question %}{{ question(asked, value, error, "x-") }}'
    return part(source, asked=asked, value=value, error=error)


def choice(**changes: Any) -> Choice:
    usual: dict[str, Any] = {
        "name": "plan_gesprek", "title": "Plan gesprek", "to": "gepland", "to_title": "Gesprek gepland",
        "asked": (), "blocked": (), "requirements": (), "deviable": False, "needs_permission": False,
        "warning": "", "letters": (), "opens": (),
    }  # fmt: skip
    return Choice(**usual | changes)


def of_step(macro: str, *given: Any) -> str:
    return part('{% from "parts/step.html" import ' + macro + " %}{{ " + macro + "(*given) }}", given=given)


@pytest.mark.parametrize(
    ("due", "kind", "text"),
    [
        (date(2026, 11, 17), "late", "4 werkdagen te laat"),
        (date(2026, 11, 20), "late", "1 werkdag te laat"),
        (MONDAY, "soon", "vandaag"),
        (date(2026, 11, 24), "soon", "morgen"),
        (date(2026, 11, 26), "calm", "over 3 werkdagen"),
        (date(2026, 12, 7), "calm", "over 10 werkdagen"),
        (date(2026, 12, 8), "calm", "8 december"),
        (date(2027, 1, 12), "calm", "12 januari 2027"),
        (None, "none", "geen termijn"),
    ],
)
def test_a_term_says_how_it_stands(due: date | None, kind: str, text: str) -> None:
    found = urgency(due, MONDAY, Calendar())
    assert (found.kind, found.text) == (kind, text)


def test_a_term_that_lapsed_on_friday_is_late_on_saturday() -> None:
    assert urgency(date(2026, 11, 20), date(2026, 11, 21), Calendar()).text == "te laat sinds 20 november"


def test_numbers_are_dutch() -> None:
    assert [number(22.5), number(3.0)] == ["22,5", "3"]
    assert [counted(n, "zaak", "zaken") for n in (0, 1, 2)] == ["geen zaken", "1 zaak", "2 zaken"]


TYPES = sorted({field.type: name for name, field in FIELDS.items()}.items())


@pytest.mark.parametrize(("kind", "name"), TYPES)
def test_each_type_of_question_has_a_label_and_its_error_beside_it(kind: str, name: str) -> None:
    pairs = (("a", "Optie A"), ("b", EVIL))
    html = question(asked(name, choices=pairs), "" if kind != "afspraken" else [], error="Dit klopt niet.")
    assert FIELDS[name].label in html
    assert f'id="x-{name}-fout"' in html
    assert re.search(rf'aria-describedby="[^"]*x-{name}-fout"', html)
    assert "Dit klopt niet." in html
    assert "<script>" not in html
    if kind in ("choice", "choices", "yesno", "officer", "melding"):
        assert "Optie A" in html


def test_what_was_typed_comes_back_as_text() -> None:
    for name in ("aan", "oorzaak", "datum", "tijd", "dagen"):
        html = question(asked(name), EVIL)
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>" not in html


def test_what_was_chosen_stays_chosen() -> None:
    pairs = (("ja", "Ja"), ("nee", "Nee"))
    assert len(re.findall(r'value="nee"\s+checked', question(asked("toestemming", choices=pairs), "nee"))) == 1
    both = question(asked("genodigden", choices=(("ouders", "O"), ("school", "S"))), ["ouders", "school"])
    assert both.count("checked") == 2
    assert 'value="b" selected' in question(asked("behandelaar", choices=(("a", "A"), ("b", "B"))), "b")


def test_agreements_keep_their_rows_and_offer_a_new_one() -> None:
    rows = [{"wat": f"Afspraak {n}", "wie": "school", "uiterlijk": "2026-12-01"} for n in range(3)]
    html = question(asked("afspraken"), rows)
    assert 'name="afspraken-2-wat" value="Afspraak 2"' in html
    assert 'name="afspraken-3-wat" value=""' in html


def test_only_what_is_not_required_says_so() -> None:
    assert "niet verplicht" not in question(asked("aan"))
    assert "niet verplicht" in question(asked("aan", required=False))


def test_a_step_says_what_follows() -> None:
    text = of_step("after", choice(letters=("Uitnodiging",), opens=("mdo",)))
    assert text == "Daarna: gesprek gepland. Brief: Uitnodiging. Opent: mdo."
    assert of_step("after", choice(to="", to_title="")) == "De zaak blijft waar hij is."


def test_reasons_say_what_kind_they_are_and_escape_their_words() -> None:
    html = of_step("reasons", (Reason("wet", "x", EVIL), Reason("orde", "y", "De route is nog open.")))
    assert "<strong>Wet:</strong>" in html
    assert "<strong>Orde:</strong>" in html
    assert "<script>" not in html


def test_a_motivation_is_a_must_only_against_a_norm_and_comes_back() -> None:
    sent = SimpleNamespace(errors={"motivering": "Leg uit."}, motivation=EVIL)
    off_norm = choice(deviable=True, blocked=(Reason("norm", "x", "Het is te vroeg."),))
    html = of_step("motivation", off_norm, sent)
    assert "niet verplicht" not in html
    for text in ("Leg uit.", 'aria-invalid="true"', "&gt;&lt;script&gt;"):
        assert text in html
    assert "niet verplicht" in of_step("motivation", choice(), sent)


def test_navigation_is_that_of_the_role(door: Door) -> None:
    assert "Achterstand" not in door.logged_in("lpa").get("/inbox").text
    assert "Achterstand" in door.logged_in("tl").get("/inbox").text
    beheer = door.logged_in("beheer").get("/inbox").text
    assert "Werkvoorraad" not in beheer
    assert re.search(r'href="/inbox"\s+aria-current="page"', beheer)


def test_the_inbox_shows_what_was_sent(door: Door) -> None:
    import mailbox

    box = mailbox.Maildir(door.app.state.record.home / "inbox", create=True)
    message = f"Subject: {EVIL}\r\nTo: lpa@voorbeeld.invalid\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nHallo."
    key = box.add(message.encode())
    client = door.logged_in("lpa")
    listed = client.get("/inbox").text
    assert "23 november 2026 om 10:00" in listed
    assert "<script>alert" not in listed
    assert "Hallo." in client.get(f"/inbox/{key}").text
    for other in ("bestaat-niet", "..%2f..%2fmas.db", "%00"):
        assert client.get(f"/inbox/{other}").status_code == 404


def test_static_files_are_ours_and_carry_their_licences(door: Door) -> None:
    sheets = "".join(sheet.read_text() for sheet in STATIC.rglob("*.css"))
    assert not re.search(r"url\(['\"]?(https?:)?//|@import", sheets)
    for folder in ("utrecht/LICENSE.md", "source-sans-3/LICENSE", "htmx/LICENSE"):
        assert (STATIC / folder).stat().st_size > 500
    client = door.client()
    linked = re.findall(r'"(/static/[^"]+)"', client.get("/inloggen").text)
    assert len(linked) >= 4
    assert {client.get(address).status_code for address in linked} == {200}
    assert client.get("/static/../app.py").status_code == 404


def test_no_template_holds_a_script_a_style_or_an_address_elsewhere() -> None:
    for name in TEMPLATES.list_templates():
        source = (STATIC.parent / "templates" / name).read_text()
        assert not re.search(r"<style|style=|\son\w+=|https?://|\|\s*safe\b", source), name
        TEMPLATES.get_template(name)


# --- with a browser ------------------------------------------------------------------------------------


PROBE = """
{% extends "base.html" %}{% from "parts/step.html" import motivation, reasons %}
{% from "parts/field.html" import question %}
{% from "parts/chip.html" import chip, tag %}{% from "parts/pager.html" import pager %}
{% block title %}Proef{% endblock %}
{% block main %}<div class="stack"><h1 class="utrecht-heading-1">Proef</h1>
<p>{% for each in standing %}{{ chip(each) }} {% endfor %}{{ tag("wacht op school", "wait") }}</p>
<form class="card stack">{% for each in every %}{{ question(each, "", "Dit klopt niet.") }}{% endfor %}
{{ reasons(norm) }}{{ motivation(choice, sent) }}</form>
{{ pager("/a", "/b", "zaken") }}</div>{% endblock %}
"""


@pytest.fixture
def address(door: Door) -> Iterator[str]:
    """A served door, with one more page that holds every part there is."""
    every = [asked(name, required=n % 2 == 0, choices=(("a", "A"), ("b", "B"))) for n, (_, name) in enumerate(TYPES)]
    context = {
        "standing": [urgency(day, MONDAY, Calendar()) for day in (date(2026, 11, 17), MONDAY, date(2026, 12, 1), None)],
        "every": every, "choice": choice(deviable=True),
        "norm": (Reason("norm", "x", "Hulp loopt nog."),),
        "sent": SimpleNamespace(errors={"motivering": "Leg uit."}, motivation=""),
    }  # fmt: skip
    probe = TEMPLATES.from_string(PROBE)

    def show(request: Request) -> HTMLResponse:
        return HTMLResponse(probe.render(frame(request) | context))

    door.app.add_api_route("/proef", show, methods=["GET"])
    with served(door.app) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 320])
def test_pages_are_axe_clean_fit_and_ask_nothing_of_others(address: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked_for: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in ("/inloggen", "/inbox", "/", "/proef"):
        if path == "/inbox":
            page.fill("#gebruikersnaam", "beheer")
            page.fill("#wachtwoord", DEMO_PASSWORD)
            page.click("main button")
        page.goto(address + path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {url for url in asked_for if not url.startswith(address)} == set()
    assert said == []
    page.close()


@pytest.mark.browser
def test_it_works_from_the_keyboard_and_without_javascript(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/inloggen")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Naar de inhoud"
    box = page.locator(":focus").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.fill("#gebruikersnaam", "beheer")
    page.fill("#wachtwoord", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.click("text=Uitloggen")
    page.wait_for_url(f"{address}/inloggen")
    context.close()
