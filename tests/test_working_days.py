from datetime import date, timedelta
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.school_holidays import school_holidays
from states.working_days import Calendar, easter, holiday_name, holidays_of, in_words

MIDDEN = Calendar()
DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
DURING_TABLE = st.dates(date(2024, 9, 2), date(2029, 7, 1))
REGIONS = st.sampled_from(["noord", "midden", "zuid"])
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("year", range(2015, 2046))
def test_holidays_agree_with_the_holidays_library(year: int) -> None:
    known = set(holidays.country_holidays("NL", years=year, categories=("public", "optional")))
    sundays = {easter(year), easter(year) + 49 * ONE_DAY}
    assert set(holidays_of(year)) == (known | {date(year, 5, 5)}) - sundays


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede Vrijdag"),
        (date(2026, 4, 6), "tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2027, 5, 5), "Bevrijdingsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "tweede pinksterdag"),
        (date(2026, 12, 25), "eerste kerstdag"),
        (date(2026, 12, 26), "tweede kerstdag"),
        (date(2031, 4, 26), "Koningsdag"),  # the 27th is a Sunday
        (date(2031, 4, 27), None),
        (date(2026, 12, 24), None),
    ],
)
def test_holiday_names(day: date, name: str | None) -> None:
    assert holiday_name(day) == name


def test_in_words() -> None:
    assert in_words(date(2026, 11, 2)) == "2 november 2026"
    assert in_words(date(2026, 11, 2), False) == "2 november"


def test_a_term_over_christmas_and_new_year() -> None:
    # Thu 24 Dec; 25 and 26 are Christmas, 1 January is a Friday
    assert MIDDEN.add_working_days(date(2026, 12, 24), 5) == date(2027, 1, 4)
    assert MIDDEN.count_working_days(date(2026, 12, 24), date(2027, 1, 4)) == 5


def test_a_closing_day_of_the_gemeente_is_no_working_day() -> None:
    gemeente = Calendar(closing_days=frozenset({date(2026, 5, 15)}))
    assert MIDDEN.is_working_day(date(2026, 5, 15))
    assert not gemeente.is_working_day(date(2026, 5, 15))
    assert gemeente.working_day_on_or_after(date(2026, 5, 14)) == date(2026, 5, 18)
    assert gemeente.free_days_between(date(2026, 5, 13), date(2026, 5, 18)) == (
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 15), "sluitingsdag van de gemeente"),
    )


def test_free_days_between_leaves_the_first_day_out_and_takes_the_last_one_in() -> None:
    assert MIDDEN.free_days_between(date(2026, 12, 25), date(2027, 1, 1)) == ((date(2027, 1, 1), "Nieuwjaarsdag"),)


def test_adding_no_days_leaves_a_free_day_as_it_is() -> None:
    assert MIDDEN.add_working_days(date(2026, 11, 14), 0) == date(2026, 11, 14)
    assert MIDDEN.add_working_days(date(2026, 11, 14), 1) == date(2026, 11, 16)
    assert MIDDEN.add_working_days(date(2026, 11, 14), -1) == date(2026, 11, 13)
    assert MIDDEN.count_working_days(date(2026, 11, 16), date(2026, 11, 9)) == 0


@given(DAYS, st.integers(1, 60))
def test_adding_working_days_ends_on_one_and_counting_gives_them_back(day: date, n: int) -> None:
    end = MIDDEN.add_working_days(day, n)
    assert MIDDEN.is_working_day(end)
    assert MIDDEN.count_working_days(day, end) == n
    start = MIDDEN.working_day_on_or_after(day)
    assert MIDDEN.add_working_days(MIDDEN.add_working_days(start, n), -n) == start


@given(DURING_TABLE, st.integers(1, 20), REGIONS)
def test_lesson_weeks_keep_the_weekday_and_skip_the_weeks_without_lessons(day: date, n: int, region: str) -> None:
    calendar = Calendar(region)
    end = calendar.add_lesson_weeks(day, n)
    weeks = range(7, (end - day).days + 1, 7)
    assert end.weekday() == day.weekday()
    assert calendar.is_lesson_week(end)
    assert sum(calendar.is_lesson_week(day + timedelta(days=w)) for w in weeks) == n


@pytest.mark.parametrize(
    ("region", "monday", "lessons"),
    [
        ("midden", date(2026, 10, 19), False),
        ("noord", date(2026, 10, 19), True),
        ("noord", date(2026, 10, 12), False),
        ("zuid", date(2026, 12, 21), False),
        ("zuid", date(2029, 2, 12), False),
        ("zuid", date(2029, 2, 19), True),
        ("midden", date(2026, 5, 11), True),  # Hemelvaart alone does not empty a week
    ],
)
def test_lesson_weeks_differ_by_region(region: str, monday: date, lessons: bool) -> None:
    assert [Calendar(region).is_lesson_week(monday + n * ONE_DAY) for n in range(7)] == [lessons] * 7


def test_a_school_with_a_second_may_week_has_one_lesson_week_less() -> None:
    school = Calendar(own_holidays=(("tweede meiweek", date(2027, 5, 3), date(2027, 5, 9)),))
    assert MIDDEN.add_lesson_weeks(date(2027, 4, 22), 1) == date(2027, 5, 6)
    assert school.add_lesson_weeks(date(2027, 4, 22), 1) == date(2027, 5, 13)
    assert school.is_school_holiday(date(2027, 5, 9))
    assert not school.is_school_holiday(date(2027, 5, 10))


@pytest.mark.parametrize("region", ["noord", "midden", "zuid"])
def test_school_holidays_run_from_saturday_to_sunday_and_have_the_length_of_their_kind(region: str) -> None:
    rows = school_holidays(region)
    assert len(rows) > 25
    for name, first, last in rows:
        assert (first.weekday(), last.weekday()) == (5, 6), (name, first, last)
        longest = {"zomervakantie": 44, "kerstvakantie": 16}.get(name, 9)
        assert (last - first).days + 1 <= longest, (name, first, last)
    assert all(earlier[2] < later[1] for earlier, later in pairwise(rows))


def test_an_unknown_region_is_refused_in_dutch() -> None:
    with pytest.raises(ValueError, match="Regio 'oost' bestaat niet: kies noord, midden of zuid"):
        Calendar("oost")


def test_equal_calendars_hash_alike() -> None:
    assert hash(Calendar("zuid", frozenset({date(2026, 1, 2)}))) == hash(
        Calendar("zuid", frozenset({date(2026, 1, 2)}))
    )
