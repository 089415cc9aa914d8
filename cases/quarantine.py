"""Rows that could not become a melding: kept encrypted, shown for repair, offered again."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from cases.bulk import insert_new
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.intake import receive
from cases.melding import Melding, NewReport
from cases.meldingbestand import Row
from cases.meldingrij import check_row
from cases.pgn import Locker, locker
from cases.places import known_codes
from cases.rights import Actor, in_reach, require, visible
from cases.tables import Import, QuarantinedRow

LIST_MAX = 200
GIVEN_UP = "vervallen"
"""in the place of a column: why a row was given up, as a person wrote it"""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that was turned down, and every reason."""

    row: Row
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it was written, for the person who repairs it."""

    row: QuarantinedRow
    cells: dict[str, str]
    text: str
    """the line itself when it could not be divided into cells"""


def fingerprint(row: Row, keys: Locker) -> str:
    """Equal for rows that say the same, wherever they stand and in whatever order of columns."""
    filled = sorted(f"{name}={text.strip()}" for name, text in row.cells.items() if text.strip())
    return keys.index("\x1e".join(("rij", row.text, *filled)))


def put(
    session: Session,
    import_id: UUID,
    turned_down: Sequence[Bad],
    *,
    codes: Collection[str],
    at: datetime,
    keys: Locker,
) -> None:
    """Keep these rows; one that is in quarantine already, or was dealt with there, is not kept again.

    `codes` are the gemeenten of this installation; `at` is when it really happens.
    """
    rows = {}
    for bad in turned_down:
        mark = fingerprint(bad.row, keys)
        plain = json.dumps({"cellen": bad.row.cells, "tekst": bad.row.text}).encode()
        code = bad.row.cells.get("gemeentecode", "").strip()
        rows[mark] = {
            "id": uuid4(),
            "import_id": import_id,
            "gemeente": code if code in codes else "",
            "line": bad.row.line,
            "raw_encrypted": keys.lock_bytes(plain, mark),
            "problems": [{"kolom": problem.field, "uitleg": problem.text} for problem in bad.problems],
            "state": "open",
            "fingerprint": mark,
            "created_at": at,
        }
    insert_new(session, QuarantinedRow, list(rows.values()), "fingerprint")


def settle(session: Session, entered: Sequence[Row], *, codes: Collection[str], at: datetime, keys: Locker) -> None:
    """These rows have become meldingen after all: nobody needs to repair them. Arguments as those of `put`."""
    waits = select(QuarantinedRow.id).where(
        col(QuarantinedRow.gemeente).in_([*codes, ""]), col(QuarantinedRow.state) == "open"
    )
    if session.exec(waits.limit(1)).first() is None:
        return  # as a rule nothing waits, and a mark for every row costs more than this question
    marks = [fingerprint(row, keys) for row in entered]
    session.connection().execute(
        sa.update(QuarantinedRow)
        .where(col(QuarantinedRow.fingerprint).in_(marks), col(QuarantinedRow.state) == "open")
        .values(state="hersteld", resolved_at=at, raw_encrypted=b"")
    )


def rows_of(
    session: Session,
    actor: Actor,
    *,
    gemeente: str = "",
    state: str = "open",
    limit: int = 50,
    offset: int = 0,
) -> Sequence[QuarantinedRow]:
    """Rows that this actor may repair, oldest first, at most `LIST_MAX`. Raises NotAllowed."""
    require(actor, "quarantaine")
    query = select(QuarantinedRow).where(within(actor), QuarantinedRow.state == state)
    if gemeente:
        query = query.where(QuarantinedRow.gemeente == gemeente)
    query = query.order_by(col(QuarantinedRow.created_at), col(QuarantinedRow.import_id), col(QuarantinedRow.line))
    return session.exec(query.limit(min(limit, LIST_MAX)).offset(offset)).all()


def rows_of_file(session: Session, actor: Actor, import_id: UUID, limit: int) -> Sequence[QuarantinedRow]:
    """The rows of one meldingbestand, dealt with or not, by line. For who may see the file; without what they say."""
    require(actor, "meldingbestand.lezen")
    query = select(QuarantinedRow).where(QuarantinedRow.import_id == import_id, within(actor))
    return session.exec(query.order_by(col(QuarantinedRow.line)).limit(min(limit, LIST_MAX))).all()


def show(session: Session, row_id: UUID, actor: Actor) -> Shown:
    """The row with what it said. Raises NotAllowed, or NotFound when it is not there for this actor."""
    require(actor, "quarantaine")
    row = session.exec(select(QuarantinedRow).where(QuarantinedRow.id == row_id, within(actor))).first()
    if row is None:
        raise NotFound(str(row_id))
    if not row.raw_encrypted:
        return Shown(row, {}, "")
    kept = json.loads(locker().unlock_bytes(row.raw_encrypted, row.fingerprint))
    return Shown(row, kept["cellen"], kept["tekst"])


def repair(
    session: Session,
    row_id: UUID,
    fields: Mapping[str, str],
    *,
    actor: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> str:
    """Offer the row again with these columns changed; what it became (opened, joined, changed, ...).

    Raises Invalid with every problem that is left, and then nothing has changed; Conflict when somebody dealt
    with the row before; NotAllowed and NotFound as `show`.
    """
    shown = show(session, row_id, actor)
    melding = check_row({**shown.cells, **fields}, at)
    if problem := gemeente_problem(melding, known_codes(session), actor):
        raise Invalid([problem])
    _close(session, shown.row, "hersteld", at=recorded_at or at, raw_encrypted=b"")
    report = NewReport(melding, shown.row.line, shown.row.import_id)
    [outcome] = receive(session, [report], actor=actor, at=at, recorded_at=recorded_at or at)
    if isinstance(outcome, Problem):
        raise Invalid([outcome])
    return outcome


def drop(session: Session, row_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """Give the row up for this reason (Dutch, at most 500 characters). Raises as `repair`."""
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise Invalid([Problem("reden", "Schrijf in hooguit 500 tekens waarom deze rij vervalt.")])
    row = show(session, row_id, actor).row
    _close(session, row, "vervallen", at=at, problems=[*row.problems, {"kolom": GIVEN_UP, "uitleg": reason}])


def gemeente_problem(melding: Melding, codes: Collection[str], sender: Actor | Collection[str]) -> Problem | None:
    """Why this sender cannot deliver a melding for this gemeente, if so."""
    code = melding.gemeentecode
    if code not in codes:
        return Problem("gemeentecode", "De gemeentecode is geen gemeente van deze installatie.")
    allowed = in_reach(sender, code) if isinstance(sender, Actor) else code in sender
    if not allowed:
        return Problem("gemeentecode", "De aanleveraar mag niet voor deze gemeente aanleveren.")
    return None


def within(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE clause that keeps the rows of other gemeenten out.

    A row without a gemeente that exists is for whoever works for a gemeente of the file it came in.
    """
    if actor.role == "systeem":
        return sa.true()
    gemeenten = sa.cast(col(Import.gemeenten), sa.Text)
    of_file = sa.or_(sa.false(), *(gemeenten.contains(f'"{code}"') for code in sorted(actor.gemeenten)))
    files = sa.select(col(Import.id)).where(of_file)
    nowhere = sa.and_(col(QuarantinedRow.gemeente) == "", col(QuarantinedRow.import_id).in_(files))
    return sa.or_(visible(actor, col(QuarantinedRow.gemeente)), nowhere)


def _close(session: Session, row: QuarantinedRow, state: str, *, at: datetime, **values: object) -> None:
    closed = session.connection().execute(
        sa.update(QuarantinedRow)
        .where(col(QuarantinedRow.id) == row.id, col(QuarantinedRow.state) == "open")
        .values(state=state, resolved_at=at, **values)
    )
    if closed.rowcount == 0:
        raise Conflict("Deze rij is al door een ander afgehandeld.")
