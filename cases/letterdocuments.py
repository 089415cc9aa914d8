"""Copies of letters as they were sent: kept as bytes with their hash, and never changed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases.addressees import Addressee
from cases.errors import Conflict, NotFound
from cases.rights import Actor, NotAllowed, require, visible
from cases.rows import AVG, WPG, Row, insert_all, new, table_of
from cases.tables import LetterDocument, WpgLetterDocument
from cases.wpg import ONLY_BOA

DOCUMENTS: Mapping[str, type[SQLModel]] = {AVG: LetterDocument, WPG: WpgLetterDocument}
COPIES_MAX, BATCH = 50, 100


@dataclass(frozen=True, slots=True)
class Made:
    """One copy of a letter, ready to go."""

    to: Addressee
    subject: str
    text: str
    pdf: bytes
    template: str


def keep(session: Session, letter: Row, law: str, made: Sequence[Made], *, sent_on: date, at: datetime) -> None:
    """Keep the copies of a letter that is sent now (a row of `cases.letters.read`). One statement.

    The database refuses a second copy for the same addressee.
    """
    table = DOCUMENTS[letter["regime"]]
    rows = [
        new(
            table, letter_id=letter["id"], case_id=letter["case_id"], gemeente=letter["gemeente"],
            recipient=each.to.key, name=each.to.name, lines=list(each.to.lines), subject=each.subject, text=each.text,
            pdf=each.pdf, sha256=hashlib.sha256(each.pdf).hexdigest(), template=each.template, law=law,
            sent_on=sent_on, created_at=at,
        )
        for each in made
    ]  # fmt: skip
    insert_all(session, table, rows)


def documents_of(session: Session, letter: Row) -> list[Row]:
    """The copies of a letter that its reader may see, without their PDF. One statement."""
    table = table_of(DOCUMENTS[letter["regime"]])
    columns = [column for column in table.columns if column.name != "pdf"]
    query = sa.select(*columns).where(table.c.letter_id == letter["id"]).order_by(table.c.created_at, table.c.id)
    return [dict(row) for row in session.execute(query.limit(COPIES_MAX)).mappings()]


def document(session: Session, actor: Actor, document_id: UUID, *, today: date) -> Row:
    """One copy with its PDF, as it was sent.

    Raises NotFound, NotAllowed without the akte for a wpg copy, Conflict when the bytes are not those of its hash.
    """
    require(actor, "zaken.lezen")
    for regime, model in DOCUMENTS.items():
        table = table_of(model)
        query = sa.select(table).where(table.c.id == document_id, visible(actor, table.c.gemeente))
        found = session.execute(query).mappings().first()
        if found is None:
            continue
        if regime == WPG and not actor.sees_wpg(today):
            raise NotAllowed(ONLY_BOA)
        if not whole(found["pdf"], found["sha256"]):
            raise Conflict("Dit bestand is beschadigd: het is niet meer wat is verzonden. Meld het bij de beheerder.")
        return dict(found)
    raise NotFound


def whole(content: bytes, sha256: str) -> bool:
    """Whether these bytes are the ones of this hash."""
    return hashlib.sha256(content).hexdigest() == sha256


def damaged(session: Session) -> Iterator[UUID]:
    """The ids of letters of which a kept copy is not what was sent; reads in batches, for `mas verify`."""
    for model in DOCUMENTS.values():
        table, after = table_of(model), UUID(int=0)
        query = sa.select(table.c.id, table.c.letter_id, table.c.pdf, table.c.sha256).order_by(table.c.id).limit(BATCH)
        while rows := session.execute(query.where(table.c.id > after)).all():
            after = rows[-1].id
            yield from (row.letter_id for row in rows if not whole(row.pdf, row.sha256))
