"""What every test may ask for. The databases themselves are made in `tests.databases`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from tests.databases import POSTGRESQL, SQLITE, fresh, temporary
from tests.office import Office

# Before anything of Prefect is imported: nobody's var/ is touched, nothing is sent home.
HOME = temporary("home")
os.environ |= {
    "MAS_HOME": str(HOME),
    "PREFECT_HOME": str(HOME / "prefect"),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
for _name in ("MAS_DATABASE_URL", "MAS_SMTP_URL", "MAS_MODE", "MAS_PGN_KEY", "MAS_PGN_INDEX_KEY"):
    os.environ.pop(_name, None)

# The suite tries the same examples on every machine, busy or not; `make proof` looks for new ones.
_BUSY = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("suite", derandomize=True, deadline=None, database=None, suppress_health_check=_BUSY)
settings.register_profile("explore", max_examples=1000, deadline=None, suppress_health_check=_BUSY, print_blob=True)
settings.load_profile("suite")

BOTH = (SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres))
# A file stays with one worker (its fixtures are made once): begun last, such a file would keep the other waiting.
FIRST = (
    "tests/test_prefect_server.py",
    "tests/browser/",
    "tests/test_verify.py",
    "tests/test_demo.py",
    "tests/test_api_",
)
CHROMIUM = shutil.which("chromium")
_left_out = pytest.StashKey[bool]()


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database: the test runs once on each."""
    return str(request.param)


@pytest.fixture
def engine(kind: str, tmp_path: Path) -> Iterator[Engine]:
    """A fresh database with today's tables, once SQLite and once PostgreSQL."""
    with fresh(kind, tmp_path) as made:
        yield made


@pytest.fixture
def office(engine: Engine) -> Office:
    """Two gemeenten with their people and nothing to do yet, once on SQLite and once on PostgreSQL."""
    return Office(engine)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's chromium; as root it does not start in its sandbox."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("MAS_BROWSER") == "vereist" and CHROMIUM is None:
        raise pytest.UsageError("MAS_BROWSER=vereist, but there is no chromium (apt-get install chromium)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first; without chromium the browser tests are left out."""
    items.sort(key=_turn)
    browser = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM is None and browser:
        items[:] = [item for item in items if item not in browser]
        config.hook.pytest_deselected(items=browser)
        config.stash[_left_out] = True


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # a worker of xdist tells its controller
        session.config.workeroutput["left_out"] = session.config.stash.get(_left_out, False)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[_left_out] = True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say it in one line when browser tests were left out."""
    if config.stash.get(_left_out, False):
        terminalreporter.write_line("browser tests did not run: no chromium")
