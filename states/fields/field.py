"""One question of a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    Types: text, longtext, date, time, number, yesno, choice, choices, officer, melding, afspraken, and
    persons: a list of ids of the jongere and the people around him.
    """

    name: str
    type: str
    label: str
    help: str = ""
    options: tuple[str, ...] = ()
    when: str = ""
    """for a date: `ahead` (today or later), `past` (today or earlier), empty: any day"""
    suggest: str = ""
    """for a date: how far ahead a form proposes it, such as `10 wd`"""
