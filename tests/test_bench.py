"""The benchmark runs and measures every case. It never judges a time: that is for `make bench`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASES = (
    "import", "sweep", "query of the werkvoorraad", "/werkvoorraad", "/v1/zaken", "/v1/termijnen", "memory",
    "step, 1 client", "step, 8 clients",
)  # fmt: skip


@pytest.mark.proof
@pytest.mark.postgres
def test_the_benchmark_measures_every_case_on_both_databases(tmp_path: Path) -> None:
    page = tmp_path / "benchmark.md"
    command = (sys.executable, "-m", "tests.bench", "--quick", "--write", str(page))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    for text in (done.stdout, page.read_text()):
        for database in ("SQLite", "PostgreSQL"):
            lines = [line for line in text.splitlines() if line.lstrip("| ").startswith(database)]
            for case in CASES:
                assert any(case in line for line in lines), f"{database}: {case}"
