"""A teamleider in a real browser, without JavaScript: sees what is overdue and divides it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import DAY, Filled


@pytest.mark.browser
def test_a_teamleider_gives_all_that_is_late_to_a_colleague(filled: Filled, browser: Browser) -> None:
    page = filled.came_in(browser, "tl", javascript=False)
    page.goto(f"{filled.base}/achterstand?peildatum={DAY}")
    ticks = page.locator("input.tick")
    assert ticks.count() >= 2
    for number in range(ticks.count()):
        ticks.nth(number).check()
    page.get_by_label("Behandelaar", exact=True).select_option(str(filled.desk.ids["collega"]))
    page.get_by_label("Reden").fill("Ziek")
    page.get_by_role("button", name="Wijs toe").click()
    assert page.get_by_text("zaken toegewezen", exact=False).first.is_visible()
    assert "niemand" not in page.locator(".heat").first.inner_text()
    page.context.close()
