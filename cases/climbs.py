"""What a running term in a list has gone through and what lies ahead of it: its ladder, by its own row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.deadlines import ladder_of
from cases.offices import office_of
from cases.rows import WPG, table_of
from cases.tables import Deadline, Municipality
from states.ladder import DueRung
from states.working_days import Calendar

_DEADLINES, _OFFICES = table_of(Deadline), table_of(Municipality)


@dataclass(frozen=True, slots=True)
class Climb:
    """The ladder of a running term, and the calendar of its gemeente."""

    calendar: Calendar
    reached: Sequence[DueRung]
    ahead: Sequence[DueRung]


def climbs(session: Session, deadline_ids: Collection[UUID], *, sees: bool) -> dict[UUID, Climb]:
    """The ladder of each of these terms, which the caller may see. One statement.

    `sees` is whether the reader may know what is wpg; of a wpg term another gets no rungs.
    """
    query = (
        sa.select(_DEADLINES, _OFFICES)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
        .join_from(_DEADLINES, _OFFICES, _OFFICES.c.code == _DEADLINES.c.gemeente)
        .where(_DEADLINES.c.id.in_(deadline_ids))
    )
    found = {}
    for row in session.execute(query).mappings():
        term = {column.name: row[f"deadlines_{column.name}"] for column in _DEADLINES.columns}
        office = office_of({column.name: row[f"municipalities_{column.name}"] for column in _OFFICES.columns})
        ladder = ladder_of(term, office) if sees or term["regime"] != WPG else ()
        next_on = term["next_on"]
        found[term["id"]] = Climb(
            office.calendar, [rung for rung in ladder if _reached(rung, next_on)],
            [rung for rung in ladder if not _reached(rung, next_on)],
        )  # fmt: skip
    return found


def _reached(rung: DueRung, next_on: date | None) -> bool:
    return next_on is None or rung.on < next_on
