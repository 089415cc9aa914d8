"""What the register says of the messages it was given (docs/registerstatus.md)."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import Invalid, Problem
from cases.register_status import CONFIRMED, FAILED, NEW, OFFERED
from cases.rights import SYSTEM, Actor, visible
from cases.rows import table_of, update_all
from cases.tables import RegisterMessage

_MESSAGES = table_of(RegisterMessage)
ANSWER_COLUMNS = ("bericht", "uitkomst", "uitleg")
ERROR_MAX = 500
BATCH = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register says of one message."""

    message_id: UUID
    outcome: str
    """bevestigd or mislukt"""
    error: str
    line: int


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why, in Dutch."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a file of confirmations changed: counts, and the lines that could not be used."""

    counts: Counter[str]
    """bevestigd, mislukt, ongewijzigd"""
    bad: list[BadLine]


def confirm(session: Session, content: bytes, *, at: datetime, actor: Actor = SYSTEM) -> Confirmed:
    """Take in a file of confirmations; the good lines count, also when others cannot be used.

    The same file again changes nothing, and what is confirmed stays so. Only messages of the actor's gemeenten
    are known to him. Raises Invalid when it is no such file.
    """
    answers, bad = read_answers(content)
    counts = Counter(bevestigd=0, mislukt=0, ongewijzigd=0)
    for start in range(0, len(answers), BATCH):
        part = {answer.message_id: answer for answer in answers[start : start + BATCH]}
        query = sa.select(_MESSAGES.c.id, _MESSAGES.c.state).where(_MESSAGES.c.id.in_(part))
        known = {row.id: row.state for row in session.execute(query.where(visible(actor, _MESSAGES.c.gemeente)))}
        bad += [_unknown(answer) for message_id, answer in part.items() if known.get(message_id, NEW) == NEW]
        told = [answer for message_id, answer in part.items() if known.get(message_id) in (OFFERED, FAILED)]
        told = [answer for answer in told if answer.outcome != known[answer.message_id]]
        rows = [{"id": each.message_id, "state": each.outcome, "error": each.error, "settled_at": at} for each in told]
        update_all(session, RegisterMessage, rows, ("state", "error", "settled_at"))
        counts.update(answer.outcome for answer in told)
        counts["ongewijzigd"] += sum(state != NEW for state in known.values()) - len(told)
    return Confirmed(counts, sorted(bad, key=lambda each: each.line))


def _unknown(answer: Answer) -> BadLine:
    return BadLine(answer.line, "bericht", "Dit bericht is hier niet bekend, of nog niet aangeboden.")


def read_answers(content: bytes) -> tuple[list[Answer], list[BadLine]]:
    """The confirmations in a file, and the lines that cannot be used.

    Raises Invalid when it is no such file: no UTF-8, or another header.
    """
    try:
        rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    except (UnicodeDecodeError, csv.Error):
        raise Invalid([Problem("bestand", "Het bestand is geen CSV in UTF-8.")]) from None
    header = tuple(name.strip().lower() for name in rows[0]) if rows else ()
    if header != ANSWER_COLUMNS:
        raise Invalid([Problem("bestand", f"De kopregel moet zijn: {';'.join(ANSWER_COLUMNS)}.")])
    good: list[Answer] = []
    bad: list[BadLine] = []
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            found = _answer(number, [cell.strip() for cell in cells])
            (good if isinstance(found, Answer) else bad).append(found)  # type: ignore[arg-type]  # one list each
    return good, bad


def _answer(number: int, cells: list[str]) -> Answer | BadLine:
    if len(cells) != len(ANSWER_COLUMNS):
        return BadLine(number, "regel", f"De regel heeft {len(cells)} velden, de kopregel heeft er 3.")
    message, outcome, error = cells
    try:
        message_id = UUID(message)
    except ValueError:
        return BadLine(number, "bericht", "Dit is geen nummer van een bericht.")
    if outcome not in (CONFIRMED, FAILED):
        return BadLine(number, "uitkomst", f"De uitkomst moet {CONFIRMED} of {FAILED} zijn.")
    if outcome == FAILED and not error:
        return BadLine(number, "uitleg", "Bij een mislukt bericht hoort een uitleg.")
    return Answer(message_id, outcome, error[:ERROR_MAX] if outcome == FAILED else "", number)
