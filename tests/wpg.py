"""An office where much is wpg, and everything in it that can be looked at: for the tests of who sees what."""

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi.testclient import TestClient

from cases import access
from cases.rows import WPG, table_of
from cases.settings import Settings as RecordSettings
from cases.store import writing
from cases.tables import Case, Deadline, Letter, Officer, OfficerMunicipality, Report, WpgAttachment
from states.letters import LETTERS
from states.processes import PROCESSEN
from tests.addresses import addresses
from tests.apps import app_for, client_of
from tests.office import HERE, Day, Office

CANARY = "kanariegeel"


def boa(day: Day, case: UUID, *steps: str, **answers: Any) -> None:
    """Steps by somebody with an akte, who writes the canary wherever a form lets him write."""
    for name in steps:
        row = day.office.case(case)
        fields = [field for field, _ in PROCESSEN[row["proces"]].rows[row["state"], name].fields]
        told = {field.name: CANARY for field in fields if field.type in ("text", "longtext")}
        mine = {name: value for name, value in answers.items() if name in {field.name for field in fields}}
        day.step(case, name, by="bram", motivation=f"Want {CANARY}.", **told | mine)


def prosecuted(office: Office, start: date) -> UUID:
    """A dossier with a Halt that failed, and two parts straf: one far on, one before its hearing. Its root."""
    day = office.on(start)
    root = day.report(geboortedatum="2010-02-18")
    day.steps(root, "oppakken", "hoor_betrokkenen")
    day.step(root, "kies_route", motivation="Er is al gesproken op school.")
    suspects = [str(office.case(root)["person_id"]), str(day.parent(root, geslachtsnaam="Verdachtmaker"))]
    boa(day, root, "start_halt", uren="20", te_laat="0")
    [halt] = [row["id"] for row in office.children(root, "halt")]
    boa(day, halt, "halt_ingestemd", "verwijs_naar_halt", "halt_gestart", ingestemd_ouders="ja", uren="20", te_laat="0")
    boa(office.on(start + timedelta(days=7)), halt, "halt_negatief")
    day = office.on(start + timedelta(days=8))
    boa(day, root, "start_straf", verdachten=suspects)
    one, two = (row["id"] for row in office.children(root, "straf"))
    for straf in (one, two):
        boa(day, straf, "vraag_advies", "advies_ontvangen", "roep_op_voor_verhoor")
    office.on(start + timedelta(days=9)).extend(office.term(two)["id"], 1, by="bram", explanation=CANARY)
    day = office.on(start + timedelta(days=16))
    boa(day, one, "verdachte_verhoord")
    boa(day, two, "verdachte_niet_verschenen", "roep_op_voor_verhoor")
    boa(office.on(start + timedelta(days=17)), one, "zend_pv_in", "om_dagvaarding")
    return root


def sent_to_halt(office: Office, start: date) -> UUID:
    """A dossier with a Halt that a leerplichtambtenaar without an akte may carry on. The part itself."""
    day = office.on(start)
    root = day.report(geboortedatum="2010-02-18")
    day.step(root, "oppakken")
    day.step(root, "kies_route", motivation="Er is al gesproken op school.")
    boa(day, root, "start_halt", uren="20", te_laat="0")
    [halt] = [UUID(str(row["id"])) for row in office.children(root, "halt")]
    boa(day, halt, "halt_ingestemd", "verwijs_naar_halt", ingestemd_ouders="ja", uren="20", te_laat="0")
    return halt


