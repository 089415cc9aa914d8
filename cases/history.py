"""What lies beyond a dossier: other zaken of the jongere, and who his ouders and verzorgers are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import table_of
from cases.tables import Case, Person, Relation
from cases.wpg import facts_of
from states.facts import Earlier
from states.processes import PROCESSEN
from states.route import split

_CASES, _PERSONS, _RELATIONS = table_of(Case), table_of(Person), table_of(Relation)
_ASKED = ("relatief_verzuim", "luxeverzuim", "absoluut_verzuim", "hulp", "halt")
ZAKEN_MAX = 500
_CONDITIONS = frozenset({
    "eerste_halt", "eerder_gewaarschuwd", "hulp_geprobeerd", "eerste_keer_luxe", "meer_dan_een_dag_of_herhaling",
})  # fmt: skip
LOOKING_BACK = frozenset(
    step.name
    for proces in PROCESSEN.values()
    for step in proces.steps
    if _CONDITIONS & set(split(step.conditions)) or "verdachten" in split(step.asks)
)
"""the steps of which a condition or an answer looks beyond the dossier"""


def look_back(session: Session, root_id: UUID | sa.ScalarSelect[Any], *, lock: bool) -> tuple[Earlier, frozenset[UUID]]:
    """What other dossiers of the jongere tell, and the ids of his ouders and verzorgers. One statement.

    Warnings, hulp and luxe count within the gemeente (an *eerdere zaak*); a Halt counts wherever it was in
    this installation, found by the index of the pgn (process.md 15, `eerste_halt`): the answer is yes or no.
    With `lock` nobody else can write the dossier until the transaction ends.
    """
    query = _query(root_id)
    rows = session.execute(query.with_for_update(of=_CASES) if lock else query).all()
    around = frozenset(map(UUID, rows[0].around.split(","))) if rows and rows[0].around else frozenset()
    return _earlier([row for row in rows if row.proces is not None]), around


def _earlier(zaken: Sequence[sa.Row[Any]]) -> Earlier:
    here = [row for row in zaken if row.here]
    return Earlier(
        halt=any(row.proces == "halt" and row.state in ("geslaagd", "negatief") for row in zaken),
        warned=any(row.facts.get("gewaarschuwd_op") for row in here),
        help=any(
            row.proces == "hulp"
            or (row.proces == "halt" and row.state in ("negatief", "geweigerd"))
            or row.facts.get("maximum_op")
            for row in here
        ),
        luxe=any(
            row.proces == "luxeverzuim" and (row.facts.get("gewaarschuwd_op") or row.facts.get("pv_op")) for row in here
        ),
    )


def _query(root_id: UUID | sa.ScalarSelect[Any]) -> sa.Select[Any]:
    same, other = _PERSONS.alias("same"), _CASES.alias("other")
    around = (
        sa.select(sa.func.aggregate_strings(sa.cast(_RELATIONS.c.relative_id, sa.String), ","))
        .where(_RELATIONS.c.person_id == _CASES.c.person_id)
        .scalar_subquery()
    )
    others = sa.and_(other.c.person_id == same.c.id, other.c.root_id != _CASES.c.root_id, other.c.proces.in_(_ASKED))
    return (
        sa.select(
            other.c.proces, other.c.state, facts_of(other), (other.c.person_id == _CASES.c.person_id).label("here"),
            around.label("around"),
        )
        .join_from(_CASES, _PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .outerjoin(same, same.c.pgn_index == _PERSONS.c.pgn_index)
        .outerjoin(other, others)
        .where(_CASES.c.id == root_id)
        .order_by(other.c.opened_on.desc())
        .limit(ZAKEN_MAX)
    )  # fmt: skip
