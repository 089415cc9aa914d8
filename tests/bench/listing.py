"""The first page of the werkvoorraad among many open zaken: the page, the API, and the query beside raw SQL."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_app
from cases import access, clock
from cases.lists import worklist
from cases.rights import Actor
from cases.store import reading, writing
from tests.bench.ground import Raw
from tests.bench.office import OPENED, leader, officer, officer_id
from tests.bench.report import Floor, Result, middle
from tests.bench.size import Size

FLOOR = Floor(50)
FIRST = "SELECT id, due_on FROM deadlines WHERE ended_on IS NULL AND {} = ? ORDER BY due_on, id LIMIT 51"
SHOWN = (
    "SELECT d.id, d.kind, d.name, d.waits, d.started_on, d.due_on, d.sentence, d.case_id, d.root_id, c.number,"
    " c.gemeente, c.proces, c.state, c.version, c.soort, c.officer_id, o.name, p.voornamen, p.voorvoegsel,"
    " p.geslachtsnaam, p.geboortedatum, s.name FROM (SELECT id FROM ({}) AS e ORDER BY due_on, id LIMIT 51) AS w"
    " JOIN deadlines d ON d.id = w.id JOIN cases c ON c.id = d.case_id JOIN persons p ON p.id = c.person_id"
    " LEFT JOIN schools s ON s.id = c.school_id LEFT JOIN officers o ON o.id = c.officer_id ORDER BY d.due_on, d.id"
)


def measure(kind: str, engine: Engine, size: Size, tell: Callable[[str], None]) -> list[Result]:
    """Milliseconds for the first page of an officer and of a teamleider."""
    results = []
    people: list[tuple[str, Actor]] = [("leerplichtambtenaar", officer(0)), ("teamleider", leader())]
    for name, actor in people:
        tell(f"werkvoorraad of a {name}")
        results += _query(kind, engine, name, actor, size)
        with browser(engine, actor) as client:
            results += [_visit(kind, client, path, name, size) for path in addresses(actor)]
    return results


def addresses(actor: Actor) -> list[str]:
    """The pages to ask for: the werkvoorraad and its lists in the API."""
    mine = f"?behandelaar={actor.id}" if actor.role != "teamleider" else ""
    return ["/werkvoorraad", f"/v1/zaken{mine}", f"/v1/termijnen{mine}"]


def browser(engine: Engine, actor: Actor) -> TestClient:
    """A browser of somebody who is logged in."""
    return TestClient(create_app(engine), cookies=cookies(engine, actor), follow_redirects=False)


def cookies(engine: Engine, actor: Actor) -> dict[str, str]:
    """The cookie of a session that has just begun."""
    assert actor.id is not None
    with writing(engine) as session:
        secret = access.open_session(session, actor.id, at=clock.now(), longest=timedelta(hours=10))
    return {"leerrecht_sessie": secret}


def _query(kind: str, engine: Engine, name: str, actor: Actor, size: Size) -> list[Result]:
    mine = actor.role != "teamleider"
    with Raw(engine) as raw:
        column, values = ("officer_id", [raw.id(officer_id(0))]) if mine else ("gemeente", sorted(actor.gemeenten))
        # One reading of the index for each: a single IN would sort everything that is open.
        parts = [f"SELECT * FROM ({FIRST.format(column)}) AS b{number}" for number in range(len(values))]
        said = SHOWN.format(" UNION ALL ".join(parts))
        ours, other = [], []
        for _ in range(size.rounds * size.pages + 1):
            began = perf_counter()
            with reading(engine) as session:
                rows: Sequence[Any] = worklist(
                    session, actor, officer_id=actor.id if mine else None, today=clock.dutch_date(OPENED)
                ).rows
            between = perf_counter()
            same = raw.ask(said, *values)
            other.append(perf_counter() - between)
            ours.append(between - began)
            if len(rows) != min(len(same), 50):
                raise RuntimeError("the raw SQL did not find the same rows")
    return [Result(kind, f"query of the werkvoorraad, {name}", middle(ours) * 1000, "ms", middle(other) * 1000)]


def _visit(kind: str, client: TestClient, path: str, name: str, size: Size) -> Result:
    times = []
    for _ in range(size.rounds * size.pages + 1):
        began = perf_counter()
        response = client.get(path)
        times.append(perf_counter() - began)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
    shown = path.partition("?")[0]
    return Result(kind, f"{shown} at {size.many:,} open, {name}", middle(times) * 1000, "ms", floor=FLOOR)
