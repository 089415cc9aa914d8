"""The ledger of one term: what was entered in its clock, and which days it did not run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from states.working_days import in_words

KINDS = ("start", "verplaatsen", "opschorten", "hervatten", "verlengen", "corrigeren", "gehaald", "vervallen")
UNITS = ("wd", "d", "wk", "mnd", "lw")
LONGEST = 3650  # ten years in days: more is a typing error
FARTHEST = 366  # days between the day a term began and the day an officer says it counts from
GROUNDS = {
    "wachtlijst": "wegens een wachtlijst",
    "capaciteit": "wegens gebrek aan capaciteit",
    "schoolvakantie": "wegens schoolvakantie",
    "ziekte": "wegens ziekte",
    "op_verzoek": "op verzoek",
    "anders": "om een andere reden",
}
CORRECTIONS = {
    "vergissing": "na een vergissing",
    "nieuw_beleid": "naar het beleid van die dag",
    "anders": "om een andere reden",
}


class ClockError(ValueError):
    """An entry that the ledger of a term cannot hold; the text is a Dutch sentence for the officer."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a term is counted from: an amount in its own unit, and the day that is day 0."""

    amount: int
    start: date
    anchored: bool = False
    """`start` is a date the officer gave, not the day of entry"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    `on` is the day it takes effect. `until` is, of a suspension, the first day the clock runs again and, of
    a correction or a move, the day from which the term now counts. `amount` and `unit` belong to an extension,
    an empty unit being the term's own; `amount` of a correction is what the term now lasts. `ground` is one of
    GROUNDS, of a correction one of CORRECTIONS. `before` is what a correction or a move put aside.
    """

    kind: str
    on: date
    until: date | None = None
    amount: int = 0
    unit: str = ""
    ground: str = ""
    before: Base | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands still from `first` up to, not including, `until`."""

    first: date
    until: date
    ground: str


def suspensions(entries: Iterable[Entry]) -> tuple[Suspension, ...]:
    """The suspensions as they turned out, earliest first; the order of entry does not matter.

    A resumption ends the suspension that was running the day before; when there is none, it undoes the one
    that begins on its own day.
    """
    entries = tuple(entries)
    found = [Suspension(e.on, e.until, e.ground) for e in entries if e.kind == "opschorten" and e.until]
    for day in sorted(e.on for e in entries if e.kind == "hervatten"):
        running = [s for s in found if s.first <= day < s.until]
        if running:
            ended = min(running, key=lambda s: s.first)
            found[found.index(ended)] = Suspension(ended.first, day, ended.ground)
    return tuple(sorted((s for s in found if s.first < s.until), key=lambda s: (s.first, s.until, s.ground)))


def base_before(base: Base, later: Iterable[Entry]) -> Base:
    """What the term was counted from before these later lines, in their order; `base` is what it is now."""
    return next((entry.before for entry in later if entry.before is not None), base)


def check_suspension(
    entries: Iterable[Entry], new_entry: Entry, base: Base | None = None, began: date | None = None
) -> None:
    """Refuse, with ClockError, a new line that does not fit the ledger as it stands.

    `base` is what the term is counted from now, `began` the first day of its clock; without them what depends
    on those is not judged.
    """
    if new_entry.kind not in KINDS:
        raise ClockError(f"'{new_entry.kind}' is geen regel van een termijn.")
    grounds = CORRECTIONS if new_entry.kind == "corrigeren" else GROUNDS
    if new_entry.kind in ("opschorten", "verlengen", "corrigeren") and new_entry.ground not in grounds:
        raise ClockError(f"Grond '{new_entry.ground}' bestaat niet: kies uit {', '.join(grounds)}.")
    earlier = suspensions(entries)
    if new_entry.kind == "opschorten":
        _check_new_suspension(earlier, new_entry, began)
    if new_entry.kind == "hervatten" and not any(s.first <= new_entry.on < s.until for s in earlier):
        raise ClockError("De termijn is op die dag niet opgeschort en kan dus niet worden hervat.")
    if new_entry.kind == "verlengen":
        _check_extension(new_entry)
    if new_entry.kind == "corrigeren":
        _check_correction(new_entry, base, began)


def _check_new_suspension(earlier: tuple[Suspension, ...], new_entry: Entry, began: date | None) -> None:
    if new_entry.until is None:
        raise ClockError("Geef op tot wanneer de termijn is opgeschort: een opschorting zonder einde kan niet.")
    if new_entry.until <= new_entry.on:
        raise ClockError("Het einde van de opschorting ligt niet na het begin.")
    if began is not None and new_entry.on < began:
        raise ClockError(f"De opschorting begint vóór de termijn zelf, die op {in_words(began)} begon.")
    if (new_entry.until - new_entry.on).days > LONGEST:
        raise ClockError(f"Een opschorting duurt ten hoogste {LONGEST} dagen.")
    if clash := next((s for s in earlier if s.first < new_entry.until and new_entry.on < s.until), None):
        period = f"{in_words(clash.first)} tot {in_words(clash.until)}"
        raise ClockError(f"In deze periode is de termijn al opgeschort, van {period}.")


def _check_extension(new_entry: Entry) -> None:
    if new_entry.amount <= 0:
        raise ClockError("Een verlenging is minstens 1: een termijn wordt er nooit korter van.")
    if new_entry.amount > LONGEST:
        raise ClockError(f"Een verlenging is ten hoogste {LONGEST}.")
    if new_entry.unit not in ("", *UNITS):
        raise ClockError(f"Eenheid '{new_entry.unit}' bestaat niet: kies uit {', '.join(UNITS)}.")


def _check_correction(new_entry: Entry, base: Base | None, began: date | None) -> None:
    if not 0 <= new_entry.amount <= LONGEST:
        raise ClockError(f"Een termijn duurt 0 tot en met {LONGEST}.")
    if new_entry.until is None:
        raise ClockError("Een correctie noemt vanaf wanneer de termijn telt.")
    if base is not None and (new_entry.amount, new_entry.until) == (base.amount, base.start):
        raise ClockError("De termijn staat al zo: er is niets te corrigeren.")
    if began is not None and abs((new_entry.until - began).days) > FARTHEST:
        raise ClockError("De dag waarop de termijn begint ligt te ver weg: kies er een binnen een jaar.")
