"""Who is there for the children: one or two ouders with gezag, shared by brothers and sisters."""

from collections.abc import Mapping, Sequence
from random import Random
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.demo.arrivals import Child
from cases.demo.phrases import FIRST_NAMES
from cases.pgn import locker
from cases.rows import Row, insert_all, new, table_of
from cases.tables import Person, PersonDetails, Relation, Relative
from tests.schooljaar.children import Year

_PERSONS = table_of(Person)
LANGUAGES = ("", "", "", "", "Arabisch", "Pools")


class Families:
    """The ouders of everybody who came in, made on the day he did."""

    def __init__(self, year: Year) -> None:
        keys = locker()
        self.by_index: Mapping[str, Child] = {keys.index(child.cells["pgn"]): child for child in year.children}
        self.year = year
        self.known: set[UUID] = set()
        self.parents: dict[UUID, tuple[UUID, ...]] = {}
        """by jongere"""
        self.child_of: dict[UUID, Child] = {}
        self._made: dict[tuple[str, int], tuple[UUID, ...]] = {}

    def meet(self, session: Session, indexes: Sequence[str]) -> None:
        """Write down the ouders of the persons of these pgn-indexes who are new."""
        query = sa.select(_PERSONS.c.id, _PERSONS.c.gemeente, _PERSONS.c.pgn_index)
        rows = session.execute(query.where(_PERSONS.c.pgn_index.in_(indexes)).order_by(_PERSONS.c.pgn_index)).all()
        relatives: list[Row] = []
        relations: list[Row] = []
        details: list[Row] = []
        for row in rows:
            if row.id in self.known:
                continue
            self.known.add(row.id)
            child = self.child_of[row.id] = self.by_index[row.pgn_index]
            number = self.year.family[child.cells["pgn"]]
            dice = Random(f"{number} family")  # noqa: S311, RUF100
            if (row.gemeente, number) not in self._made:
                made = [_parent(child, row.gemeente, dice) for _ in range(dice.choice((1, 2, 2)))]
                relatives += made
                self._made[row.gemeente, number] = tuple(parent["id"] for parent in made)
            self.parents[row.id] = self._made[row.gemeente, number]
            relations += [
                new(Relation, gemeente=row.gemeente, person_id=row.id, relative_id=parent)
                for parent in self.parents[row.id]
            ]
            gezin = UUID(int=number + 1)
            details.append(new(PersonDetails, person_id=row.id, gemeente=row.gemeente, family_id=gezin))
        insert_all(session, Relative, relatives)
        insert_all(session, Relation, relations)
        insert_all(session, PersonDetails, details)


def _parent(child: Child, gemeente: str, dice: Random) -> Row:
    return new(
        Relative, gemeente=gemeente, voornamen=dice.choice(FIRST_NAMES), voorvoegsel=child.cells["voorvoegsel"],
        geslachtsnaam=child.cells["geslachtsnaam"], straat="Kerkstraat", huisnummer=str(dice.randint(1, 200)),
        postcode="0000 AA", plaats="Duinrade", geheim=dice.random() < 0.03, taal=dice.choice(LANGUAGES),
    )  # fmt: skip
