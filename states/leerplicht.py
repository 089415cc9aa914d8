"""From and until when somebody is leerplichtig or kwalificatieplichtig (Leerplichtwet 3, 4a and 4b)."""

from dataclasses import dataclass
from datetime import date, timedelta

from states.birthdays import birthday
from states.working_days import ONE_DAY, Calendar, holiday_name

LEERPLICHT, KWALIFICATIEPLICHT = "leerplicht", "kwalificatieplicht"
START_AGE, FULL_AGE, END_AGE = 5, 16, 18
NEW_YEAR_MONTH = 8
"""a schooljaar runs from 1 August to 31 July"""


@dataclass(frozen=True, slots=True)
class Plicht:
    """The periods of one jongere; first and last day are both included."""

    leerplicht_from: date
    leerplicht_until: date
    kwalificatie_from: date | None = None
    kwalificatie_until: date | None = None

    def on(self, day: date) -> str:
        """`leerplicht`, `kwalificatieplicht`, or nothing on this day."""
        if self.leerplicht_from <= day <= self.leerplicht_until:
            return LEERPLICHT
        first, last = self.kwalificatie_from, self.kwalificatie_until
        return KWALIFICATIEPLICHT if first and last and first <= day <= last else ""


def plicht_of(
    born: date,
    calendar: Calendar,
    *,
    twelve_years_on: date | None = None,
    qualified_on: date | None = None,
    exempt_diploma: bool = False,
) -> Plicht:
    """The leerplicht and kwalificatieplicht that follow from a birth date and a school calendar.

    `twelve_years_on` is a day in the schooljaar in which twelve full school years were reached (article 3, 1a),
    `qualified_on` the day of the startkwalificatie, `exempt_diploma` a diploma of praktijkonderwijs or vso with
    profile arbeidsmarkt or dagbesteding (4a, 2): then there is no kwalificatieplicht.
    """
    until = school_year_end(birthday(born, FULL_AGE))
    if twelve_years_on is not None:
        until = min(until, school_year_end(twelve_years_on))
    first, last = until + ONE_DAY, birthday(born, END_AGE) - ONE_DAY
    if qualified_on is not None:
        last = min(last, qualified_on - ONE_DAY)
    starts = first_school_day(born, calendar)
    if exempt_diploma or last < first:
        return Plicht(starts, until)
    return Plicht(starts, until, first, last)


def school_year_end(day: date) -> date:
    """The last day, 31 July, of the schooljaar in which this day lies."""
    return date(day.year + (day.month >= NEW_YEAR_MONTH), 7, 31)


def first_school_day(born: date, calendar: Calendar) -> date:
    """The first school day of the month after the month of the fifth birthday (article 3, 1).

    A school day is a Monday to Friday that is no holiday of the law and in no school holiday of this calendar;
    a summer holiday of which the dates are not known counts as none.
    """
    fifth = birthday(born, START_AGE)
    day = (fifth.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day.weekday() > 4 or calendar.is_school_holiday(day) or holiday_name(day):
        day += ONE_DAY
    return day
