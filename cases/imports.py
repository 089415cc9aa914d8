"""Meldingbestanden from delivery to report; here the watched folder, beside it the doors' three calls.

`keep` and `accept` take a delivered file in, `run_import` reads it, `report_text` says what came of it.
"""

import logging
import os
import stat
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import col, select

from cases.meldingbestand import Refused
from cases.reader import abandoned, run_import
from cases.rights import SYSTEM, Actor
from cases.rows import new, table_of
from cases.settings import Settings
from cases.store import reading, writing
from cases.tables import Heartbeat, Import
from cases.uploads import Accepted, Kept, accept, keep, tidy
from cases.verslag import report_text

__all__ = ["Accepted", "Kept", "Refused", "accept", "keep", "pick_up", "report_text", "run_import"]

log = logging.getLogger(__name__)

QUIET = timedelta(seconds=30)
FILES_MAX = 200
DONE, TURNED_DOWN, REPORT = "verwerkt", "geweigerd", ".verslag.txt"


def pick_up(
    engine: Engine,
    folder: Path,
    *,
    at: datetime,
    actor: Actor = SYSTEM,
    recorded_at: datetime | None = None,
    settings: Settings | None = None,
) -> dict[str, int]:
    """Read the files in this folder that have not changed for 30 seconds, and imports that were abandoned.

    A file moves to `verwerkt/` or `geweigerd/` with its report beside it. Safe to run twice, at once or after a
    crash: a file stays where it is until its import is done, and the same bytes are one import. `at` is the
    effective instant, `recorded_at` the real one. Returns counts of files and rows.
    """
    settings, now = settings or Settings(), recorded_at or at
    counts: Counter[str] = Counter(bestanden=0, geweigerd=0, overgenomen=0, rijen=0, quarantaine=0)
    for path in _quiet_files(folder, now):
        counts.update(_take_file(engine, path, at=at, now=now, actor=actor, settings=settings))
    counts.update(_take_over(engine, at=at, now=now, settings=settings))
    tidy(engine, settings, at=now)
    beat = new(Heartbeat, name="meldingen", real_at=now, effective_at=at, counts=dict(counts))
    with writing(engine) as session:
        session.connection().execute(table_of(Heartbeat).insert(), beat)
    return dict(counts)


def _quiet_files(folder: Path, now: datetime) -> list[Path]:
    """Regular files that nobody is writing any more, oldest first. A link is not followed."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        try:
            info = path.lstat()
        except FileNotFoundError:
            continue
        changed = max(info.st_mtime, info.st_ctime)
        quiet = now.timestamp() - changed >= QUIET.total_seconds()
        if quiet and stat.S_ISREG(info.st_mode) and not path.name.startswith("."):
            found.append((changed, path))
    return [path for _, path in sorted(found)[:FILES_MAX]]


def _take_file(
    engine: Engine, path: Path, *, at: datetime, now: datetime, actor: Actor, settings: Settings
) -> Counter[str]:
    try:
        with path.open("rb") as stream:
            kept = keep(stream, settings)
    except FileNotFoundError:
        return Counter()  # another flow was first
    except Refused as refusal:
        _move(path, TURNED_DOWN, f"Verslag van {path.name}\nHet bestand is geweigerd. {refusal}\n")
        return Counter(bestanden=1, geweigerd=1)
    with writing(engine) as session:
        accepted = accept(session, kept, filename=path.name, actor=actor, at=now, settings=settings)
    row = run_import(engine, accepted.row.id, at=at, actor=actor, recorded_at=now, settings=settings)
    if row.state not in ("klaar", "geweigerd"):
        return Counter()  # another flow is reading it, and will move it
    with reading(engine) as session:
        text = report_text(session, row, actor, accepted.sentence)
    refused = row.state == "geweigerd"
    _move(path, TURNED_DOWN if refused else DONE, text)
    if accepted.sentence:
        return Counter(bestanden=1)
    return Counter(bestanden=1, geweigerd=int(refused), rijen=row.rows, quarantaine=row.quarantined)


def _take_over(engine: Engine, *, at: datetime, now: datetime, settings: Settings) -> Counter[str]:
    with reading(engine) as session:
        query = select(Import.id).where(abandoned(now)).order_by(col(Import.created_at)).limit(FILES_MAX)
        ids = session.exec(query).all()
    for import_id in ids:
        run_import(engine, import_id, at=at, recorded_at=now, settings=settings)
        log.info("import taken over", extra={"action": "import", "import": str(import_id)})
    return Counter(overgenomen=len(ids))


def _move(path: Path, to: str, report: str) -> None:
    """Move a file aside with its report. The report comes first: a file that has moved always has one."""
    if not path.exists():
        return
    folder = path.parent / to
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    draft = folder / f".{uuid4()}{REPORT}"
    draft.write_text(report, encoding="utf-8")
    os.replace(draft, target.with_name(target.name + REPORT))
    try:
        os.replace(path, target)
    except FileNotFoundError:
        # Another flow was first. Its report has the same name only when its file has, too.
        if not target.exists():
            target.with_name(target.name + REPORT).unlink(missing_ok=True)
