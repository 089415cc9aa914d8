"""The meldingen that come in during the demo: which jongere, when, about what. Made from the dice alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from cases.clock import dutch_instant
from cases.demo.phrases import FIRST_NAMES, REPORTED, REPORTED_LUXE, SCHOOL_DID, SURNAMES
from cases.demo.town import DUINRADE, GEMEENTEN, OOSTERWOLDE, VEENDRECHT, SchoolOf, pick_school
from cases.pgn import WEIGHTS
from states.working_days import ONE_DAY, Calendar, days_after

ZAKEN = 250
RECENT = timedelta(weeks=12)
LATEST = 5
CALENDARS: Mapping[str, Calendar] = {code: Calendar(region) for code, _name, region in GEMEENTEN}
SHARE = {DUINRADE: 40, VEENDRECHT: 36, OOSTERWOLDE: 24}

# What some zaken live through, and at which part of the period they arrive; see cases.demo.habits.
STORIES: tuple[tuple[str, float], ...] = (
    ("veiligheidshuis", 0.01), ("veiligheidshuis", 0.12), ("veiligheidshuis", 0.28),
    ("thuis", 0.02), ("thuis", 0.3), ("thuis", 0.52), ("thuis", 0.8), ("thuis", 0.9),
    ("mdo", 0.3), ("mdo", 0.45), ("mdo", 0.5),
    ("overleg", 0.1), ("overleg", 0.25), ("overleg", 0.4),
    ("wachtlijst", 0.2), ("wachtlijst", 0.3), ("wachtlijst", 0.4), ("wachtlijst", 0.5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a meldingbestand, the day it comes in and the story of its zaak, if it has one."""

    on: date
    row: Mapping[str, str]
    story: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A jongere of whom meldingen come."""

    gemeente: str
    school: SchoolOf
    cells: Mapping[str, str]
    born: date


def arrivals(start: date, today: date, dice: Random) -> Mapping[date, list[Arrival]]:
    """Everything that comes in from `start` up to and including `today`, by day."""
    found: dict[date, list[Arrival]] = {}
    stories = {round(part * (ZAKEN - 1)): name for name, part in STORIES}
    for number, (gemeente, on) in enumerate(_moments(start, today, dice)):
        child = child_of(gemeente, on, number, dice)
        story = stories.get(number, "liggen" if number >= ZAKEN - LATEST else "")
        for arrival in of_child(child, on, number, story, dice):
            if arrival.on <= today:
                found.setdefault(arrival.on, []).append(arrival)
    return found


def _moments(start: date, today: date, dice: Random) -> list[tuple[str, date]]:
    """Gemeente and day of every zaak, in order of day. The last weeks count more than the first."""
    school_days = {code: [day for day in days_after(start - ONE_DAY, today) if reports_on(calendar, day)]
                   for code, calendar in CALENDARS.items()}  # fmt: skip
    found = []
    for code in dice.choices(tuple(SHARE), tuple(SHARE.values()), k=ZAKEN):
        days = school_days[code]
        weights = [4 if today - day < RECENT else 1 for day in days]
        found.append((code, dice.choices(days, weights)[0]))
    return sorted(found, key=lambda moment: (moment[1], moment[0]))


def reports_on(calendar: Calendar, day: date) -> bool:
    """Whether a melding of the day before comes in on this day."""
    before = day - ONE_DAY
    return calendar.is_working_day(day) and not (calendar.is_school_holiday(day) and calendar.is_school_holiday(before))


def child_of(gemeente: str, on: date, number: int, dice: Random) -> Child:
    """The number-th jongere of the demo, of an age that fits his school on this day."""
    school = pick_school(dice)
    young, old = school.ages
    born = on - timedelta(days=dice.randint(young * 365 + 40, old * 365 + 300))
    voorvoegsel, geslachtsnaam = SURNAMES[(number * 7 + dice.randrange(4)) % len(SURNAMES)]
    cells = {
        "gemeentecode": gemeente, "pgn": _pgn(number), "voornamen": dice.choice(FIRST_NAMES),
        "voorvoegsel": voorvoegsel, "geslachtsnaam": geslachtsnaam, "geboortedatum": born.isoformat(),
        "brin": school.brin, "vestiging": school.vestiging, "leslocatie": school.name, "onderwijssoort": school.kind,
        "melder_naam": dice.choice(("A. Verzuimcoordinator", "B. Mentor", "C. Teamleider")),
        "melder_functie": "verzuimcoördinator", "melder_telefoon": "0200000000",
        "melder_email": f"verzuim@{school.brin.lower()}.example",
    }  # fmt: skip
    return Child(gemeente, school, cells, born)


def _pgn(number: int) -> str:
    """An onderwijsnummer of its own for each number: the weighted sum leaves 5 after division by 11."""
    for serial in range(41_000 + number * 13, 41_013 + number * 13):
        digits = f"10{serial:06d}"
        last = (sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) - 5) % 11
        if last < 10:
            return f"{digits}{last}"
    raise ValueError("thirteen serial numbers in a row without a check digit")


def of_child(child: Child, on: date, number: int, story: str, dice: Random) -> Iterator[Arrival]:
    """The melding that opens the zaak and what the school sends after it."""
    soort = soort_of(child, on, story, dice)
    first = melding_of(child, on, f"{number:04d}", soort, dice, long_absent=story == "thuis")
    yield Arrival(on, first, story)
    if story:
        return
    what = dice.random()
    calendar = CALENDARS[child.gemeente]
    if soort == "LRV":
        back = calendar.working_day_on_or_after(on + timedelta(days=dice.randint(8, 24)))
        yield Arrival(back, first | {"einddatum": (back - ONE_DAY).isoformat()})
    elif what < 0.03:
        later = calendar.working_day_on_or_after(on + timedelta(days=dice.randint(2, 9)))
        yield Arrival(later, first | {"status": "I"})
    elif what < 0.14:
        again = calendar.working_day_on_or_after(on + timedelta(days=dice.randint(12, 32)))
        yield Arrival(again, melding_of(child, again, f"{number:04d}B", "V3" if soort == "O" else soort, dice))


def soort_of(child: Child, on: date, story: str, dice: Random) -> str:
    """The soort of a melding that fits his age and school."""
    if story == "thuis":
        return "LRV"
    if on - child.born >= timedelta(days=18 * 365 + 5):
        return dice.choice(("V4", "V4", "RMC"))
    if story:
        return "V3"
    luxe = 45 if child.school.kind == "WPO" else 8
    return dice.choices(("V3", "O", "LRV", "L"), (70, 10, 5, luxe))[0]


def melding_of(
    child: Child, on: date, serial: str, soort: str, dice: Random, long_absent: bool = False
) -> dict[str, str]:
    """A row of a meldingbestand that comes in on this day, about the weeks before it."""
    calendar = CALENDARS[child.gemeente]
    length = dice.randint(29, 38) if soort == "LRV" else dice.randint(5, 9) if soort == "L" else dice.randint(12, 25)
    begin, last = calendar.working_day_on_or_after(on - timedelta(days=length)), on - ONE_DAY
    school_days = [
        day
        for day in days_after(begin - ONE_DAY, last)
        if calendar.is_working_day(day) and not calendar.is_school_holiday(day)
    ]
    everything = soort in ("LRV", "L")
    missed = school_days if everything else [day for day in school_days if dice.random() < 0.55]
    hours = {day: "6" if everything else dice.choice(("1", "2", "3", "4", "5", "5.5")) for day in missed}
    no_action = soort == "O" and dice.random() < 0.55
    at = dutch_instant(last, time(dice.randint(13, 17), dice.randint(0, 59)))
    return {
        **child.cells, "kenmerk": f"DEMO{on.year}{serial}", "status": "R", "gemeld_op": at.isoformat(), "soort": soort,
        "begindatum": begin.isoformat(), "einddatum": "" if soort == "LRV" or long_absent else last.isoformat(),
        "reden": dice.choice(REPORTED_LUXE if soort == "L" else REPORTED), "actie_school": dice.choice(SCHOOL_DID),
        "toelichting_geen_actie": "School volgt zelf; ter informatie." if no_action else "",
        "alle_lessen_gemist": "J" if everything else "N", "actie_gewenst": "N" if no_action else "J",
        "specificatie": " ".join(f"{day}={count}" for day, count in hours.items()),
        "te_laat": str(dice.randint(0, 12)) if not everything else "",
    }  # fmt: skip
