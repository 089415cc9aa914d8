"""`python -m tests.bench`: measure, print a table, write `docs/benchmark.md`; exit code 1 when a floor fails."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import importing, listing, memory, office, report, stepping, sweeping
from tests.bench.ground import KINDS, folder, made, remove, versions
from tests.bench.report import Result
from tests.bench.size import FULL, QUICK, Size

PAGE = Path(__file__).parent.parent.parent / "docs" / "benchmark.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run everything; 0 when all floors hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little of everything: only to see that it runs")
    parser.add_argument("--write", type=Path, default=PAGE, help="where the page goes (default: docs/benchmark.md)")
    chosen = parser.parse_args(arguments)
    size = QUICK if chosen.quick else FULL
    began, busy, home = time.monotonic(), os.getloadavg()[0], folder()
    # Nobody's own database or keys: everything happens in a folder that goes.
    for name in [name for name in os.environ if name.startswith("MAS_")]:
        del os.environ[name]
    os.environ |= {"MAS_HOME": str(home), "MAS_MODE": "demo", "MAS_DATABASE_URL": "", "XDG_RUNTIME_DIR": str(home)}
    try:
        results = _all(size, home)
        text = report.page(results, versions(), notes(size), time.monotonic() - began, busy, full=not chosen.quick)
    finally:
        remove(home)
    chosen.write.write_text(text)
    # A quick run measures too little to judge.
    return 0 if chosen.quick or report.all_hold(results) else 1


def _all(size: Size, home: Path) -> list[Result]:
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", file=sys.stderr, flush=True)

    def keep(found: list[Result]) -> None:
        results.extend(found)
        for result in found:
            print(report.line(result.cells), flush=True)

    results: list[Result] = []
    print(report.line())
    for kind in KINDS:
        ours, other = made(kind, "import_ours", home), made(kind, "import_raw", home)
        keep(importing.measure(kind, ours, other, size, home, tell))
    zaken = {kind: {count: made(kind, f"open_{count}", home) for count in (size.few, size.many)} for kind in KINDS}
    filled = [(engine, count) for engines in zaken.values() for count, engine in engines.items()]
    office.fill(filled, size.officers, lambda start: tell(f"opening zaken from {start:,}"))
    for kind, engines in zaken.items():
        keep(sweeping.measure(kind, engines, size, tell))
        keep(listing.measure(kind, engines[size.many], size, tell))
        keep(memory.measure(kind, engines, size, home, tell))
        keep(stepping.measure(kind, engines[size.many], size, tell))
    return sorted(results, key=lambda result: KINDS.index(result.database))


def notes(size: Size) -> list[str]:
    """What each line means."""
    return [
        f"**import**: {size.rounds} files of {size.rows:,} new meldingen, from the bytes on disk to the report: kept,"
        " read twice, every rule checked, persons encrypted, zaken opened with event and term, in batches under a"
        " lease. The raw side inserts the very same rows into a second database, 500 zaken a transaction; it reads no"
        " file, checks nothing and works nothing out.",
        f"**sweep**: {size.due:,} terms, one in seven of those that lie together, reach their reminder: rungs, notices,"
        " next rung, heartbeat. The floor is about the shape: a sweep costs what is due, never what exists.",
        f"**werkvoorraad**: the first page at {size.many:,} open zaken, whole requests through FastAPI including login"
        " and rendering, without a network. The query is measured beside one raw statement.",
        f"**memory**: resident memory of a real uvicorn process after {size.visits} requests.",
        "**step**: `oppakken`, each in its own transaction under the version: read under a lock, decided by the tables,"
        " event, ended term, new terms; with many zaken open. Eight clients are threads of one process, as in the API."
        " The raw side reads and writes the same and decides nothing.",
    ]


if __name__ == "__main__":
    sys.exit(main())
