"""The real API on a real database: two gemeenten, people of every role, and a clock that the test sets."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from cases import access, store
from cases.settings import Settings as RecordSettings
from cases.tables import LoginSession, Municipality, Officer, OfficerMunicipality, School
from tests.apps import app_for, client_of
from tests.meldingen import PGNS, csv_of, row

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "9001", "9002"
ROLES = {
    "lpa": ("leerplichtambtenaar", HERE),
    "collega": ("leerplichtambtenaar", HERE),
    "adm": ("administratie", HERE),
    "tl": ("teamleider", HERE),
    "beheer": ("beheerder", HERE),
    "po": ("privacy_officer", HERE),
    "buur": ("leerplichtambtenaar", ELSEWHERE),
    "buur_adm": ("administratie", ELSEWHERE),
    "buur_tl": ("teamleider", ELSEWHERE),
}
GESPREK: dict[str, Any] = {
    "datum": "2026-12-01", "tijd": "10:00", "plaats": "Stadhuis", "genodigden": ["ouders", "jongere"],
}  # fmt: skip
Json = dict[str, Any]


class Desk:
    """An app on this database, and a client for each person."""

    def __init__(self, engine: Engine, home: Path, mode: str = "demo") -> None:
        self.engine, self.at = engine, NOW
        keys = RecordSettings(_env_file=None).secrets  # what is locked without the app must open with it
        record = RecordSettings(home=home, mode=mode, _env_file=None, **keys)  # type: ignore[arg-type]  # plain strings
        self.app: FastAPI = app_for(engine, record, now=lambda: self.at)
        self.ids: dict[str, UUID] = {name: uuid4() for name in ROLES}
        self.home = home
        self._furnish()
        self._clients: dict[tuple[str, datetime], TestClient] = {}

    def _furnish(self) -> None:
        with store.writing(self.engine) as session:
            session.add(Municipality(code=HERE, name="Duinrade", region="noord"))
            session.add(Municipality(code=ELSEWHERE, name="Veendrecht", region="midden"))
            session.add(School(brin="02AB", vestiging="01", name="Duincollege", kind="WVO"))
            for name, (role, _) in ROLES.items():
                email = f"{name}@voorbeeld.invalid"
                session.add(Officer(id=self.ids[name], username=name, name=f"M. {name}", email=email, role=role))
            session.flush()
            for name, (_, gemeente) in ROLES.items():
                session.add(OfficerMunicipality(officer_id=self.ids[name], gemeente=gemeente))

    def as_(self, name: str) -> TestClient:
        """The client of this person, logged in today."""
        today = (name, self.at)
        if today not in self._clients:
            secret, csrf = self.visit(name)
            cookies, headers = {"leerrecht_sessie": secret}, {"x-csrf-token": csrf}
            client = client_of(self.app, cookies=cookies, headers=headers, raise_server_exceptions=False)
            self._clients[today] = client
        return self._clients[today]

    def visit(self, name: str) -> tuple[str, str]:
        """A new session of this person: the secret of its cookie and that of its forms."""
        with store.writing(self.engine) as session:
            secret = access.open_session(session, self.ids[name], at=self.at, longest=timedelta(hours=10))
            session.flush()
            query = select(LoginSession.csrf).where(LoginSession.token_hash == access.hashed(secret))
            return secret, session.exec(query).one()

    def token(self, role: str, gemeente: str = HERE) -> dict[str, str]:
        """The header of a machine with this role."""
        with store.writing(self.engine) as session:
            _, secret = access.add_token(session, name="proef", role=role, gemeenten=[gemeente], at=self.at)
        return {"Authorization": f"Bearer {secret}"}

    def reported(self, number: int = 0, by: str = "adm", **changes: Any) -> Json:
        """Register a melding; its zaak as the API then shows it."""
        reader = {"adm": "lpa", "buur_adm": "buur"}[by]
        answer = self.as_(by).post("/v1/meldingen", json=melding(number, **changes))
        assert answer.status_code in (200, 201), answer.text
        return self.zaak(answer.json()["zaak"], reader)

    def zaak(self, zaak_id: str, by: str = "lpa") -> Json:
        """A zaak as this person sees it."""
        answer = self.as_(by).get(f"/v1/zaken/{zaak_id}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        assert answer.headers["etag"] == f'"{found["versie"]}"'
        return found

    def step(self, zaak: Json, name: str, by: str = "lpa", motivering: str = "", **gegevens: Any) -> Json:
        """Take a step that must succeed; the zaak afterwards."""
        body = {"stap": name, "gegevens": gegevens, "motivering": motivering}
        headers = {"If-Match": f'"{zaak["versie"]}"'}
        answer = self.as_(by).post(f"/v1/zaken/{zaak['id']}/stappen", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return self.zaak(zaak["id"], by if by != "adm" else "lpa")

    def picked_up(self, number: int = 0) -> Json:
        """A zaak in onderzoek with lpa as its behandelaar."""
        return self.step(self.reported(number), "oppakken", behandelaar=str(self.ids["lpa"]))

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but those of logging in: what a refusal may not change."""
        with store.reading(self.engine) as session:
            return {
                table.name: sorted(tuple(map(repr, found)) for found in session.execute(sa.select(table)))
                for table in SQLModel.metadata.sorted_tables
                if table.name not in ("login_sessions", "access_tokens")
            }

    def kept_files(self) -> list[Path]:
        """The files of deliveries that are on disk."""
        folder = self.home / "meldingbestanden"
        return list(folder.iterdir()) if folder.exists() else []


def melding(number: int = 0, **changes: Any) -> Json:
    """A good melding for the number-th jongere, as JSON, with these fields changed."""
    good = {
        "kenmerk": f"API{number:06d}",
        "status": "R",
        "gemeldOp": "2026-11-02T09:30:00+01:00",
        "gemeentecode": HERE,
        "pgn": PGNS[number],
        "voornamen": "Zoë",
        "geslachtsnaam": "Testpersoon",
        "geboortedatum": "2011-02-18",
        "brin": "02AB",
        "vestiging": "01",
        "leslocatie": "Duincollege",
        "onderwijssoort": "WVO",
        "soort": "V3",
        "begindatum": "2026-10-05",
        "einddatum": "2026-10-30",
        "alleLessenGemist": False,
        "actieGewenst": True,
        "melder": {"naam": "A. Melder", "telefoon": "0200123456"},
        "specificatie": [{"datum": "2026-10-05", "uren": 8}, {"datum": "2026-10-06", "uren": 8}],
    }
    return good | changes


def bestand(*numbers: int, **changes: str) -> bytes:
    """A meldingbestand with a row for each of these jongeren."""
    return csv_of([row(number, **changes) for number in numbers]).encode()


def on(day: str, hour: int = 9) -> datetime:
    """This day at this hour, UTC."""
    return datetime.combine(date.fromisoformat(day), NOW.time().replace(hour=hour), UTC)
