"""A delivered meldingbestand: kept on disk while it is being read, known by its bytes, delivered once."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from cases.bulk import insert_new
from cases.clock import dutch_date
from cases.meldingbestand import CHUNK_BYTES, MEGABYTE, Refused
from cases.places import known_codes
from cases.rights import Actor, require
from cases.rows import new
from cases.settings import Settings
from cases.store import reading
from cases.tables import Import

log = logging.getLogger(__name__)

ORPHAN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy of what was delivered, under a name of our own."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The import of these bytes, and what to tell the sender (empty when it is new)."""

    row: Import
    sentence: str = ""


def kept_files(settings: Settings) -> Path:
    """The folder of files that are being read; nobody else on this machine may look in it."""
    folder = settings.home / "meldingbestanden"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(source: BinaryIO, settings: Settings | None = None) -> Kept:
    """Copy a delivered file piece by piece. Raises Refused as soon as it is larger than it may be."""
    settings = settings or Settings()
    name, digest, size = f"{uuid4()}.csv", hashlib.sha256(), 0
    path = kept_files(settings) / name
    path.touch(mode=0o600)
    try:
        with path.open("wb") as copy:
            while chunk := source.read(CHUNK_BYTES):
                size += len(chunk)
                if size > settings.upload_max_mb * MEGABYTE:
                    raise Refused(f"Het bestand is groter dan {settings.upload_max_mb} MB; lever het in delen aan.")
                digest.update(chunk)
                copy.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(name, digest.hexdigest(), size)


def accept(
    session: Session, kept: Kept, *, filename: str, actor: Actor, at: datetime, settings: Settings | None = None
) -> Accepted:
    """Put a kept file in line to be read, for the gemeenten of this actor; `at` is when it really happens.

    The same bytes for the same gemeenten are one import, however often they are sent: the earlier one is
    returned, with a sentence that says so. Who delivers for other gemeenten hears nothing of it: his is an
    import of its own, and a melding counts once by its kenmerk. A file that was refused is tried again.
    Raises NotAllowed.
    """
    require(actor, "meldingbestand.aanleveren")
    everywhere = actor.role == "systeem"
    gemeenten = sorted(known_codes(session) if everywhere else actor.gemeenten)
    mark = kept.sha256 if everywhere else hashlib.sha256(":".join((kept.sha256, *gemeenten)).encode()).hexdigest()
    values = {
        "filename": _harmless(filename),
        "stored": kept.name,
        "gemeenten": gemeenten,
        "officer_id": actor.id,
        "created_at": at,
    }
    row = new(Import, sha256=mark, size=kept.size, **values)
    if insert_new(session, Import, [row], "sha256"):
        return Accepted(_by_mark(session, mark))
    again = session.connection().execute(
        sa.update(Import)
        .where(col(Import.sha256) == mark, col(Import.state) == "geweigerd")
        .values(state="wacht", error="", notes=[], rows=0, finished_at=None, lease_until=None, **values)
    )
    earlier = _by_mark(session, mark)
    if again.rowcount:
        return Accepted(earlier)
    (kept_files(settings or Settings()) / kept.name).unlink(missing_ok=True)
    return Accepted(earlier, _already(earlier))


def tidy(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Remove kept files that no import will read any more (a sender or a reader died); how many."""
    folder, removed = kept_files(settings), 0
    with reading(engine) as session:
        query = select(Import.stored).where(col(Import.state).in_(("wacht", "bezig")))
        needed = set(session.exec(query.limit(10_000)).all())
    for path in folder.iterdir():
        old = at.timestamp() - path.stat().st_mtime > ORPHAN_AFTER.total_seconds()
        if old and path.name not in needed:
            path.unlink(missing_ok=True)
            removed += 1
    if removed:
        log.info("kept files removed", extra={"action": "tidy", "count": removed})
    return removed


def _by_mark(session: Session, mark: str) -> Import:
    return session.exec(select(Import).where(Import.sha256 == mark).execution_options(populate_existing=True)).one()


def _already(earlier: Import) -> str:
    day = dutch_date(earlier.finished_at or earlier.created_at)
    written = f"{day.day}-{day.month}-{day.year}"
    if earlier.state == "klaar":
        return f"Dit bestand is al ingelezen op {written}; er is niets veranderd."
    return f"Dit bestand is al aangeleverd op {written} en wordt ingelezen."


def _harmless(filename: str) -> str:
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200] or "meldingen.csv"
