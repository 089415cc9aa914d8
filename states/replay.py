"""The events of a zaak walked again: do they fit the tables of now, and where do they lead?

Pure. An event is a row with seq, kind, step, from_state, to_state, definition, answers and corrects; beside it
stands its Dutch date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from states.corrections import standing
from states.facts import Counters, fold
from states.versions import Tables, is_past, now_called, number_of, spelled_now

MOVES = ("versie", "correctie")
"""kinds of events that lead to another state without a step"""


@dataclass(frozen=True, slots=True)
class Replayed:
    """Where the events lead, or the first of them that does not fit."""

    state: str
    """state at the end, as it is called now"""
    facts: Counters
    seq: int = 0
    """number of the event that does not fit; 0 when all do"""
    why: str = ""
    """the Dutch sentence that says why it does not"""


def unfit(event: Mapping[str, Any], now: Tables) -> str:
    """Why this event cannot stand in the tables of now, as a Dutch sentence; empty when it can.

    Older spellings of states are read as `states.versions.MAPPINGS` says, rows let go of as PAST says.
    """
    number = number_of(now.proces, event["definition"])
    source, to = (spelled_now(now.proces, event[name], number) for name in ("from_state", "to_state"))
    kind, step = event["kind"], event["step"]
    if to not in now.states:
        return f"de toestand {to} bestaat niet meer."
    if kind in MOVES or is_past(now.proces, (event["from_state"], step or kind, event["to_state"]), number):
        return ""
    if kind == "opening":
        return "" if to in now.starts else f"een zaak begint niet meer in {to}."
    if kind != "stap":
        return "" if source == to else f"een gebeurtenis {kind} leidt niet naar een andere toestand."
    leads = now.rows.get((source, step))
    if leads is None:
        return f"de stap {step} vanuit {source} bestaat niet meer."
    return "" if leads == to else f"de stap {step} vanuit {source} leidt nu naar {leads}, en leidde naar {to}."


def replay(events: Sequence[tuple[Mapping[str, Any], date]], now: Tables) -> Replayed:
    """Walk these events, in their order, over the tables of now. Stops at the first that does not fit."""
    before = ""
    for event, _on in events:
        why = unfit(event, now)
        if not why and event["from_state"] != before:
            why = "zij begint niet waar de vorige eindigde."
        if why:
            return Replayed(before, Counters(), event["seq"], why)
        before = event["to_state"]
    if not events:
        return Replayed("", Counters())
    state = now_called(now.proces, before, events[-1][0]["definition"])
    return _counted(state, events, now)


def _counted(state: str, events: Sequence[tuple[Mapping[str, Any], date]], now: Tables) -> Replayed:
    """The facts as the events that still stand make them."""
    facts, days = Counters(), {event["seq"]: on for event, on in events}
    for event in standing([event for event, _on in events]):
        try:
            facts = fold(
                facts, kind=event["kind"], step=event["step"], answers=event["answers"], on=days[event["seq"]],
                closes=now.states[now_called(now.proces, event["to_state"], event["definition"])],
            )  # fmt: skip
        except (AttributeError, KeyError, TypeError, ValueError):
            return Replayed(state, facts, event["seq"], "haar antwoorden zijn niet meer te lezen.")
    return Replayed(state, facts)
