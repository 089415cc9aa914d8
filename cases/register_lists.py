"""The register status of each melding, and how far the message about it has come."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import Conflict, NotFound
from cases.paging import FIRST, Page, Part
from cases.register_status import CONFIRMED, FAILED, NEW, OFFERED, TAKEN_BACK
from cases.rights import Actor, require, visible
from cases.rows import table_of
from cases.tables import Case, RegisterDelivery, RegisterMessage, Report

_MESSAGES, _DELIVERIES = table_of(RegisterMessage), table_of(RegisterDelivery)
_REPORTS, _CASES = table_of(Report), table_of(Case)
STATES = (NEW, OFFERED, CONFIRMED, FAILED, TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A change of register status, with its melding and zaak."""

    id: UUID
    gemeente: str
    report_id: UUID
    kenmerk: str
    case_id: UUID
    number: str
    status: str
    reden: str
    toelichting: str
    state: str
    error: str
    at: datetime
    file: str
    """name of the delivery, when it was handed over"""
    now: str
    """the register status of the melding today"""


def messages(
    session: Session, actor: Actor, today: date, *, state: str = "", report_id: UUID | None = None,
    case_id: UUID | None = None, page: Page = FIRST,
) -> Part[MessageLine]:  # fmt: skip
    """Changes of register status, newest first; in this state, of one melding or of one zaak. One statement.

    Of a wpg zaak only an officer with a valid akte sees reason and explanation. Raises NotAllowed.
    """
    require(actor, "registerstatus.lezen")
    message, report = _MESSAGES.c, _REPORTS.c
    query = (
        sa.select(
            message.id, message.gemeente, message.report_id, report.kenmerk, report.case_id, _CASES.c.number,
            _CASES.c.regime, message.status, message.reden, message.toelichting, message.state, message.error,
            message.at, sa.func.coalesce(_DELIVERIES.c.name, "").label("file"), report.status.label("now"),
        )
        .join_from(_MESSAGES, _REPORTS, report.id == message.report_id)
        .join(_CASES, _CASES.c.id == report.case_id)
        .outerjoin(_DELIVERIES, _DELIVERIES.c.id == message.delivery_id)
        .where(visible(actor, message.gemeente))
        .order_by(message.recorded_at.desc(), message.status.desc(), message.id.desc())
    )  # fmt: skip
    asked = {message.state: state or None, message.report_id: report_id, report.case_id: case_id}
    query = query.where(*(column == value for column, value in asked.items() if value is not None))
    shown = []
    for row in session.execute(query.limit(page.most).offset(page.offset)).mappings():
        line = dict(row)
        if line.pop("regime") == "wpg" and not actor.sees_wpg(today):
            line |= {"reden": "", "toelichting": ""}
        shown.append(MessageLine(**line))
    return Part.of(shown, page)


def tally(session: Session, actor: Actor) -> dict[str, int]:
    """How many messages are in each state. Raises NotAllowed."""
    require(actor, "registerstatus.lezen")
    message = _MESSAGES.c
    query = sa.select(message.state, sa.func.count()).where(visible(actor, message.gemeente)).group_by(message.state)
    return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in session.execute(query)}


def offer_again(session: Session, actor: Actor, message_id: UUID) -> None:
    """Let a message that failed leave again, with the next delivery and the same id.

    Raises NotAllowed, NotFound, or Conflict when it did not fail.
    """
    require(actor, "registerstatus")
    message = _MESSAGES.c
    mine = sa.and_(message.id == message_id, visible(actor, message.gemeente))
    values = {"state": NEW, "delivery_id": None, "settled_at": None}
    changed = session.connection().execute(sa.update(_MESSAGES).where(mine, message.state == FAILED).values(values))
    if changed.rowcount:
        return
    if session.execute(sa.select(message.id).where(mine)).first() is None:
        raise NotFound
    raise Conflict("Alleen een mislukt bericht kan opnieuw worden aangeboden.")
