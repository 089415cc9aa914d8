"""With the real Prefect server: what is served runs by itself, is kept to one at a time, and tells no tales."""

import base64
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlmodel import SQLModel, select

from api.parts import Part, answers, parts_of, prefect_environment
from api.preflight import Plan
from api.supervisor import MARK, stop_everything
from cases.store import engine_for, reading
from cases.tables import Heartbeat
from tests.ports import free_ports
from workflows.serve import PREFECT_YAML

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]


@dataclass(frozen=True)
class Office:
    """A Prefect server of our own with its runner, on an empty database."""

    plan: Plan
    server: Part
    runner: Part
    environment: dict[str, str]

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        key = base64.b64encode((self.plan.home / "prefect" / "toegang").read_bytes()).decode()
        request = urllib.request.Request(
            f"{self.environment['PREFECT_API_URL']}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Authorization": f"Basic {key}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def deployment(self, name: str) -> dict[str, Any]:
        [found] = self.call("/deployments/filter", {"deployments": {"name": {"any_": [name]}}})
        return dict(found)

    def run(self, run_id: str) -> dict[str, Any]:
        return dict(self.call(f"/flow_runs/{run_id}"))

    def completed(self, name: str) -> list[dict[str, Any]]:
        question = {
            "deployments": {"name": {"any_": [name]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        return list(self.call("/flow_runs/filter", question))

    def stop_runner(self) -> None:
        assert self.runner.process is not None
        self.runner.process.kill()
        self.runner.process.wait()


def until(true: Callable[[], Any], seconds: float, log: Path) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, log.read_text()[-3000:]
        time.sleep(0.5)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """As `mas start` does it, but with a copy of prefect.yaml in which termijnen runs every ten seconds."""
    home = tmp_path_factory.mktemp("kantoor")
    engine = engine_for(f"sqlite:///{home / 'mas.db'}")
    SQLModel.metadata.create_all(engine)
    described = yaml.safe_load(PREFECT_YAML.read_text())
    for entry in described["deployments"]:
        if entry["name"] == "termijnen":
            entry["schedules"] = [{"interval": 10}]
    quick = home / "prefect.yaml"
    quick.write_text(yaml.safe_dump(described))

    port, prefect_port, smtp_port = free_ports(3)
    plan = Plan(home, True, port, prefect_port, smtp_port)
    mark = f"proef-{os.getpid()}"
    parts = {part.name: part for part in parts_of(plan, {MARK: mark, "PREFECT_RUNNER_POLL_FREQUENCY": "3"})}
    server, runner = parts["prefect"], parts["uitvoerder"]
    runner.command += (str(quick),)
    try:
        server.start()
        runner.start()
        until(lambda: answers(server), 60, server.log)
        office = Office(plan, server, runner, {**os.environ, **prefect_environment(plan)})
        until(lambda: office.completed("termijnen"), 120, runner.log)
        yield office
    finally:
        stop_everything(mark)
        assert server.ended()
        assert runner.ended()


def test_the_served_sweep_runs_by_itself_three_times_and_more(office: Office) -> None:
    until(lambda: len(office.completed("termijnen")) >= 3, 120, office.runner.log)
    runs = office.completed("termijnen")
    assert len({run["expected_start_time"] for run in runs}) == len(runs) >= 3
    assert all(run["auto_scheduled"] and run["parameters"] == {} for run in runs)
    engine = engine_for(f"sqlite:///{office.plan.home / 'mas.db'}")
    with reading(engine) as session:
        beats = session.exec(select(Heartbeat).where(Heartbeat.name == "termijnen")).all()
    assert len(beats) >= 3


def test_a_run_leaves_its_counts_and_nothing_else(office: Office) -> None:
    [artifact] = office.call("/artifacts/latest/filter", {"artifacts": {"key": {"any_": ["termijnen"]}}})
    for row in json.loads(artifact["data"]):
        assert set(row) == {"wat", "aantal"}
        assert isinstance(row["aantal"], int)


def test_all_five_deployments_are_served_with_their_schedule_switched_on(office: Office) -> None:
    for name in ("termijnen", "post", "meldingen", "dagoverzicht", "weekoverzicht"):
        deployment = office.deployment(name)
        assert not deployment["paused"]
        assert [schedule["active"] for schedule in deployment["schedules"]] == [True]


def test_a_run_that_was_killed_does_not_hold_up_the_next(office: Office) -> None:
    office.stop_runner()
    create = f"/deployments/{office.deployment('meldingen')['id']}/create_flow_run"
    stuck, next_run = office.call(create, {}), office.call(create, {})
    for state in ("PENDING", "RUNNING"):
        office.call(f"/flow_runs/{stuck['id']}/set_state", {"state": {"type": state}})
    assert office.deployment("meldingen")["global_concurrency_limit"]["active_slots"] == 1
    office.runner.start()
    until(lambda: office.run(next_run["id"])["state_type"] == "COMPLETED", 60, office.runner.log)
    assert office.run(stuck["id"])["state_type"] == "CRASHED"


def test_prefect_is_closed_to_who_has_no_key(office: Office) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{office.environment['PREFECT_API_URL']}/version", timeout=10)


def test_the_same_file_deploys_to_a_work_pool(office: Office) -> None:
    def prefect(*words: str) -> None:
        command = (sys.executable, "-m", "prefect", "--no-prompt", *words)
        done = subprocess.run(
            command, cwd=PREFECT_YAML.parent, env=office.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    prefect("work-pool", "create", "leerrecht", "--type", "process")
    prefect("deploy", "--all")
    for name in ("termijnen", "post", "meldingen", "dagoverzicht", "weekoverzicht"):
        deployment = office.deployment(name)
        assert deployment["work_pool_name"] == "leerrecht"
        assert not deployment["pull_steps"]
        [schedule] = deployment["schedules"]
        assert schedule["schedule"]["timezone"] == "Europe/Amsterdam"
    assert office.deployment("termijnen")["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
