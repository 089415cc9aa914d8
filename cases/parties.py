"""The jongeren and schools of a batch of meldingen: found, or made when they are new."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.bulk import among, insert_new
from cases.errors import Problem
from cases.melding import Melding
from cases.pgn import locker
from cases.rows import Row, new, table_of
from cases.tables import Person, School

_PERSONS, _SCHOOLS = table_of(Person), table_of(School)
_OTHER_BIRTH = Problem("geboortedatum", "Dit pgn is hier bekend met een andere geboortedatum; zoek uit welke klopt.")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who the meldingen of one batch are about, by their keyed index and school code."""

    index: dict[str, str]
    """pgn -> keyed index"""
    persons: dict[tuple[str, str], Row]
    """(gemeente, index) -> person"""
    births: dict[tuple[str, str], set[object]]
    """(gemeente, index) -> birth dates known there; what another gemeente knows may not show"""
    before: list[UUID]
    """those who were known before this batch: only they can have zaken"""
    schools: dict[tuple[str, str], UUID]

    @classmethod
    def of(cls, session: Session, meldingen: Sequence[Melding]) -> "Parties":
        """Find or make everyone in these meldingen, and lock the persons until the transaction ends.

        The lock keeps two senders from opening a zaak for the same jongere at once.
        """
        keys = locker()
        index = {melding.pgn: keys.index(melding.pgn) for melding in meldingen}
        mine = among(session, _PERSONS.c.pgn_index, index.values())
        known = _persons(session, mine)
        births: dict[tuple[str, str], set[object]] = {}
        for row in known:
            births.setdefault((row["gemeente"], row["pgn_index"]), set()).add(row["geboortedatum"])
        new_persons: dict[tuple[str, str], Row] = {}
        have = {(row["gemeente"], row["pgn_index"]) for row in known}
        for melding in meldingen:
            key = (melding.gemeentecode, index[melding.pgn])
            if key in have or key in new_persons or melding.status == "I":
                continue
            if births.setdefault(key, {melding.geboortedatum}) != {melding.geboortedatum}:
                continue
            new_persons[key] = new(
                Person, gemeente=key[0], pgn_encrypted=keys.encrypt(melding.pgn, key[0]), pgn_index=key[1],
                voornamen=melding.voornamen, voorvoegsel=melding.voorvoegsel, geslachtsnaam=melding.geslachtsnaam,
                geboortedatum=melding.geboortedatum,
            )  # fmt: skip
        made = insert_new(session, Person, list(new_persons.values()), "gemeente", "pgn_index")
        persons = new_persons
        if known or made < len(new_persons):  # who was made here is nobody else's until the transaction ends
            persons = {(row["gemeente"], row["pgn_index"]): row for row in _persons(session, mine, lock=True)}
            births |= {key: {row["geboortedatum"]} for key, row in persons.items()}
        ours = {row["id"] for row in new_persons.values()}
        before = [row["id"] for row in persons.values() if row["id"] not in ours]
        return cls(index, persons, births, before, _find_schools(session, meldingen))

    def problem(self, melding: Melding) -> Problem | None:
        """Why this melding cannot be tied to a jongere: the pgn is known with another birth date."""
        known = self.births.get((melding.gemeentecode, self.index[melding.pgn]))
        return _OTHER_BIRTH if known is not None and melding.geboortedatum not in known else None

    def person_of(self, melding: Melding) -> UUID | None:
        """The jongere of this melding; None for the withdrawal of somebody unknown."""
        row = self.persons.get((melding.gemeentecode, self.index[melding.pgn]))
        return row["id"] if row else None

    def school_of(self, melding: Melding) -> UUID:
        """The school of this melding."""
        return self.schools[(melding.brin, melding.vestiging)]


def _persons(session: Session, which: sa.ColumnElement[bool], *, lock: bool = False) -> list[Row]:
    query = sa.select(_PERSONS).where(which).order_by(_PERSONS.c.id)
    if lock:
        query = query.with_for_update()
    return [dict(row) for row in session.execute(query).mappings()]


def _find_schools(session: Session, meldingen: Sequence[Melding]) -> dict[tuple[str, str], UUID]:
    wanted = {(melding.brin, melding.vestiging): melding for melding in meldingen}
    query = sa.select(_SCHOOLS.c.brin, _SCHOOLS.c.vestiging, _SCHOOLS.c.id).where(
        _SCHOOLS.c.brin.in_({brin for brin, _ in wanted})
    )
    schools = {(row.brin, row.vestiging): row.id for row in session.execute(query)}
    missing = {key: melding for key, melding in wanted.items() if key not in schools}
    if not missing:
        return schools
    rows = [
        new(School, brin=brin, vestiging=vestiging, name=melding.leslocatie or brin, kind=melding.onderwijssoort)
        for (brin, vestiging), melding in missing.items()
    ]
    insert_new(session, School, rows, "brin", "vestiging")
    return {(row.brin, row.vestiging): row.id for row in session.execute(query)}
