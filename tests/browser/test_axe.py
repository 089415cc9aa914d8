"""Every page that the router has, for each role, on a wide and a narrow screen: axe-clean, and it fits."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser
from sqlalchemy import Engine

from api.app import PAGES
from tests.browser.test_teamleider import Filled, came_in, filled

__all__ = ["filled"]

ADDRESSES = sorted(
    {route.path for router in PAGES for route in router.routes if isinstance(route, APIRoute) and "GET" in route.methods}
)


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["lpa", "adm", "tl", "beheer", "po"])
def test_every_page_is_axe_clean_and_fits(engine: Engine, filled: Filled, browser: Browser, name: str, tmp_path: Path) -> None:
    assert set(ADDRESSES) <= filled.addresses.keys(), "a new page needs an address in tests/browser/test_teamleider.py"
    page = came_in(filled, browser, name)
    seen = []
    for route in ADDRESSES:
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(filled.base + filled.addresses[route])
            assert answer is not None
            assert answer.status in (200, 403, 404), route
            found = Axe().run(page).response["violations"]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], (route, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (route, width)
        seen.append(answer.status)
    assert 200 in seen
    page.context.close()
