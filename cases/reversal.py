"""Takes an event of a dossier back: state, facts, terms, rungs and children as they were before it.

The event itself stays; a new one (kind `correctie`) names it and says what was and what is. What left the
house cannot be taken back: `kept` says so, sentence by sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from cases import deadlines, walk
from cases.clock import dutch_date
from cases.dossier import Dossier
from cases.entries import ledger
from cases.errors import Conflict
from cases.rights import SYSTEM, Actor
from cases.rows import Row
from cases.titles import event_title, state_title
from states.corrections import WITHDRAWN, standing, stands
from states.facts import Counters, fold
from states.route import Proces
from states.versions import now_called


@dataclass(slots=True)
class History:
    """All events of a dossier, and of its terms what a reversal needs."""

    events: dict[UUID, list[Row]]
    """by zaak, in order"""
    ended: dict[UUID, Row]
    """the terms that have ended, by id"""
    clock: dict[UUID, list[Row]]
    """ledger by term"""
    reached: Mapping[tuple[UUID, int], frozenset[str]]
    """names of rungs reached, by term and round"""
    kept: list[str] = field(default_factory=list)
    """what cannot be undone, in Dutch"""

    def caused_by(self, event: Row) -> list[Row]:
        """The events that this one set off, of each zaak the last first."""
        all_of = [row for rows in self.events.values() for row in rows if row["cause_id"] == event["id"]]
        # By zaak and number: ids of one millisecond lie in any order.
        return sorted(all_of, key=lambda row: (row["case_id"], row["seq"]), reverse=True)


def facts_of(events: Sequence[Row], proces: Proces) -> Counters:
    """The facts of a zaak as its standing events make them. Pure."""
    facts = Counters()
    for event in standing(events):
        ended = proces.by_name.get(now_called(proces.name, event["to_state"], event["definition"]))
        facts = fold(
            facts, kind=event["kind"], step=event["step"], answers=event["answers"], on=dutch_date(event["at"]),
            closes=ended is not None and ended.final,
        )  # fmt: skip
    return facts


def closed_after(events: Sequence[Row], proces: Proces) -> date | None:
    """The day on which a zaak with these events is closed, or None when it is open. Pure."""
    closed: date | None = None
    for event in events:
        if event["kind"] == "stap":
            ended = proces.by_name.get(now_called(proces.name, event["to_state"], event["definition"]))
            closed = dutch_date(event["at"]) if ended is not None and ended.final else None
        elif event["kind"] == "correctie" and "gesloten_op" in event["answers"]:
            told = event["answers"]["gesloten_op"]
            closed = date.fromisoformat(told) if told else None
    return closed


def reverse(d: Dossier, history: History, event: Row, *, actor: Actor, reason: str, key: str | None = None) -> Row:
    """Take this event back, and what it set off. Returns the event `correctie` of its own zaak.

    Raises Conflict when something later stands on it.
    """
    caused = history.caused_by(event)
    for row in (event, *caused):
        _check_last(d, history, row, event)
    happened = _one(d, history, event, actor=actor, reason=reason, key=key)
    outer, d.cause = d.cause, happened["id"]
    for row in caused:
        if stands(history.events[row["case_id"]], row["seq"]):
            _one(d, history, row, actor=SYSTEM, reason="")
    d.cause = outer
    return happened


def _check_last(d: Dossier, history: History, event: Row, cause: Row) -> None:
    """Refuse unless nothing that stands was built on this event."""
    events, case = history.events[event["case_id"]], d.cases[event["case_id"]]
    if not _binds(d, event):
        return
    for later in events:
        if later["seq"] <= event["seq"] or later["cause_id"] == cause["id"] or not stands(events, later["seq"]):
            continue
        if _binds(d, later) or (event["kind"] == "opening" and later["kind"] != "toewijzing"):
            raise Conflict(
                f"Daarna is in {case['number']} al ‘{event_title(later, case['proces'])}’ vastgelegd. "
                "Neem die stap eerst terug."
            )


def _binds(d: Dossier, event: Row) -> bool:
    """Whether what comes later builds on it: it led to a state, began, moved or ended a term, or a zaak."""
    if event["kind"] == "stap":
        row = d.proces_of(d.cases[event["case_id"]]).rows.get((event["from_state"], event["step"]))
        return event["from_state"] != event["to_state"] or (row is not None and row.to != "=")
    if event["kind"] == "correctie":
        told = event["answers"]
        return (
            event["from_state"] != event["to_state"]
            or told.get("soort") == "opening"
            or any(told.get("termijnen", {}).values())
        )
    return event["kind"] in ("opening", "versie")


def _one(d: Dossier, history: History, event: Row, *, actor: Actor, reason: str, key: str | None = None) -> Row:
    case = d.cases[event["case_id"]]
    proces, events = d.proces_of(case), history.events[event["case_id"]]
    before, state, closed = case["state"], case["state"], case["closed_on"]
    if event["kind"] == "opening":
        closed = d.today
    elif _binds(d, event):
        state = event["from_state"]
        closed = closed_after([row for row in events if row["seq"] < event["seq"]], proces)
    terms = _turn_back(d, history, event, case, closed is not None)
    answers = {
        "wat": WITHDRAWN, "soort": event["kind"], "stap": event["step"], **terms,
        "voor": {"toestand": state_title(case["proces"], before), "termijnen": terms["voor"]},
        "gesloten_op": closed.isoformat() if closed else "", "blijft": [],
    }  # fmt: skip
    happened = walk.event(
        d, case, "correctie", actor=actor, to_state=state, answers=answers, motivation=reason, corrects=event["seq"],
        idempotency_key=key, regime=event["regime"],
    )  # fmt: skip
    after = history.events[case["id"]] = [*events, happened]
    case["closed_on"] = closed
    case["uitkomst"] = next((row["uitkomst"] for row in reversed(standing(after)) if row["uitkomst"]), "")
    d.record(happened, case, facts_of(after, proces))
    for row in d.terms_of(case):
        _move_back(d, history, event, row)
    _give_back(d, case, event, after)
    now = {row["name"]: row["due_on"].isoformat() for row in d.terms_of(case)}
    happened["answers"]["na"] = {"toestand": state_title(case["proces"], state), "termijnen": now}
    return happened


def _give_back(d: Dossier, case: Row, event: Row, after: Sequence[Row]) -> None:
    """The behandelaar is whom the events that still stand name last."""
    named = [_named(row) for row in standing(after)]
    found = next((officer for officer in reversed(named) if officer), None)
    if found is None and not _named(event):
        return  # nobody was ever named: a child has the behandelaar of its root
    case["officer_id"] = UUID(found) if found else None
    for row in d.terms_of(case):
        row["officer_id"] = case["officer_id"]
        d.moved(row)


def _named(event: Mapping[str, Any]) -> str:
    """The officer whom this event makes behandelaar, if it does."""
    field = {"toewijzing": "naar", "stap": "behandelaar"}.get(event["kind"], "")
    return str(event["answers"].get(field) or "")


def _turn_back(d: Dossier, history: History, event: Row, case: Row, closes: bool) -> dict[str, Any]:
    """Turn the terms back that this event began, ended or moved; says which, and what their days were."""
    seq = case["version"] + 1
    was = {row["name"]: row["due_on"].isoformat() for row in d.terms_of(case)}
    told = event["answers"].get("termijnen", {}) if event["kind"] == "correctie" else {}
    unmade = told.get("heropend", {})
    stopping = [
        row for row in d.terms_of(case) if closes or row["started_seq"] == event["seq"] or str(row["id"]) in unmade
    ]
    coming_back = [
        row for row in history.ended.values()
        if row["case_id"] == case["id"] and row["ended_seq"] == event["seq"] and not closes
    ]  # fmt: skip
    how = {str(row["id"]): [row["ended_on"].isoformat(), row["ended_how"], row["ended_seq"]] for row in coming_back}
    for row in stopping:
        d.end(row, deadlines.UNDONE)
        on, end, by = unmade.get(str(row["id"]), (d.today.isoformat(), deadlines.UNDONE, seq))
        row["ended_on"], row["ended_how"], row["ended_seq"] = date.fromisoformat(on), end, by
    for row in coming_back:
        _reopen(d, history, row)
    history.ended |= {row["id"]: row for row in stopping}
    return {
        "voor": was, "termijnen": {"heropend": how, "beeindigd": [str(row["id"]) for row in stopping]},
    }  # fmt: skip


def _reopen(d: Dossier, history: History, row: Row) -> None:
    del history.ended[row["id"]]
    row["ended_on"], row["ended_how"], row["ended_seq"] = None, "", None
    row["officer_id"] = d.cases[row["case_id"]]["officer_id"]
    d.running.append(row)
    settle(d, history, row)


def settle(d: Dossier, history: History, row: Row) -> None:
    """Work out due date and next rung of a running term anew; the rungs of its round that were reached stay so."""
    entries = ledger(history.clock.get(row["id"], []))
    deadlines.settle(row, entries, d.office, history.reached.get((row["id"], row["round"]), frozenset()))
    d.moved(row)


def _move_back(d: Dossier, history: History, event: Row, row: Row) -> None:
    """An appointment that this event moved goes back to the day it had."""
    lines = [line for line in history.clock.get(row["id"], []) if line["kind"] == "verplaatsen"]
    mine = next((line for line in lines if line["seq"] == event["seq"]), None)
    if mine is None:
        return
    earlier = [line["until"] for line in lines if line["seq"] < event["seq"]]
    day = earlier[-1] if earlier else _first_day(d, history, row)
    if day is not None:
        walk.move(d, row, day)


def _first_day(d: Dossier, history: History, row: Row) -> date | None:
    """The day given by the step that began this term."""
    begun = next((event for event in history.events[row["case_id"]] if event["seq"] == row["started_seq"]), None)
    term = d.proces_of(d.cases[row["case_id"]]).by_name[row["name"]].term
    told = begun["answers"].get(term.field) if begun and term and term.field else None
    return date.fromisoformat(told) if told else None
