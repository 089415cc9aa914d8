"""Hands on the clock of a term: suspend, resume, extend, correct. Each is a line in its ledger and an event."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from cases import deadlines
from cases.actions import Taken
from cases.clock import dutch_date
from cases.dossier import Dossier
from cases.errors import Invalid, Problem
from cases.ledgers import enter
from cases.rights import Actor
from cases.rows import Row
from states.due import Entry
from states.ledger import Base
from states.processes import PROCESSEN


def suspend(
    session: Session,
    deadline_id: UUID,
    *,
    since: date,
    until: date | None,
    ground: str,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Let the clock of a term stand still from `since` up to, not including, `until`.

    `ground` is one of states.ledger.GROUNDS. A later due date begins a new round of rungs. Raises
    NotFound, NotAllowed, Stale, Conflict for a term that has ended, or Invalid with the field.
    """
    entry = Entry("opschorten", since, until, ground=ground)
    return enter(session, deadline_id, entry, explanation, actor, at, version, recorded_at)


def resume(
    session: Session,
    deadline_id: UUID,
    *,
    on: date,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Let a suspended clock run again from `on`, earlier than planned. Raises as `suspend`."""
    return enter(session, deadline_id, Entry("hervatten", on), explanation, actor, at, version, recorded_at)


def extend(
    session: Session,
    deadline_id: UUID,
    *,
    amount: int,
    unit: str = "",
    ground: str,
    explanation: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Make a term longer by `amount` of `unit` (empty: its own unit). Raises as `suspend`."""
    entry = Entry("verlengen", dutch_date(at), None, amount, unit, ground)
    return enter(session, deadline_id, entry, explanation, actor, at, version, recorded_at)


def correct(
    session: Session,
    deadline_id: UUID,
    *,
    amount: int | None = None,
    start: date | None = None,
    ground: str,
    explanation: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    recorded_at: datetime | None = None,
) -> Taken:
    """Set right how long a term lasts (`amount`, in its own unit) or the day from which it counts (`start`).

    `ground` is one of states.ledger.CORRECTIONS; `nieuw_beleid` takes the amount that policy gives today, which
    a running term does not do by itself. Suspensions and extensions stay. Raises as `suspend`.
    """

    def entry(d: Dossier, row: Row) -> Entry:
        base, lasts, since = deadlines.base_of(row), amount, start
        if ground == "nieuw_beleid":
            lasts, since = _by_policy(d, row, base, amount), start or base.start
        elif amount is None and start is None:
            raise Invalid([Problem("aantal", "Geef hoe lang de termijn duurt, of vanaf wanneer hij telt.")])
        if not explanation.strip():
            raise Invalid([Problem("toelichting", "Leg uit waarom u de termijn corrigeert.")])
        return Entry(
            "corrigeren", d.today, since or base.start, base.amount if lasts is None else lasts,
            ground=ground, before=base,
        )  # fmt: skip

    return enter(session, deadline_id, entry, explanation, actor, at, version, recorded_at)


def _by_policy(d: Dossier, row: Row, base: Base, amount: int | None) -> int:
    if amount is not None:
        raise Invalid([Problem("aantal", "Laat het aantal leeg: het huidige beleid zegt hoe lang de termijn duurt.")])
    if base.anchored and base.amount == 0 and not _has_own_date(row):
        raise Invalid([Problem("grond", "Deze termijn eindigt op een datum die u koos; beleid verandert die niet.")])
    return d.office.policy(d.today).number(row["policy_key"])


def _has_own_date(row: Row) -> bool:
    """Whether the table counts this term from a date, so that an anchor is no choice of the officer's own."""
    term = PROCESSEN[row["proces"]].by_name[row["name"]].term
    return term is not None and bool(term.field)
