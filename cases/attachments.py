"""Files that were put with a zaak: kept with their hash, given back to be saved, never shown."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases.bulk import insert_new
from cases.clock import dutch_date
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.filetypes import ALLOWED, kind_of, safe_name
from cases.letterdocuments import whole
from cases.rights import Actor, NotAllowed, require, visible
from cases.rows import AVG, WPG, Row, new, table_of
from cases.tables import Attachment, Case, Officer, WpgAttachment
from cases.wpg import ONLY_BOA

_CASES, _OFFICERS = table_of(Case), table_of(Officer)
FILES: Mapping[str, type[SQLModel]] = {AVG: Attachment, WPG: WpgAttachment}
PER_CASE_MAX = 200
MEGABYTE = 1024 * 1024


def attach(
    session: Session, actor: Actor, case_id: UUID, filename: str, content: bytes, *, at: datetime, max_mb: int
) -> tuple[UUID, bool]:
    """Put a file with a zaak: (its id, whether it is new). The same bytes in the same zaak are the same file.

    Raises NotFound, NotAllowed (right, or the akte for a wpg zaak), Conflict when the zaak is full, or Invalid on
    `bestand` when it is empty, larger than `max_mb` megabytes, or of a kind that is not kept.
    """
    require(actor, "bijlagen")
    case = _case(session, actor, case_id, dutch_date(at))
    kind = _checked(content, max_mb)
    model = FILES[case["regime"]]
    table, digest = table_of(model), hashlib.sha256(content).hexdigest()
    here = table.c.case_id == case_id
    if (session.execute(sa.select(sa.func.count()).where(here)).scalar() or 0) >= PER_CASE_MAX:
        raise Conflict(f"Bij deze zaak staan al {PER_CASE_MAX} bijlagen: meer past er niet.")
    row = new(
        model, case_id=case_id, gemeente=case["gemeente"], filename=safe_name(filename, kind), type=kind,
        size=len(content), sha256=digest, content=content, officer_id=actor.id, created_at=at,
    )  # fmt: skip
    if insert_new(session, model, [row], "case_id", "sha256"):
        return row["id"], True
    known: UUID = session.execute(sa.select(table.c.id).where(here, table.c.sha256 == digest)).scalar_one()
    return known, False


def _checked(content: bytes, max_mb: int) -> str:
    if not content:
        raise Invalid([Problem("bestand", "Kies een bestand. Het bestand dat u koos is leeg.")])
    if len(content) > max_mb * MEGABYTE:
        raise Invalid([Problem("bestand", f"Het bestand is te groot: hooguit {max_mb} MB.")])
    kind = kind_of(content)
    if not kind:
        kinds = ", ".join(name for name, _end in ALLOWED.values())
        raise Invalid([Problem("bestand", f"Dit soort bestand kan niet worden bewaard. Dit kan wel: {kinds}.")])
    return kind


def attachments_of(session: Session, actor: Actor, case_id: UUID, *, today: date) -> list[Row]:
    """The attachments of a zaak, newest first, without their content: who put them there and when. Three statements.

    Of those under the Wpg somebody without a valid akte gets nothing but that they are there: `hidden`, and a date.
    """
    require(actor, "zaken.lezen")
    _case(session, actor, case_id, None)
    rows = [row for regime in FILES for row in _kept(session, actor, case_id, regime, actor.sees_wpg(today))]
    return sorted(rows, key=lambda row: row["created_at"], reverse=True)


def _kept(session: Session, actor: Actor, case_id: UUID, regime: str, sees_wpg: bool) -> list[Row]:
    table = table_of(FILES[regime])
    columns = [column for column in table.columns if column.name != "content"]
    query = (
        sa.select(*columns, _OFFICERS.c.name.label("officer_name"))
        .outerjoin(_OFFICERS, _OFFICERS.c.id == table.c.officer_id)
        .where(table.c.case_id == case_id, visible(actor, table.c.gemeente))
    )
    rows = session.execute(query.order_by(table.c.created_at.desc()).limit(PER_CASE_MAX)).mappings()
    hidden = regime == WPG and not sees_wpg
    return [_masked(dict(row)) if hidden else {**row, "hidden": False} for row in rows]


def _masked(row: Row) -> Row:
    blank = dict.fromkeys(("filename", "type", "sha256", "officer_name"), "")
    return {**row, **blank, "id": None, "officer_id": None, "size": 0, "hidden": True}


def attachment(session: Session, actor: Actor, attachment_id: UUID, *, today: date) -> Row:
    """One attachment with its content. Errors as `cases.letterdocuments.document`."""
    require(actor, "zaken.lezen")
    for regime, model in FILES.items():
        table = table_of(model)
        query = sa.select(table).where(table.c.id == attachment_id, visible(actor, table.c.gemeente))
        found = session.execute(query).mappings().first()
        if found is None:
            continue
        if regime == WPG and not actor.sees_wpg(today):
            raise NotAllowed(ONLY_BOA)
        if not whole(found["content"], found["sha256"]):
            raise Conflict("Dit bestand is beschadigd: het is niet meer wat is bewaard. Meld het bij de beheerder.")
        return dict(found)
    raise NotFound


def _case(session: Session, actor: Actor, case_id: UUID, today: date | None) -> Row:
    """The zaak; with `today` only for who may see its content on that day."""
    query = sa.select(_CASES).where(_CASES.c.id == case_id, visible(actor, _CASES.c.gemeente))
    case = session.execute(query).mappings().first()
    if case is None:
        raise NotFound
    if today is not None and case["regime"] == WPG and not actor.sees_wpg(today):
        raise NotAllowed(ONLY_BOA)
    return dict(case)
