"""The API behind a real server: fifty clients at once, a file that never ends, and what its description promises."""

import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from tests.databases import POSTGRESQL, SQLITE
from tests.desk import Desk, bestand
from tests.door import served
from tests.examples import examples

MEGABYTE = 1024 * 1024
CLIENTS = 50
CHECKS = [
    not_a_server_error, content_type_conformance, response_schema_conformance, response_headers_conformance,
    status_code_conformance,
]  # fmt: skip
PROBING = settings(max_examples=examples(3), suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


def test_of_fifty_clients_on_one_version_one_wins(desk: Desk) -> None:
    zaak = desk.reported()
    body = {"stap": "oppakken", "gegevens": {"behandelaar": str(desk.ids["lpa"])}}
    headers = desk.token("leerplichtambtenaar") | {"If-Match": '"1"'}
    ready = Barrier(CLIENTS)

    def click(url: str) -> tuple[int, Any]:
        with httpx2.Client(base_url=url, headers=headers, timeout=60) as client:
            client.get("/livez")
            ready.wait()
            answer = client.post(f"/v1/zaken/{zaak['id']}/stappen", json=body)
            return answer.status_code, answer.json()

    with served(desk.app) as url, ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(click, [url] * CLIENTS))
    assert sorted(status for status, _ in answers) == [201] + [409] * (CLIENTS - 1)
    assert {(told["versie"], len(told["wijzigingen"])) for status, told in answers if status == 409} == {(2, 1)}
    assert desk.zaak(zaak["id"])["versie"] == 2


def test_a_file_of_200_mb_is_refused_without_filling_memory_or_disk(desk: Desk) -> None:
    def zeros() -> Iterator[bytes]:
        for _ in range(200 * 16):
            yield bytes(MEGABYTE // 16)

    headers, before = desk.token("administratie") | {"content-type": "text/csv"}, desk.everything()
    with served(desk.app) as url, httpx2.Client(base_url=url, headers=headers, timeout=60) as client:
        client.get("/v1/zaken")
        tracemalloc.start()
        answer = client.post("/v1/meldingbestanden", content=zeros())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (answer.status_code, answer.json()["detail"]) == (413, "Dit is te groot: hooguit 65 MB.")
    assert peak < 30 * MEGABYTE
    assert desk.everything() == before
    assert desk.kept_files() == []


PAGES = (
    "/v1/zaken?verlopen=true", "/v1/zaken/{zaak}", "/v1/zaken/{zaak}/stappen", "/v1/zaken/{zaak}/gebeurtenissen",
    "/v1/termijnen", "/v1/achterstand", "/v1/afwijkingen",
)  # fmt: skip


def test_a_page_costs_a_few_statements_however_much_it_shows(desk: Desk) -> None:
    zaak = desk.step(desk.picked_up(), "vraag_mdo", type_overleg="mdo", vraag="Wat nu?")
    client, seen = desk.as_("tl"), []

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    def counts() -> dict[str, int]:
        found = {}
        for path in PAGES:
            seen.clear()
            assert client.get(path.format(zaak=zaak["id"])).status_code == 200
            found[path] = len([one for one in seen if one.startswith("SELECT") or "UPDATE" in one])
        return found

    event.listen(desk.engine, "before_cursor_execute", note)
    few = counts()
    assert max(few.values()) <= 12, few
    desk.as_("adm").post("/v1/meldingbestanden", content=bestand(*range(60)), headers={"content-type": "text/csv"})
    assert counts() == few


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "role"), [(SQLITE, "leerplichtambtenaar"), (POSTGRESQL, "teamleider")])
def test_the_api_is_what_its_description_says(desk: Desk, role: str) -> None:
    """Whatever fits or does not fit the description: no 500, and answers as described."""
    zaak = desk.picked_up()
    desk.as_("adm").post("/v1/meldingbestanden", content=bestand(1, pgn="1"), headers={"content-type": "text/csv"})
    [row] = desk.as_("adm").get("/v1/quarantaine").json()["resultaten"]
    real = {"zaak_id": zaak["id"], "termijn_id": zaak["termijnen"][0]["id"], "rij_id": row["id"]}
    headers = desk.token(role)
    described = schemathesis.openapi.from_asgi("/v1/openapi.json", desk.app).get_all_operations()
    operations = [found.ok() for found in described if isinstance(found, Ok)]
    assert len(operations) == sum(len(methods) for methods in desk.app.openapi()["paths"].values()) > 19
    for operation in operations:
        _probe(operation, headers, real)
        _probe(operation, headers, {})


def _probe(operation: APIOperation[Any, Any, Any, Any], headers: dict[str, str], real: dict[str, str]) -> None:
    """Good input about what exists, or else whatever does not fit."""
    mode = GenerationMode.POSITIVE if real else GenerationMode.NEGATIVE

    def probe(case: schemathesis.Case[Any]) -> None:
        for name in real.keys() & (case.path_parameters or {}).keys():
            case.path_parameters[name] = real[name]
        case.call_and_validate(headers=headers, checks=CHECKS)

    PROBING(given(case=operation.as_strategy(generation_mode=mode))(probe))()
