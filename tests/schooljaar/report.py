"""What the year amounted to: `docs/schooljaar.md`."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import SQLModel

from cases.rows import table_of
from cases.store import reading
from cases.tables import Case, Deadline, Event, Letter, RegisterMessage, Report, Rung
from states.letters import LETTERS
from states.processes import PROCESSEN
from tests.schooljaar.coverage import Occurred

_CASES, _EVENTS, _TERMS = table_of(Case), table_of(Event), table_of(Deadline)
_RUNGS, _LETTERS, _REPORTS = table_of(Rung), table_of(Letter), table_of(Report)
SAMPLE = (
    (_EVENTS, ("seq", "kind", "step", "from_state", "to_state", "at", "actor", "uitkomst", "regime", "corrects")),
    (_TERMS, ("name", "started_on", "due_on", "anchor_on", "round", "ended_on", "ended_how")),
    (_RUNGS, ("name", "round", "on")),
    (_LETTERS, ("code", "state", "regime", "created_at")),
    (_REPORTS, ("kenmerk", "status", "uitkomst")),
)
"""what of each table does not hold an id"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run."""

    seed: int
    children: int
    roots: int
    counts: Mapping[str, int]
    """rows per table, in Dutch"""
    seconds: float
    processor: float
    """seconds of one core"""
    fingerprint: str


def counted(engine: Engine) -> dict[str, int]:
    """How many there are of what."""
    tables: Mapping[str, type[SQLModel]] = {
        "zaken": Case, "gebeurtenissen": Event, "termijnen": Deadline, "treden": Rung, "brieven": Letter,
        "meldingen": Report, "registerberichten": RegisterMessage,
    }  # fmt: skip
    with reading(engine) as session:
        return {
            name: int(session.execute(sa.select(sa.func.count()).select_from(table_of(table))).scalar_one())
            for name, table in tables.items()
        }


def roots_of(engine: Engine) -> int:
    """The zaken of a root proces."""
    query = sa.select(sa.func.count()).where(_CASES.c.id == _CASES.c.root_id)
    with reading(engine) as session:
        return int(session.execute(query).scalar_one())


def fingerprint(engine: Engine) -> str:
    """A hash of all that happened, ids aside: the same seed gives the same one."""
    digest = hashlib.sha256()
    with reading(engine) as session:
        for table, names in SAMPLE:
            columns = [table.c[name] for name in names]
            query = sa.select(_CASES.c.number, *columns).join_from(table, _CASES, _CASES.c.id == table.c.case_id)
            for row in session.execute(query.order_by(_CASES.c.number, *columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:16]


def report(figures: Figures, seen: Occurred, aside: Counter[str]) -> str:
    """The page."""
    kinds = seen.kinds
    lines = [
        "# A school year",
        "",
        "Made by `make schooljaar` (`tests/schooljaar`): three fictional gemeenten live from 1 August 2025 to 31 July "
        f"2026 through the real engine, from seed {figures.seed}. Meldingen come in as files, children without "
        "enrolment by the enrolment check of October and February, the sweep runs every day, and officers do what "
        "their habits say; what never occurred yet goes first. Refusals are part of it: a norm is then departed from "
        "with a motivation, anything harder is left. The same seed gives the same year.",
        "",
        f"**{figures.roots} zaken of {figures.children} children in {figures.seconds:.0f} seconds** "
        f"({figures.processor:.0f} seconds of one core; more than that is waiting for it), "
        f"fingerprint `{figures.fingerprint}`. `mas verify` finds nothing wrong.",
        "",
        *_table(("what", "number"), ((name, number) for name, number in figures.counts.items())),
        "",
        "## Processes",
        "",
        "A row is a step from one of the states in which its table allows it. All occurred.",
        "",
        *_table(("proces", "zaken", "states", "steps", "rows", "steps taken"), _processes(seen)),
        "",
        "## Uitkomsten",
        "",
        *_table(("uitkomst", "times"), kinds["uitkomst"].most_common()),
        "",
        "## Letters",
        "",
        *_table(("letter", "titel", "times"), ((code, LETTERS[code].titel, kinds["brief"][code]) for code in LETTERS)),
        "",
        "## Beside the daily work",
        "",
        *_table(("what", "times"), sorted(aside.items())),
    ]
    return "\n".join(lines) + "\n"


def _processes(seen: Occurred) -> Iterable[tuple[object, ...]]:
    for name in PROCESSEN:
        of = {
            kind: [key for key, times in seen.kinds[kind].items() if times and key.split(".")[0] == name]
            for kind in ("toestand", "stap", "rij")
        }
        wanted = {kind: sum(key.split(".")[0] == name for key in seen.wanted[kind]) for kind in of}
        yield (
            name, seen.kinds["proces"][name], *(f"{len(of[kind])} of {wanted[kind]}" for kind in of),
            sum(seen.kinds["stap"][key] for key in of["stap"]),
        )  # fmt: skip


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |", f"|{'---|' * len(head)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]  # fmt: skip
