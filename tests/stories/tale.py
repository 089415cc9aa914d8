"""A story, day by day: who does what, and what the API then says of the zaak."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from cases import people
from cases.rows import table_of
from cases.store import writing
from cases.sweep import sweep
from cases.tables import Officer, RegisterMessage, Rung
from states.fields import Field, field_of
from states.processes import PROCESSEN
from tests.databases import dump
from tests.desk import Desk, Json, melding, on

AKTE = {"lpa": date(2030, 12, 31), "buur": date(2030, 12, 31), "collega": date(2026, 9, 30)}
"""last day of the BOA-akte; that of collega ends at the end of September"""


class Tale:
    """An office day by day: `tale.on("2026-09-14").melding()` and so on."""

    def __init__(self, engine: Engine, home: Path) -> None:
        self.desk, self.engine, self.kenmerken = Desk(engine, home), engine, 0
        with writing(engine) as session:
            for name, until in AKTE.items():
                officer = session.get_one(Officer, self.desk.ids[name])
                people.set_akte(session, officer, f"BOA-{name}", date(2020, 1, 1), until)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.desk.at.date()

    def on(self, day: str) -> "Tale":
        """Go on to this day."""
        self.desk.at = on(day)
        return self

    def later(self, days: int) -> str:
        """The day so many days from today."""
        return (self.today + timedelta(days=days)).isoformat()

    def melding(self, number: int = 0, by: str = "adm", **changes: Any) -> "Zaak":
        """A melding of today about two days of last week; the zaak that it opened or joined."""
        self.kenmerken += 1
        week = {"kenmerk": f"M{self.kenmerken:03d}", "gemeldOp": f"{self.today}T08:00:00+01:00",
                "begindatum": self.later(-7), "einddatum": self.later(-3), "specificatie": []}  # fmt: skip
        answer = self.post(by, "/v1/meldingen", melding(number, **(week | changes)))
        assert answer.status_code in (200, 201), answer.text
        return Zaak(self, answer.json()["zaak"])

    def post(self, by: str, path: str, body: Json | None = None, **headers: str) -> Any:
        """Send something as this person."""
        return self.desk.as_(by).post(path, json=body, headers=headers)

    def sweep(self, *days: str) -> "Tale":
        """Let the planner do its work: on these days, or today."""
        for day in days or [self.today.isoformat()]:
            self.on(day)
            sweep(self.engine, at=self.desk.at, recorded_at=self.desk.at)
        return self

    def unchanged(self, answer: Any, before: Mapping[str, Any]) -> str:
        """What a refusal said; nothing may have changed."""
        assert answer.status_code in (403, 409, 422), answer.text
        assert self.rows() == before
        return str(answer.json()["detail"])

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but those of logging in."""
        return {name: rows for name, rows in dump(self.engine).items() if name != "login_sessions"}

    def told_register(self) -> list[str]:
        """The status messages to the register, in their order."""
        message = table_of(RegisterMessage).c
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(message.status).order_by(message.at, message.id)).scalars())


