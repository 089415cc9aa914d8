"""What was measured, against which floor, as a table on the screen and as a page."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import fastapi
import sqlalchemy

HOW = "`make bench` (or `python -m tests.bench`); `--quick` only shows that it runs."


@dataclass(frozen=True, slots=True)
class Floor:
    """What a number must be: at least or at most this."""

    limit: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Whether this value will do."""
        return value >= self.limit if self.at_least else value <= self.limit

    def told(self, unit: str) -> str:
        """In words."""
        return f"{'at least' if self.at_least else 'at most'} {self.limit:,g} {unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Result:
    """One line: ours, the raw SQL beside it, and the floor if there is one."""

    database: str
    what: str
    ours: float
    unit: str
    raw: float | None = None
    floor: Floor | None = None
    more_is_better: bool = False

    @property
    def times(self) -> float | None:
        """How many times longer ours takes than the raw SQL."""
        if not self.raw or not self.ours or self.unit == "times":
            return None
        return self.raw / self.ours if self.more_is_better else self.ours / self.raw

    @property
    def verdict(self) -> str:
        """Whether the floor holds."""
        if self.floor is None:
            return ""
        return "yes" if self.floor.holds(self.ours) else "NO"

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the cells of the table."""
        times = f"{self.times:.1f}" if self.times else ""
        floor = self.floor.told(self.unit) if self.floor else ""
        raw = "" if self.raw is None else _number(self.raw)
        return (self.database, self.what, times, floor, self.verdict, f"{_number(self.ours)} {self.unit}".rstrip(), raw)


COLUMNS = ("database", "what", "ours / raw", "floor", "holds", "ours", "raw")


def middle(values: Sequence[float]) -> float:
    """The median: one slow round on a busy machine does not count."""
    return median(values)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def all_hold(results: Sequence[Result]) -> bool:
    """Whether every floor holds."""
    return all(result.floor is None or result.floor.holds(result.ours) for result in results)


WIDTHS = (10, 58, 10, 21, 6, 14, 8)


def line(cells: Sequence[str] = COLUMNS) -> str:
    """One line of the table for a terminal; without cells its heading."""
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def page(
    results: Sequence[Result], versions: Sequence[str], notes: Sequence[str], seconds: float, busy: float, full: bool
) -> str:
    """`docs/benchmark.md`. `busy` is how many processes wanted a core just before the run."""
    verdict = "All floors hold." if all_hold(results) else "**Not all floors hold.**"
    quick = "" if full else "\nThis was a quick run, to see that it runs: its numbers mean nothing.\n"
    return "\n".join([
        "# Benchmark", "",
        "Our code beside prepared SQL on the bare driver that reads and writes the same rows, in the same database,",
        "with durable commits (SQLite: WAL, synchronous=FULL; PostgreSQL: fsync and synchronous_commit on).",
        "The two take turns in one run, so that noise hits both alike; every number is a median of the rounds.",
        "Read the ratios: *ours / raw* says how many times longer our code takes. The absolute numbers are of one",
        "machine on one day.", quick,
        f"{verdict} Written by {HOW}", "",
        _row(COLUMNS), _row(["---"] * len(COLUMNS)), *(_row(result.cells) for result in results), "",
        "## What is measured", "", *(f"- {note}" for note in notes), "",
        "## Machine", "",
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {sys.version.split()[0]},"
        f" SQLAlchemy {sqlalchemy.__version__}, FastAPI {fastapi.__version__}, {', '.join(versions)}."
        f" The run took {seconds:.0f} s. Just before it {busy:.1f} processes wanted a core; with more than a few tenths"
        " the floors say as much about those as about us: run it again on a quiet machine.", "",
    ])  # fmt: skip
