"""`mas start` as a beheerder meets it: a process that starts, tells, restarts, refuses and stops."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.preflight import CannotStart, look_around
from cases.settings import WrongSetting
from tests.ports import free_ports
from tests.started import PROGRAM, ROOT, Started, environment

STOP_SECONDS = 5  # what is promised


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


def test_it_also_stops_while_it_prepares(tmp_path: Path) -> None:
    started = Started(tmp_path, "--slow")
    started.says("prepares")
    code, seconds = started.stop(signal.SIGTERM)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert started.errors.read_text() == ""


def test_it_also_stops_while_its_parts_come_up(tmp_path: Path) -> None:
    started = Started(tmp_path)
    patience = time.monotonic() + 60
    while len(everybody := started.everybody()) < 4:
        assert time.monotonic() < patience
        time.sleep(0.05)
    code, seconds = started.stop(signal.SIGTERM)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert not [process for process in everybody if process.is_running()]
    assert "Traceback" not in started.errors.read_text()
