"""What a person or the system may do with a zaak. Each is one transaction of its door, under the version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import dossier, register_status, suspects, walk
from cases.dossier import Dossier
from cases.errors import Conflict, Invalid, NotFound, Problem, Stale
from cases.family import check_children
from cases.history import LOOKING_BACK
from cases.mandates import acts_for
from cases.opening import Opening, open_roots
from cases.rights import LPA, Actor, NotAllowed, require
from cases.rows import WPG, Row, table_of
from cases.tables import Event, Officer
from cases.wpg import ONLY_BOA, contents, merge, veil
from states.decision import Decision, decide
from states.route import split
from states.working_days import in_words

_EVENTS = table_of(Event)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an action did: the zaak, its event and its new version."""

    case_id: UUID
    event_id: UUID
    version: int
    state: str
    children: tuple[UUID, ...] = ()
    repeated: bool = False
    """the same Idempotency-Key had done this before; nothing was done again"""


def open_case(
    session: Session, opening: Opening, *, actor: Actor, at: datetime, recorded_at: datetime | None = None
) -> Taken:
    """Open a zaak of a root proces and give it its number, first event and terms."""
    opened = open_roots(session, [opening], actor=actor, at=at, recorded_at=recorded_at or at)
    opened.writes.flush(session)
    case = opened.cases[0]
    return Taken(case["id"], opened.writes.events[0]["id"], case["version"], case["state"])


