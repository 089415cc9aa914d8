"""Who may do what: every route for every role, and every route with an id of another gemeente."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from cases.rights import RIGHTS
from tests.desk import ROLES, Desk, bestand, melding

Call = tuple[str, str, dict[str, Any] | None]
STEP = {"stap": "oppakken", "gegevens": {}}
CLOCK = {"vanaf": "2026-11-24", "tot": "2026-12-08", "grond": "ziekte"}
SIGNAL = {
    "gemeente": "9001", "school": {"brin": "02AB", "vestiging": "01"}, "toelichting": "Gezien.",
    "jongere": {"id": str(uuid4())},
}  # fmt: skip

# What each right opens. Of each call the answer is 403 exactly when the role has not got the right.
CALLS: Mapping[str, tuple[Call, ...]] = {
    "zaken.lezen": (
        ("GET", "/v1/zaken", None),
        ("GET", "/v1/zaken/{zaak}", None),
        ("GET", "/v1/zaken/{zaak}/stappen", None),
        ("GET", "/v1/zaken/{zaak}/gebeurtenissen", None),
        ("GET", "/v1/termijnen", None),
        ("GET", "/v1/termijnen/{termijn}", None),
        ("GET", "/v1/zaken/{zaak}/uren", None),
        ("GET", "/v1/zaken/{zaak}/brieven", None),
        ("GET", "/v1/brieven/{brief}", None),
        ("GET", "/v1/brieven/{brief}/concept", None),
        ("GET", "/v1/brieven/documenten/{document}", None),
        ("GET", "/v1/zaken/{zaak}/bijlagen", None),
        ("GET", "/v1/bijlagen/{bijlage}", None),
        ("GET", "/v1/jongeren/{jongere}", None),
        ("GET", "/v1/jongeren/{jongere}/wijzigingen", None),
    ),
    "mensen.wijzigen": (
        ("PATCH", "/v1/jongeren/{jongere}", {"taal": "Pools"}),
        ("POST", "/v1/jongeren/{jongere}/mensen", {"mens": {"geslachtsnaam": "Testouder"}}),
        ("PATCH", "/v1/relaties/{relatie}", {"gezag": False}),
        ("PATCH", "/v1/relaties/{relatie}/mens", {"taal": "Pools"}),
        ("POST", "/v1/relaties/{relatie}/einde", {"totEnMet": "2026-12-31"}),
        ("POST", "/v1/jongeren/{jongere}/gezin", {"jongere": str(uuid4())}),
        ("DELETE", "/v1/jongeren/{jongere}/gezin", None),
    ),
    "mensen.inzage": (("POST", "/v1/jongeren/{jongere}/inzage", None),),
    "brieven": (
        ("POST", "/v1/zaken/{zaak}/brieven", {"code": "L02"}),
        ("POST", "/v1/brieven/{brief}/aanvulling", {}),
        ("POST", "/v1/brieven/{brief}/controle", {}),
        ("POST", "/v1/brieven/{brief}/verzending", None),
        ("POST", "/v1/brieven/{brief}/vervallen", None),
    ),
    "bijlagen": (("POST", "/v1/zaken/{zaak}/bijlagen", None),),
    "stappen": (("POST", "/v1/zaken/{zaak}/stappen", STEP),),
    "signaal": (("POST", "/v1/zaken", SIGNAL),),
    "correcties": (
        ("GET", "/v1/zaken/{zaak}/correcties/1", None),
        ("POST", "/v1/zaken/{zaak}/correcties", {"gebeurtenis": 1, "wat": "terugnemen", "reden": "Zo is het."}),
    ),
    "meldingen.registreren": (
        ("POST", "/v1/meldingen", melding(5)),
        ("POST", "/v1/meldingen/{melding}/verplaatsing", {"naar": str(uuid4()), "reden": "Zo is het."}),
    ),
    "meldingbestand.aanleveren": (("POST", "/v1/meldingbestanden", None),),
    "meldingbestand.lezen": (("GET", "/v1/meldingbestanden/{bestand}", None),),
    "quarantaine": (
        ("GET", "/v1/quarantaine", None),
        ("GET", "/v1/quarantaine/{rij}", None),
        ("PUT", "/v1/quarantaine/{rij}", {"gegevens": {}}),
    ),
    "toewijzen": (("POST", "/v1/zaken/{zaak}/toewijzing", {"behandelaar": str(uuid4())}),),
    "achterstand": (("GET", "/v1/achterstand", None),),
    "afwijkingen": (("GET", "/v1/afwijkingen", None),),
    "registerstatus.lezen": (("GET", "/v1/registerstatus", None),),
    "registerstatus": (("POST", "/v1/registerstatus/{bericht}/aanbieding", None),),
    "inschrijvingen.lezen": (
        ("GET", "/v1/inschrijvingscontroles", None),
        ("GET", "/v1/inschrijvingscontroles/{controle}", None),
    ),
    "inschrijvingen": (("POST", "/v1/inschrijvingscontroles", None),),
}
NAMED = ("{melding}", "{brief}", "{document}", "{bijlage}", "{jongere}", "{relatie}", "{bericht}", "{controle}")
CLOCKS: tuple[Call, ...] = (
    ("POST", "/v1/termijnen/{termijn}/opschorting", CLOCK),
    ("POST", "/v1/termijnen/{termijn}/hervatting", {"op": "2026-11-24"}),
    ("POST", "/v1/termijnen/{termijn}/verlenging", {"aantal": 1, "grond": "ziekte"}),
    ("POST", "/v1/termijnen/{termijn}/correctie", {"aantal": 6, "grond": "anders", "toelichting": "Zo is het."}),
)


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


@pytest.fixture
def ids(desk: Desk) -> dict[str, str]:
    """A zaak, its term, a delivered file and a row in quarantine, all of gemeente 9001."""
    zaak = desk.reported()
    file = desk.as_("adm").post(
        "/v1/meldingbestanden", content=bestand(1, pgn="1"), headers={"content-type": "text/csv"}
    )
    [row] = desk.as_("adm").get("/v1/quarantaine").json()["resultaten"]
    letter = desk.as_("lpa").post(f"/v1/zaken/{zaak['id']}/brieven", json={"code": "L02"}).json()
    attached = desk.as_("adm").post(f"/v1/zaken/{zaak['id']}/bijlagen", files={"bestand": b"%PDF-1.7"}).json()
    jongere = zaak["jongere"]["id"]
    mother = desk.as_("lpa").post(f"/v1/jongeren/{jongere}/mensen", json={"mens": {"geslachtsnaam": "Testouder"}})
    return {
        "jongere": jongere, "relatie": mother.headers["location"].rpartition("/")[2], "zaak": zaak["id"],
        "melding": zaak["meldingen"][0]["id"],
        "termijn": zaak["termijnen"][0]["id"], "bestand": file.json()["id"], "rij": row["id"],
        "brief": letter["id"], "document": str(uuid4()), "bijlage": attached["id"],
        "bericht": str(uuid4()), "controle": str(uuid4()),
    }  # fmt: skip


def status(desk: Desk, by: str, call: Call, ids: dict[str, str], headers: dict[str, str] | None = None) -> int:
    method, path, body = call
    sent = {"If-Match": '"1"', **(headers or {})}
    client = desk.as_(by)
    if path == "/v1/meldingbestanden":
        return client.request(method, path, content=b"x", headers=sent | {"content-type": "text/csv"}).status_code
    if (method, path) == ("POST", "/v1/zaken/{zaak}/bijlagen"):
        octets = sent | {"content-type": "application/octet-stream"}
        return client.request(method, path.format(**ids), content=b"%PDF-2.0", headers=octets).status_code
    return client.request(method, path.format(**ids), json=body, headers=sent).status_code


def test_every_right_has_its_calls(desk: Desk) -> None:
    documented = {
        (method.upper(), path)
        for path, methods in desk.app.openapi()["paths"].items()
        for method in methods
    }  # fmt: skip
    tried = {(method, path) for calls in (*CALLS.values(), CLOCKS) for method, path, _ in calls}
    plain = {"{zaak}": "{zaak_id}", "{termijn}": "{termijn_id}", "{bestand}": "{bestand_id}", "{rij}": "{rij_id}"}
    plain |= {name: name[:-1] + "_id}" for name in NAMED} | {"correcties/1": "correcties/{volgnummer}"}
    for short, long in plain.items():
        tried = {(method, path.replace(short, long)) for method, path in tried}
    assert tried == documented
    assert set(CALLS) | {"termijnen", "beheer"} == set(RIGHTS)


@pytest.mark.parametrize("by", ["lpa", "adm", "tl", "beheer", "po"])
def test_a_role_does_what_its_rights_say_and_nothing_else(desk: Desk, ids: dict[str, str], by: str) -> None:
    role = ROLES[by][0]
    for right, calls in CALLS.items():
        for call in calls:
            refused = status(desk, by, call, ids) == 403
            assert refused == (role not in RIGHTS[right]), (by, call)
    for call in CLOCKS:
        # A leerplichtambtenaar only in his own zaken, and this one is nobody's.
        assert (status(desk, by, call, ids) == 403) == (role != "teamleider"), (by, call)


@pytest.mark.parametrize(
    ("by", "role"), [("buur", "leerplichtambtenaar"), ("buur_adm", "administratie"), ("buur_tl", "teamleider")]
)
def test_what_lies_in_another_gemeente_does_not_exist(desk: Desk, ids: dict[str, str], by: str, role: str) -> None:
    before = desk.everything()
    machine = desk.token(role, "9002")
    for calls in (*CALLS.values(), CLOCKS):
        for call in calls:
            if "{" not in call[1]:
                continue
            unknown = {name: str(uuid4()) for name in ids}
            theirs = (status(desk, by, call, ids), status(desk, by, call, ids, machine))
            nowhere = (status(desk, by, call, unknown), status(desk, by, call, unknown, machine))
            assert theirs == nowhere, (by, call)
            assert set(theirs) <= {403, 404}, (by, call)
    for path in ("/v1/zaken", "/v1/termijnen"):
        assert desk.as_(by).get(path).json()["resultaten"] == []
    assert desk.everything() == before


def test_without_login_or_secret_nothing_is_answered(desk: Desk, ids: dict[str, str]) -> None:
    client = desk.as_("adm")
    cookie = dict(client.cookies.items())
    client.cookies.clear()
    for calls in (*CALLS.values(), CLOCKS):
        assert {status(desk, "adm", call, ids) for call in calls} == {401}
        assert {status(desk, "adm", call, ids, {"Authorization": "Bearer mas_x"}) for call in calls} == {401}
    client.cookies.update(cookie)
    for calls in (*CALLS.values(), CLOCKS):
        for call in calls:
            if call[0] != "GET":
                assert status(desk, "adm", call, ids, {"x-csrf-token": "x"}) == 403


def test_a_machine_has_the_rights_of_its_role(desk: Desk, ids: dict[str, str]) -> None:
    reader = desk.token("teamleider")
    assert status(desk, "lpa", ("GET", "/v1/achterstand", None), ids, reader) == 200
    assert status(desk, "lpa", ("POST", "/v1/meldingen", melding(5)), ids, reader) == 403
    assert status(desk, "tl", CLOCKS[0], ids, desk.token("leerplichtambtenaar")) == 403
    assert status(desk, "lpa", CLOCKS[0], ids, reader) == 200
