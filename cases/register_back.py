"""What a correction means for the register: each melding gets the status that the standing events give it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.dossier import Dossier
from cases.register_status import FAILED, NEW, PICKED_UP, STATUSES, TAKEN_BACK
from cases.rows import Row, new, table_of
from cases.tables import Event, RegisterMessage, Report

_REPORTS, _MESSAGES = table_of(Report), table_of(RegisterMessage)


def restore(session: Session, d: Dossier, standing: Collection[UUID], happened: Row) -> tuple[list[str], list[Row]]:
    """Put the status of the meldingen of a root back to what its standing events (ids) say of them.

    A message not yet handed over is taken back; where the register was told otherwise already, a new message
    follows. Returns a sentence for each melding of which that is so, and those new messages, to be written after
    `happened`, the correction.
    """
    messages = list(_messages(session, d.root["id"]))
    rows = session.execute(sa.select(_REPORTS).where(_REPORTS.c.case_id == d.root["id"], _REPORTS.c.status != "I"))
    told: list[str] = []
    fresh: list[Row] = []
    for report in map(dict, rows.mappings()):
        mine = [row for row in messages if row["report_id"] == report["id"] and row["kind"] != "correctie"]
        stays = [row for row in mine if row["event_id"] in standing]
        status = stays[-1]["status"] if stays else "R"
        if status == report["status"]:
            continue
        live = status in ("R", PICKED_UP)
        values = {"status": status, "uitkomst": "" if live else report["uitkomst"] or d.root["uitkomst"]}
        session.execute(sa.update(_REPORTS).where(_REPORTS.c.id == report["id"]).values(values))
        handed_over = [row for row in messages if row["report_id"] == report["id"] and row["state"] != TAKEN_BACK]
        waiting = [row["id"] for row in handed_over if _not_told(row)]
        session.execute(sa.update(_MESSAGES).where(_MESSAGES.c.id.in_(waiting)).values(state=TAKEN_BACK))
        known = [row for row in handed_over if not _not_told(row)]
        if known and known[-1]["status"] != status:
            told.append(f"Status {known[-1]['status']} van een melding is al aan het register gemeld en blijft gemeld.")
        if status in STATUSES and (not known or known[-1]["status"] != status):
            fresh.append(_message(d, report, stays[-1], status, happened))
    return told, fresh


def _not_told(row: Row) -> bool:
    # One that stands in a delivery may be in a file already, also when nobody could write down that it is.
    return row["state"] == FAILED or (row["state"] == NEW and row["delivery_id"] is None)


def _messages(session: Session, root_id: UUID) -> list[Row]:
    events = table_of(Event)
    query = (
        sa.select(_MESSAGES, events.c.kind)
        .join(events, events.c.id == _MESSAGES.c.event_id)
        .join(_REPORTS, _REPORTS.c.id == _MESSAGES.c.report_id)
        .where(_REPORTS.c.case_id == root_id)
        .order_by(events.c.id)
        .with_for_update(of=_MESSAGES)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _message(d: Dossier, report: Row, like: Row, status: str, happened: Row) -> Row:
    return new(
        RegisterMessage, gemeente=report["gemeente"], report_id=report["id"], event_id=happened["id"], status=status,
        reden=like["reden"], toelichting=like["toelichting"], officer_id=d.root["officer_id"], at=d.at,
        recorded_at=d.recorded_at,
    )  # fmt: skip
