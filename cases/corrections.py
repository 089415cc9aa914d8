"""Undo by correction: an event that names what it corrects, shows before and after, and says what stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import dossier, register_back, walk
from cases.actions import Taken, check_version, repeated
from cases.dossier import Dossier
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.reversal import History, facts_of, reverse
from cases.rights import TL, Actor, NotAllowed, require
from cases.rows import WPG, Row, insert_all, table_of
from cases.tables import ClockEntry, Deadline, Event, Letter, RegisterMessage, Rung
from cases.wpg import contents, merge
from states.answers import Unreadable, read
from states.corrections import AMENDED, stands

_EVENTS, _DEADLINES, _CLOCK = table_of(Event), table_of(Deadline), table_of(ClockEntry)
_RUNGS, _LETTERS = table_of(Rung), table_of(Letter)
_SENT = "verzonden"
# What such an answer set off cannot be set right by changing the answer.
FIXED = frozenset({"officer", "melding", "persons", "afspraken"})
"""types of fields that are put right by taking the step back"""


def withdraw(
    session: Session, case_id: UUID, seq: int, *, reason: str, actor: Actor, at: datetime, version: int | None,
    key: str | None = None, recorded_at: datetime | None = None,
) -> Taken:  # fmt: skip
    """Take event `seq` of this zaak back: a step, an assignment, or an earlier correction.

    State, facts, terms and rungs become what they were before it; what it opened closes again, and its letters
    that were not sent lapse. What left the house stays, and the correction says so. Only what nothing later
    builds on can be taken back: the last step first. Raises NotFound, NotAllowed, Stale, Conflict, or Invalid
    on `reden`.
    """
    d, case, history, event, done = _open(session, case_id, seq, reason, actor, at, recorded_at or at, version, key)
    if done is not None:
        return done
    affected = [event["id"], *(row["id"] for row in history.caused_by(event))]
    history.kept += _letters_back(session, affected) + _told(session, event)
    happened = reverse(d, history, event, actor=actor, reason=reason.strip(), key=key)
    roots = history.events[d.root["id"]]
    upright = {row["id"] for row in roots if row["kind"] != "correctie" and stands(roots, row["seq"])}
    kept, messages = register_back.restore(session, d, upright, happened)
    happened["answers"]["blijft"] = history.kept + kept
    d.writes.flush(session)
    insert_all(session, RegisterMessage, messages)
    return Taken(case_id, happened["id"], case["version"], case["state"])


def amend(
    session: Session, case_id: UUID, seq: int, answers: Mapping[str, Any], *, reason: str, actor: Actor,
    at: datetime, version: int | None, key: str | None = None, recorded_at: datetime | None = None,
) -> Taken:  # fmt: skip
    """Set answers of step `seq` right: only the fields in `answers`, raw as on the form.

    A running term that rests on a corrected date moves with it. Raises as `withdraw`, and Invalid with the
    field for what cannot be read or cannot be set right this way.
    """
    d, case, history, event, done = _open(session, case_id, seq, reason, actor, at, recorded_at or at, version, key)
    if done is not None:
        return done
    after = _read(d, case, event, answers)
    before = {name: event["answers"].get(name) for name in after}
    told = {"wat": AMENDED, "soort": "stap", "stap": event["step"], "voor": before, "na": walk.plain(after)}
    letters = _sent(session, [event["id"]])
    happened = walk.event(
        d, case, "correctie", actor=actor, answers={**told, "blijft": letters}, motivation=reason.strip(),
        corrects=seq, idempotency_key=key, regime=event["regime"],
    )  # fmt: skip
    d.record(happened, case, facts_of([*history.events[case_id], happened], d.proces_of(case)))
    _move_term(d, case, event, after)
    d.writes.flush(session)
    return Taken(case_id, happened["id"], case["version"], case["state"])


def _open(
    session: Session, case_id: UUID, seq: int, reason: str, actor: Actor, at: datetime, recorded_at: datetime,
    version: int | None, key: str | None,
) -> tuple[Dossier, Row, History, Row, Taken | None]:  # fmt: skip
    require(actor, "correcties")
    d = dossier.load(session, case_id, actor=actor, at=at, recorded_at=recorded_at, terms=True)
    case = d.cases[case_id]
    done = repeated(session, case, key, kind="correctie")
    if done is None:
        check_version(session, case, version, sees=actor.sees_wpg(d.today))
        if not reason.strip():
            raise Invalid([Problem("reden", "Leg uit waarom u dit herstelt.")])
    history = _history(session, d)
    events = history.events[case_id]
    event = next((row for row in events if row["seq"] == seq), None)
    if event is None:
        raise NotFound
    if done is None:
        _check(d, case, events, event, actor)
    return d, case, history, event, done


def _check(d: Dossier, case: Row, events: list[Row], event: Row, actor: Actor) -> None:
    if event["kind"] not in ("stap", "toewijzing", "correctie") or event["actor"] == "systeem":
        raise Conflict("Alleen wat een medewerker heeft vastgelegd kan worden hersteld.")
    if not stands(events, event["seq"]):
        raise Conflict("Dit is al hersteld.")
    if event["regime"] == "wpg" and not actor.sees_wpg(d.today):
        raise NotAllowed("Dit onderdeel valt onder de Wpg: dat herstelt een leerplichtambtenaar met akte.")
    row = d.proces_of(case).rows.get((event["from_state"], event["step"]))
    if row is not None and actor.role != TL and not set(row.roles) & actor.short_roles(d.today):
        raise NotAllowed("U kunt alleen stappen herstellen die u zelf ook mag nemen.")


def _history(session: Session, d: Dossier) -> History:
    ids = list(d.cases)
    rows = session.execute(contents(sa.select(_EVENTS).where(_EVENTS.c.case_id.in_(ids)))).mappings()
    events: dict[UUID, list[Row]] = {case_id: [] for case_id in ids}
    for row in sorted((merge(dict(row)) for row in rows), key=lambda row: row["seq"]):
        events[row["case_id"]].append(row)
    terms = sa.select(_DEADLINES).where(_DEADLINES.c.case_id.in_(ids), _DEADLINES.c.ended_on.is_not(None))
    ended = {row["id"]: dict(row) for row in session.execute(terms).mappings()}
    clock: dict[UUID, list[Row]] = {}
    lines = sa.select(_CLOCK).join(_DEADLINES, _DEADLINES.c.id == _CLOCK.c.deadline_id)
    for line in session.execute(lines.where(_DEADLINES.c.case_id.in_(ids)).order_by(_CLOCK.c.seq)).mappings():
        clock.setdefault(line["deadline_id"], []).append(dict(line))
    reached: dict[tuple[UUID, int], frozenset[str]] = {}
    rungs = sa.select(_RUNGS.c.deadline_id, _RUNGS.c.round, _RUNGS.c.name).where(_RUNGS.c.case_id.in_(ids))
    for rung in session.execute(rungs):
        of = (rung.deadline_id, rung.round)
        reached[of] = reached.get(of, frozenset()) | {rung.name}
    return History(events, ended, clock, reached)


def _sent(session: Session, event_ids: list[UUID]) -> list[str]:
    """A sentence for each letter of these events that has left the house."""
    mine = _LETTERS.c.event_id.in_(event_ids), _LETTERS.c.state == _SENT
    found = session.execute(sa.select(_LETTERS.c.code, _LETTERS.c.regime).where(*mine))
    # A correction that is not wpg itself may reach a part that is.
    names = ["Een brief van een Wpg-onderdeel" if row.regime == WPG else f"Brief {row.code}" for row in found]
    return [f"{name} is al verzonden en blijft verzonden." for name in names]


def _letters_back(session: Session, event_ids: list[UUID]) -> list[str]:
    """Letters of these events that were not sent lapse. Returns a sentence for each that was."""
    session.execute(
        sa.update(_LETTERS)
        .where(_LETTERS.c.event_id.in_(event_ids), _LETTERS.c.state != _SENT)
        .values(state="vervallen")
    )
    return _sent(session, event_ids)


def _told(session: Session, event: Row) -> list[str]:
    """That people were reminded since, cannot be taken back."""
    since = sa.select(sa.func.count()).where(_RUNGS.c.case_id == event["case_id"], _RUNGS.c.reached_at > event["at"])
    count = session.execute(since).scalar_one()
    return [f"{count} trede(n) van de ladder zijn sindsdien bereikt en gemeld; die blijven staan."] if count else []


def _read(d: Dossier, case: Row, event: Row, answers: Mapping[str, Any]) -> dict[str, Any]:
    row = d.proces_of(case).rows.get((event["from_state"], event["step"]))
    if event["kind"] != "stap" or row is None:
        raise Conflict("Alleen de antwoorden van een stap kunnen worden gewijzigd.")
    fields = {field.name: (field, required) for field, required in row.fields}
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, raw in answers.items():
        if name not in fields or fields[name][0].type in FIXED:
            wrong.append(Problem(name, "Dit antwoord kan zo niet worden gewijzigd. Neem de stap terug."))
            continue
        try:
            values[name] = read(fields[name][0], raw, d.today)
        except Unreadable as error:
            wrong.append(Problem(name, str(error)))
            continue
        if values[name] is None and fields[name][1]:
            wrong.append(Problem(name, "Dit antwoord mag niet leeg zijn."))
    if wrong or not values:
        raise Invalid(wrong or [Problem("antwoorden", "Geef ten minste één antwoord dat anders moet zijn.")])
    return values


def _move_term(d: Dossier, case: Row, event: Row, after: Mapping[str, Any]) -> None:
    running = next((row for row in d.terms_of(case) if row["kind"] == "toestand"), None)
    term = d.proces_of(case).by_name[case["state"]].term
    if running is None or term is None or term.field not in after or event["to_state"] != case["state"]:
        return
    walk.move(d, running, after[term.field])
