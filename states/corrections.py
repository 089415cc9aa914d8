"""Which events still stand after the corrections that came later. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

WITHDRAWN, AMENDED = "terugnemen", "wijzigen"
"""what a correction does with the event it names: take it back, or set its answers right"""

Event = Mapping[str, Any]


def standing(events: Sequence[Event]) -> list[Event]:
    """The events of one zaak that still count, in order, each with its answers as they were set right.

    A correction names an event by its number (`corrects`); a correction can itself be taken back, and then
    what it corrected stands again. Corrections themselves are left out.
    """
    taken_back = _taken_back(events)
    amended: dict[int, dict[str, Any]] = {}
    for event in events:
        if event["kind"] == "correctie" and event["answers"]["wat"] == AMENDED and event["seq"] not in taken_back:
            amended.setdefault(event["corrects"], {}).update(event["answers"]["na"])
    return [
        {**event, "answers": {**event["answers"], **amended[event["seq"]]}} if event["seq"] in amended else event
        for event in events
        if event["kind"] != "correctie" and event["seq"] not in taken_back
    ]


def stands(events: Sequence[Event], seq: int) -> bool:
    """Whether the event with this number, perhaps a correction, has not been taken back."""
    return seq not in _taken_back(events)


def _taken_back(events: Sequence[Event]) -> set[int]:
    """Numbers of the events that do not count any more. From last to first: the last word counts."""
    gone: set[int] = set()
    for event in reversed(events):
        if event["kind"] == "correctie" and event["seq"] not in gone and event["answers"]["wat"] == WITHDRAWN:
            gone.add(event["corrects"])
    return gone
