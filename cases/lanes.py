"""The zaken of a dossier side by side: where each has been, where it is and for whom it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.dossier import Dossier
from cases.rows import Row, table_of
from cases.tables import Event
from cases.titles import proces_title, state_title
from cases.wpg import veil

_EVENTS = table_of(Event)


@dataclass(frozen=True, slots=True)
class Lane:
    """One zaak of a dossier."""

    id: UUID
    number: str
    proces: str
    title: str
    state: str
    walked: Sequence[str]
    """states it has been in, in the order of the first time, without the one it is in"""
    open: bool
    waits: str
    due_on: date | None

    @property
    def state_title(self) -> str:
        """The state it is in, in Dutch."""
        return state_title(self.proces, self.state)

    @property
    def walked_titles(self) -> list[str]:
        """Where it has been, in Dutch."""
        return [state_title(self.proces, name) for name in self.walked]


def lanes(session: Session, dossier: Dossier, *, sees: bool) -> list[Lane]:
    """The root zaak and its children, open ones first. One statement; the dossier must be for its reader.

    `sees` is whether the reader may know what is wpg.
    """
    entered = (
        sa.select(_EVENTS.c.case_id, _EVENTS.c.to_state, sa.func.min(_EVENTS.c.seq))
        .where(_EVENTS.c.root_id == dossier.root["id"], _EVENTS.c.from_state != _EVENTS.c.to_state)
        .group_by(_EVENTS.c.case_id, _EVENTS.c.to_state)
        .order_by(sa.func.min(_EVENTS.c.seq))
    )
    walked: dict[UUID, list[str]] = {}
    for case_id, state, _first in session.execute(entered):
        walked.setdefault(case_id, []).append(state)
    found = [_lane(dossier, veil(case, sees), walked.get(case["id"], [])) for case in dossier.cases.values()]
    root = dossier.root["number"]
    return sorted(found, key=lambda lane: (lane.number != root, not lane.open, len(lane.number), lane.number))


def _lane(dossier: Dossier, case: Row, walked: Sequence[str]) -> Lane:
    term = next((row for row in dossier.terms_of(case) if row["kind"] == "toestand"), None)
    return Lane(
        id=case["id"], number=case["number"], proces=case["proces"], title=proces_title(case["proces"]),
        state=case["state"], walked=[name for name in walked if name != case["state"]] if case["state"] else [],
        open=case["closed_on"] is None, waits=term["waits"] if term and case["state"] else "",
        due_on=term["due_on"] if term else None,
    )  # fmt: skip
