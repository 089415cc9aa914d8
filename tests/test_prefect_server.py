"""`mas start` with the real Prefect server: what is served runs by itself, one at a time, and tells no tales.

One start for all of these, in this order: it takes half a minute of a processor.
"""

import base64
import json
import os
import signal
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
from sqlmodel import select

from api.parts import prefect_environment
from api.preflight import Plan
from cases.store import engine_for, reading
from cases.tables import Heartbeat
from tests.started import Started
from workflows.serve import PREFECT_YAML

pytestmark = pytest.mark.slow
STOP_SECONDS = 5  # what is promised
PATIENCE = 240  # seconds on a busy machine; nothing here waits when what it waits for is there
DEPLOYMENTS = ("termijnen", "post", "meldingen", "dagoverzicht", "weekoverzicht")


@dataclass(frozen=True)
class Office:
    """What a `mas start` runs, with the key to its Prefect server."""

    started: Started
    plan: Plan

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **prefect_environment(self.plan)}

    @property
    def log(self) -> Path:
        return self.plan.home / "logs" / "uitvoerder.log"

    def call(self, path: str, body: Any = None) -> Any:
        key = base64.b64encode((self.plan.home / "prefect" / "toegang").read_bytes()).decode()
        request = urllib.request.Request(
            f"{self.environment['PREFECT_API_URL']}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Authorization": f"Basic {key}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def deployments(self, name: str) -> list[dict[str, Any]]:
        return list(self.call("/deployments/filter", {"deployments": {"name": {"any_": [name]}}}))

    def deployment(self, name: str) -> dict[str, Any]:
        [found] = self.deployments(name)
        return found

    def run(self, run_id: str) -> dict[str, Any]:
        return dict(self.call(f"/flow_runs/{run_id}"))

    def completed(self, name: str) -> list[dict[str, Any]]:
        question = {
            "deployments": {"name": {"any_": [name]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        return list(self.call("/flow_runs/filter", question))


def until(true: Callable[[], Any], seconds: float, log: Path) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, log.read_text()[-3000:]
        time.sleep(0.5)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("kantoor")
    started = Started(home, PREFECT_RUNNER_POLL_FREQUENCY="3")
    try:
        ports = (int(started.environment[name]) for name in ("MAS_PORT", "MAS_PREFECT_PORT", "MAS_SMTP_PORT"))
        yield Office(started, Plan(home, True, *ports))
    finally:
        if started.process.poll() is None:
            started.stop(signal.SIGTERM)


def test_it_tells_where_it_is_once_everything_answers(office: Office) -> None:
    line = office.started.says("Leerrecht draait: ")
    assert f"http://127.0.0.1:{office.plan.port} (inloggen als jansen)" in line
    assert office.started.pages_answer()
    assert len(office.started.everybody()) >= 4


def test_all_five_deployments_are_served_with_their_schedule_switched_on(office: Office) -> None:
    until(lambda: all(office.deployments(name) for name in DEPLOYMENTS), PATIENCE, office.log)
    for name in DEPLOYMENTS:
        deployment = office.deployment(name)
        assert not deployment["paused"]
        assert [schedule["active"] for schedule in deployment["schedules"]] == [True]


def test_a_part_that_dies_is_started_again(office: Office) -> None:
    office.started.part("uvicorn").kill()
    until(lambda: "Onderdeel paginas is gestopt" in office.started.errors.read_text(), PATIENCE, office.log)
    until(office.started.pages_answer, PATIENCE, office.log)
    assert "Onderdeel paginas is gestopt en wordt opnieuw gestart" in office.started.errors.read_text()


def test_the_served_sweep_runs_by_itself_three_times_and_more(office: Office) -> None:
    path = f"/deployments/{office.deployment('termijnen')['id']}"
    often = {"active": True, "schedule": {"interval": 5, "timezone": "Europe/Amsterdam"}}
    office.call(f"{path}/schedules", [often])
    until(lambda: len(office.completed("termijnen")) >= 3, PATIENCE, office.log)
    office.call(f"{path}/pause_deployment", {})
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


def test_a_run_that_was_killed_does_not_hold_up_the_next(office: Office) -> None:
    runner = office.started.part("workflows.serve")
    runner.suspend()  # it may not take what is made here before it is killed
    create = f"/deployments/{office.deployment('meldingen')['id']}/create_flow_run"
    stuck, next_run = office.call(create, {}), office.call(create, {})
    for state in ("PENDING", "RUNNING"):
        office.call(f"/flow_runs/{stuck['id']}/set_state", {"state": {"type": state}})
    assert office.deployment("meldingen")["global_concurrency_limit"]["active_slots"] == 1
    runner.kill()
    until(lambda: office.run(next_run["id"])["state_type"] == "COMPLETED", PATIENCE, office.log)
    assert office.run(stuck["id"])["state_type"] == "CRASHED"


def test_prefect_is_closed_to_who_has_no_key(office: Office) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{office.environment['PREFECT_API_URL']}/version", timeout=60)


def test_the_same_file_deploys_to_a_work_pool(office: Office) -> None:
    def prefect(*words: str) -> None:
        command = (sys.executable, "-m", "prefect", "--no-prompt", *words)
        done = subprocess.run(
            command, cwd=PREFECT_YAML.parent, env=office.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    office.call("/work_pools/", {"name": "leerrecht", "type": "process"})
    prefect("deploy", "--all")
    for name in DEPLOYMENTS:
        deployment = office.deployment(name)
        assert deployment["work_pool_name"] == "leerrecht"
        assert not deployment["pull_steps"]
        [schedule] = deployment["schedules"]
        assert schedule["schedule"]["timezone"] == "Europe/Amsterdam"
    assert office.deployment("termijnen")["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def test_int_stops_all_of_it_at_once_and_leaves_nothing_behind(office: Office) -> None:
    everybody = office.started.everybody()
    code, seconds = office.started.stop(signal.SIGINT)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert not [process for process in everybody if process.is_running()]
    assert "Traceback" not in office.started.errors.read_text()
