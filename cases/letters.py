"""Letters of a zaak: concept, gecontroleerd, verzonden or vervallen. Their text is for `notifications.letters`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.clock import dutch_date
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, NotAllowed, require, visible
from cases.rows import WPG, Row, new, table_of
from cases.tables import Case, Event, Letter, Letterhead, LetterMark, Municipality, Officer, Person, School, WpgEvent
from cases.wpg import ONLY_BOA, facts_join
from states.letters import LETTERS

_LETTERS, _CASES, _EVENTS, _MARKS = table_of(Letter), table_of(Case), table_of(Event), table_of(LetterMark)
_PERSONS, _SCHOOLS, _OFFICERS = table_of(Person), table_of(School), table_of(Officer)
_PLACES, _HEADS, _WPG = table_of(Municipality), table_of(Letterhead), table_of(WpgEvent)
CONCEPT, CHECKED, SENT, DROPPED = "concept", "gecontroleerd", "verzonden", "vervallen"
_FROM: Mapping[str, tuple[str, ...]] = {
    CONCEPT: (CONCEPT, CHECKED), CHECKED: (CONCEPT, CHECKED), SENT: (CHECKED,), DROPPED: (CONCEPT, CHECKED),
}  # fmt: skip
HIDDEN = "Wpg-onderdeel"
"""what somebody without a valid akte reads in the place of a title"""


def letters_of(session: Session, actor: Actor, case_id: UUID, *, today: date, page: Page = FIRST) -> Part[Row]:
    """The letters of a zaak, of a root zaak those of its whole dossier; newest first. Two statements.

    Each row has title, number of its zaak, `sent_at` and `hidden`; of a wpg letter somebody without a valid akte
    gets number and dates only. Raises NotAllowed, or NotFound when the zaak is not for this actor.
    """
    require(actor, "zaken.lezen")
    here = sa.select(_CASES.c.root_id).where(_CASES.c.id == case_id, visible(actor, _CASES.c.gemeente))
    root_id = session.execute(here).scalar()
    if root_id is None:
        raise NotFound
    own = _LETTERS.c.root_id == root_id if root_id == case_id else _LETTERS.c.case_id == case_id
    sent = sa.select(sa.func.max(_MARKS.c.at)).where(_MARKS.c.letter_id == _LETTERS.c.id, _MARKS.c.kind == SENT)
    query = (
        sa.select(_LETTERS, _CASES.c.number.label("case_number"), sent.scalar_subquery().label("sent_at"))
        .join_from(_LETTERS, _CASES, _CASES.c.id == _LETTERS.c.case_id)
        .where(own, visible(actor, _LETTERS.c.gemeente))
        .order_by(_LETTERS.c.created_at.desc(), _LETTERS.c.id)
    )
    rows = session.execute(query.limit(page.most).offset(page.offset)).mappings()
    return Part.of([listed(dict(row), actor.sees_wpg(today)) for row in rows], page)


def listed(row: Row, sees_wpg: bool) -> Row:
    """A row of `letters` with its title; of a wpg letter only number and dates unless its reader may see more."""
    if row["regime"] == WPG and not sees_wpg:
        return {**row, "title": HIDDEN, "code": "", "state": "", "recipients": [], "hidden": True}
    return {**row, "title": LETTERS[row["code"]].titel, "hidden": False}


def read(session: Session, actor: Actor, letter_id: UUID, *, today: date, right: str = "zaken.lezen") -> Row:
    """One letter with its zaak, school, medewerker and letterhead. One statement.

    Raises NotFound when it is not for this actor, NotAllowed without the right or, of a wpg letter, the akte.
    """
    require(actor, right)
    row = session.execute(_whole().where(_LETTERS.c.id == letter_id, visible(actor, _LETTERS.c.gemeente))).mappings()
    found = row.first()
    if found is None:
        raise NotFound
    if found["regime"] == WPG and not actor.sees_wpg(today):
        raise NotAllowed(ONLY_BOA)
    return dict(found)


def _whole() -> sa.Select[Any]:
    root = _CASES.alias("root")
    signs = sa.func.coalesce(
        sa.case((_LETTERS.c.regime == WPG, _EVENTS.c.officer_id)), _CASES.c.officer_id, root.c.officer_id
    )
    heads = [column.label(f"head_{column.name}") for column in _HEADS.columns]
    return (
        sa.select(
            _LETTERS, _CASES.c.number.label("case_number"), _CASES.c.proces, _CASES.c.person_id, _CASES.c.uitkomst,
            sa.func.coalesce(_WPG.c.facts, _CASES.c.facts).label("case_facts"), _EVENTS.c.seq.label("event_seq"),
            _PLACES.c.name.label("gemeente_name"), _SCHOOLS.c.name.label("school_name"), _SCHOOLS.c.brin,
            _OFFICERS.c.name.label("officer_name"), _OFFICERS.c.email.label("officer_email"), _OFFICERS.c.akte_number,
            _PERSONS.c.voornamen, _PERSONS.c.geboortedatum, *heads,
        )
        .join_from(_LETTERS, _CASES, _CASES.c.id == _LETTERS.c.case_id)
        .join(root, root.c.id == _CASES.c.root_id)
        .join(_EVENTS, _EVENTS.c.id == _LETTERS.c.event_id)
        .join(_PERSONS, _PERSONS.c.id == _CASES.c.person_id)
        .join(_PLACES, _PLACES.c.code == _LETTERS.c.gemeente)
        .outerjoin(_WPG, facts_join())
        .outerjoin(_SCHOOLS, _SCHOOLS.c.id == _CASES.c.school_id)
        .outerjoin(_OFFICERS, _OFFICERS.c.id == signs)
        .outerjoin(_HEADS, _HEADS.c.gemeente == _LETTERS.c.gemeente)
    )  # fmt: skip


def mark(session: Session, letter: Row, state: str, *, actor: Actor, at: datetime, seen: str = "") -> None:
    """Bring a letter in another state, and record who did. Conflict when it has left the state for it.

    The database decides who is first: of two who send at once one does.
    """
    before = _FROM[state]
    moved = session.connection().execute(
        sa.update(_LETTERS).where(_LETTERS.c.id == letter["id"], _LETTERS.c.state.in_(before)).values(state=state)
    )
    if moved.rowcount == 0:
        raise Conflict(_why_not(letter["state"], state))
    session.execute(sa.insert(_MARKS), [new(
        LetterMark, letter_id=letter["id"], gemeente=letter["gemeente"], kind=state, officer_id=actor.id, at=at,
        seen=seen,
    )])  # fmt: skip


def start(session: Session, actor: Actor, case_id: UUID, code: str, *, at: datetime) -> UUID:
    """Begin a letter that no step makes (L02, L19): a concept with what is known now. Returns its id.

    Raises NotFound, NotAllowed, or Invalid when this letter is not written by hand, or not in this zaak.
    """
    require(actor, "brieven")
    query = sa.select(_CASES).where(_CASES.c.id == case_id, visible(actor, _CASES.c.gemeente))
    case = session.execute(query).mappings().first()
    if case is None:
        raise NotFound
    kind = LETTERS.get(code)
    if kind is None or not kind.by_hand or ("verdachte" in kind.to) != (case["proces"] == "straf"):
        raise Invalid([Problem("code", "Deze brief kunt u in deze zaak niet zelf beginnen.")])
    regime = kind.regime_in(case["regime"])
    if regime == WPG and not actor.sees_wpg(dutch_date(at)):
        raise NotAllowed(ONLY_BOA)
    latest = sa.select(_EVENTS.c.id).where(_EVENTS.c.case_id == case_id).order_by(_EVENTS.c.seq.desc()).limit(1)
    row = new(
        Letter, case_id=case_id, root_id=case["root_id"], gemeente=case["gemeente"],
        event_id=session.execute(latest).scalar_one(), code=code, recipients=[{"soort": party} for party in kind.to],
        regime=regime, created_at=at,
    )  # fmt: skip
    session.execute(sa.insert(_LETTERS), [row])
    letter_id: UUID = row["id"]
    return letter_id


def drop(session: Session, actor: Actor, letter_id: UUID, *, at: datetime) -> None:
    """A letter that was not sent is not needed: it stays in the list as vervallen."""
    letter = read(session, actor, letter_id, today=dutch_date(at), right="brieven")
    mark(session, letter, DROPPED, actor=actor, at=at)


def _why_not(now: str, wanted: str) -> str:
    if now == SENT:
        return "Deze brief is al verzonden. Een verzonden brief verandert niet en gaat niet nog een keer uit."
    if now == DROPPED:
        return "Deze brief is vervallen."
    if wanted == SENT:
        return "Deze brief is nog niet gecontroleerd: controleer hem eerst."
    return "Deze brief is intussen door een ander veranderd. Kijk hem opnieuw na."
