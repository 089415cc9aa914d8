"""Which meldingbestanden somebody may see: those delivered for a gemeente of his."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from cases.errors import NotFound
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, require
from cases.tables import Import


def deliveries(session: Session, actor: Actor, page: Page = FIRST) -> Part[Import]:
    """Delivered files, newest first. Raises NotAllowed."""
    require(actor, "meldingbestand.lezen")
    query = select(Import).where(_for(actor)).order_by(col(Import.created_at).desc(), col(Import.id))
    rows: Sequence[Import] = session.exec(query.limit(page.most).offset(page.offset)).all()
    return Part.of(rows, page)


def delivery(session: Session, actor: Actor, import_id: UUID) -> Import:
    """One delivered file as it now stands. Raises NotAllowed, or NotFound when it is not for this actor."""
    require(actor, "meldingbestand.lezen")
    row = session.exec(select(Import).where(Import.id == import_id, _for(actor))).first()
    if row is None:
        raise NotFound
    return row


def _for(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.role == "systeem":
        return sa.true()
    gemeenten = sa.cast(col(Import.gemeenten), sa.Text)
    return sa.or_(sa.false(), *(gemeenten.contains(f'"{code}"') for code in sorted(actor.gemeenten)))
