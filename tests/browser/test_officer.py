"""An officer in a real browser: from the werkvoorraad through a zaak, with and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cases import people, store
from tests.axe import violations
from tests.databases import SQLITE, fresh
from tests.desk import Desk
from tests.door import served

pytestmark = pytest.mark.browser
PASSWORD = "een-echt-wachtwoord"  # noqa: S105, RUF100 - of a test


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(SQLITE, tmp_path) as engine:
        made = Desk(engine, tmp_path)
        with store.writing(engine) as session:
            for name in ("lpa", "tl"):
                people.set_password(session, people.officer_named(session, name), PASSWORD)
        yield made


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with served(desk.app) as found:
        yield found


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.click(selector)


def log_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/inloggen")
    page.fill("#gebruikersnaam", name)
    page.fill("#wachtwoord", PASSWORD)
    follow(page, "main button")
    assert not page.url.endswith("/inloggen")


def clean(page: Page, width: int) -> None:
    """Nothing that axe minds, and nothing that has to be scrolled sideways."""
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("width", [1440, 320])
def test_an_officer_walks_a_zaak(desk: Desk, address: str, browser: Browser, width: int) -> None:
    zaak = desk.reported()
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    # That an answer was a refusal the browser notes by itself, and when it pleases.
    page.on("console", lambda message: None if "status of 422" in message.text else said.append(message.text))
    log_in(page, address, "lpa")
    clean(page, width)
    follow(page, "text=Zonder behandelaar")
    clean(page, width)
    follow(page, "a:has-text('Oppakken')")
    clean(page, width)
    follow(page, "main form button")
    assert page.locator("[role=status]").inner_text().startswith("Vastgelegd: Oppakken")
    clean(page, width)
    follow(page, f"a[href$='/zaken/{zaak['id']}/stappen/plan_gesprek']")
    page.fill("[name=datum]", "2026-11-24")
    page.fill("[name=tijd]", "10:00")
    follow(page, "main form button")
    assert page.locator("[role=alert]").inner_text().startswith("Deze stap is niet genomen")
    assert page.input_value("[name=tijd]") == "10:00"
    clean(page, width)
    page.fill("[name=datum]", "2026-12-01")
    page.fill("[name=plaats]", "Stadhuis")
    page.check("[value=ouders]")
    page.check("[value=jongere]")
    follow(page, "main form button")
    assert "‘Verzuimgesprek gepland’" in page.locator("[role=status]").inner_text()
    clean(page, width)
    follow(page, "text=Opschorten of verlengen")
    clean(page, width)
    page.goto(f"{address}/zaken?toestand=gesprek_gepland")
    clean(page, width)
    assert page.locator(f"a[href='/zaken/{zaak['id']}']").count() == 1
    assert said == []
    page.close()


def test_it_all_works_without_javascript(desk: Desk, address: str, browser: Browser) -> None:
    zaak = desk.picked_up()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, "lpa")
    follow(page, "a[href$='/stappen/terugkoppeling_school']")
    page.fill("[name=aan]", "mentor")
    page.fill("[name=tekst]", "De zaak is opgepakt.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Vastgelegd: Terugkoppeling school" in page.locator("[role=status]").inner_text()
    context.close()
    other = browser.new_context(java_script_enabled=False)
    page = other.new_page()
    log_in(page, address, "tl")
    page.goto(f"{address}/zaken/{zaak['id']}/behandelaar")
    page.select_option("[name=behandelaar]", str(desk.ids["collega"]))
    follow(page, "main form button")
    assert "Zaak toegewezen" in page.locator("[role=status]").inner_text()
    other.close()


def test_a_teamleider_sees_clean_pages(desk: Desk, address: str, browser: Browser) -> None:
    zaak = desk.picked_up()
    page = browser.new_page(viewport={"width": 320, "height": 900})
    log_in(page, address, "tl")
    for path in ("/werkvoorraad", "/zaken", f"/zaken/{zaak['id']}", f"/zaken/{zaak['id']}/behandelaar"):
        page.goto(address + path)
        clean(page, 320)
    page.close()