@dataclass(frozen=True)
class Zaak:
    """A zaak of the story, always as the API tells it to an officer with an akte."""

    tale: Tale
    id: str
    reader: str = "lpa"

    @property
    def now(self) -> Json:
        """The zaak as it stands."""
        return self.tale.desk.zaak(self.id, self.reader)

    @property
    def state(self) -> str:
        """The state it is in."""
        return str(self.now["toestand"])

    @property
    def terms(self) -> dict[str, str]:
        """Its running terms: name and due date."""
        return {term["naam"]: term["uiterlijk"] for term in self.now["termijnen"]}

    @property
    def letters(self) -> list[str]:
        """The codes of its letters."""
        return sorted(letter["code"] for letter in self.now["brieven"])

    @property
    def statuses(self) -> list[str]:
        """The register status of each of its meldingen, the oldest begindatum first."""
        return [report["status"] for report in reversed(self.now["meldingen"])]

    def children(self, proces: str) -> "list[Zaak]":
        """Its children of this kind, oldest first."""
        found = [child for child in self.now["kinderen"] if child["proces"] == proces]
        ordered = sorted(found, key=lambda child: int(child["nummer"].rpartition("-")[2]))
        return [Zaak(self.tale, child["id"], self.reader) for child in ordered]

    def child(self, proces: str) -> "Zaak":
        """The newest of them."""
        return self.children(proces)[-1]

    def timeline(self) -> list[Json]:
        """Events and rungs of the dossier, oldest first."""
        answer = self.tale.desk.as_(self.reader).get(f"/v1/zaken/{self.id}/gebeurtenissen?paginagrootte=100")
        return list(reversed(answer.json()["resultaten"]))

    def events(self, name: str) -> list[Json]:
        """The events of this kind or step, oldest first."""
        events = [line for line in self.timeline() if line["soort"] == "gebeurtenis"]
        return [line for line in events if name in (line["naam"], line["stap"])]

    def heard(self, name: str) -> dict[str, set[str]]:
        """Who was told of the rungs with this name: the day it was due, and the usernames."""
        who = {str(officer_id): username for username, officer_id in self.tale.desk.ids.items()}
        rung = table_of(Rung).c
        with self.tale.engine.connect() as connection:
            rows = connection.execute(sa.select(rung.on, rung.recipients).where(rung.name == name)).all()
        return {row.on.isoformat(): {who[to] for to in row.recipients} for row in rows}

    def does(self, *steps: str, by: str = "", motivering: str = "", ovj: Json | None = None, **answers: Any) -> "Zaak":
        """Take these steps today, each with answers that fit; what is given is for the last of them.

        `ovj` is the permission of the officier van justitie, naam and datum. An answer that is None is left out.
        """
        for step in steps:
            given = (answers, {"motivering": motivering, "ovjToestemming": ovj}) if step == steps[-1] else ({}, {})
            answer = self._take(step, by, *given)
            assert answer.status_code == 201, (step, answer.text)
        return self

    def refuses(self, step: str, by: str = "", motivering: str = "", **answers: Any) -> str:
        """Try a step that is refused and changes nothing; what was said."""
        before = self.tale.rows()
        return self.tale.unchanged(self._take(step, by, answers, {"motivering": motivering}), before)

    def _take(self, step: str, by: str, given: Json, excuses: Json) -> Any:
        now = self.now
        row = PROCESSEN[now["proces"]].rows.get((now["toestand"], step))
        must = [asked.name for asked, required in row.fields if required] if row else []
        filled = {name: self._answer(field_of(step, name), now) for name in must} | given
        body = {"stap": step, "gegevens": {name: value for name, value in filled.items() if value is not None}}
        version = {"If-Match": f'"{now["versie"]}"'}
        return self.tale.post(by or self.reader, f"/v1/zaken/{self.id}/stappen", body | excuses, **version)

    def form(self) -> Json:
        """The steps that could be taken, with their forms and what is suggested."""
        found: Json = self.tale.desk.as_(self.reader).get(f"/v1/zaken/{self.id}/stappen").json()
        return found

    def suggested(self) -> dict[str, str]:
        """The steps that lie at hand, each with its reason."""
        return {each["stap"]: each["reden"] for each in self.form()["voorstellen"]}

    def _answer(self, asked: Field, now: Json) -> Any:
        """Something that fits."""
        later = self.tale.later(7)
        live = [report["id"] for report in now["meldingen"] if report["status"] in "RB"]
        return {
            "text": "iets", "longtext": "Er is iets gebeurd.", "number": "1", "yesno": "ja", "time": "10:00",
            "date": later if asked.when == "ahead" else self.tale.today.isoformat(),
            "choice": next(iter(asked.options), None), "choices": list(asked.options),
            "melding": next(iter(live), None), "officer": str(self.tale.desk.ids[self.reader]),
            "persons": [now["jongere"]["id"]],
            "afspraken": [{"wat": "elke dag naar school", "wie": "jongere", "uiterlijk": later}],
        }[asked.type]  # fmt: skip

    def assigned(self, name: str, by: str = "tl") -> "Zaak":
        """Give the zaak to this officer."""
        body = {"behandelaar": str(self.tale.desk.ids[name]), "reden": "ziekte"}
        answer = self.tale.post(by, f"/v1/zaken/{self.id}/toewijzing", body)
        assert answer.status_code == 200, answer.text
        return self

    def parent(self, name: str, gezag: bool = True) -> str:
        """Somebody becomes ouder of the jongere; his id."""
        path = f"/v1/jongeren/{self.now['jongere']['id']}"
        body = {"mens": {"geslachtsnaam": name}, "verhouding": {"gezag": gezag}}
        answer = self.tale.post("adm", f"{path}/mensen", body)
        assert answer.status_code == 201, answer.text
        mensen = self.tale.desk.as_("adm").get(path).json()["mensen"]
        return str(next(each["id"] for each in mensen if each["naam"] == name))

    def spoken(self, **answers: Any) -> "Zaak":
        """Picked up and invited today; the gesprek is held a week later."""
        self.does("oppakken", "terugkoppeling_school", "plan_gesprek")
        self.tale.on(self.tale.later(7))
        return self.does("gesprek_gehouden", **({"meldcode_antwoord": "geen_signalen"} | answers))
