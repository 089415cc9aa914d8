"""`make schooljaar`: walk the year, verify it, write docs/schooljaar.md.

Exit code 1, with the list, when something did not occur or does not hold.
"""

import os
import sys
import time
from pathlib import Path

import typer
from sqlalchemy import Engine, event

from cases.verify import verify
from tests.databases import made_at, temporary
from tests.schooljaar.coverage import occurred
from tests.schooljaar.report import Figures, counted, fingerprint, report, roots_of
from tests.schooljaar.year import Walk, children_met, walk

SEED = 1969
"""year of the Leerplichtwet"""
ZAKEN, CHILDREN = 2_000, 1_600
PAGE = Path(__file__).parents[2] / "docs" / "schooljaar.md"


def main() -> int:
    """Walk, look, tell."""
    os.environ["MAS_HOME"] = str(temporary("home"))
    folder = temporary("schooljaar")
    engine = made_at(folder / "jaar.db")
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    start, spent = time.monotonic(), time.process_time()
    done = walk(engine, folder, SEED)
    seconds, processor = time.monotonic() - start, time.process_time() - spent
    wrong = _wrong(engine, done)
    seen = occurred(engine)
    figures = Figures(
        SEED, children_met(engine), roots_of(engine), counted(engine), seconds, processor, fingerprint(engine)
    )  # fmt: skip
    wrong += [f"{kind} kwam niet voor: {', '.join(names)}" for kind, names in seen.missing().items()]
    if figures.roots < ZAKEN or figures.children != CHILDREN:
        wrong.append(f"{figures.roots} zaken van {figures.children} kinderen")
    text = report(figures, seen, done.office.counts)
    typer.echo(text)
    if not wrong:
        PAGE.write_text(text, encoding="utf-8")
    for line in wrong:
        typer.echo(f"FOUT: {line}", err=True)
    return 1 if wrong else 0


def _wrong(engine: Engine, done: Walk) -> list[str]:
    result = verify(engine)
    typer.echo("\n".join(result.lines()))
    aside = [f"{done.swept['opzij']} termijnen opzij gezet"] if done.swept["opzij"] else []
    return aside + ([] if result.sound else result.lines())


sys.exit(main())
