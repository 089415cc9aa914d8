"""The jongeren of a batch of an enrolment check: found by their pgn, or made when they are new."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from cases.bulk import insert_new
from cases.enrolment_compare import Index, Missing
from cases.pgn import Locker
from cases.rows import Row, new, table_of
from cases.tables import Person

_PERSONS = table_of(Person)


def find_or_make(session: Session, missing: Sequence[Missing], gemeente: str, keys: Locker) -> dict[Index, Row]:
    """The person of each, by fingerprint, locked until the transaction ends.

    The lock keeps two checks, or a check and a meldingbestand, from opening a zaak for the same jongere at once.
    """
    wanted = {each.index: each.person for each in missing}
    known = _found(session, wanted, gemeente)
    fresh = [
        new(
            Person, gemeente=gemeente, pgn_encrypted=keys.encrypt(person.pgn, gemeente), pgn_index=index.hex(),
            voornamen=person.voornamen, voorvoegsel=person.voorvoegsel, geslachtsnaam=person.geslachtsnaam,
            geboortedatum=person.geboortedatum,
        )
        for index, person in wanted.items()
        if index not in known
    ]  # fmt: skip
    if not fresh:
        return known
    insert_new(session, Person, fresh, "gemeente", "pgn_index")
    return _found(session, wanted, gemeente)


def _found(session: Session, wanted: Iterable[Index], gemeente: str) -> dict[Index, Row]:
    person = _PERSONS.c
    query = (
        sa.select(_PERSONS)
        .where(person.gemeente == gemeente, person.pgn_index.in_([index.hex() for index in wanted]))
        .order_by(person.id)
        .with_for_update()
    )
    return {bytes.fromhex(row["pgn_index"]): dict(row) for row in session.execute(query).mappings()}