class Looking:
    """The door of an office, with a browser for everybody, and every address there is to look at."""

    def __init__(self, office: Office, home: Path, at: Day) -> None:
        self.office, self.day = office, at
        keys = RecordSettings(_env_file=None).secrets
        record = RecordSettings(home=home, mode="demo", _env_file=None, **keys)  # type: ignore[arg-type]  # plain strings
        self.app = app_for(office.engine, record, now=lambda: at.at)
        with writing(office.engine) as session:
            akte = sa.update(table_of(Officer)).where(table_of(Officer).c.id == office.id("bram"))
            session.execute(akte.values(akte_number="1", akte_from=date(2020, 1, 1)))
            self.ids = {name: office.id(name) for name in ("anna", "bram", "adam", "tess")}
            for name, role in (("bea", "beheerder"), ("piet", "privacy_officer")):
                self.ids[name] = uuid4()
                session.add(Officer(id=self.ids[name], username=name, name=name, email=f"{name}@a.example", role=role))
                session.flush()
                session.add(OfficerMunicipality(officer_id=self.ids[name], gemeente=HERE))

    def as_(self, name: str) -> TestClient:
        with writing(self.office.engine) as session:
            secret = access.open_session(session, self.ids[name], at=self.day.at, longest=timedelta(hours=10))
        cookies = {"leerrecht_sessie": secret}
        return client_of(self.app, cookies=cookies, raise_server_exceptions=False, follow_redirects=False)

    def paths(self) -> list[str]:
        """Every address that can be read, of the API and of the pages, as it is declared."""
        read = {path for method, path in addresses(self.app.routes) if method == "GET"}
        return sorted(read - {"/metrics", "/v1/openapi.json"})

    def addresses(self, known: dict[str, list[Any]]) -> Iterator[str]:
        """The same with the ids of what there is. A name in an address that nobody thought of is a KeyError."""
        for path in self.paths():
            names = re.findall(r"{(\w+)}", path)
            for values in product(*(known[name] for name in names)):
                yield path.format(**dict(zip(names, values, strict=True)))


def told(text: str) -> str:
    """What an answer tells this reader: without the choices of a filter, which are the same for everybody."""
    return html.unescape(re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL))


def secrets() -> list[str]:
    """Words that stand nowhere but in what is wpg: of Halt and straf their names, states, steps and letters."""
    both = (PROCESSEN["halt"], PROCESSEN["straf"])
    plain = {"vervallen", "afgedaan", "vervalt", "retour", "advies", "lopend"}  # words of other parts too
    states = [state for proces in both for state in proces.states if state.name not in plain]
    names = [f'"proces":"{proces.name}"' for proces in both]
    names += [f'"{key}":"{state.name}"' for key in ("toestand", "naam") for state in states]
    steps = [step.name for proces in both for step in proces.steps if step.name not in plain]
    letters = [f'"{letter.code}"' for letter in LETTERS.values() if letter.regime == WPG]
    titles = [proces.titel for proces in both] + [state.titel for state in states if state.titel != "Proeftijd"]
    return [CANARY, *titles, *names, *steps, *letters, "start_halt", "start_straf", "halt_negatief_pv"]


def known(looking: Looking) -> dict[str, list[Any]]:
    """What every name in an address can stand for: of the wpg part of the dossier first of all."""
    office = looking.office
    zaken = {row["number"]: row for row in office.rows(Case, "number")}
    root, straf = zaken["2026-000001"], zaken["2026-000001-3"]
    halt = next(row for row in zaken.values() if row["proces"] == "halt" and row["closed_on"] is None)
    terms = [row["id"] for row in office.rows(Deadline, "started_on", case_id=straf["id"]) if row["ended_on"] is None]
    letters = [row["id"] for row in office.rows(Letter, "created_at", regime="wpg")]
    nobody = [uuid4()]
    return {
        "zaak_id": [root["id"], straf["id"], halt["id"]], "termijn_id": [*terms[:2], office.term(halt["id"])["id"]],
        "brief_id": letters[-2:], "bijlage_id": [row["id"] for row in office.rows(WpgAttachment)],
        "document_id": nobody, "jongere_id": [root["person_id"]], "melding_id": [office.rows(Report)[0]["id"]],
        "stap": ["halt_gestart", "sluit_af"], "wie": ["jongere"], "volgnummer": [1, straf["version"]],
        "bestand_id": nobody, "rij_id": nobody, "controle_id": nobody, "key": ["geen"],
    }  # fmt: skip
