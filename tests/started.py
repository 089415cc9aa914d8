"""`mas start` as a process that a test started."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.ports import free_ports

PROGRAM = """
import sys, time
from sqlmodel import SQLModel
import cases.tables
from api.supervisor import run
from cases.settings import Settings
from cases.store import engine_for

def prepare():
    SQLModel.metadata.create_all(engine_for(Settings().url))
    if "--slow" in sys.argv:
        print("prepares", flush=True)
        for _ in range(6000):  # not one long sleep: a signal just before it would wait for its end
            time.sleep(0.1)

sys.exit(run(prepare, logins="inloggen als jansen"))
"""

ROOT = Path(__file__).resolve().parent.parent


def environment(home: Path, **changes: str) -> dict[str, str]:
    """Settings for a start in this folder, on ports that are free."""
    ports = dict(zip(("MAS_PORT", "MAS_PREFECT_PORT", "MAS_SMTP_PORT"), map(str, free_ports(3)), strict=True))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAS_")}
    return {**inherited, "MAS_HOME": str(home), **ports, **changes}


class Started:
    """A `mas start` that a test started, in a shell that ignores INT as a background shell does."""

    def __init__(self, home: Path, *arguments: str, **changes: str) -> None:
        self.home, self.environment = home, environment(home, **changes)
        self.errors = home / "stderr.txt"
        shell = 'trap "" INT; exec "$0" "$@"'
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                ("sh", "-c", shell, sys.executable, "-c", PROGRAM, *arguments), cwd=ROOT, text=True,
                env=self.environment, stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
            )  # fmt: skip

    def says(self, first_words: str) -> str:
        """Its next line, that must begin like this."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith(first_words):
            self.stop(signal.SIGTERM)
            logs = [path.read_text()[-2000:] for path in sorted((self.home / "logs").glob("*.log"))]
            pytest.fail("\n".join([line, self.errors.read_text(), *logs]))
        return line

    def everybody(self) -> list[psutil.Process]:
        """All that it started and that still runs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word: str) -> psutil.Process:
        """The part with this word on its command line."""
        [found] = [process for process in self.everybody() if word in process.cmdline()]
        return found

    def pages_answer(self) -> bool:
        """Whether the pages are there."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.environment["MAS_PORT"]), timeout=2)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self, number: signal.Signals) -> tuple[int, float]:
        """Its exit code and how long it took."""
        begin = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code, time.monotonic() - begin
