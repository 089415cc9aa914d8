"""Every refusal, through the real app, on routes that do nothing but refuse."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, OperationalError

from api.deps import IdempotencyKey, IfMatch, Reading, Writing
from api.guards import API_VERSION, HEADERS
from cases import places, store
from cases.errors import Conflict, Invalid, NotFound, Problem, Stale
from cases.rights import NotAllowed
from cases.tables import Heartbeat
from states.decision import Reason, StepRefused
from tests.door import Door

NORM = Reason("norm", "eerst_hulp", "Hulp is nog niet geprobeerd.")
FIELD = Reason("veld", "datum", "Deze datum ligt in het verleden.")
CHANGES = [{"seq": 4, "soort": "stap", "stap": "plan_gesprek", "naar": "gepland", "op": date(2026, 11, 23)}]

REFUSALS: dict[str, tuple[Exception, int, str, dict[str, Any]]] = {
    "niet-gevonden": (NotFound(), 404, "bestaat niet", {}),
    "niet-toegestaan": (NotAllowed("Met de rol x kunt u dit niet doen."), 403, "Met de rol x", {}),
    "past-niet-meer": (Conflict("Deze zaak is al afgesloten."), 409, "al afgesloten", {}),
    "verouderd": (
        Stale(7, "gepland", CHANGES), 409, "intussen gewijzigd",
        {"versie": 7, "toestand": "gepland", "wijzigingen": [CHANGES[0] | {"op": "2026-11-23"}]},
    ),
    "stap-geweigerd": (
        StepRefused((NORM, FIELD)), 409, "Hulp is nog niet geprobeerd. Deze datum",
        {
            "redenen": [
                {"soort": "norm", "naam": "eerst_hulp", "uitleg": NORM.text},
                {"soort": "veld", "naam": "datum", "uitleg": FIELD.text},
            ],
            "fouten": [{"veld": "datum", "uitleg": FIELD.text}],
        },
    ),
    "klopt-niet": (
        Invalid([Problem("pgn", "Dit pgn bestaat niet.")]), 422, "Dit pgn",
        {"fouten": [{"veld": "pgn", "uitleg": "Dit pgn bestaat niet."}]},
    ),
    "even-niet": (OperationalError("SELECT geheim", {}, Exception("geheim")), 503, "antwoordt niet", {}),
    "fout": (RuntimeError("geheim"), 500, "niets opgeslagen", {}),
}  # fmt: skip


class Question(BaseModel):
    model_config = ConfigDict(extra="forbid")

    datum: date
    aantal: int
    soort: str = ""


def refusals(app: FastAPI) -> None:
    """Routes that do nothing but refuse."""
    add = app.add_api_route

    def refuse(name: str) -> None:
        raise REFUSALS[name][0]

    def ask(question: Question, hoeveel: Annotated[int, Query(ge=1, le=9)] = 1) -> None:
        return None

    def version(version: IfMatch, key: IdempotencyKey) -> list[Any]:
        return [version, key]

    def half(session: Writing) -> None:
        places.add_gemeente(session, code="0009", name="Half", region="noord")
        raise Conflict("Toch niet.")

    def count(session: Reading) -> int:
        return len(places.gemeenten(session))

    def field_only() -> None:
        raise StepRefused((FIELD,))

    def unstorable() -> None:
        raise DataError("x", {}, Exception("geheim"))

    for prefix in ("/v1", "/proef"):
        add(prefix + "/weiger/{name}", refuse, methods=["GET"])
    add("/v1/vraag", ask, methods=["POST"])
    add("/v1/versie", version, methods=["POST"])
    add("/v1/half", half, methods=["POST"])
    add("/v1/aantal", count, methods=["GET"])
    add("/v1/veld", field_only, methods=["GET"])
    add("/v1/teken", unstorable, methods=["GET"])


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """One for all of them: what is refused leaves nothing."""
    return Door(tmp_path_factory.mktemp("deur"), more=refusals)


@pytest.fixture
def client(door: Door) -> TestClient:
    return door.client()


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_is_a_problem_in_dutch(client: TestClient, name: str) -> None:
    _, status, words, extra = REFUSALS[name]
    response = client.get(f"/v1/weiger/{name}")
    body = response.json()
    assert response.status_code == body.pop("status") == status
    assert response.headers["content-type"] == "application/problem+json"
    assert body.pop("type") == f"urn:problem-type:leerrecht:{name}"
    assert body.pop("title")
    assert words in body.pop("detail")
    assert body == extra
    assert "geheim" not in response.text


@pytest.mark.parametrize("name", REFUSALS)
def test_a_person_reads_the_same_as_a_page(client: TestClient, name: str) -> None:
    _, status, words, _ = REFUSALS[name]
    response = client.get(f"/proef/weiger/{name}")
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert words in response.text
    assert "geheim" not in response.text


def test_a_stale_page_says_what_changed(client: TestClient) -> None:
    assert "stap: plan gesprek, nu gepland" in client.get("/proef/weiger/verouderd").text


def test_only_wrong_fields_are_422(client: TestClient) -> None:
    assert client.get("/v1/veld").status_code == 422
    assert client.get("/v1/teken").status_code == 422


def test_what_cannot_be_read_names_each_field_and_never_the_value(client: TestClient) -> None:
    sent = {"datum": "2026-02-31", "aantal": "geheim", "onbekend": "geheim"}
    response = client.post("/v1/vraag?hoeveel=12", json=sent)
    assert response.status_code == 422
    assert response.json()["fouten"] == [
        {"veld": "hoeveel", "uitleg": "Dit is te veel: hooguit 9."},
        {"veld": "datum", "uitleg": "Dit is geen bestaande datum. Schrijf bijvoorbeeld 2026-11-30."},
        {"veld": "aantal", "uitleg": "Vul hier een heel getal in."},
        {"veld": "onbekend", "uitleg": "Dit veld is hier niet bekend."},
    ]
    assert "geheim" not in response.text


@pytest.mark.parametrize("body", ["{", "[1", '{"datum": }', "\x00"])
def test_broken_json_is_400(client: TestClient, body: str) -> None:
    response = client.post("/v1/vraag", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert response.json()["detail"] == "De inhoud van de aanvraag is geen geldige JSON."


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "1"])
def test_json_of_another_shape_is_422(client: TestClient, body: str) -> None:
    response = client.post("/v1/vraag", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json()["fouten"][0]["veld"] == "inhoud"


@pytest.mark.parametrize(("header", "version"), [('"3"', 3), ("3", 3), ('W/"3"', 3)])
def test_the_version_is_read_from_if_match(client: TestClient, header: str, version: int) -> None:
    response = client.post("/v1/versie", headers={"If-Match": header, "Idempotency-Key": "k-1"})
    assert response.json() == [version, "k-1"]


def test_a_write_without_its_version_is_428(client: TestClient) -> None:
    assert client.post("/v1/versie").status_code == 428
    assert "If-Match" in client.post("/v1/versie").json()["detail"]
    assert client.post("/v1/versie", headers={"If-Match": "*"}).status_code == 400
    refused = client.post("/v1/versie", headers={"If-Match": '"1"', "Idempotency-Key": "a b"})
    assert refused.status_code == 400


def test_an_error_in_a_transaction_undoes_all_of_it(client: TestClient) -> None:
    assert client.post("/v1/half").status_code == 409
    assert client.get("/v1/aantal").json() == 2


def test_more_requests_at_once_than_connections_all_get_an_answer(door: Door) -> None:
    found: list[int] = []
    client = door.client()
    many = [threading.Thread(target=lambda: found.append(client.get("/v1/aantal").json())) for _ in range(80)]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    assert found == [2] * 80


def test_unknown_addresses_and_methods_are_problems_too(client: TestClient) -> None:
    assert client.get("/v1/bestaat-niet").json()["type"].endswith("niet-gevonden")
    assert client.get("/v1/aantal/").status_code == 404
    wrong = client.delete("/v1/aantal")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "GET"
    assert wrong.json()["title"] == "Dit kan hier niet"
    assert client.get("/bestaat-niet").status_code == 404
    assert "Niet gevonden" in client.get("/bestaat-niet").text


def _chunks(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes * 16):
        yield b"x" * 65536


@pytest.mark.parametrize("as_chunks", [False, True])
def test_a_body_that_is_too_large_is_413_with_and_without_its_length(client: TestClient, as_chunks: bool) -> None:
    content = _chunks(2) if as_chunks else b"x" * 2_000_000
    response = client.post("/v1/vraag", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == "Dit is te groot: hooguit 1 MB."


def test_a_length_that_lies_does_not_help(client: TestClient) -> None:
    headers = {"content-type": "application/json", "content-length": "10"}
    assert client.post("/v1/vraag", content=_chunks(2), headers=headers).status_code == 413


def test_a_form_that_is_too_large_is_413(client: TestClient) -> None:
    response = client.post("/inloggen", data={"gebruikersnaam": "x" * 2_000_000})
    assert response.status_code == 413
    assert "Dit is te groot" in response.text


PATHS = ["/v1/weiger/fout", "/v1/bestaat-niet", "/v1/openapi.json", "/v1/aantal", "/proef/weiger/fout", "/livez",
         "/readyz", "/metrics", "/inloggen", "/", "/static/leerrecht.css"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers_that_protect(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == (
        "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
    )
    assert headers.get("api-version") == (API_VERSION if path.startswith("/v1/") else None)


def test_the_description_of_the_api(client: TestClient) -> None:
    response = client.get("/v1/openapi.json")
    document = response.json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == API_VERSION
    assert document["components"]["schemas"]["Probleem"]["required"] == ["type", "title", "status", "detail"]
    assert response.headers["access-control-allow-origin"] == "*"
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_alive_and_not_yet_ready(tmp_path: Path) -> None:
    door = Door(tmp_path)
    with door.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")  # as it was before any migration
    client = door.client()
    assert client.get("/livez").text == "ok"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "gereed": False, "database": "in orde", "migraties": "niet in orde", "termijnen": "niet in orde"
    }  # fmt: skip


def test_ready_while_the_sweep_lives(engine: Engine, tmp_path: Path) -> None:
    door = Door(tmp_path, engine=engine)
    with store.writing(engine) as session:
        session.add(Heartbeat(name="termijnen", real_at=door.at, effective_at=door.at))
        session.add(Heartbeat(name="post", real_at=door.at + timedelta(hours=1), effective_at=door.at))
    client = door.client()
    door.later(minutes=35)
    assert client.get("/readyz").json()["gereed"] is True
    door.later(minutes=1)
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json()["termijnen"] == "niet in orde"


def test_metrics_count_addresses_without_ids(client: TestClient) -> None:
    client.get("/v1/weiger/niet-gevonden")
    client.get("/v1/bestaat-niet/kenmerk-van-een-zaak")
    text = client.get("/metrics").text
    assert 'handler="/v1/weiger/{name}"' in text
    assert "niet-gevonden" not in text
    assert "kenmerk-van-een-zaak" not in text
