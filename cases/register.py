"""Hands the messages for the register over: in a file, or however the adapter does it.

A delivery is made in three steps, each a transaction: its messages are fixed, the adapter hands them over, and
it is marked. Whoever dies in between leaves a delivery that the next run hands over again, with the same lines.
"""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases.register_lines import Line, as_csv, content_key, written
from cases.register_status import NEW, OFFERED
from cases.rows import Row, insert_all, new, table_of, update_all
from cases.store import reading, writing
from cases.tables import Municipality, Officer, RegisterDelivery, RegisterMessage, Report

log = logging.getLogger(__name__)

_MESSAGES, _DELIVERIES = table_of(RegisterMessage), table_of(RegisterDelivery)
_REPORTS, _OFFICERS, _OFFICES = table_of(Report), table_of(Officer), table_of(Municipality)
FIXED = "klaargezet"
LINES_MAX = 5_000
"""lines in one delivery"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Messages that leave together. `key` is the same whenever the same lines leave again."""

    id: UUID
    gemeente: str
    lines: Sequence[Line]

    @property
    def key(self) -> str:
        """SHA-256 of the content."""
        return content_key(self.lines)


class Adapter(Protocol):
    """The way to the register: a file today, a direct link another day."""

    def deliver(self, delivery: Delivery) -> str:
        """Hand these messages over and return what to call it. May be asked the same again after a crash;

        each line has the id of its message, so that the receiver knows it. Whatever it raises stops the run.
        """


@dataclass(frozen=True, slots=True)
class Folder:
    """Writes each delivery as a file in a folder."""

    path: Path

    def deliver(self, delivery: Delivery) -> str:
        """The name of the file, which follows from its content: the same lines are the same file."""
        name = f"status-{delivery.gemeente}-{delivery.key[:16]}.csv"
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path / f".{uuid4()}"
        draft.write_bytes(as_csv(delivery.lines))
        os.replace(draft, self.path / name)
        return name


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that was handed over."""

    name: str
    gemeente: str
    lines: int


def export_status(engine: Engine, adapter: Adapter, *, at: datetime, gemeente: str | None = None) -> list[Delivered]:
    """Hand over every message that waits, of one gemeente or of all, oldest first; what left.

    Run again it hands over nothing, unless an earlier run was cut off: then that delivery again, with the same
    lines. `at` is when it really happens.
    """
    while _fix(engine, gemeente, at):
        pass
    done = []
    for row in _waiting(engine, gemeente):
        delivery = _delivery(engine, row)
        name = adapter.deliver(delivery)
        if _mark(engine, row, name, delivery.key, at):
            done.append(Delivered(name, row["gemeente"], row["lines"]))
            extra = {"action": "export_status", "delivery": str(row["id"]), "count": row["lines"]}
            log.info("register status delivered", extra=extra)
    return done


def _fix(engine: Engine, gemeente: str | None, at: datetime) -> bool:
    """Put the messages that wait, of one gemeente, in a delivery with their contact as it is now."""
    message = _MESSAGES.c
    waits = sa.and_(message.state == NEW, message.delivery_id.is_(None))
    with writing(engine) as session:
        code = gemeente or session.execute(sa.select(message.gemeente).where(waits).limit(1)).scalar()
        first = (
            sa.select(message.id, message.officer_id)
            .where(waits, message.gemeente == code)
            .order_by(message.recorded_at, message.status, message.id)
            .limit(LINES_MAX)
            .with_for_update(skip_locked=True)
        )
        found = session.execute(first).all()
        if not found:
            return False
        delivery = new(RegisterDelivery, gemeente=code, lines=len(found), created_at=at)
        insert_all(session, RegisterDelivery, [delivery])
        contacts = _contacts(session, {row.officer_id for row in found}, str(code))
        rows = [
            {"id": row.id, "delivery_id": delivery["id"], "contact": contacts.get(row.officer_id, contacts[None])}
            for row in found
        ]
        update_all(session, RegisterMessage, rows, ("delivery_id", "contact"))
    return True


def _contacts(session: Session, ids: set[UUID | None], gemeente: str) -> dict[UUID | None, dict[str, str]]:
    """naam, functie, telefoon and email of these medewerkers; under None that of the office."""
    officer = _OFFICERS.c
    query = sa.select(officer.id, officer.name, officer.role, officer.phone, officer.email)
    found: dict[UUID | None, dict[str, str]] = {
        row.id: {"naam": row.name, "functie": row.role, "telefoon": row.phone, "email": row.email}
        for row in session.execute(query.where(officer.id.in_(ids - {None})))
    }
    office = session.execute(sa.select(_OFFICES.c.name).where(_OFFICES.c.code == gemeente)).scalar_one()
    return found | {None: {"naam": f"Leerplicht {office}", "functie": "", "telefoon": "", "email": ""}}


def _waiting(engine: Engine, gemeente: str | None) -> list[Row]:
    query = sa.select(_DELIVERIES).where(_DELIVERIES.c.state == FIXED).order_by(_DELIVERIES.c.created_at)
    if gemeente is not None:
        query = query.where(_DELIVERIES.c.gemeente == gemeente)
    with reading(engine) as session:
        return [dict(row) for row in session.execute(query).mappings()]


def _delivery(engine: Engine, row: Row) -> Delivery:
    query = (
        sa.select(_MESSAGES, _REPORTS.c.kenmerk)
        .join_from(_MESSAGES, _REPORTS, _REPORTS.c.id == _MESSAGES.c.report_id)
        .where(_MESSAGES.c.delivery_id == row["id"])
        .order_by(_MESSAGES.c.recorded_at, _MESSAGES.c.status, _MESSAGES.c.id)
    )
    with reading(engine) as session:
        lines = [_line(found) for found in session.execute(query).mappings()]
    return Delivery(row["id"], row["gemeente"], lines)


def _line(row: Any) -> Line:
    contact = row["contact"]
    return Line(
        str(row["id"]), row["kenmerk"], row["gemeente"], row["status"], written(row["at"]), row["reden"],
        row["toelichting"], contact["naam"], contact["functie"], contact["telefoon"], contact["email"],
    )  # fmt: skip


def _mark(engine: Engine, row: Row, name: str, key: str, at: datetime) -> bool:
    """Write down that it was handed over. False when somebody else did so meanwhile."""
    mine = sa.update(_DELIVERIES).where(_DELIVERIES.c.id == row["id"], _DELIVERIES.c.state == FIXED)
    offered = sa.update(_MESSAGES).where(_MESSAGES.c.delivery_id == row["id"], _MESSAGES.c.state == NEW)
    with writing(engine) as session:
        marked = session.connection().execute(mine.values(state=OFFERED, name=name, sha256=key, delivered_at=at))
        if marked.rowcount:
            session.execute(offered.values(state=OFFERED))
        return marked.rowcount > 0
