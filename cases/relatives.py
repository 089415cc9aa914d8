"""The people around a jongere on a day: ouders, voogden and verzorgers, and the jongere himself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import NotFound
from cases.lists import full_name
from cases.rows import table_of
from cases.tables import Person, PersonDetails, Relation, Relative

_PERSONS, _DETAILS = table_of(Person), table_of(PersonDetails)
_RELATIVES, _RELATIONS = table_of(Relative), table_of(Relation)

JONGERE = "jongere"
PEOPLE_MAX = 20
"""ouders and verzorgers of one jongere that are shown and written to"""
SECRET = "geheim adres"  # nosec B105 - what is shown in its place
_CONTACT = ("straat", "huisnummer", "postcode", "plaats", "geheim", "taal", "tolk", "telefoon", "email")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can be written to, invited, heard or suspected."""

    id: UUID
    """of the Relative, or of the Person for the jongere himself"""
    soort: str
    """ouder, voogd, verzorger or jongere"""
    name: str
    gezag: bool = False
    feitelijke_verzorger: bool = False
    lines: tuple[str, ...] = ()
    """the address as on an envelope, for what goes to this person himself; empty when it is not known"""
    geheim: bool = False
    taal: str = ""
    """language, when it is not Dutch"""
    tolk: bool = False
    telefoon: str = ""
    email: str = ""
    overleden: bool = False
    birth_date: date | None = None
    version: int = 0
    """of the Relative or PersonDetails; 0 when nothing was written down of the jongere yet"""
    relation_id: UUID | None = None
    """the relation that held on the day; None for the jongere"""
    relation_version: int = 0
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def shown(self) -> tuple[str, ...]:
        """The address as anybody else may see it: a secret one is not there."""
        return (SECRET,) if self.geheim else self.lines


def around(session: Session, person_id: UUID, on: date) -> list[Party]:
    """The jongere and everybody who is something to him on this Dutch date. Two statements.

    The jongere comes first, then who has gezag, then by name. A jongere without an address of his own has that of
    the first feitelijke verzorger, and its secrecy. Who died is in it with `overleden`. Raises NotFound.

    It asks no rights: the caller has shown that the jongere is for his actor.
    """
    person = session.execute(
        sa.select(_PERSONS, *(_DETAILS.c[name] for name in (*_CONTACT, "version")))
        .join_from(_PERSONS, _DETAILS, _DETAILS.c.person_id == _PERSONS.c.id, isouter=True)
        .where(_PERSONS.c.id == person_id)
    ).mappings().first()  # fmt: skip
    if person is None:
        raise NotFound
    others = _parties(session, _RELATIONS.c.person_id == person_id, *holds(on))
    return [_jongere(person, others), *others]


def not_now(session: Session, person_id: UUID, on: date) -> list[Party]:
    """Who was something to this jongere and is no longer on this Dutch date, or will be later. One statement."""
    return _parties(session, _RELATIONS.c.person_id == person_id, sa.not_(sa.and_(*holds(on))))


def related(session: Session, relation_id: UUID) -> Party | None:
    """The party of one relation, whenever it held; None when there is none."""
    return next(iter(_parties(session, _RELATIONS.c.id == relation_id)), None)


def _parties(session: Session, *where: sa.ColumnElement[bool]) -> list[Party]:
    r = _RELATIONS.c
    rows = session.execute(
        sa.select(
            _RELATIVES, r.id.label("relation_id"), r.version.label("relation_version"), r.soort, r.gezag,
            r.feitelijke_verzorger, r.valid_from, r.valid_until,
        )
        .join_from(_RELATIONS, _RELATIVES, _RELATIVES.c.id == r.relative_id)
        .where(*where)
        .order_by(r.gezag.desc(), _RELATIVES.c.geslachtsnaam, _RELATIVES.c.id, r.valid_from)
        .limit(PEOPLE_MAX)
    ).mappings()  # fmt: skip
    return [_relative(row) for row in rows]


def holds(on: date) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The conditions under which a relation holds on this day: from and until are both included."""
    since, until = _RELATIONS.c.valid_from, _RELATIONS.c.valid_until
    return sa.or_(since.is_(None), since <= on), sa.or_(until.is_(None), until >= on)


def address(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The lines of an address as on an envelope, without those that are empty."""
    parts = (row["straat"], row["huisnummer"]), (row["postcode"], row["plaats"])
    return tuple(line for line in (full_name(*(part or "" for part in line)) for line in parts) if line)


def _relative(row: Mapping[Any, Any]) -> Party:
    return Party(
        id=row["id"], soort=row["soort"], name=name_of(row), gezag=row["gezag"],
        feitelijke_verzorger=row["feitelijke_verzorger"], lines=address(row), geheim=row["geheim"], taal=row["taal"],
        tolk=row["tolk"], telefoon=row["telefoon"], email=row["email"], overleden=row["overleden"],
        birth_date=row["geboortedatum"], version=row["version"], relation_id=row["relation_id"],
        relation_version=row["relation_version"], valid_from=row["valid_from"], valid_until=row["valid_until"],
    )  # fmt: skip


def _jongere(row: Mapping[Any, Any], others: Sequence[Party]) -> Party:
    lines, secret = address(row), bool(row["geheim"])
    home = next((each for each in others if each.feitelijke_verzorger and not each.overleden and each.lines), None)
    if not lines and home is not None:
        lines, secret = home.lines, secret or home.geheim
    return Party(
        id=row["id"], soort=JONGERE, name=name_of(row), lines=lines, geheim=secret, taal=row["taal"] or "",
        tolk=bool(row["tolk"]), telefoon=row["telefoon"] or "", email=row["email"] or "",
        birth_date=row["geboortedatum"], version=row["version"] or 0,
    )  # fmt: skip


def name_of(row: Mapping[Any, Any]) -> str:
    """The whole name of a jongere or relative."""
    return full_name(row["voornamen"], row["voorvoegsel"], row["geslachtsnaam"])
