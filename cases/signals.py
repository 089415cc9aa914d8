"""An own signal: a leerplichtambtenaar opens a zaak without a melding of a school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.actions import Taken, check_officer, open_case
from cases.bulk import insert_new
from cases.clock import dutch_date
from cases.errors import Conflict, Invalid, Problem
from cases.opening import Opening
from cases.pgn import locker
from cases.places import known_codes
from cases.rights import Actor, in_reach, require
from cases.rows import Row, new, table_of
from cases.tables import Case, Person, School
from cases.wpg import whole_cases

_CASES, _PERSONS, _SCHOOLS = table_of(Case), table_of(Person), table_of(School)
OWN = "eigen"
_OTHER_BIRTH = Problem(
    "jongere.geboortedatum", "Dit pgn is hier bekend met een andere geboortedatum; zoek uit welke klopt."
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A jongere as an officer knows him; the pgn has been checked."""

    pgn: str
    geslachtsnaam: str
    geboortedatum: date
    voornamen: str = ""
    voorvoegsel: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """What an officer wants to open a zaak for. `person` is the id of a jongere of this gemeente, or a new one."""

    gemeente: str
    proces: str
    person: UUID | NewPerson
    brin: str
    vestiging: str
    toelichting: str
    officer_id: UUID | None = None
    """behandelaar; without one it is the officer who opens it"""


def open_signal(
    session: Session, signal: Signal, *, actor: Actor, at: datetime, recorded_at: datetime | None = None
) -> Taken:
    """Open a zaak where an officer opens it himself, with him as behandelaar.

    Raises NotAllowed, Invalid with every field that is wrong, or Conflict when the jongere has an open zaak
    of this proces, or is known with another birth date.
    """
    require(actor, "signaal")
    if signal.gemeente not in known_codes(session) or not in_reach(actor, signal.gemeente):
        raise Invalid([Problem("gemeente", "U werkt niet voor een gemeente met deze code.")])
    officer_id = signal.officer_id or actor.id
    if officer_id is None:
        raise Invalid([Problem("behandelaar", "Noem de leerplichtambtenaar die de zaak behandelt.")])
    check_officer(session, officer_id, signal.gemeente, "behandelaar", dutch_date(at))
    school_id = _school(session, signal)
    person = _person(session, signal, dutch_date(at))
    opening = Opening(
        gemeente=signal.gemeente, proces=signal.proces, person_id=person["id"], birth_date=person["geboortedatum"],
        school_id=school_id, soort=OWN, facts={"meldingen": 0}, officer_id=officer_id, by_officer=True,
        previous=_previous(session, signal, person["id"]), told={"toelichting": signal.toelichting.strip()},
    )  # fmt: skip
    return open_case(session, opening, actor=actor, at=at, recorded_at=recorded_at)


def _school(session: Session, signal: Signal) -> UUID:
    query = sa.select(_SCHOOLS.c.id).where(_SCHOOLS.c.brin == signal.brin, _SCHOOLS.c.vestiging == signal.vestiging)
    found: UUID | None = session.execute(query).scalar()
    if found is None:
        raise Invalid([Problem("school", "Deze school is hier niet bekend; laat de beheerder haar toevoegen.")])
    return found


def _person(session: Session, signal: Signal, today: date) -> Row:
    """The jongere, locked until the transaction ends: two officers may not open the same zaak at once."""
    if isinstance(signal.person, UUID):
        found = _find(session, _PERSONS.c.id == signal.person, _PERSONS.c.gemeente == signal.gemeente)
        if not found:
            raise Invalid([Problem("jongere.id", "Deze jongere is in deze gemeente niet bekend.")])
        return found[0]
    given, keys = signal.person, locker()
    if given.geboortedatum >= today:
        raise Invalid([Problem("jongere.geboortedatum", "De geboortedatum moet in het verleden liggen.")])
    index = keys.index(given.pgn)
    known = (_PERSONS.c.pgn_index == index, _PERSONS.c.gemeente == signal.gemeente)
    if any(row["geboortedatum"] != given.geboortedatum for row in _find(session, *known)):
        raise Conflict(_OTHER_BIRTH.text, [_OTHER_BIRTH])
    row = new(
        Person, gemeente=signal.gemeente, pgn_encrypted=keys.encrypt(given.pgn, signal.gemeente), pgn_index=index,
        voornamen=given.voornamen, voorvoegsel=given.voorvoegsel, geslachtsnaam=given.geslachtsnaam,
        geboortedatum=given.geboortedatum,
    )  # fmt: skip
    insert_new(session, Person, [row], "gemeente", "pgn_index")
    return _find(session, *known)[0]


def _find(session: Session, *where: sa.ColumnElement[bool]) -> list[Row]:
    query = sa.select(_PERSONS).where(*where).order_by(_PERSONS.c.id).with_for_update()
    return [dict(row) for row in session.execute(query).mappings()]


def _previous(session: Session, signal: Signal, person_id: UUID) -> Row | None:
    """The last closed zaak of this proces. Conflict when one is open."""
    query = whole_cases().where(
        _CASES.c.person_id == person_id, _CASES.c.gemeente == signal.gemeente, _CASES.c.proces == signal.proces,
        _CASES.c.id == _CASES.c.root_id,
    )  # fmt: skip
    rows: Sequence[Row] = [dict(row) for row in session.execute(query.order_by(_CASES.c.opened_on)).mappings()]
    if any(row["closed_on"] is None for row in rows):
        raise Conflict("Deze jongere heeft al een open zaak voor dit soort verzuim. Leg het signaal daar vast.")
    return rows[-1] if rows else None
