"""A teamleider in a real browser, without JavaScript: sees what is overdue and divides it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from cases.sweep import sweep
from tests.desk import Desk, bestand, on
from tests.door import served

DAY = "2026-12-21"


@dataclass(frozen=True)
class Filled:
    """A served door with something on every page, and an address for each route."""

    desk: Desk
    base: str
    addresses: dict[str, str]


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Iterator[Filled]:
    desk = Desk(engine, tmp_path)
    zaak = desk.picked_up(0)
    desk.reported(1)
    for number, wrong in ((5, "V9"), (6, "V3")):
        desk.as_("adm").post("/meldingbestanden", files={"bestand": ("week.csv", bestand(number, soort=wrong), "text/csv")})
    sweep(engine, at=on(DAY))
    bad = re.search(r"/quarantaine/[0-9a-f-]{36}", desk.as_("adm").get("/quarantaine").text)
    file = re.search(r"/meldingbestanden/[0-9a-f-]{36}", desk.as_("adm").get("/meldingbestanden").text)
    assert bad
    assert file
    steps = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/stappen").json()
    term = next(term for term in zaak["termijnen"] if term["soort"] == "toestand")
    values = {
        "zaak_id": zaak["id"], "termijn_id": term["id"], "stap": steps["stappen"][0]["stap"],
        "melding_id": zaak["meldingen"][0]["id"], "key": "geen",
    }  # fmt: skip
    known = {"/quarantaine/{rij_id}": bad[0], "/meldingbestanden/{bestand_id}": file[0], "/achterstand": f"/achterstand?peildatum={DAY}"}
    from tests.browser.test_axe import ADDRESSES

    addresses = {}
    for route in ADDRESSES:
        parts = re.findall(r"\{(\w+)", route)
        if route in known:
            addresses[route] = known[route]
        elif set(parts) <= values.keys():
            addresses[route] = re.sub(r"\{(\w+)[^}]*\}", lambda part: str(values[part[1]]), route)
    with served(desk.app) as base:
        yield Filled(desk, base, addresses)


def came_in(filled: Filled, browser: Browser, name: str, javascript: bool = True) -> Page:
    """A page of somebody who is logged in."""
    secret, _ = filled.desk.visit(name)
    context = browser.new_context(java_script_enabled=javascript)
    context.add_cookies([{"name": "leerrecht_sessie", "value": secret, "url": filled.base}])
    return context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_teamleider_gives_all_that_is_late_to_a_colleague(filled: Filled, browser: Browser) -> None:
    page = came_in(filled, browser, "tl", javascript=False)
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
