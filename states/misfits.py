"""What does not fit about a melding: soort against age, hours and length. Flags, never a refusal."""

from collections.abc import Iterator
from datetime import date

from states.facts import age_on
from states.sixteen import HOURS, Count, Told
from states.working_days import in_words

UNDER_18, FROM_18, NEEDS_HOURS = ("V3", "LRV", "L"), ("V4", "RMC"), ("V3", "V4")
LRV_DAYS = 28
"""four weeks: from here absence is langdurig"""
ADULT, FIRST = 18, 5


def misfits(melding: Told, born: date, count: Count | None, today: date) -> tuple[str, ...]:
    """Dutch sentences about this melding; none when all fits.

    The age is that on the begindatum. `count` is the count of hours it belongs to; `today` is the last day of a
    melding that has not ended.
    """
    return (*_age(melding, born), *_hours(melding, count), *_length(melding, today))


def _age(melding: Told, born: date) -> Iterator[str]:
    age = age_on(born, melding.begin)
    if melding.soort in FROM_18 and age < ADULT:
        yield f"Soort {melding.soort} is vanaf 18 jaar, maar de jongere was op de begindatum {age}."
    if melding.soort in UNDER_18 and age >= ADULT:
        yield f"Soort {melding.soort} is voor onder de 18, maar de jongere was op de begindatum {age}."
    if age < FIRST:
        yield f"De jongere was op de begindatum {age} jaar: de leerplicht begint na de vijfde verjaardag."


def _hours(melding: Told, count: Count | None) -> Iterator[str]:
    if melding.soort not in NEEDS_HOURS:
        return
    rule = f"Soort {melding.soort} is vanaf {HOURS} uur in 4 lesweken"
    if not melding.days:
        yield f"{rule}; een specificatie ontbreekt."
    elif count is None or count.reached_on is None:
        hours = count.best.hours if count else 0
        yield f"{rule}; de specificatie komt niet verder dan {in_hours(hours)}."


def _length(melding: Told, today: date) -> Iterator[str]:
    last = melding.end or max(today, melding.begin)
    days = (last - melding.begin).days + 1
    if melding.soort == "LRV" and melding.end is not None and days < LRV_DAYS:
        yield f"Soort LRV is vanaf 4 weken, maar deze melding duurt {days} dagen, tot en met {in_words(last)}."
    if melding.soort in ("L", "O", *NEEDS_HOURS) and days >= LRV_DAYS and _all_week(melding, days):
        yield f"Deze afwezigheid duurt {days} dagen: kijk of soort LRV beter past."


def _all_week(melding: Told, days: int) -> bool:
    """Whether the days it names are most of the schooldays in its period."""
    return len(melding.days) >= days * 5 / 7 * 0.8


def in_hours(hours: float) -> str:
    """Write hours as an officer does: "12,5 uur"."""
    return f"{hours:g} uur".replace(".", ",")
