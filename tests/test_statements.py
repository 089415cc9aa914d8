"""How much SQL each piece of work costs: counted, so that it stays a small fixed number."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases import lists
from cases.rows import table_of
from cases.schema import upgrade
from cases.store import reading, writing
from cases.tables import Case, Deadline
from states.processes import PROCESSEN
from states.route import Proces, Step
from tests.conftest import BOTH
from tests.databases import SQLITE, fresh, statements
from tests.office import Office

MOST = 8
STEPS = [(proces, step) for proces in PROCESSEN.values() for step in proces.steps if step.roles != ("sys",)]


@pytest.mark.parametrize("kind", [SQLITE])  # how many there are does not depend on the database
@pytest.mark.parametrize(("proces", "step"), STEPS, ids=lambda part: getattr(part, "name", ""))
def test_a_step_takes_at_most_eight_statements(office: Office, proces: Proces, step: Step) -> None:
    case = office.on("2026-11-02").placed(proces.name, proces.sources(step)[0])
    more: dict[str, Any] = {"ingestemd_ouders": "ja"} if step.name == "halt_ingestemd" else {}
    if "verdachten" in step.asks:
        more["verdachten"] = [str(office.on("2026-11-02").parent(office.case(case)["root_id"]))]
    by = next(name for role, name in (("boa", "bram"), ("lpa", "anna"), ("tl", "tess")) if role in step.roles)
    version = office.case(case)["version"]
    with statements(office.engine) as seen:
        office.on("2026-11-09").step(case, step.name, by=by, version=version, motivation="Zo is het.", **more)
    # The first statement is the test's own, to see which answers fit; a step on a melding looks it up too.
    own = 1 + (step.name == "sluit_melding")
    begin = sum(statement.startswith("BEGIN") for statement in seen)
    assert len(seen) - own - begin <= MOST, "\n".join(seen)


def _spent(office: Office, size: int) -> tuple[int, int]:
    day = office.on("2026-11-02")
    rows = [{"kenmerk": f"{size}-{number}"} for number in range(size)]
    with statements(office.engine) as received:
        assert day.receive(*rows, by="systeem") == ["opened"] * size
    with statements(office.engine) as swept:
        assert office.on("2026-11-06").swept()["treden"] == size
    return len(received), len(swept)


def test_a_batch_costs_the_same_however_large(office: Office) -> None:
    _spent(office, 2)  # the first zaak of the year and the first notice of the day cost one more
    few, many = _spent(office, 10), _spent(office, 120)
    received, swept = many
    assert received <= few[0]  # fewer where PostgreSQL copies in what is much
    assert swept <= few[1]
    assert max(few) <= 16


def test_a_sweep_with_nothing_due_hardly_asks(office: Office) -> None:
    office.on("2026-11-02").report()
    with statements(office.engine) as seen:
        assert office.on("2026-11-03").sweep() == 0
    assert len([statement for statement in seen if not statement.startswith("BEGIN")]) <= 5


@pytest.fixture(scope="module", params=BOTH)
def busy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with 400 zaken of 40 days, of which anna has 20, as PostgreSQL counted them by itself."""
    with fresh(request.param, tmp_path_factory.mktemp("druk"), migrated=False) as engine:
        upgrade(engine)
        yield filled(Office(engine))


def filled(office: Office) -> Office:
    """With all this work; nothing was ever deleted here, for that would change the plans."""
    for day in range(40):
        melded = office.on(office.on("2026-09-14").date + timedelta(days=day))
        melded.receive(*[{"kenmerk": f"B{office.meldingen + number}"} for number in range(10)], by="systeem")
    mine = [case["id"] for case in office.rows(Case, "number")[:20]]
    with writing(office.engine) as session:
        for table, column in ((Case, "id"), (Deadline, "case_id")):
            core = table_of(table)
            session.execute(sa.update(core).where(core.c[column].in_(mine)).values(officer_id=office.id("anna")))
    if office.engine.dialect.name == "postgresql":
        with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return office


def plan(engine: Engine, statement: str, values: Any) -> str:
    """How the database would go about this statement."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # 400 rows are read faster than an index
        how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{how} {statement}", values))


def sent(engine: Engine, work: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The statements with their values that this work sends."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        seen.append((statement, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return seen


def test_the_sweep_finds_what_is_due_by_its_index(busy: Office) -> None:
    asked = sent(busy.engine, busy.on("2026-09-18").sweep)  # a few are due
    [due, *_] = [(text, values) for text, values in asked if "next_on <=" in text]
    assert "ix_deadlines_sweep" in plan(busy.engine, *due)


@pytest.mark.parametrize(
    ("officer", "index"), [("anna", "ix_deadlines_officer_open"), (None, "ix_deadlines_gemeente_open")]
)
def test_the_werkvoorraad_is_read_from_its_index(busy: Office, officer: str | None, index: str) -> None:
    today, officer_id = busy.on("2026-11-03").date, busy.id(officer) if officer else None

    def look() -> None:
        with reading(busy.engine) as session:
            assert lists.worklist(session, busy.people["anna"], officer_id=officer_id, today=today).rows

    [page] = [(text, values) for text, values in sent(busy.engine, look) if "JOIN deadlines" in text]
    assert index in plan(busy.engine, *page)


def test_a_dossier_is_read_by_its_indexes(busy: Office) -> None:
    case = busy.rows(Case, "number")[0]["id"]
    asked = sent(busy.engine, lambda: busy.on("2026-11-02").step(case, "oppakken"))
    [dossier] = [(text, values) for text, values in asked if "LEFT OUTER JOIN deadlines" in text]
    found = plan(busy.engine, *dossier)
    assert "ix_cases_root_id" in found
    assert "ix_deadlines_case" in found
