"""Serves the deployments of prefect.yaml: the one worker of an embedded installation.

`python -m workflows.serve [prefect.yaml]`, with PREFECT_API_URL set to the server.
"""

import logging
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from prefect import serve
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Schedule
from prefect.states import Crashed

PREFECT_YAML = Path(__file__).resolve().parent.parent / "prefect.yaml"
PATIENCE_SECONDS = 120
BUSY = ["PENDING", "RUNNING", "CANCELLING"]

logger = logging.getLogger(__name__)


def deployments(path: Path) -> list[RunnerDeployment]:
    """The deployments in this prefect.yaml, without their work pool: the runner is the worker.

    Raises KeyError or TypeError for a file that does not have this form.
    """
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_deployment(entry) for entry in described["deployments"]]


def _deployment(entry: Mapping[str, Any]) -> RunnerDeployment:
    limit = entry.get("concurrency_limit")
    return RunnerDeployment.from_entrypoint(
        entry["entrypoint"],
        name=entry["name"],
        schedules=[_schedule(schedule) for schedule in entry["schedules"]],
        concurrency_limit=ConcurrencyLimitConfig(**limit) if limit else None,
    )


def _schedule(entry: Mapping[str, Any]) -> Schedule:
    seconds = entry.get("interval")
    return Schedule(**{**entry, "interval": timedelta(seconds=seconds) if seconds else None})


def server_answers(client: SyncPrefectClient, patience_seconds: float) -> bool:
    """Wait until the Prefect server answers, at most this long; False when it did not."""
    give_up = time.monotonic() + patience_seconds
    while client.api_healthcheck() is not None:
        if time.monotonic() > give_up:
            return False
        time.sleep(0.5)
    return True


def release_leftovers(client: SyncPrefectClient, names: Sequence[str]) -> int:
    """Mark runs of these deployments that still seem to run as crashed; returns how many.

    They are left from before a power cut or a stop, and each would hold its deployment's only place for minutes.
    Only for the runner that is the single worker: with a work pool another worker may be busy.
    """
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter.model_validate({"name": {"any_": list(names)}}),
        flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": BUSY}}}),
        limit=200,
    )
    for run in runs:
        client.set_flow_run_state(run.id, Crashed(message="Afgebroken bij het stoppen."))
    return len(runs)


def main() -> int:
    """Serve until told to stop. Returns 1 when there is no Prefect server to serve for."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PREFECT_YAML
    served = deployments(path)
    with get_client(sync_client=True) as client:
        if not server_answers(client, PATIENCE_SECONDS):
            logger.error("no Prefect server", extra={"action": "no_prefect_server"})
            return 1
        release_leftovers(client, [deployment.name for deployment in served])
    serve(*served, pause_on_shutdown=False, print_starting_message=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
