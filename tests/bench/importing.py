"""A meldingbestand read, checked and entered, beside raw inserts of the same rows."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cases import imports
from cases.pgn import WrongPgn, check_pgn
from cases.rights import SYSTEM
from cases.store import writing
from tests.bench.ground import Raw, insert_of
from tests.bench.office import CODES, staff
from tests.bench.report import Floor, Result, middle
from tests.bench.size import Size
from tests.meldingen import AT, csv_of, row

FLOOR = Floor(2_000, at_least=True)
BATCH = 500
TABLES = ("schools", "persons", "cases", "events", "deadlines", "reports")
"""in the order in which rows refer to each other"""

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def measure(
    kind: str, ours: Engine, other: Engine, size: Size, home: Path, tell: Callable[[str], None]
) -> list[Result]:
    """Rows a second into an empty office: ours into one database, the same rows raw into another."""
    for engine in (ours, other):
        with writing(engine) as session:
            staff(session, officers=4)
    pgns, speeds, raw_speeds = onderwijsnummers(), [], []
    with Raw(ours) as reader, Raw(other) as raw:
        for turn in range(size.rounds):
            tell(f"import, round {turn + 1}")
            path = home / f"bench-{turn}.csv"
            path.write_text(csv_of([_row(turn * size.rows + number, next(pgns)) for number in range(size.rows)]))
            before = set(reader.table("schools")[1])
            import_id, seconds = _ours(ours, path, size.rows)
            speeds.append(size.rows / seconds)
            made = _written(reader, import_id, before)
            raw_speeds.append(size.rows / _raw(raw, made))
        told = {table: [db.ask(f"SELECT count(*) FROM {table}")[0][0] for db in (reader, raw)] for table in TABLES}
    if any(one != other_count for one, other_count in told.values()):
        raise RuntimeError(f"the raw SQL did not write the same rows: {told}")
    return [Result(kind, "import of a meldingbestand with validation", middle(speeds), "rows/s", middle(raw_speeds),
                   FLOOR, more_is_better=True)]  # fmt: skip


def onderwijsnummers() -> Iterator[str]:
    """Valid onderwijsnummers, each once."""
    for number in count():
        for last in range(10):
            text = f"10{number:06d}{last}"
            try:
                if check_pgn(text) == "onderwijsnummer":
                    yield text
            except WrongPgn:
                continue


def _row(number: int, pgn: str) -> dict[str, str]:
    day = AT - timedelta(days=20 + number % 15)
    return row(
        0, kenmerk=f"BENCH{number:07d}", pgn=pgn, gemeentecode=CODES[number % len(CODES)], brin=f"{number % 40:02d}BN",
        geslachtsnaam=f"Testpersoon {number}", gemeld_op=day.isoformat(), reden="Al weken op maandag afwezig.",
        soort=("V3", "V3", "LRV", "O", "L")[number % 5], verblijf_plaats="Duinrade" if number % 10 == 0 else "",
    )  # fmt: skip


def _ours(engine: Engine, path: Path, rows: int) -> tuple[UUID, float]:
    began = perf_counter()
    with path.open("rb") as source:
        kept = imports.keep(source)
    with writing(engine) as session:
        import_id = imports.accept(session, kept, filename=path.name, actor=SYSTEM, at=AT).row.id
    found = imports.run_import(engine, import_id, at=AT)
    seconds = perf_counter() - began
    if (found.state, found.opened) != ("klaar", rows):
        raise RuntimeError(f"the import opened {found.opened} of {rows} zaken")
    return import_id, seconds


def _written(reader: Raw, import_id: UUID, schools: set[tuple[Any, ...]]) -> Rows:
    """What one import wrote."""
    mine = "SELECT case_id FROM reports WHERE import_id = ?"
    where = {
        "schools": "",
        "persons": "WHERE id IN (SELECT person_id FROM reports WHERE import_id = ?)",
        "cases": f"WHERE id IN ({mine})",
        "events": f"WHERE case_id IN ({mine})",
        "deadlines": f"WHERE case_id IN ({mine})",
        "reports": "WHERE import_id = ?",
    }
    found: Rows = {}
    for table, condition in where.items():
        values = (reader.id(import_id),) if condition else ()
        columns, rows = reader.table(table, f"{condition} ORDER BY id", *values)
        found[table] = (columns, [line for line in rows if table != "schools" or line not in schools])
    return found


def _raw(raw: Raw, made: Rows) -> float:
    """The same rows in transactions of five hundred zaken, each with all that belongs to it."""
    statements = {table: insert_of(table, columns) for table, (columns, _) in made.items()}
    parts = _parts(made)
    began = perf_counter()
    for part in parts:
        raw.begin()
        for table in TABLES:
            if rows := part[table]:
                raw.many(statements[table], rows)
        raw.commit()
    return perf_counter() - began


def _parts(made: Rows) -> list[dict[str, list[tuple[Any, ...]]]]:
    columns, zaken = made["cases"]
    own, person = columns.index("id"), columns.index("person_id")
    place = {zaak[name]: number // BATCH for number, zaak in enumerate(zaken) for name in (own, person)}
    parts: list[dict[str, list[tuple[Any, ...]]]] = [
        {table: [] for table in TABLES} for _ in range(0, len(zaken), BATCH)
    ]
    parts[0]["schools"] = made["schools"][1]
    for table, key in (("persons", "id"), ("cases", "id"), ("events", "case_id"), ("deadlines", "case_id"),
                       ("reports", "case_id")):  # fmt: skip
        names, rows = made[table]
        for line in rows:
            parts[place[line[names.index(key)]]][table].append(line)
    return parts
