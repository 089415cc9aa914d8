"""What the API process needs with few and with many open zaken, after people have looked at pages."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx2
import psutil
from sqlalchemy import Engine

from tests.bench.ground import url_of
from tests.bench.listing import addresses, cookies
from tests.bench.office import officer
from tests.bench.report import Floor, Result
from tests.bench.size import Size
from tests.ports import free_ports

FLOOR = Floor(20)
MEGABYTE = 1024 * 1024
READY_SECONDS = 30


def measure(
    kind: str, engines: Mapping[int, Engine], size: Size, home: Path, tell: Callable[[str], None]
) -> list[Result]:
    """Resident megabytes of a real server on each database, and the difference."""
    used = {}
    for zaken, engine in engines.items():
        tell(f"memory of the API at {zaken:,} open")
        used[zaken] = _resident(engine, size, home / f"api-{kind}-{zaken}.log")
    few, many = sorted(used)
    results = [Result(kind, f"memory of the API at {zaken:,} open", used[zaken], "MB") for zaken in (few, many)]
    return [*results, Result(kind, f"memory: {many:,} open less {few:,}", used[many] - used[few], "MB", floor=FLOOR)]


def _resident(engine: Engine, size: Size, log: Path) -> float:
    [port] = free_ports(1)
    command = (sys.executable, "-m", "uvicorn", "api.app:app", "--host", "127.0.0.1", "--port", str(port),
               "--no-access-log")  # fmt: skip
    environment = {**os.environ, "MAS_DATABASE_URL": url_of(engine), "MAS_MODE": "demo"}
    with log.open("wb") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, log)
            _visit(address, engine, size)
            return float(psutil.Process(server.pid).memory_info().rss) / MEGABYTE
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            if httpx2.get(f"{address}/livez").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the API did not start: {log.read_text()[-500:]}")


def _visit(address: str, engine: Engine, size: Size) -> None:
    for number in range(min(4, size.officers)):
        actor = officer(number)
        with httpx2.Client(base_url=address, cookies=cookies(engine, actor)) as client:
            paths = addresses(actor)
            for turn in range(size.visits // 4):
                path = paths[turn % len(paths)]
                if (answer := client.get(path)).status_code != 200:
                    raise RuntimeError(f"{path} answered {answer.status_code}")
