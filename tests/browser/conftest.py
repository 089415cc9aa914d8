"""A served door with something on every page, and an address for every page that the router has."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from api.app import PAGES
from api.pages import login
from api.pages.mens import JONGERE
from cases.sweep import sweep
from tests.databases import SQLITE, fresh
from tests.desk import Desk, bestand, on
from tests.door import served

DAY = "2026-12-21"
EXAMPLES = Path(__file__).parents[2] / "docs" / "voorbeeld"
# What is handed out to keep is no page.
LISTS = ("plichtigen", "inschrijvingen")
FILES = frozenset({"bijlage_id", "document_id"})
ROUTES = sorted(
    {
        route.path
        for router in (login.router, *PAGES)
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and not (FILES & set(re.findall(r"\{(\w+)", route.path)) or route.path.endswith("/concept"))
    }
)


@dataclass(frozen=True)
class Filled:
    """A served door with something on every page, and an address for each route we know."""

    desk: Desk
    base: str
    addresses: dict[str, str]

    def came_in(self, browser: Browser, name: str, javascript: bool = True) -> Page:
        """A page of this person, who is logged in."""
        secret, _ = self.desk.visit(name)
        context = browser.new_context(java_script_enabled=javascript)
        context.add_cookies([{"name": "leerrecht_sessie", "value": secret, "url": self.base}])
        return context.new_page()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    home = tmp_path_factory.mktemp("kantoor")
    with fresh(SQLITE, home) as engine:
        desk = Desk(engine, home)
        known = fill(desk)
        addresses = {
            route: re.sub(r"\{(\w+)[^}]*\}", lambda part: known[part[1]], route)
            for route in ROUTES
            if set(re.findall(r"\{(\w+)", route)) <= known.keys()
        }
        with served(desk.app) as base:
            yield Filled(desk, base, addresses | {"/achterstand": f"/achterstand?peildatum={DAY}"})


def fill(desk: Desk) -> dict[str, str]:
    """Work for everybody; the values of the names in curly braces."""
    zaak = desk.picked_up(0)
    desk.step(zaak, "vraag_informatie", partij="school", vraag="Hoe vaak was de leerling er?")
    zaak = desk.zaak(zaak["id"])
    desk.reported(1)
    lists = {name: (f"{name}.csv", (EXAMPLES / f"{name}.csv").read_bytes(), "text/csv") for name in LISTS}
    assert desk.as_("adm").post("/inschrijvingen", files=lists).status_code == 200
    for number, wrong in ((5, "V9"), (6, "V3")):
        file = ("week.csv", bestand(number, soort=wrong), "text/csv")
        assert desk.as_("adm").post("/meldingbestanden", files={"bestand": file}).status_code == 200
    sweep(desk.engine, at=on(DAY))
    box = mailbox.Maildir(desk.home / "inbox", create=True)
    mail = b"Subject: U heeft taken\r\nTo: lpa@voorbeeld.invalid\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nHallo."
    steps = desk.as_("lpa").get(f"/v1/zaken/{zaak['id']}/stappen").json()
    return {
        "zaak_id": zaak["id"],
        "termijn_id": next(term["id"] for term in zaak["termijnen"] if term["soort"] == "toestand"),
        "stap": steps["stappen"][0]["stap"],
        "melding_id": zaak["meldingen"][0]["id"],
        "rij_id": first_id(desk, "/quarantaine"),
        "bestand_id": first_id(desk, "/meldingbestanden"),
        "key": box.add(mail),
        "brief_id": zaak["brieven"][0]["id"],
        "volgnummer": "2",
        "wie": JONGERE,
        "controle_id": first_id(desk, "/inschrijvingen"),
    }


def first_id(desk: Desk, path: str) -> str:
    found = re.search(rf"{path}/([0-9a-f-]{{36}})", desk.as_("adm").get(path).text)
    assert found, path
    return found[1]
