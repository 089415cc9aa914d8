"""The one place that reads the wall clock. Only doors call `now`."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The current instant, aware and in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=4_096)
def dutch_date(instant: datetime) -> date:
    """The calendar date in the Netherlands at this aware instant.

    Raises ValueError for a naive datetime: it could be meant for any time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant.astimezone(AMSTERDAM).date()


def dutch_time(instant: datetime) -> time:
    """The wall-clock time in the Netherlands at this aware instant."""
    return instant.astimezone(AMSTERDAM).time()


def dutch_instant(day: date, at: time) -> datetime:
    """The instant in UTC at which Dutch clocks show this date and time."""
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)
