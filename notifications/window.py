"""When mail may go out: the policy `mail.venster` of each gemeente, on its own werkdagen."""

from datetime import date, datetime, time

from sqlmodel import Session, select

from cases.clock import dutch_date, dutch_time
from cases.tables import Municipality
from states.policy import Override, Policy
from states.working_days import Calendar

KEY = "mail.venster"


def closed_gemeenten(session: Session, at: datetime) -> frozenset[str] | None:
    """The gemeenten whose window is closed at this instant; None when no window at all is open."""
    gemeenten = session.exec(select(Municipality)).all()
    closed = frozenset(gemeente.code for gemeente in gemeenten if not _open_for(gemeente, at))
    if len(closed) < len(gemeenten):
        return closed
    nobody_decides = not gemeenten and is_open(str(Policy()[KEY]), at, Calendar())
    return closed if nobody_decides else None


def is_open(window: str, at: datetime, calendar: Calendar) -> bool:
    """Whether `werkdagen 07:00-19:00` or `dagelijks 08:00-20:00` holds this instant; the end is outside."""
    days, hours = window.split(" ")
    first, last = (time.fromisoformat(hour) for hour in hours.split("-"))
    on_this_day = days == "dagelijks" or calendar.is_working_day(dutch_date(at))
    return on_this_day and first <= dutch_time(at) < last


def _open_for(gemeente: Municipality, at: datetime) -> bool:
    own = tuple(
        Override(entry["sleutel"], entry["waarde"], date.fromisoformat(entry["vanaf"]))
        for entry in gemeente.policy
        if entry["sleutel"] == KEY
    )
    closing_days = frozenset(date.fromisoformat(day) for day in gemeente.closing_days)
    window = str(Policy(own, on=dutch_date(at))[KEY])
    return is_open(window, at, Calendar(closing_days=closing_days))
