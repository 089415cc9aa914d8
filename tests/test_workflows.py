import asyncio
import inspect
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint
from sqlalchemy import Engine

from workflows.imports import _pick_up
from workflows.run import RunFailed, attempt
from workflows.serve import PREFECT_YAML, deployments

DESCRIBED: dict[str, dict[str, Any]] = {
    entry["name"]: entry for entry in yaml.safe_load(PREFECT_YAML.read_text())["deployments"]
}


def test_the_schedules_are_those_of_the_specification() -> None:
    crons = {name: [schedule["cron"] for schedule in entry["schedules"]] for name, entry in DESCRIBED.items()}
    assert crons == {
        "termijnen": ["*/15 * * * *"],
        "post": ["*/5 * * * *"],
        "meldingen": ["*/15 * * * *"],
        "dagoverzicht": ["30 7 * * 1-5"],
        "weekoverzicht": ["30 7 * * 1-5"],
    }


def test_every_schedule_follows_dutch_clocks() -> None:
    zones = {schedule["timezone"] for entry in DESCRIBED.values() for schedule in entry["schedules"]}
    assert zones == {"Europe/Amsterdam"}


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_deployment_is_an_async_flow_without_parameters(name: str) -> None:
    entrypoint = DESCRIBED[name]["entrypoint"]
    assert ":" not in entrypoint, "a path would put workflows/ itself on sys.path"
    flow: Flow[..., Any] = load_flow_from_entrypoint(entrypoint)
    assert flow.isasync, "a synchronous flow costs a second extra per run"
    assert not inspect.signature(flow.fn).parameters, "Prefect keeps parameters: there is nothing to keep"


def test_what_is_served_is_what_the_file_says() -> None:
    served = {deployment.name: deployment for deployment in deployments(PREFECT_YAML)}
    assert set(served) == set(DESCRIBED)
    for name, deployment in served.items():
        [schedule] = deployment.schedules or []
        assert schedule.schedule is not None
        assert schedule.schedule.model_dump()["cron"] == DESCRIBED[name]["schedules"][0]["cron"]
        assert schedule.schedule.model_dump()["timezone"] == "Europe/Amsterdam"
        assert deployment.work_pool_name is None


def test_sweep_post_and_letterbox_run_one_at_a_time_and_cancel_the_next() -> None:
    for deployment in deployments(PREFECT_YAML):
        if deployment.name in ("termijnen", "post", "meldingen"):
            assert deployment.concurrency_limit == 1
            assert deployment.concurrency_options is not None
            assert deployment.concurrency_options.collision_strategy == "CANCEL_NEW"
        else:
            assert deployment.concurrency_limit is None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAS_HOME", str(tmp_path))
    monkeypatch.delenv("MAS_DATABASE_URL", raising=False)
    return tmp_path


def _run(flow: Coroutine[Any, Any, Any]) -> Any:
    """Its result, from a thread of its own: a browser test may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, flow).result()


def test_an_attempt_does_the_work_on_the_database_of_the_settings(home: Path) -> None:
    def work(engine: Engine, at: datetime) -> dict[str, int]:
        assert at.tzinfo is UTC
        return {str(engine.url): 1}

    assert _run(attempt.fn(work)) == {f"sqlite:///{home / 'mas.db'}": 1}


def test_what_prefect_hears_of_an_error_names_no_child(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    def work(_engine: Engine, _at: datetime) -> dict[str, int]:
        raise ValueError("Jansje Kanarie, 999900006")

    with pytest.raises(RunFailed) as caught, caplog.at_level(logging.DEBUG):
        _run(attempt.fn(work))
    assert str(caught.value).startswith("ValueError in test_workflows.py:")
    assert caught.value.__suppress_context__
    assert "Kanarie" not in str(caught.value) + caplog.text + repr([record.__dict__ for record in caplog.records])


def test_the_letterbox_is_made_when_it_is_not_there(home: Path) -> None:
    from sqlmodel import SQLModel

    from cases.settings import Settings
    from cases.store import engine_for

    engine = engine_for(Settings().url)
    SQLModel.metadata.create_all(engine)
    assert all(number == 0 for number in _pick_up(engine, datetime(2026, 9, 1, tzinfo=UTC)).values())
    assert (home / "aanlevering").is_dir()