def take_step(
    session: Session,
    case_id: UUID,
    step: str,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    version: int | None,
    motivation: str = "",
    key: str | None = None,
    permission: Mapping[str, str] | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Take one step: state, event, ended and new term, children and letters, or nothing at all.

    `answers` are raw (form strings or JSON). `version` is the one that was looked at; None only for the
    system. `permission` is that of the officier van justitie ({naam, datum}), for what only he may allow.
    `key` makes a repeat harmless. Raises NotFound, NotAllowed, Stale, Invalid, Conflict for a key of
    another action, or StepRefused with every reason.
    """
    require(actor, "stappen")
    back = step in LOOKING_BACK
    d = dossier.load(session, case_id, actor=actor, at=at, recorded_at=recorded_at or at, back=back)
    case = d.cases[case_id]
    if done := repeated(session, case, key, kind="stap", step=step):
        return done
    check_version(session, case, version, sees=actor.sees_wpg(d.today))
    if "geen_andere_zaak" in _conditions_of(d, case, step):
        d.other_open = dossier.other_open_exists(session, case)
    _check_known(d, case, step, actor)
    decision = decide(
        d.proces_of(case), case["state"], step, d.facts(case), answers, motivation, actor.short_roles(d.today),
        d.office.policy(d.today), permission=permission,
    )  # fmt: skip
    _use_answers(session, d, case, decision)
    before = set(d.cases)
    happened = walk.take(d, case, decision, actor=actor, motivation=motivation, key=key)
    d.writes.flush(session)
    _tell_register(session, d, case, decision, happened)
    return Taken(case_id, happened["id"], case["version"], case["state"], tuple(set(d.cases) - before))


def assign(
    session: Session,
    case_id: UUID,
    officer_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Give a zaak, and the open children its behandelaar had, to another leerplichtambtenaar of the gemeente.

    Raises NotFound, NotAllowed, Stale, Conflict for a key of another action, or Invalid when that medewerker
    cannot be behandelaar here.
    """
    require(actor, "toewijzen")
    d = dossier.load(session, case_id, actor=actor, at=at, recorded_at=recorded_at or at, terms=True)
    case = d.cases[case_id]
    if done := repeated(session, case, key, kind="toewijzing", to=str(officer_id)):
        return done
    check_version(session, case, version, sees=actor.sees_wpg(d.today))
    check_officer(session, officer_id, case["gemeente"], "behandelaar", d.today)
    happened = _hand_over(d, case, officer_id, actor, reason, key)
    d.writes.flush(session)
    return Taken(case_id, happened["id"], case["version"], case["state"])


def check_version(session: Session, case: Row, version: int | None, *, sees: bool) -> None:
    """Raise Stale, with what happened since, unless the zaak still has this version.

    `sees` is whether the actor may know what is wpg.
    """
    if version is None or version == case["version"]:
        return
    since = (veil(dict(row), sees) for row in dossier.events_since(session, case["id"], version))
    changes = [
        {"volgnummer": row["seq"], "soort": row["kind"], "stap": row["step"], "naar": row["to_state"],
         "op": row["at"].isoformat()}
        for row in since
    ]  # fmt: skip
    raise Stale(case["version"], veil(case, sees)["state"], changes)


def repeated(
    session: Session, case: Row, key: str | None, *, kind: str, step: str = "", to: str | None = None
) -> Taken | None:
    """What this key did before. Conflict when that was something else: then nothing may seem to be done."""
    if key is None:
        return None
    query = contents(sa.select(_EVENTS)).where(_EVENTS.c.case_id == case["id"], _EVENTS.c.idempotency_key == key)
    found = session.execute(query).mappings().first()
    if found is None:
        return None
    row = merge(dict(found))
    if (row["kind"], row["step"]) != (kind, step) or (to is not None and row["answers"]["naar"] != to):
        raise Conflict("Onder deze sleutel is met deze zaak al iets anders gedaan. Open de zaak opnieuw.")
    return Taken(case["id"], row["id"], row["seq"], row["to_state"], repeated=True)


def _check_known(d: Dossier, case: Row, step: str, actor: Actor) -> None:
    """Refuse a step that this actor was not offered in a wpg zaak: why it does not fit would tell where it stands."""
    row = d.proces_of(case).rows.get((case["state"], step))
    offered = row is not None and actor.short_roles(d.today) & set(row.roles)
    if case["regime"] == WPG and actor.role != "systeem" and not actor.sees_wpg(d.today) and not offered:
        until = actor.akte_until
        ended = f" Uw akte gold tot en met {in_words(until)}." if until and until < d.today else ""
        raise NotAllowed(ONLY_BOA + ended)


def _conditions_of(d: Dossier, case: Row, step: str) -> set[str]:
    row = d.proces_of(case).rows.get((case["state"], step))
    return set(split(row.conditions)) if row else set()


def _use_answers(session: Session, d: Dossier, case: Row, decision: Decision) -> None:
    """Check the answers that name another row, and let them take effect."""
    if officer_id := decision.answers.get("behandelaar"):
        check_officer(session, officer_id, case["gemeente"], "behandelaar", d.today)
        _set_officer(d, case, officer_id)
    if chosen := decision.answers.get("verdachten"):
        suspects.check(d, case, chosen)
    if children := decision.answers.get("kinderen"):
        check_children(session, case["person_id"], children)


def check_officer(session: Session, officer_id: UUID, gemeente: str, field: str, today: date) -> None:
    """Raise Invalid on this field unless it is a leerplichtambtenaar who works for the gemeente, or has its mandate."""
    o = table_of(Officer).c
    here = o.id == officer_id, o.active, o.role == LPA, acts_for([gemeente], today)
    found = session.execute(sa.select(o.id).where(*here)).first()
    if found is None:
        raise Invalid([Problem(field, "Kies een leerplichtambtenaar die voor deze gemeente werkt.")])


def _hand_over(d: Dossier, case: Row, officer_id: UUID, actor: Actor, reason: str, key: str | None) -> Row:
    before = case["officer_id"]
    happened: Row | None = None
    for row in [case, *(d.open_children() if case["id"] == case["root_id"] else [])]:
        if row is case or row["officer_id"] == before:
            row["officer_id"] = officer_id
            told = {"van": walk.plain(before), "naar": str(officer_id), "reden": reason}
            done = walk.event(d, row, "toewijzing", actor=actor, answers=told, idempotency_key=key)
            d.record(done, row)
            happened = happened or done
            d.cause = happened["id"]
    _copy_to_terms(d)
    if happened is None:
        raise NotFound
    return happened


def _set_officer(d: Dossier, case: Row, officer_id: UUID) -> None:
    before = case["officer_id"]
    case["officer_id"] = officer_id
    for child in d.open_children():
        if case["id"] == case["root_id"] and child["officer_id"] == before:
            child["officer_id"] = officer_id
            d.writes.changed_cases[child["id"]] = child
    _copy_to_terms(d)


def _copy_to_terms(d: Dossier) -> None:
    for row in d.running:
        officer_id = d.cases[row["case_id"]]["officer_id"]
        if row["officer_id"] != officer_id:
            row["officer_id"] = officer_id
            d.moved(row)


def _tell_register(session: Session, d: Dossier, case: Row, decision: Decision, happened: Row) -> None:
    if "melding" not in decision.answers:
        register_status.tell(session, d, case, decision, happened)
    elif not register_status.close_one(session, d, case, decision, happened):
        raise Invalid([Problem("melding", "Kies een melding van deze zaak die nog loopt.")])
