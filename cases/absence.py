"""Since when a jongere is absent altogether (process.md section 13, *absent*)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cases.register_status import LIVE
from cases.rows import Row
from states.working_days import Calendar


def report_facts(reports: Sequence[Row], case: Row, calendar: Calendar) -> dict[str, Any]:
    """The facts of a root zaak that follow from all its meldingen, of which only the live ones count."""
    live = [row for row in reports if row["status"] in LIVE]
    return {
        "meldingen": len(live),
        "actie_gewenst": any(row["actie_gewenst"] for row in live),
        "thuis_sinds": absent_since(live, calendar) if case["closed_on"] is None else "",
    }


def absent_since(reports: Sequence[Row], calendar: Calendar) -> str:
    """The first day of the absence that still lasts, as ISO text, or an empty text when there is none.

    A live melding counts when it is LRV or says that all lessons were missed, and has no einddatum. The
    first day is the earliest begindatum of the unbroken chain of meldingen before it.
    """
    lasting = [
        row for row in reports if row["einddatum"] is None and (row["soort"] == "LRV" or row["alle_lessen_gemist"])
    ]
    if not lasting:
        return ""
    first: date = min(row["begindatum"] for row in lasting)
    for row in sorted(reports, key=lambda row: row["begindatum"], reverse=True):
        end = row["einddatum"]
        if row["begindatum"] < first and (end is None or _joins(end, first, calendar)):
            first = row["begindatum"]
    return first.isoformat()


def _joins(end: date, begin: date, calendar: Calendar) -> bool:
    """Whether no school day lies between the end of one melding and the begin of the next."""
    return calendar.working_day_on_or_after(end + timedelta(days=1)) >= begin
