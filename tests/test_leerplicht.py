"""Who is leerplichtig or kwalificatieplichtig, and when: the test vectors of the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.leerplicht import KWALIFICATIEPLICHT, LEERPLICHT, plicht_of, school_year_end
from states.working_days import Calendar

DAY = date.fromisoformat
NOORD = Calendar("noord")


@pytest.mark.parametrize(
    ("born", "starts", "ends", "kwalificatie_until"),
    [
        ("2010-09-15", "2015-10-01", "2027-07-31", "2028-09-14"),
        ("2010-07-31", "2015-08-03", "2026-07-31", "2028-07-30"),
        ("2010-08-01", "2015-09-01", "2027-07-31", "2028-07-31"),
        ("2012-02-29", "2017-04-03", "2028-07-31", "2030-02-28"),
    ],
)
def test_the_periods_follow_from_the_birth_date(born: str, starts: str, ends: str, kwalificatie_until: str) -> None:
    found = plicht_of(DAY(born), NOORD)
    assert found.leerplicht_from == DAY(starts)
    assert found.leerplicht_until == DAY(ends)
    assert found.kwalificatie_from == DAY(ends) + timedelta(days=1)
    assert found.kwalificatie_until == DAY(kwalificatie_until)


def test_the_first_school_day_is_no_day_of_the_summer_holiday_and_no_holiday() -> None:
    # Five in July 2026: the first school day of August 2026, and in the north school begins on the 17th.
    assert plicht_of(DAY("2021-07-10"), NOORD).leerplicht_from == DAY("2026-08-17")
    assert plicht_of(DAY("2021-07-10"), Calendar("zuid")).leerplicht_from == DAY("2026-08-24")
    # Five in December: 1 January is no school day, and neither is the rest of the Christmas holiday.
    assert plicht_of(DAY("2021-12-10"), NOORD).leerplicht_from == DAY("2027-01-04")


def test_twelve_school_years_end_it_earlier_and_a_diploma_ends_the_kwalificatieplicht() -> None:
    born = DAY("2010-09-15")
    early = plicht_of(born, NOORD, twelve_years_on=DAY("2026-05-01"))
    assert (early.leerplicht_until, early.kwalificatie_from) == (DAY("2026-07-31"), DAY("2026-08-01"))
    qualified = plicht_of(born, NOORD, qualified_on=DAY("2028-06-20"))
    assert [qualified.on(DAY(day)) for day in ("2028-06-19", "2028-06-20")] == [KWALIFICATIEPLICHT, ""]
    assert plicht_of(born, NOORD, qualified_on=DAY("2027-06-20")).kwalificatie_from is None
    pro = plicht_of(born, NOORD, exempt_diploma=True)
    assert [pro.on(DAY(day)) for day in ("2027-07-31", "2027-08-01")] == [LEERPLICHT, ""]


@given(st.dates(DAY("2004-01-01"), DAY("2026-12-31")))
def test_there_is_one_unbroken_period_from_five_to_eighteen(born: date) -> None:
    found = plicht_of(born, NOORD)
    days = [found.leerplicht_from + timedelta(days=n) for n in range(0, 5000, 7)]
    kinds = [found.on(day) for day in days]
    assert kinds == sorted(kinds, key=[LEERPLICHT, KWALIFICATIEPLICHT, ""].index)
    assert found.leerplicht_until == school_year_end(found.leerplicht_until)
    assert not found.on(found.leerplicht_from - timedelta(days=1))
