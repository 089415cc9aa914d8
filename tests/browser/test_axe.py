"""Every page that the router has, for each role, on a wide and a narrow screen: axe-clean, and it fits."""

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import violations
from tests.browser.conftest import ROUTES, Filled

pytestmark = pytest.mark.browser
CELLS = "[...document.querySelectorAll('td')]"
SPILLED = f"{CELLS}.filter(cell => cell.scrollHeight > cell.clientHeight + 3).map(cell => cell.innerText)"
ROLES = ("lpa", "adm", "tl", "beheer", "po")


def clean(page: Page, route: str) -> None:
    """Nothing that axe minds, nothing to scroll sideways, no cell that spills over the next; one heading."""
    for width, colours in ((1440, True), (320, False)):  # colours do not change with the width, and take long
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page, colours=colours) == [], (route, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (route, width)
        assert page.evaluate(SPILLED) == [], (route, width)
    assert page.locator("h1").count() == 1, route


@pytest.mark.parametrize("name", ROLES)
def test_every_page_is_axe_clean_and_fits(filled: Filled, browser: Browser, name: str) -> None:
    page = filled.came_in(browser, name)
    refused = set()
    for route, address in filled.addresses.items():
        answer = page.goto(filled.base + address)
        assert answer is not None
        assert answer.status in (200, 403, 404), route
        if answer.status == 200 or answer.status not in refused:  # one refusal looks like the next
            clean(page, route)
        if answer.status != 200:
            refused.add(answer.status)
    page.context.close()


def test_the_pages_for_who_is_not_logged_in_are_clean(filled: Filled, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{filled.base}/zaken")
    assert page.url.startswith(f"{filled.base}/inloggen")
    clean(page, "/inloggen")
    page.close()


def test_every_route_has_an_address_that_somebody_may_see(filled: Filled) -> None:
    assert set(ROUTES) == filled.addresses.keys(), "a new page needs its value in tests/browser/conftest.py: fill"
    for route, address in filled.addresses.items():
        assert 200 in {filled.desk.as_(name).get(address).status_code for name in ROLES}, route
