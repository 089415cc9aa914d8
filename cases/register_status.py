"""What the register must hear: a change of status of a melding is a message, in the transaction of what caused it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.columns import new_id
from cases.dossier import Dossier
from cases.rows import Row, insert_all, new, table_of
from cases.tables import RegisterMessage, Report
from states.decision import Decision

_REPORTS, _MESSAGES = table_of(Report), table_of(RegisterMessage)

LIVE = ("R", "B")
"""register status of a melding that still runs"""
PICKED_UP, NOTED, CLOSED = "B", "K", "G"
NEW, OFFERED, CONFIRMED, FAILED = "nieuw", "aangeboden", "bevestigd", "mislukt"
"""how far the message of a change has come"""
TAKEN_BACK = "teruggenomen"
"""a correction came before it was handed over"""
HANDED_ON = ("overige_redenen", "gezien_door_gemeente")
STATUSES = (PICKED_UP, NOTED, CLOSED)


def tell(session: Session, d: Dossier, case: Row, decision: Decision, happened: Row) -> None:
    """Give the live meldingen of a root the status that follows from a step, and tell the register.

    Nothing for a child, for a step without a status, and for a zaak without a live melding. `happened` is the
    event of the step, already written. Takes at most two statements, one on PostgreSQL.
    """
    status = _status_after(d, case, decision)
    if case["id"] != case["root_id"] or not status:
        return
    values = {"status": status} | ({"uitkomst": case["uitkomst"]} if case["closed_on"] is not None else {})
    live = sa.update(_REPORTS).where(_REPORTS.c.case_id == case["id"], _REPORTS.c.status.in_(LIVE)).values(values)
    _change(session, live, _message(d, case, happened, status, decision.answers))


def close_one(session: Session, d: Dossier, case: Row, decision: Decision, happened: Row) -> bool:
    """Close the one melding that the step names. False when it is no live melding of this dossier."""
    report = _REPORTS.c
    one = (
        sa.update(_REPORTS)
        .where(report.id == decision.answers["melding"], report.case_id == case["root_id"], report.status.in_(LIVE))
        .values(status=CLOSED, uitkomst=decision.answers["uitkomst"])
    )
    return _change(session, one, _message(d, case, happened, CLOSED, decision.answers)) > 0


def joined(session: Session, d: Dossier, case: Row, happened: Row, report: Row) -> None:
    """Tell that a melding joined a zaak that is picked up. Melding and event are already written."""
    if report["status"] == PICKED_UP:
        insert_all(session, RegisterMessage, [_message(d, case, happened, PICKED_UP, {}) | {"report_id": report["id"]}])


def _status_after(d: Dossier, case: Row, decision: Decision) -> str:
    if decision.step.name == "oppakken":
        return PICKED_UP
    if case["closed_on"] is None or decision.stays:
        return ""
    if case["state"] == "ter_kennisgeving":
        return NOTED
    # Handed on: the register has no status for that since 2020, so a gemeente chooses (process.md 1 and 17).
    return str(d.office.policy(d.today)["duo.doorzetten"]) if case["state"] == "doorgezet" else CLOSED


def _message(d: Dossier, case: Row, happened: Row, status: str, answers: Mapping[str, Any]) -> Row:
    # A gemeente that hands on as G asks no reason for it: then it is the one that fits (docs/registerstatus.md).
    reden, toelichting = answers.get("duo_reden") or HANDED_ON[0], answers.get("duo_toelichting") or HANDED_ON[1]
    told = {"reden": reden, "toelichting": toelichting}
    return new(
        RegisterMessage, gemeente=case["gemeente"], report_id=None, event_id=happened["id"], status=status,
        **(told if status == CLOSED else {}), officer_id=_contact(case, happened), at=d.at, recorded_at=d.recorded_at,
    )  # fmt: skip


def _contact(case: Row, happened: Row) -> UUID | None:
    found: UUID | None = case["officer_id"] or happened["officer_id"]
    return found


def _change(session: Session, update: sa.Update, message: Row) -> int:
    """Change these meldingen and write the message of each; how many there were."""
    if session.connection().dialect.name == "postgresql":
        # A step has few statements to spend, and PostgreSQL can do both in one.
        changed = update.returning(_REPORTS.c.id).cte("changed")
        own = {"id": sa.func.gen_random_uuid(), "report_id": changed.c.id}
        columns = [own.get(name, sa.literal(value, _MESSAGES.c[name].type)) for name, value in message.items()]
        insert = sa.insert(_MESSAGES).from_select(list(message), sa.select(*columns))
        return session.connection().execute(insert.execution_options(preserve_rowcount=True)).rowcount
    ids = session.execute(update.returning(_REPORTS.c.id)).scalars().all()
    insert_all(session, RegisterMessage, [message | {"id": new_id(), "report_id": report_id} for report_id in ids])
    return len(ids)
