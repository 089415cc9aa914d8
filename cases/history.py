"""What other zaken of a jongere tell: an earlier Halt, warning, hulp or luxeverzuim."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.rows import Row, table_of
from cases.tables import Case, Person
from states.facts import Earlier

_CASES, _PERSONS = table_of(Case), table_of(Person)
_ASKED = ("relatief_verzuim", "luxeverzuim", "absoluut_verzuim", "hulp", "halt")
ZAKEN_MAX = 500
NEEDED_BY = frozenset({
    "eerste_halt", "eerder_gewaarschuwd", "hulp_geprobeerd", "eerste_keer_luxe", "meer_dan_een_dag_of_herhaling",
})  # fmt: skip
"""the conditions that look beyond their own dossier"""


def earlier(session: Session, case: Row) -> Earlier:
    """What the other dossiers of the jongere of this zaak tell. One statement.

    Warnings, hulp and luxe count within the gemeente (an *eerdere zaak*); a Halt counts wherever it was in
    this installation, found by the index of the pgn (process.md 15, `eerste_halt`): the answer is yes or no.
    """
    zaken = list(session.execute(_others(case["person_id"], case["root_id"])).mappings())
    here = [row for row in zaken if row["person_id"] == case["person_id"]]
    return Earlier(
        halt=any(row["proces"] == "halt" and row["state"] in ("geslaagd", "negatief") for row in zaken),
        warned=any(row["facts"].get("gewaarschuwd_op") for row in here),
        help=any(
            row["proces"] == "hulp"
            or (row["proces"] == "halt" and row["state"] in ("negatief", "geweigerd"))
            or row["facts"].get("maximum_op")
            for row in here
        ),
        luxe=any(
            row["proces"] == "luxeverzuim" and (row["facts"].get("gewaarschuwd_op") or row["facts"].get("pv_op"))
            for row in here
        ),
    )


def _others(person_id: UUID, root_id: UUID) -> sa.Select[Any]:
    number = sa.select(_PERSONS.c.pgn_index).where(_PERSONS.c.id == person_id).scalar_subquery()
    return (
        sa.select(_CASES.c.proces, _CASES.c.state, _CASES.c.person_id, _CASES.c.facts)
        .join_from(_PERSONS, _CASES, _CASES.c.person_id == _PERSONS.c.id)
        .where(_PERSONS.c.pgn_index == number, _CASES.c.root_id != root_id, _CASES.c.proces.in_(_ASKED))
        .order_by(_CASES.c.opened_on.desc())
        .limit(ZAKEN_MAX)
    )
