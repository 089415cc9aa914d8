"""A large office: medewerkers, scholen, and as many open zaken as asked, made by the real engine."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from cases.clock import dutch_instant
from cases.opening import Opening, open_roots
from cases.pgn import locker
from cases.rights import LPA, SYSTEM, TL, Actor
from cases.rows import insert_all, new, table_of
from cases.store import reading, writing
from cases.tables import Deadline, Municipality, Officer, OfficerMunicipality, Person, School

CODES = ("9101", "9102", "9103", "9104")
OPENED = dutch_instant(date(2026, 11, 2), time(9))
DUE = date(2026, 11, 9)
"""OPENED and the five werkdagen of `ontvangen`"""
LATER = date(2030, 1, 1)
NEIGHBOURS = 7
"""what is due in one sweep began in the same weeks: one zaak in seven of those that lie together"""
BATCH = 5_000
_SPACE = UUID("5b0c7d1e-6a53-4a55-9c0b-0d5a3f5c2a11")
_SCHOOL = [uuid5(_SPACE, f"school {number}") for number in range(40)]


def officer_id(number: int) -> UUID:
    """The number-th leerplichtambtenaar; his gemeente is CODES[number % 4]."""
    return uuid5(_SPACE, f"lpa {number}")


def officer(number: int) -> Actor:
    """The number-th leerplichtambtenaar as actor."""
    return Actor(officer_id(number), "Medewerker", LPA, frozenset({CODES[number % len(CODES)]}))


def leader() -> Actor:
    """A teamleider of all gemeenten."""
    return Actor(uuid5(_SPACE, "tl"), "Teamleider", TL, frozenset(CODES))


def staff(session: Session, officers: int) -> None:
    """Gemeenten, medewerkers and schools."""
    people = [(officer_id(number), LPA, [CODES[number % len(CODES)]]) for number in range(officers)]
    people.append((uuid5(_SPACE, "tl"), TL, list(CODES)))
    insert_all(session, Municipality, [new(Municipality, code=code, name=f"Gemeente {code}") for code in CODES])
    rows = [new(Officer, id=made, username=f"b{number}", name=f"Medewerker {number}",
                email=f"b{number}@voorbeeld.invalid", role=role, demo=True)
            for number, (made, role, _) in enumerate(people)]  # fmt: skip
    insert_all(session, Officer, rows)
    reach = [new(OfficerMunicipality, officer_id=made, gemeente=code) for made, _, codes in people for code in codes]
    insert_all(session, OfficerMunicipality, reach)
    insert_all(session, School, [new(School, id=made, brin=f"{number:02d}ZZ", vestiging="00", name=f"School {number}",
                                     kind="WVO") for number, made in enumerate(_SCHOOL)])  # fmt: skip


def fill(engines: Sequence[tuple[Engine, int]], officers: int, tell: Callable[[int], None]) -> None:
    """Give each of these databases its number of open zaken, the same zaken in all of them.

    They are opened on OPENED by `open_roots`. Then their due dates are spread over two months, one in three waits
    for the school, and the next rung of every term is moved to LATER: nothing is due until a measurement says so.
    Beside it runs, as with any zaak, the next birthday of the jongere; no measurement reaches it.
    """
    for engine, _ in engines:
        with writing(engine) as session:
            staff(session, officers)
    most = max(count for _, count in engines)
    for start in range(0, most, BATCH):
        tell(start)
        for engine, count in engines:
            if start < count:
                with writing(engine) as session:
                    _open(session, range(start, min(start + BATCH, count)), officers)
    for engine, _ in engines:
        # Else PostgreSQL tidies up by itself after so much, in the middle of a measurement.
        tidy = "VACUUM (ANALYZE)" if engine.dialect.name == "postgresql" else "ANALYZE"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(tidy)


def _open(session: Session, numbers: range, officers: int) -> None:
    keys, born = locker(), date(2011, 2, 18)
    codes = [CODES[number % officers % len(CODES)] for number in numbers]
    persons = [
        new(Person, gemeente=code, pgn_encrypted=keys.encrypt("100000009", code),
            pgn_index=keys.index(f"bench {number}"), voornamen="Jongere",
            geslachtsnaam=f"Testpersoon {number}", geboortedatum=born)
        for number, code in zip(numbers, codes, strict=True)
    ]  # fmt: skip
    insert_all(session, Person, persons)
    openings = [
        Opening(gemeente=code, proces="relatief_verzuim", person_id=person["id"], birth_date=born,
                school_id=_SCHOOL[number % len(_SCHOOL)], soort="V3", facts={"meldingen": 1, "actie_gewenst": True},
                officer_id=officer_id(number % officers))
        for number, code, person in zip(numbers, codes, persons, strict=True)
    ]  # fmt: skip
    opened = open_roots(session, openings, actor=SYSTEM, at=OPENED, recorded_at=OPENED)
    of_states = [term for term in opened.writes.deadlines if term["kind"] == "toestand"]
    for number, term in enumerate(of_states, numbers.start):
        block = number // (NEIGHBOURS * 1_000)
        term["next_on"] = LATER + timedelta(days=block * NEIGHBOURS + number % NEIGHBOURS)
        term["due_on"] = DUE + timedelta(days=number % 61 - 30)
        term["waits"] = "school" if number % 3 == 0 else "ons"
    opened.writes.flush(session)


def cases_of(engine: Engine, count: int) -> list[UUID]:
    """Ids of open zaken that nobody has touched, one in seven of those that lie together."""
    terms = table_of(Deadline).c
    with reading(engine) as session:
        found = session.execute(
            sa.select(terms.case_id).where(terms.next_on >= LATER).order_by(terms.next_on, terms.id)
            .limit(count)
        )  # fmt: skip
        return [row.case_id for row in found]
