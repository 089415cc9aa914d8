"""What an ouder or verzorger is to a jongere: added, changed, ended; and how people are reached."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.columns import new_id
from cases.contact import Contact, Mens, Verhouding, person_problems
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.person_changes import Who, done, find, note, relation_of, write
from cases.relatives import PEOPLE_MAX, around, related
from cases.rights import require
from cases.rows import Row, insert_all, new, table_of
from cases.tables import PersonDetails, Relation, Relative

_DETAILS, _RELATIVES, _RELATIONS = table_of(PersonDetails), table_of(Relative), table_of(Relation)
_COLUMN = {"vanaf": "valid_from", "tot_en_met": "valid_until"}
_ROLE = ("soort", "gezag", "feitelijke_verzorger")
_FIRST, _LAST = date.min, date.max


def change_jongere(session: Session, who: Who, person_id: UUID, contact: Contact, version: int) -> None:
    """Write the fields of `contact` that were given. `version` is that of the Party looked at, 0 when there was none.

    Raises NotAllowed, NotFound, or Conflict when somebody else was first.
    """
    require(who.actor, "mensen.wijzigen")
    person = find(session, who.actor, person_id)
    if done(session, who, person_id):
        return
    row = session.execute(sa.select(_DETAILS).where(_DETAILS.c.person_id == person_id)).mappings().first()
    if row is None:
        blank = new(PersonDetails, person_id=person_id, gemeente=person["gemeente"], version=0)
        insert_all(session, PersonDetails, [blank])
    changed = write(session, PersonDetails, row or blank, contact.given(), version)
    note(session, who, person, "gegevens", changed)


def add_relative(session: Session, who: Who, person_id: UUID, mens: Mens | UUID, verhouding: Verhouding) -> UUID:
    """Somebody new, or the id of somebody this gemeente knows, becomes ouder, voogd or verzorger of this jongere.

    Returns the id of the relation. Raises NotAllowed, NotFound, or Invalid with every field that is wrong.
    """
    require(who.actor, "mensen.wijzigen")
    person = find(session, who.actor, person_id)
    if before := done(session, who, person_id):
        return UUID(str(before["relation_id"]))
    values = _columns(verhouding)
    row = new(Relation, gemeente=person["gemeente"], person_id=person_id, relative_id=new_id(), **values)
    if isinstance(mens, UUID):
        row["relative_id"] = _relative(session, mens, person["gemeente"])["id"]
    else:
        given = {"geslachtsnaam": ""} | mens.given()
        if wrong := person_problems(given, who.today):
            raise Invalid(wrong)
        relative = new(Relative, id=row["relative_id"], gemeente=person["gemeente"], **given)
        insert_all(session, Relative, [relative])
    _check(session, row)
    insert_all(session, Relation, [row])
    note(session, who, person, "mens_erbij", [*_ROLE], row["relative_id"], row["id"])
    return UUID(str(row["id"]))


def change_relative(session: Session, who: Who, relation_id: UUID, mens: Mens, version: int) -> None:
    """Write the fields of an ouder or verzorger that were given: for every jongere he belongs to.

    `version` is that of the Party. Raises NotAllowed, NotFound, Invalid, or Conflict when somebody else was first.
    """
    require(who.actor, "mensen.wijzigen")
    relation, person = relation_of(session, who.actor, relation_id)
    if done(session, who, person["id"]):
        return
    given = mens.given()
    if wrong := person_problems(given, who.today):
        raise Invalid(wrong)
    row = _relative(session, relation["relative_id"], relation["gemeente"])
    changed = write(session, Relative, row, given, version)
    note(session, who, person, "mens", changed, row["id"], relation_id)


def change_relation(session: Session, who: Who, relation_id: UUID, verhouding: Verhouding, version: int) -> None:
    """Change role, gezag, verzorging or days. Another role from a later `vanaf` on ends the old one the day before.

    Otherwise the relation is set right as if it had always been so. `version` is the relation_version of the Party.
    Raises NotAllowed, NotFound, Invalid, or Conflict when somebody else was first.
    """
    require(who.actor, "mensen.wijzigen")
    row, person = relation_of(session, who.actor, relation_id)
    if done(session, who, person["id"]):
        return
    given = _columns(verhouding)
    after, since = row | given, given.get("valid_from")
    changed = [name for name in given if given[name] != row[name]]
    if since is not None and since > (row["valid_from"] or _FIRST) and any(name in _ROLE for name in changed):
        ended = row | {"valid_until": since - timedelta(days=1)}
        _check(session, ended)
        write(session, Relation, row, {"valid_until": ended["valid_until"]}, version)
        after |= {"id": new_id(), "version": 1}
        _check(session, after)
        insert_all(session, Relation, [after])
    else:
        _check(session, after)
        write(session, Relation, row, given, version)
    note(session, who, person, "relatie", changed, row["relative_id"], relation_id)


def end_relation(session: Session, who: Who, relation_id: UUID, until: date, version: int) -> None:
    """The relation holds until this day, which is included. Raises as `change_relation` does."""
    require(who.actor, "mensen.wijzigen")
    row, person = relation_of(session, who.actor, relation_id)
    if done(session, who, person["id"]):
        return
    _check(session, row | {"valid_until": until})
    changed = write(session, Relation, row, {"valid_until": until}, version)
    note(session, who, person, "relatie_einde", changed, row["relative_id"], relation_id)


def reveal(session: Session, who: Who, person_id: UUID, relation_id: UUID | None = None) -> tuple[str, ...]:
    """The lines of a secret address, of the jongere or of one of his relations. That he looked is written down.

    Raises NotAllowed or NotFound.
    """
    require(who.actor, "mensen.inzage")
    person = find(session, who.actor, person_id)
    party = around(session, person_id, who.today)[0] if relation_id is None else related(session, relation_id)
    if party is None or (relation_id and relation_of(session, who.actor, relation_id)[0]["person_id"] != person_id):
        raise NotFound
    note(session, who, person, "inzage", ["adres"], party.id if relation_id else None, relation_id)
    return party.lines


def _columns(verhouding: Verhouding) -> Row:
    return {_COLUMN.get(name, name): value for name, value in verhouding.given().items()}


def _relative(session: Session, relative_id: UUID, gemeente: str) -> Row:
    """An ouder or verzorger of this gemeente, locked. Invalid when this gemeente does not know him."""
    query = sa.select(_RELATIVES).where(_RELATIVES.c.id == relative_id, _RELATIVES.c.gemeente == gemeente)
    row = session.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise Invalid([Problem("mens", "Kies iemand die in deze gemeente bekend is.")])
    return dict(row)


def _check(session: Session, row: Mapping[str, Any]) -> None:
    """Raise Invalid when a relation ends before it begins or lies over another; Conflict when there are too many."""
    first, last = row["valid_from"] or _FIRST, row["valid_until"] or _LAST
    if last < first:
        raise Invalid([Problem("tot_en_met", "De laatste dag ligt vóór de eerste dag.")])
    query = sa.select(_RELATIONS).where(_RELATIONS.c.person_id == row["person_id"], _RELATIONS.c.id != row["id"])
    others = session.execute(query.limit(PEOPLE_MAX)).mappings().all()
    if len(others) >= PEOPLE_MAX:
        raise Conflict(f"Bij een jongere staan hooguit {PEOPLE_MAX} ouders en verzorgers, ook die van vroeger.")
    for other in others:
        meets = first <= (other["valid_until"] or _LAST) and (other["valid_from"] or _FIRST) <= last
        if other["relative_id"] == row["relative_id"] and meets:
            raise Invalid([Problem("vanaf", "Deze persoon staat in deze dagen al bij deze jongere.")])
