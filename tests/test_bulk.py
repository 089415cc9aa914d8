"""Many rows at once: the same rows as one by one, whatever is there already."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cases.bulk import among, insert_new
from cases.copying import MANY
from cases.rows import Row, insert_all, new, table_of
from cases.store import reading, writing
from cases.tables import Person, Report
from tests.office import Office

PERSONS, REPORTS = table_of(Person), table_of(Report)


def person(number: int) -> Row:
    return new(
        Person, gemeente="9001", pgn_encrypted=bytes([number, 0, 255]), pgn_index=f"{number:04d}",
        voornamen="Zoë \\ \t", geslachtsnaam="'Test\"\npersoon", geboortedatum=date(2011, 2, 18),
    )  # fmt: skip


def test_who_is_there_already_is_left_alone_and_the_rest_comes_in(office: Office) -> None:
    rows = [person(number) for number in range(2 * MANY)]
    with writing(office.engine) as session:
        assert insert_new(session, Person, rows[: MANY // 2], "gemeente", "pgn_index") == MANY // 2
        again = [person(number) for number in range(2 * MANY)]
        assert insert_new(session, Person, again, "gemeente", "pgn_index") == 2 * MANY - MANY // 2
        assert insert_new(session, Person, again, "gemeente", "pgn_index") == 0
    with reading(office.engine) as session:
        found = session.execute(sa.select(PERSONS).order_by(PERSONS.c.pgn_index)).mappings().all()
        assert [dict(row) for row in found] == rows[: MANY // 2] + again[MANY // 2 :]
        wanted = among(session, PERSONS.c.pgn_index, ["0003", "0007", "9999"])
        assert session.scalar(sa.select(sa.func.count()).select_from(PERSONS).where(wanted)) == 2


def test_many_meldingen_come_back_as_they_went_in(office: Office) -> None:
    office.on("2026-11-02").report()
    with reading(office.engine) as session:
        example = dict(session.execute(sa.select(REPORTS)).mappings().one())
    rows = [new(Report, **{**example, "id": person(n)["id"], "kenmerk": f"K{n:03d}"}) for n in range(MANY)]
    with writing(office.engine) as session:
        insert_all(session, Report, rows)
    with reading(office.engine) as session:
        found = session.execute(sa.select(REPORTS).where(REPORTS.c.kenmerk.like("K%")).order_by(REPORTS.c.kenmerk))
        assert [dict(row) for row in found.mappings()] == rows


def test_one_row_too_many_stops_them_all_and_is_not_quoted(office: Office) -> None:
    rows = [person(number) for number in range(MANY)]
    twice = [*rows, person(3)]
    with pytest.raises(IntegrityError) as error, writing(office.engine) as session:
        insert_all(session, Person, twice)
    assert "Zoë" not in str(error.value)
    with reading(office.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PERSONS)) == 0
