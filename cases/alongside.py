"""Ook voor: one step recorded for brothers and sisters too, each in a zaak and a transaction of his own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.choices import choices
from cases.errors import NotFound
from cases.relatives import name_of
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Person, PersonDetails
from cases.titles import state_title
from states.decision import Reason
from states.processes import PROCESSEN
from states.route import Step

_CASES, _PERSONS, _DETAILS = table_of(Case), table_of(Person), table_of(PersonDetails)
ALONGSIDE_MAX = 10
"""zaken for which one step is recorded at once"""
_NOT_HERE = Reason("toestand", "stap", "Deze stap past niet bij waar deze zaak nu staat, of is niet voor uw rol.")
_OF_ONE = frozenset({"melding", "verdachten"})
"""fields that say something about one dossier only"""


@dataclass(frozen=True, slots=True)
class Alongside:
    """An open zaak of a brother or sister, and whether the step can be taken there too."""

    id: UUID
    number: str
    person_name: str
    state_title: str
    blocked: Sequence[Reason]
    possible: bool
    """nothing stands in the way, or only what a motivation opens"""


def personal(step: Step) -> bool:
    """Whether a step is about one jongere only, so that it is never copied: criminal law, and what names a melding."""
    return "boa" in step.roles or any(field.name in _OF_ONE for field, _required in step.fields)


def preview(session: Session, actor: Actor, case: Row, step: str, *, at: datetime) -> list[Alongside]:
    """The open zaken of the same proces of brothers and sisters, with what stands in the way of this step there.

    Empty for a step that is never copied. One statement without brothers or sisters, else some more for each.
    Raises NotAllowed.
    """
    require(actor, "stappen")
    row = PROCESSEN[case["proces"]].rows.get((case["state"], step))
    if row is None or personal(row):
        return []
    return [_preview(session, actor, found, step, at) for found in _of_family(session, actor, case["id"])]


def admit(session: Session, actor: Actor, origin_id: UUID, case_id: UUID, step: str) -> int:
    """The version of a zaak in which this step may be recorded alongside that in the zaak `origin_id`.

    What that version allows is judged anew when the step is taken. Raises NotFound unless it is an open zaak of a
    brother or sister, of the same proces, and a step that may be copied.
    """
    found = next((row for row in _of_family(session, actor, origin_id) if row["id"] == case_id), None)
    if found is None:
        raise NotFound
    row = PROCESSEN[found["proces"]].rows.get((found["state"], step))
    if row is not None and personal(row):
        raise NotFound
    return int(found["version"])


def _preview(session: Session, actor: Actor, row: Row, step: str, at: datetime) -> Alongside:
    found = choices(session, actor, row["id"], at=at, lists=False)
    choice = next((each for each in found.steps if each.name == step), None)
    return Alongside(
        row["id"], row["number"], name_of(row), state_title(row["proces"], row["state"]),
        choice.blocked if choice else (_NOT_HERE,), choice is not None and choice.possible,
    )  # fmt: skip


def _of_family(session: Session, actor: Actor, origin_id: UUID) -> list[Row]:
    """The open zaken of the same proces of the gezin, without content under the Wet politiegegevens. One statement."""
    c, origin = _CASES.c, _CASES.alias("origin")
    mine, theirs = _DETAILS.alias("mine"), _DETAILS.alias("theirs")
    columns: list[Any] = [c.id, c.number, c.proces, c.state, c.version]
    rows = session.execute(
        sa.select(*columns, _PERSONS.c.voornamen, _PERSONS.c.voorvoegsel, _PERSONS.c.geslachtsnaam)
        .join_from(origin, mine, mine.c.person_id == origin.c.person_id)
        .join(theirs, sa.and_(theirs.c.family_id == mine.c.family_id, theirs.c.person_id != mine.c.person_id))
        .join(_CASES, sa.and_(c.person_id == theirs.c.person_id, c.proces == origin.c.proces))
        .join(_PERSONS, _PERSONS.c.id == c.person_id)
        .where(
            origin.c.id == origin_id, visible(actor, origin.c.gemeente), visible(actor, c.gemeente),
            c.closed_on.is_(None), c.regime == "avg", origin.c.regime == "avg",
        )
        .order_by(c.number)
        .limit(ALONGSIDE_MAX)
    ).mappings()  # fmt: skip
    return [dict(row) for row in rows]
