"""16 uur in 4 lesweken: windows over the school's own lesweken, flags, and what Halt asks for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.pages.helped import absence_for, first_values, helped
from cases import places
from cases.choices import choices
from cases.errors import Invalid
from cases.hours import added_up
from cases.store import reading, writing
from states.birthdays import birthday
from states.facts import age_on
from states.misfits import misfits
from states.sixteen import Count, Told, count_of, counts
from states.working_days import ONE_DAY, Calendar
from tests.databases import SQLITE
from tests.desk import HERE, Desk
from tests.office import Office
from tests.pages import shown

MIDDEN = Calendar()  # herfstvakantie 17 to 25 October 2026
BEGIN, END = date(2026, 10, 5), date(2026, 11, 20)


def told(*days: tuple[str, float], soort: str = "V3", begin: date = BEGIN, end: date | None = END) -> Told:
    """A melding with these hours: "10-05" is 5 October 2026."""
    return Told(soort, begin, end, tuple((date.fromisoformat(f"2026-{day}"), hours) for day, hours in days))


def only(*meldingen: Told, calendar: Calendar = MIDDEN) -> Count:
    [count] = counts(meldingen, calendar)
    return count


def test_the_window_skips_the_holiday_week_and_names_it() -> None:
    count = only(told(("10-05", 5), ("10-13", 3), ("10-27", 4), ("11-06", 4)))
    assert (count.best.first, count.best.last, count.best.hours) == (date(2026, 10, 5), date(2026, 11, 8), 16)
    assert [(week.hours, week.free) for week in count.best.weeks] == [
        (5, ""), (3, ""), (0, "herfstvakantie"), (4, ""), (4, ""),
    ]  # fmt: skip
    assert count.best.holidays == (("herfstvakantie", date(2026, 10, 17), date(2026, 10, 25)),)
    assert count.reached_on == date(2026, 11, 6)


def test_a_fifth_lesweek_is_too_far() -> None:
    count = only(told(("10-05", 5), ("10-13", 3), ("10-27", 4), ("11-10", 4)))
    assert (count.best.hours, count.reached_on) == (12, None)


@pytest.mark.parametrize(("hours", "on"), [(15.5, None), (16, date(2026, 10, 8)), (24, date(2026, 10, 7))])
def test_sixteen_is_enough_and_a_half_hour_less_is_not(hours: float, on: date | None) -> None:
    days = [(f"10-{day:02d}", hours / 4) for day in (5, 6, 7, 8)]
    assert only(told(*days)).reached_on == on


def test_counting_starts_anew_on_the_day_after_a_melding_ends() -> None:
    first = told(("10-06", 8), ("10-08", 7), end=date(2026, 10, 8))
    second = told(("10-09", 7), ("10-14", 8), begin=date(2026, 10, 9), end=None)
    before, after = counts([second, first], MIDDEN)
    assert [(c.since, c.until, c.best.hours, c.reached_on) for c in (before, after)] == [
        (None, date(2026, 10, 8), 15, None), (date(2026, 10, 9), None, 15, None),
    ]  # fmt: skip
    assert count_of(second, (before, after)) is after


def test_a_day_that_two_meldingen_name_counts_once() -> None:
    assert only(told(("10-06", 8)), told(("10-06", 6), ("10-07", 2))).best.hours == 10


def test_hours_on_a_day_without_lessons_are_left_out_and_shown() -> None:
    count = only(told(("10-12", 8), ("10-20", 8)))
    assert (count.best.hours, count.left_out) == (8, ((date(2026, 10, 20), 8),))
    assert only(told(("10-20", 8))).best.hours == 0


def test_a_school_with_its_own_herfstvakantie_counts_other_weeks() -> None:
    own = Calendar(own_holidays=(("herfstvakantie", date(2026, 10, 10), date(2026, 10, 18)),))
    hours = told(("10-05", 5), ("10-13", 4), ("10-20", 8), ("11-06", 3))
    assert only(hours).best.hours == 12  # midden: the week of the 19th is free
    assert only(hours, calendar=own).best.hours == 16  # and here that of the 12th
    assert only(hours, calendar=own).reached_on == date(2026, 11, 6)


@given(
    st.dictionaries(st.dates(date(2026, 8, 31), date(2027, 1, 29)), st.integers(1, 8), min_size=1, max_size=12),
    st.sampled_from(["noord", "midden", "zuid"]),
)
def test_no_window_of_four_lesweken_holds_more_than_the_best(days: dict[date, int], region: str) -> None:
    calendar = Calendar(region)
    count = only(Told("V3", min(days), None, tuple(days.items())), calendar=calendar)
    left_out = {day for day, _ in count.left_out}
    mondays = [m for n in range(40) if calendar.is_lesson_week(m := date(2026, 8, 3) + n * 7 * ONE_DAY)]
    sums = []
    for four in zip(mondays, mondays[1:], mondays[2:], mondays[3:], strict=False):
        inside = [h for d, h in days.items() if d not in left_out and d - d.weekday() * ONE_DAY in four]
        sums.append(sum(inside))
    assert count.best.hours == max(sums)
    assert (count.reached_on is not None) == (max(sums) >= 16)
    assert sum(not week.free for week in count.best.weeks) == 4
    assert all(not a.hours for a in count.best.weeks if a.free)


ADULT, CHILD = date(2008, 1, 15), date(2011, 2, 18)
FIT = told(("10-05", 8), ("10-06", 8))
FLAGS: dict[str, tuple[Told, date, list[str]]] = {
    "all fits": (FIT, CHILD, []),
    "a V3 below 16": (told(("10-05", 8), ("10-06", 4.5)), CHILD, ["niet verder dan 12,5 uur"]),
    "a V3 without hours": (told(), CHILD, ["specificatie ontbreekt"]),
    "a V3 of an adult": (FIT, ADULT, ["onder de 18, maar de jongere was op de begindatum 18"]),
    "a V4 of a child": (Told("V4", BEGIN, END, FIT.days), CHILD, ["vanaf 18 jaar"]),
    "an RMC of a child": (told(soort="RMC"), CHILD, ["vanaf 18 jaar"]),
    "a short LRV": (told(soort="LRV", end=date(2026, 10, 20)), CHILD, ["maar deze melding duurt 16 dagen"]),
    "an LRV that lasts": (told(soort="LRV", end=None), CHILD, []),
    "a toddler": (told(soort="O"), date(2022, 1, 1), ["leerplicht begint na de vijfde verjaardag"]),
    "luxe of an adult": (told(soort="L", end=date(2026, 10, 9)), ADULT, ["onder de 18"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FLAGS)
def test_what_does_not_fit_is_flagged(name: str) -> None:
    melding, born, expected = FLAGS[name]
    found = misfits(melding, born, count_of(melding, counts([melding], MIDDEN)), date(2026, 12, 1))
    assert len(found) == len(expected), found
    assert all(part in text for part, text in zip(expected, found, strict=True)), found


def test_weeks_away_under_another_soort_look_like_lrv() -> None:
    days = tuple((BEGIN + n * ONE_DAY, 6.0) for n in range(40) if (BEGIN + n * ONE_DAY).weekday() < 5)
    found = misfits(Told("L", BEGIN, BEGIN + 39 * ONE_DAY, days), CHILD, None, END)
    assert found == ("Deze afwezigheid duurt 40 dagen: kijk of soort LRV beter past.",)


@pytest.mark.parametrize(
    ("born", "years", "on"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 12, date(2020, 2, 29)),
        (date(2011, 2, 18), 16, date(2027, 2, 18)),
    ],
)
def test_birthdays(born: date, years: int, on: date) -> None:
    assert birthday(born, years) == on


@given(st.dates(date(2000, 1, 1), date(2022, 12, 31)), st.integers(0, 24))
def test_a_birthday_is_the_first_day_of_an_age(born: date, years: int) -> None:
    on = birthday(born, years)
    assert age_on(born, on) == years
    assert years == 0 or age_on(born, on - ONE_DAY) == years - 1


def test_for_halt_only_absence_from_the_twelfth_birthday_counts() -> None:
    rows: list[dict[str, Any]] = [
        {"begindatum": date(2026, 10, 1), "te_laat": 4, "specificatie": [["2026-10-01", 5], ["2026-10-08", 2.5]]},
        {"begindatum": date(2026, 10, 6), "te_laat": None, "specificatie": [["2026-10-08", 3], ["2026-10-09", 4.5]]},
        {"begindatum": date(2026, 10, 7), "te_laat": 2, "specificatie": []},
    ]
    found = added_up(rows, date(2026, 10, 5))
    assert (found.uren, found.whole, found.te_laat) == (7.5, 7, 2)
    assert found.differs(7, 2) == found.differs(7.5, 2) == ""
    assert found.differs(20, 2) == (
        "De meldingen noemen 7,5 uur verzuim en 2 keer te laat. Ingevuld is 20 uur en 2 keer te laat."
    )


@pytest.mark.parametrize("kind", [SQLITE], indirect=True)
def test_the_hours_of_a_dossier_in_the_api_and_on_its_page(engine: Engine, tmp_path: Path) -> None:
    desk = Desk(engine, tmp_path)
    days = [{"datum": f"2026-{day}", "uren": 6} for day in ("10-05", "10-09", "10-14", "10-28")]
    zaak = desk.reported(specificatie=days, einddatum="2026-10-30")
    path = f"/v1/zaken/{zaak['id']}/uren"
    found = desk.as_("lpa").get(path).json()
    assert (found["bereikt"], found["drempelUren"], found["drempelWeken"]) == (True, 16, 4)
    [at] = found["scholen"]
    [telling] = at["tellingen"]
    assert (at["naam"], telling["bereiktOp"], telling["besteVenster"]["uren"]) == ("Duincollege", "2026-10-28", 18)
    assert telling["besteVenster"]["overgeslagen"] == [
        {"naam": "herfstvakantie", "van": "2026-10-10", "totEnMet": "2026-10-18"}
    ]
    assert telling["nietMeegeteld"] == [{"datum": "2026-10-14", "uren": 6}]
    assert found["voorHalt"] == {
        "vanaf": "2023-02-18", "uren": 24, "teLaat": 0,
        "uitleg": "De meldingen noemen 24 uur verzuim en 0 keer te laat.",
    }  # fmt: skip
    page = desk.as_("lpa").get(f"/zaken/{zaak['id']}/uren")
    text = shown(page)
    assert "De grens van 16 uur in 4 lesweken is bereikt" in text
    assert "Overgeslagen: herfstvakantie (10 oktober tot en met 18 oktober)" in text
    assert "6 uur op 14 oktober telt niet mee" in text
    assert page.text.count("<rect") == 4
    assert "nee, herfstvakantie" in text

    with writing(engine) as session:
        school = places.school_of_code(session, "02AB01")
        places.add_school_holiday(
            session, HERE, "herfstvakantie", date(2026, 10, 17), date(2026, 10, 25), school_id=school, by="beheer",
            at=desk.at,
        )  # fmt: skip
    again = desk.as_("lpa").get(path).json()["scholen"][0]["tellingen"][0]
    assert (again["besteVenster"]["uren"], again["bereiktOp"]) == (24, "2026-10-14")
    assert desk.as_("buur").get(path).status_code == 404
    assert desk.as_("beheer").get(path).status_code == 403


BAD_HOLIDAYS: dict[str, tuple[str, str, str, str]] = {
    "a name in capitals": ("Herfst!", "2026-10-17", "2026-10-25", "naam"),
    "backwards": ("herfstvakantie", "2026-10-25", "2026-10-17", "tot"),
    "a year long": ("herfstvakantie", "2026-10-17", "2027-10-17", "tot"),
    "long ago": ("herfstvakantie", "1890-10-17", "1890-10-18", "van"),
}


@pytest.mark.parametrize("kind", [SQLITE], indirect=True)
def test_a_school_holiday_that_cannot_be_is_refused(engine: Engine, tmp_path: Path) -> None:
    desk = Desk(engine, tmp_path)
    before = desk.everything()
    for name, first, last, field in BAD_HOLIDAYS.values():
        period = (date.fromisoformat(first), date.fromisoformat(last))
        with pytest.raises(Invalid) as refused, writing(engine) as session:
            places.add_school_holiday(session, HERE, name, *period, school_id=None, by="beheer", at=desk.at)
        assert [problem.field for problem in refused.value.problems] == [field]
    assert desk.everything() == before


@pytest.mark.parametrize("kind", [SQLITE], indirect=True)
def test_the_form_for_halt_starts_with_the_figures_of_the_meldingen(office: Office) -> None:
    case = office.on("2026-11-02").report(specificatie="2026-10-20=5 2026-10-21=4.5", te_laat="3")
    office.on("2026-11-02").step(case, "oppakken")
    day = office.on("2026-11-03")
    day.step(case, "kies_route", motivation="Er is al gesproken op school.")
    with reading(office.engine) as session:
        found = choices(session, office.people["bram"], case, at=day.at)
        choice = next(each for each in found.steps if each.name == "start_halt")
        told = absence_for(session, found, choice)
        assert absence_for(session, found, next(each for each in found.steps if each.name == "start_hulp")) is None
    values = first_values(choice, office.people["bram"], told)
    assert (values["uren"], values["te_laat"]) == ("9", "3")
    for typed, text in (
        (None, "De meldingen noemen 9,5 uur verzuim en 3 keer te laat. Alleen vanaf"),
        ({"uren": "9", "te_laat": "3"}, "De meldingen noemen 9,5 uur verzuim en 3 keer te laat. Alleen vanaf"),
        ({"uren": "30", "te_laat": "3"}, "Ingevuld is 30 uur en 3 keer te laat. Alleen vanaf"),
    ):
        shown_to = helped(found, choice, told, typed)
        assert shown_to is not None
        assert text in next(asked.field.help for asked in shown_to.asked if asked.field.name == "uren")
