"""A moment given on the command line: when to pretend it is."""

from datetime import datetime, time

import typer

from cases.clock import AMSTERDAM, dutch_instant, now
from cases.settings import Settings

NOON = time(12)


def moment(text: str | None) -> datetime:
    """The instant meant by `2026-12-21`, `2026-12-21 10:00` or `2026-12-21T10:00+01:00`; without text: now.

    A date alone means noon; a time without an offset is Dutch time. Only a demo may pretend the future.
    Raises typer.BadParameter with a Dutch sentence.
    """
    if text is None:
        return now()
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter("schrijf een dag of tijdstip als 2026-12-21 of 2026-12-21T10:00") from None
    if len(text.strip()) <= len("2026-12-21"):
        instant = dutch_instant(given.date(), NOON)
    else:
        instant = given if given.tzinfo else given.replace(tzinfo=AMSTERDAM)
    if instant > now() and Settings().mode != "demo":
        raise typer.BadParameter("alleen in demo-modus mag u doen alsof het later is")
    return instant
