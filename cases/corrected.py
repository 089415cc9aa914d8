"""What a correction did, or would do: zaken that change, letters that lapse, and what cannot be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.choices import Asked, pairs
from cases.clock import dutch_date
from cases.corrections import FIXED, withdraw
from cases.errors import NotFound
from cases.rights import Actor
from cases.rows import WPG, Row, table_of
from cases.tables import Case, Event, Letter
from cases.titles import event_title, proces_title, term_title
from cases.wpg import contents, merge, veil
from states.corrections import standing
from states.letters import LETTERS
from states.processes import PROCESSEN

_CASES, _EVENTS, _LETTERS = table_of(Case), table_of(Event), table_of(Letter)
_NOBODY_SEES_THIS = "Voorbeeld"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a zaak stands before or after a correction."""

    state: str
    """title of the state"""
    terms: Sequence[tuple[str, date]]
    """title and due date of each term that runs"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changes in one zaak."""

    case_id: UUID
    number: str
    title: str
    before: Standing | None
    """None of a part that its reader may not know, and when only answers were set right"""
    after: Standing | None
    closed_on: date | None
    """the zaak is closed after it"""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did or would do."""

    seq: int
    """version of the zaak after it"""
    what: str
    """terugnemen or wijzigen"""
    changes: Sequence[Change]
    """the zaak itself first, then what the event had set off elsewhere"""
    before: Mapping[str, Any]
    """the answers as they were, when they were set right"""
    after: Mapping[str, Any]
    letters: Sequence[str]
    """titles of the letters that lapse"""
    stays: Sequence[str]
    """what cannot be undone, in Dutch sentences"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it now counts, with what of its answers can be set right."""

    row: Row
    title: str
    asked: Sequence[Asked]


def recorded(session: Session, case_id: UUID, seq: int, *, sees: bool) -> Recorded:
    """Event `seq` of a zaak that is for its reader, with its answers as they were last set right. One statement.

    `sees` is whether the reader may know what is wpg. Raises NotFound.
    """
    query = _with_zaak().where(_EVENTS.c.case_id == case_id).order_by(_EVENTS.c.seq)
    events = [merge(dict(row)) for row in session.execute(contents(query)).mappings()]
    found = next((row for row in (*standing(events), *events) if row["seq"] == seq), None)
    if found is None:
        raise NotFound
    row = veil(dict(found), sees)
    step = PROCESSEN[found["proces"]].rows.get((found["from_state"], row["step"]))
    fields = step.fields if step else ()
    asked = [Asked(field, required, pairs(field, {})) for field, required in fields if field.type not in FIXED]
    return Recorded(row, event_title(row, row["proces"]), asked)


def foreseen(session: Session, actor: Actor, case_id: UUID, seq: int, *, at: datetime) -> Corrected:
    """What taking event `seq` back would do: it is done and undone, so the session must be one that may write.

    Raises as `cases.corrections.withdraw`.
    """
    savepoint = session.begin_nested()
    try:
        taken = withdraw(session, case_id, seq, reason=_NOBODY_SEES_THIS, actor=actor, at=at, version=None)
        return corrected(session, case_id, taken.version, sees=actor.sees_wpg(dutch_date(at)))
    finally:
        savepoint.rollback()


def corrected(session: Session, case_id: UUID, seq: int, *, sees: bool) -> Corrected:
    """What correction `seq` of a zaak that is for its reader did. Two statements. Raises NotFound."""
    here = sa.and_(_EVENTS.c.case_id == case_id, _EVENTS.c.seq == seq, _EVENTS.c.kind == "correctie")
    own = sa.select(_EVENTS.c.id).where(here).scalar_subquery()
    query = _with_zaak().where(sa.or_(here, sa.and_(_EVENTS.c.cause_id == own, _EVENTS.c.kind == "correctie")))
    rows = [merge(dict(row)) for row in session.execute(contents(query.order_by(_EVENTS.c.id))).mappings()]
    first = next((row for row in rows if row["case_id"] == case_id and row["seq"] == seq), None)
    if first is None:
        raise NotFound
    ordered = [veil(row, sees) for row in (first, *(row for row in rows if row is not first))]
    told = ordered[0]["answers"]
    amended = told.get("wat") == "wijzigen"
    return Corrected(
        seq=seq, what=told.get("wat", ""), changes=[_change(row) for row in ordered],
        before=told["voor"] if amended else {}, after=told["na"] if amended else {},
        letters=_lapsed(session, case_id, first["corrects"], sees), stays=told.get("blijft", ()),
    )  # fmt: skip


def _with_zaak() -> sa.Select[Any]:
    return sa.select(_EVENTS, _CASES.c.number, _CASES.c.proces).join_from(
        _EVENTS, _CASES, _CASES.c.id == _EVENTS.c.case_id
    )


def _change(row: Row) -> Change:
    told = row["answers"]
    whole = told.get("wat") == "terugnemen"
    return Change(
        case_id=row["case_id"], number=row["number"], title=proces_title(row["proces"]),
        before=_standing(row["proces"], told["voor"]) if whole else None,
        after=_standing(row["proces"], told["na"]) if whole else None,
        closed_on=date.fromisoformat(told["gesloten_op"]) if told.get("gesloten_op") else None,
    )  # fmt: skip


def _standing(proces: str, told: Mapping[str, Any]) -> Standing:
    states = PROCESSEN[proces].by_name
    terms = [
        (term_title(proces, "toestand" if name in states else "zaak", name), date.fromisoformat(day))
        for name, day in told["termijnen"].items()
    ]
    return Standing(told["toestand"], sorted(terms, key=lambda term: (term[1], term[0])))


def _lapsed(session: Session, case_id: UUID, seq: int, sees: bool) -> list[str]:
    """Titles of the letters that lapsed with event `seq` and with what it had set off."""
    event = sa.select(_EVENTS.c.id).where(_EVENTS.c.case_id == case_id, _EVENTS.c.seq == seq).scalar_subquery()
    affected = sa.select(_EVENTS.c.id).where(sa.or_(_EVENTS.c.id == event, _EVENTS.c.cause_id == event))
    query = sa.select(_LETTERS.c.code, _LETTERS.c.regime).where(
        _LETTERS.c.event_id.in_(affected), _LETTERS.c.state == "vervallen"
    )
    rows = session.execute(query.order_by(_LETTERS.c.code))
    return [LETTERS[row.code].titel if sees or row.regime != WPG else "Brief van een Wpg-onderdeel" for row in rows]
