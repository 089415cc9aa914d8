"""What falls under the Wet politiegegevens, and how its content goes to a table of its own and back.

In hand an event and a zaak carry their content as any other; on its way to the database `cases.rows` takes it
out of the wpg ones, and `merge` puts it back for who may read it.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cases.rows import WPG, WPG_CONTENT, Row, table_of
from cases.tables import Case, Event, WpgEvent
from states.policy import Policy

ONLY_BOA = "Dit is een Wpg-onderdeel: alleen een leerplichtambtenaar met een geldige BOA-akte mag het zien."
VEILED = "wpg"
"""stands in the place of a proces for a reader who may not know which it is"""
_BLANK: Mapping[str, Any] = {
    "proces": VEILED, "state": "", "name": "", "step": "", "from_state": "", "to_state": "", "uitkomst": "",
    "kind": "", "waits": "", "sentence": "", "soort": "", "effect": "", "ended_how": "", "policy_key": "",
    "answers": {}, "deviations": [], "motivation": "", "facts": {},
}  # fmt: skip
# Who is behandelaar stays known; who did what in it does not.
_BLANK_OF_EVENT: Mapping[str, Any] = {"actor": "", "officer_name": None, "officer_id": None}
_CASES, _EVENTS, _CONTENT = table_of(Case), table_of(Event), table_of(WpgEvent)
# States of `straf` before the verdachte is called for questioning; from then on it is always wpg.
_BEFORE_HEARING = ("voorbereiding", "consult")


def starts(proces: str, state: str, policy: Policy) -> bool:
    """Whether a zaak of this proces is wpg from this state on (process.md section 1, `wpg.startmoment`)."""
    moment = policy["wpg.startmoment"]
    if moment == "melding":
        return True
    if proces == "straf":
        return moment == "halt_voorstel" or state not in _BEFORE_HEARING
    return proces == "halt" and moment == "halt_voorstel"


def veil(row: Row, sees: bool) -> Row:
    """A row as its reader may know it: of a wpg one without content, that it is there, its number and its dates."""
    if sees or row["regime"] != WPG:
        return row
    blank = {**_BLANK, **_BLANK_OF_EVENT} if "actor" in row else _BLANK
    return row | {name: value for name, value in blank.items() if name in row}


def facts_join() -> sa.ColumnElement[bool]:
    """Ties a wpg zaak to the content of its last event, which holds its facts."""
    return sa.and_(_CONTENT.c.case_id == _CASES.c.id, _CONTENT.c.seq == _CASES.c.version, _CASES.c.regime == WPG)


def facts_of(cases: sa.FromClause = _CASES) -> sa.ColumnElement[Any]:
    """The facts of a zaak, wherever they stand, as a column of a query over `cases` or an alias of it."""
    c = cases.c
    last = sa.and_(_CONTENT.c.case_id == c.id, _CONTENT.c.seq == c.version, c.regime == WPG)
    own = sa.select(_CONTENT.c.facts).where(last).correlate(cases).scalar_subquery()
    return sa.func.coalesce(own, c.facts, type_=c.facts.type).label("facts")


def whole_cases() -> sa.Select[Any]:
    """A query over `cases` with the facts of the wpg ones in their place."""
    return sa.select(*(column for column in _CASES.columns if column.name != "facts"), facts_of())


def contents(query: sa.Select[Any]) -> sa.Select[Any]:
    """A query over `events`, with the content of the wpg ones beside it for `merge`. Only for who may read it."""
    columns = [_CONTENT.c[name].label(f"wpg_{name}") for name in WPG_CONTENT]
    return query.add_columns(*columns).outerjoin(_CONTENT, _CONTENT.c.event_id == _EVENTS.c.id)


def merge(row: Row) -> Row:
    """An event read with `contents`, with its content in its place."""
    found = {name: value for name, value in row.items() if not name.startswith("wpg_")}
    if row["regime"] == WPG:
        found |= {name: row[f"wpg_{name}"] for name in WPG_CONTENT if row[f"wpg_{name}"] is not None}
    return found
