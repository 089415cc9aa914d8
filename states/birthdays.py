"""Birthdays: the day on which a jongere reaches an age."""

from datetime import date


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on `born` becomes `years` old.

    Born on 29 February has the birthday on 1 March in other years (an assumption of process.md 13).
    """
    year = born.year + years
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February in a year without one
        return date(year, 3, 1)
