"""The parts that `mas start` runs: the pages, the Prefect server, its runner and the demo inbox."""

import http.client
import os
import secrets
import subprocess  # nosec B404
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.preflight import HOST, Plan

LOG_LIMIT_BYTES = 5_000_000
LONGEST_WAIT_SECONDS = 30
HEALTHY_SECONDS = 60
"""A part that lived this long starts again at once; one that keeps dying waits longer each time."""


@dataclass(slots=True)
class Part:
    """One process with its log, and when it may start again after it died."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    port: int | None = None
    health: str = ""
    """path that answers 200 when it is ready; without one it is ready when it runs"""
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that the terminal's Ctrl+C reaches only us."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        # No shell, and no words from outside: parts_of below writes them all.
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # nosec B603
                self.command, env={**os.environ, **self.environment}, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.started_at = time.monotonic()

    def ended(self) -> bool:
        """True once for each time it died; then `start_when_due` knows when to start it again."""
        if self.process is None or self.process.poll() is None:
            return False
        self.process = None
        lived = time.monotonic() - self.started_at
        self.deaths = 1 if lived > HEALTHY_SECONDS else self.deaths + 1
        self.due_at = time.monotonic() + min(2.0 ** (self.deaths - 1) - 1, LONGEST_WAIT_SECONDS)
        return True

    def start_when_due(self) -> None:
        """Start it again if it died and has waited long enough: 0, 1, 3, 7, 15, 30 seconds."""
        if self.process is None and time.monotonic() >= self.due_at:
            self.start()


def answers(part: Part) -> bool:
    """Does it run, and does its health page, if it has one, say 200?"""
    if part.process is None or part.port is None:
        return part.process is not None
    connection = http.client.HTTPConnection(HOST, part.port, timeout=1)
    try:
        connection.request("GET", part.health)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def parts_of(plan: Plan, environment: Mapping[str, str]) -> list[Part]:
    """The parts of this plan; each gets this environment on top of ours."""
    common = {**environment, "MAS_HOME": str(plan.home)}
    prefect = {**common, **prefect_environment(plan)}
    logs = plan.home / "logs"

    def part(name: str, env: Mapping[str, str], *command: str, port: int | None = None, health: str = "") -> Part:
        return Part(name, (sys.executable, "-m", *command), env, logs / f"{name}.log", port, health)

    api = ("uvicorn", "api.app:app", "--host", HOST, "--port", str(plan.port), "--no-access-log",
           "--no-server-header", "--timeout-graceful-shutdown", "3")  # fmt: skip
    server = ("prefect", "server", "start", "--host", HOST, "--port", str(plan.prefect_port))
    parts = [
        part("paginas", common, *api, port=plan.port, health="/livez"),
        part("prefect", prefect, *server, port=plan.prefect_port, health="/api/health"),
        part("uitvoerder", prefect, "workflows.serve"),
    ]
    if plan.demo:
        parts.append(part("postvak", common, "notifications.inbox"))
    return parts


def prefect_environment(plan: Plan) -> dict[str, str]:
    """Settings of the Prefect server and its runner: all of it in our folder, quiet, and only for us."""
    home = plan.home / "prefect"
    key = _prefect_key(home / "toegang")
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{HOST}:{plan.prefect_port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # Without a key any web page in a browser on this machine could change what the runner runs.
        "PREFECT_SERVER_API_AUTH_STRING": key,
        "PREFECT_API_AUTH_STRING": key,
        # In memory (the default) a lease is lost when the server dies, and its place is taken for good.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        # Some 600 runs a day: keep a month.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
        # Work pools, pauses and automations: not used by served deployments.
        "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }


def _prefect_key(path: Path) -> str:
    """The key to Prefect's API and pages, made once; Prefect's login page asks for it."""
    if not path.exists() or not path.read_text().strip():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"mas:{secrets.token_urlsafe(24)}")
    return path.read_text().strip()
