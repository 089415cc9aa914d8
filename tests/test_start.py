"""`mas start` as a beheerder meets it: a process that starts, tells, restarts, refuses and stops."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from api.preflight import CannotStart, look_around
from cases.settings import WrongSetting
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
        time.sleep(60)

sys.exit(run(prepare, logins="inloggen als jansen"))
"""

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 5


def environment(home: Path, **changes: str) -> dict[str, str]:
    ports = dict(zip(("MAS_PORT", "MAS_PREFECT_PORT", "MAS_SMTP_PORT"), map(str, free_ports(3)), strict=True))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAS_")}
    return {**inherited, "MAS_HOME": str(home), **ports, **changes}


@pytest.fixture
def refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What stands in the way of a start with these settings."""

    def look(**changes: str) -> str:
        for name, value in environment(tmp_path, **changes).items():
            monkeypatch.setenv(name, value)
        with pytest.raises((CannotStart, WrongSetting)) as caught:
            look_around()
        return str(caught.value)

    return look


def test_what_stands_in_the_way_is_one_sentence_on_stderr_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("geen map")
    done = subprocess.run(
        (sys.executable, "-c", PROGRAM), cwd=ROOT, env=environment(tmp_path / "bestand" / "var"),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"In de map .*bestand/var kan niet worden geschreven: .*MAS_HOME.*\.\n", done.stderr)


@pytest.mark.parametrize("setting", ["MAS_PORT", "MAS_PREFECT_PORT", "MAS_SMTP_PORT"])
def test_a_port_in_use_names_the_setting(refusal: Callable[..., str], setting: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(**{setting: str(port)})
    assert said.startswith(f"Poort {port} is al in gebruik")
    assert setting in said


def test_one_port_for_two_parts_is_refused(refusal: Callable[..., str]) -> None:
    port = str(free_ports(1)[0])
    assert "meer dan één instelling" in refusal(MAS_PORT=port, MAS_PREFECT_PORT=port)


@pytest.mark.parametrize("value", ["acht", "0", "70000"])
def test_a_value_that_cannot_be_names_its_setting(refusal: Callable[..., str], value: str) -> None:
    assert "MAS_PORT" in refusal(MAS_PORT=value)


@pytest.mark.parametrize(
    "url",
    [
        "zomaar iets",
        "oracle9://ergens/iets",
        "mysql://mas:geheim@127.0.0.1/mas",
        "postgresql://mas:geheim@127.0.0.1:1/mas",
        "postgresql://mas:geheim@127.0.0.1:poort/mas",
        "sqlite:////bestaat/niet/mas.db",
    ],
)
def test_a_wrong_database_is_said_without_its_password(refusal: Callable[..., str], url: str) -> None:
    said = refusal(MAS_DATABASE_URL=url)
    assert said.startswith("De database is niet te bereiken")
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "MAS_DATABASE_URL"),
        ({"MAS_DATABASE_URL": "postgresql://mas@127.0.0.1:1/mas"}, "MAS_PGN_KEY"),
        (
            {
                "MAS_DATABASE_URL": "postgresql://mas@127.0.0.1:1/mas",
                "MAS_PGN_KEY": "00" * 32,
                "MAS_PGN_INDEX_KEY": "11" * 32,
            },
            "MAS_SMTP_URL",
        ),
    ],
)
def test_production_refuses_sqlite_and_missing_secrets(
    refusal: Callable[..., str], given: dict[str, str], wanted: str
) -> None:
    assert wanted in refusal(MAS_MODE="productie", **given)


class Started:
    """A `mas start` that a test started, in a shell that ignores INT as a background shell does."""

    def __init__(self, home: Path, *arguments: str, first_line: str) -> None:
        self.environment = environment(home)
        self.errors = home / "stderr.txt"
        shell = 'trap "" INT; exec "$0" "$@"'
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                ("sh", "-c", shell, sys.executable, "-c", PROGRAM, *arguments), cwd=ROOT, text=True,
                env=self.environment, stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        if not self.line.startswith(first_line):
            self.stop(signal.SIGTERM)
            logs = [path.read_text()[-2000:] for path in sorted((home / "logs").glob("*.log"))]
            pytest.fail("\n".join([self.line, self.errors.read_text(), *logs]))

    def everybody(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: signal.Signals) -> tuple[int, float]:
        """Its exit code and how long it took."""
        begin = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code, time.monotonic() - begin


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.mark.slow
@pytest.mark.xdist_group("prefect")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_where_it_is_restarts_what_dies_and_leaves_nothing_behind(home: Path, number: signal.Signals) -> None:
    started = Started(home, first_line="Leerrecht draait: ")
    everybody = started.everybody()
    try:
        assert f"http://127.0.0.1:{started.environment['MAS_PORT']} (inloggen als jansen)" in started.line
        assert pages_answer(started)
        assert len(everybody) >= 4

        [pages] = [process for process in everybody if "uvicorn" in process.cmdline()]
        pages.kill()
        patience = time.monotonic() + 20
        while not pages_answer(started):
            assert time.monotonic() < patience
            time.sleep(0.1)
        assert "Onderdeel paginas is gestopt en wordt opnieuw gestart" in started.errors.read_text()
        everybody = [*everybody, *started.everybody()]
    finally:
        code, seconds = started.stop(number)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert not [process for process in everybody if process.is_running()]
    assert "Traceback" not in started.errors.read_text()


def test_it_also_stops_while_it_prepares(tmp_path: Path) -> None:
    started = Started(tmp_path, "--slow", first_line="prepares")
    code, seconds = started.stop(signal.SIGTERM)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert started.errors.read_text() == ""


def pages_answer(started: Started) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", int(started.environment["MAS_PORT"]), timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
