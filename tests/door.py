"""The door on a fresh database, with a clock that the test sets."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from cases import access, people, places, store
from cases.people import DEMO_PASSWORD
from cases.settings import Settings as RecordSettings
from tests.apps import More, app_for, client_of
from tests.databases import made_at

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE = {
    "lpa": "leerplichtambtenaar",
    "adm": "administratie",
    "tl": "teamleider",
    "beheer": "beheerder",
    "po": "privacy_officer",
}


class Door:
    """An app, its database, and what time it is there."""

    def __init__(
        self,
        home: Path,
        mode: str = "demo",
        demo: bool = True,
        *,
        engine: Engine | None = None,
        more: More | None = None,
        **settings: Any,
    ) -> None:
        self.at = START
        record = RecordSettings(home=home, mode=mode, _env_file=None)
        self.engine: Engine = engine or made_at(home / "mas.db")
        self.app: FastAPI = app_for(self.engine, record, now=lambda: self.at, more=more, **settings)
        self.people = self._people(demo)

    def _people(self, demo: bool) -> dict[str, Any]:
        password = DEMO_PASSWORD if demo else "een-echt-wachtwoord"
        with store.writing(self.engine) as session:
            places.add_gemeente(session, code="0001", name="Duinrade", region="noord")
            places.add_gemeente(session, code="0002", name="Veendrecht", region="zuid")
            return {
                name: people.add_officer(
                    session, username=name, name=f"Medewerker {name}", email=f"{name}@voorbeeld.invalid", role=role,
                    gemeenten=["0001"], password=password, demo=demo,
                    akte=("1", date(2026, 1, 1), date(2027, 12, 31)) if name == "lpa" else None,
                )
                for name, role in PEOPLE.items()
            }  # fmt: skip

    def later(self, **units: float) -> None:
        """Move the clock."""
        self.at += timedelta(**units)

    def client(self, scheme: str = "http") -> TestClient:
        """A browser without cookies, that does not follow redirects."""
        return client_of(self.app, base_url=f"{scheme}://testserver", follow_redirects=False)

    def logged_in(self, username: str) -> TestClient:
        """A browser of somebody who has just logged in."""
        client = self.client()
        assert log_in(client, username).status_code == 303
        return client

    def token(self, role: str = "administratie", gemeente: str = "0001") -> dict[str, str]:
        """The header of a machine with this role."""
        with store.writing(self.engine) as session:
            _, secret = access.add_token(session, name="proef", role=role, gemeenten=[gemeente], at=self.at)
        return {"Authorization": f"Bearer {secret}"}


def log_in(client: TestClient, username: str, password: str = DEMO_PASSWORD, naar: str = "") -> httpx2.Response:
    """Fill in the form and send it."""
    secret = csrf(client.get("/inloggen"))
    fields = {"gebruikersnaam": username, "wachtwoord": password, "csrf": secret, "naar": naar}
    return client.post("/inloggen", data=fields)


def csrf(page: httpx2.Response) -> str:
    """The secret in the form of a page."""
    found = re.search(r'name="csrf"\s+value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app behind a real server on 127.0.0.1, for a browser; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:  # bound here: nobody else can take the port
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
