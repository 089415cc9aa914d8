"""The ledger of one term: what was entered in its clock, and which days it did not run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KINDS = ("start", "opschorten", "hervatten", "verlengen", "corrigeren", "gehaald", "vervallen")
UNITS = ("wd", "d", "wk", "mnd", "lw")
LONGEST = 3650  # ten years in days: more is a typing error
GROUNDS = {
    "wachtlijst": "wegens een wachtlijst",
    "capaciteit": "wegens gebrek aan capaciteit",
    "schoolvakantie": "wegens schoolvakantie",
    "ziekte": "wegens ziekte",
    "op_verzoek": "op verzoek",
    "anders": "om een andere reden",
}


class ClockError(ValueError):
    """An entry that the ledger of a term cannot hold; the text is a Dutch sentence for the officer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    `on` is the day it takes effect. `until` is, of a suspension, the first day the clock runs again and, of
    a correction, the new due date. `amount` and `unit` belong to an extension, an empty unit being the
    term's own. `ground` is one of GROUNDS, for a suspension or an extension.
    """

    kind: str
    on: date
    until: date | None = None
    amount: int = 0
    unit: str = ""
    ground: str = ""


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


def check_suspension(entries: Iterable[Entry], new_entry: Entry) -> None:
    """Refuse, with ClockError, a new line that does not fit the ledger as it stands."""
    if new_entry.kind not in KINDS:
        raise ClockError(f"'{new_entry.kind}' is geen regel van een termijn.")
    if new_entry.kind in ("opschorten", "verlengen") and new_entry.ground not in GROUNDS:
        raise ClockError(f"Grond '{new_entry.ground}' bestaat niet: kies uit {', '.join(GROUNDS)}.")
    earlier = suspensions(entries)
    if new_entry.kind == "opschorten":
        _check_new_suspension(earlier, new_entry)
    if new_entry.kind == "hervatten" and not any(s.first <= new_entry.on < s.until for s in earlier):
        raise ClockError("De termijn is op die dag niet opgeschort en kan dus niet worden hervat.")
    if new_entry.kind == "verlengen":
        _check_extension(new_entry)
    if new_entry.kind == "corrigeren" and new_entry.until is None:
        raise ClockError("Een correctie noemt de nieuwe einddatum.")


def _check_new_suspension(earlier: tuple[Suspension, ...], new_entry: Entry) -> None:
    if new_entry.until is None:
        raise ClockError("Geef op tot wanneer de termijn is opgeschort.")
    if new_entry.until <= new_entry.on:
        raise ClockError("Het einde van de opschorting ligt niet na het begin.")
    if (new_entry.until - new_entry.on).days > LONGEST:
        raise ClockError(f"Een opschorting duurt ten hoogste {LONGEST} dagen.")
    if any(s.first < new_entry.until and new_entry.on < s.until for s in earlier):
        raise ClockError("In deze periode is de termijn al opgeschort.")


def _check_extension(new_entry: Entry) -> None:
    if new_entry.amount <= 0:
        raise ClockError("Een verlenging is minstens 1: een termijn wordt er nooit korter van.")
    if new_entry.amount > LONGEST:
        raise ClockError(f"Een verlenging is ten hoogste {LONGEST}.")
    if new_entry.unit not in ("", *UNITS):
        raise ClockError(f"Eenheid '{new_entry.unit}' bestaat niet: kies uit {', '.join(UNITS)}.")
