"""Terms as rows: starting one, moving it, ending it. Pure: works on rows, touches no database."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from cases.offices import Office
from cases.rows import WPG, Row, new
from cases.tables import Deadline
from cases.wpg import starts
from states.due import Due, Entry, due
from states.facts import WHILE
from states.ladder import DueRung, rungs
from states.ledger import Base
from states.policy import KEYS
from states.processes import PROCESSEN, zaak_terms
from states.route import State, ZaakTerm

MET, LAPSED, DONE, UNDONE = "gehaald", "vervallen", "gedaan", "hersteld"
"""how a term ends: in time or late by a step, with its zaak, (a zaak term) by its own effect, or by a correction"""


# The same answers for the same questions: a file of meldingen asks them five hundred at a time.
_due = lru_cache(maxsize=65_536)(due)
_rungs = lru_cache(maxsize=65_536)(rungs)


def state_deadline(case: Row, state: State, answers: Mapping[str, Any], today: date, office: Office) -> Row | None:
    """The term that begins when this zaak enters `state` on `today`, or None when the state has none."""
    if state.term is None:
        return None
    anchor = answers.get(state.term.field) if state.term.field else answers.get("controledatum")
    row = _row(case, "toestand", state.name, state.term.key, state.waits, today, office)
    row["anchor_on"] = anchor
    if anchor is not None and not state.term.field:
        row["amount"] = 0  # a date named by the officer takes the place of the term
    return settle(row, (), office)


def zaak_deadline(case: Row, term: ZaakTerm, start: date, office: Office) -> Row:
    """The term `term` beside the states of this zaak, counted from `start`."""
    row = _row(case, "zaak", term.name, term.term.key, "ons", start, office)
    if term.about and starts(term.about, PROCESSEN[term.about].start, office.policy(start)):
        row["regime"] = WPG
    return settle(row, (), office)


def _row(case: Row, kind: str, name: str, key: str, waits: str, start: date, office: Office) -> Row:
    return new(
        Deadline, case_id=case["id"], root_id=case["root_id"], gemeente=case["gemeente"], proces=case["proces"],
        kind=kind, name=name, waits=waits, officer_id=case["officer_id"], amount=office.policy(start).number(key),
        unit=KEYS[key].unit, policy_key=key, started_on=start, due_on=start, sentence="", regime=case["regime"],
        school_id=case["school_id"],
    )  # fmt: skip


def base_of(row: Row) -> Base:
    """What this term is counted from, as its row now says."""
    return Base(row["amount"], row["anchor_on"] or row["started_on"], row["anchor_on"] is not None)


def due_of(row: Row, entries: Sequence[Entry], office: Office) -> Due:
    """When this term is due, from its own row and its ledger."""
    key = KEYS[row["policy_key"]]
    began = row["started_on"]
    policy, calendar = office.policy(began), office.school_calendar(row["school_id"], began)
    return _due(
        row["amount"], row["unit"], row["anchor_on"] or began, tuple(entries), calendar,
        anchored=row["anchor_on"] is not None, statutory=key.basis == "wet",
        shift=policy["termijn.doorschuiven"] == "ja", key_basis=key.basis,
    )  # fmt: skip


def ladder_of(row: Row, office: Office) -> tuple[DueRung, ...]:
    """The rungs of this term in the order of their days."""
    if row["kind"] == "zaak":
        term = next(term for term in zaak_terms(row["proces"]) if term.name == row["name"])
        return (DueRung(term.name, row["due_on"], term.recipients, "zaakterm"),)
    state = PROCESSEN[row["proces"]].by_name[row["name"]]
    return _rungs(
        start=row["started_on"], due=row["due_on"], anchor=row["anchor_on"], amount=row["amount"], waits=row["waits"],
        extra=state.rungs, policy=office.policy(row["started_on"]), calendar=office.calendar,
        proces=row["proces"], state=row["name"], veiligheidshuis_from=row["vh_from"],
    )  # fmt: skip


def settle(row: Row, entries: Sequence[Entry], office: Office, reached: frozenset[str] = frozenset()) -> Row:
    """Work out due date, sentence and next rung anew.

    When a due date moves later a new round begins and every rung may be reached again; otherwise the
    rungs in `reached` (names of this round) stay behind (process.md section 14).
    """
    before = row["due_on"] if row["sentence"] else None
    found = due_of(row, entries, office)
    row["due_on"], row["sentence"] = found.on, found.sentence
    if before is not None and found.on > before:
        row["round"] += 1
        reached = frozenset()
    ahead = next((rung for rung in ladder_of(row, office) if rung.name not in reached), None)
    row["next_rung"], row["next_on"] = (ahead.name, ahead.on) if ahead else ("", None)
    return row


def end(row: Row, how: str, today: date, seq: int) -> None:
    """The term ends by event `seq` of its zaak, and its ladder with it."""
    row["ended_on"], row["ended_how"], row["ended_seq"], row["next_on"] = today, how, seq, None


def zaak_terms_due(
    case: Row, before: Mapping[str, Any], running: Sequence[Row], today: date, office: Office
) -> tuple[list[Row], list[Row]]:
    """The zaak terms that must start and those that must end, as the facts of the zaak now stand.

    `before` are its facts before this event. A term whose day has passed does not start again for a
    beginning that is not new: its effect happens once, also after `heropen`.
    """
    starting, ending = [], []
    beside = {row["name"]: row for row in running if row["kind"] == "zaak"}
    for term in zaak_terms(case["proces"]):
        since, row = case["facts"].get(term.start), beside.get(term.name)
        if not since and row is None:
            continue
        holds = bool(since) and case["closed_on"] is None and WHILE[term.active](case["facts"], case["state"])
        if term.event and case["facts"].get(term.event):
            continue  # its effect has happened; only a new absence begins it anew
        same = row is not None and bool(since) and row["started_on"] == date.fromisoformat(since)
        if row is not None and not (holds and same):
            ending.append(row)
        if holds and not same:
            deadline = zaak_deadline(case, term, date.fromisoformat(since), office)
            if deadline["due_on"] >= today or before.get(term.start) != since:
                starting.append(deadline)
    return starting, ending
