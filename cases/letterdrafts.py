"""A letter before it is sent: to whom, with which facts, what it still lacks, and what was filled in by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from cases import letterfacts
from cases.addressees import Addressee, Circle, addressees, check_choice, parties, remember, with_addresses
from cases.clock import dutch_date
from cases.errors import Invalid, Problem
from cases.letters import CONCEPT, mark, read
from cases.melding import age_on
from cases.relatives import Party, around
from cases.rights import Actor
from cases.rows import AVG, WPG, Row, new, table_of
from cases.tables import LetterDraft, LetterMark, Officer, WpgLetterDraft
from cases.walk import plain
from states.answers import Unreadable
from states.answers import read as read_answer
from states.letters import LETTERS, Letter, fact

_MARKS, _OFFICERS = table_of(LetterMark), table_of(Officer)
DRAFTS: Mapping[str, type[SQLModel]] = {AVG: LetterDraft, WPG: WpgLetterDraft}
MARKS_MAX = 50
_POSTCODE = re.compile(r"^\d{4} ?[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with everything its text is made of."""

    row: Row
    """its row of `cases.letters.read`"""
    kind: Letter
    copies: Sequence[Addressee]
    possible: Sequence[Addressee]
    """everybody who may get it; `copies` are those chosen"""
    facts: Mapping[str, Any]
    circle: Circle
    head: Mapping[str, str] | None
    """the letterhead of the gemeente, once it has one"""
    marks: Sequence[Row] = ()
    filled: Mapping[str, Any] = field(default_factory=dict)
    chosen: bool = False
    """somebody chose among the addressees"""

    def missing(self) -> dict[str, str]:
        """What it lacks: name of the field, and a Dutch sentence. A letter that lacks something cannot be sent."""
        lacking = letterfacts.missing(self.kind, self.facts)
        found = {name: f"Nog in te vullen: {letterfacts.label(name)}." for name in lacking}
        if not self.copies:
            found["aan"] = "Er is nog niemand bekend om aan te schrijven."
        if not self.chosen and self._lacks_parents():
            found["aan"] = "Er is nog geen ouder of voogd met gezag bekend: leg bij Mensen vast wie het gezag heeft."
        for copy in self.copies:
            if not copy.lines:
                found[f"adres:{copy.key}"] = f"Nog in te vullen: het adres van {copy.name}."
        if self.head is None:
            found["briefhoofd"] = "De gemeente heeft nog geen briefhoofd: de beheerder vult het in."
        if not self.row["officer_name"]:
            found["behandelaar"] = "De zaak heeft nog geen behandelaar om de brief te ondertekenen."
        return found

    def _lacks_parents(self) -> bool:
        asked = self.circle.age < 18 and "ouders" in parties(self.kind, self.facts)
        return asked and not any(each.soort == "ouder" for each in self.possible)

    def secrets_for(self, copy: Addressee) -> list[str]:
        """Parts of secret addresses that may not stand in this copy: those of others."""
        others = [p for p in self.circle.people if p.geheim and str(p.id) != copy.key and p.lines != copy.lines]
        return [part for person in others for part in _parts(person)]


def draft(session: Session, actor: Actor, letter_id: UUID, *, today: date, right: str = "zaken.lezen") -> Draft:
    """A letter as it would go out on this Dutch date. Ten statements at most; errors as `cases.letters.read`."""
    row = read(session, actor, letter_id, today=today, right=right)
    kind = LETTERS[row["code"]]
    filled = _filled(session, row)
    given = {name: letterfacts.value_of(name, value) for name, value in filled["facts"].items()}
    facts = letterfacts.gather(session, row, kind) | given
    circle = Circle(
        around(session, row["person_id"], today), age_on(row["geboortedatum"], today),
        str((row["case_facts"] or {}).get("verdachte") or ""), row["school_name"] or row["brin"] or "",
    )  # fmt: skip
    possible = with_addresses(session, row["gemeente"], addressees(kind, facts, circle, ()))
    copies = [each for each in possible if not filled["to"] or each.key in filled["to"]]
    head = {name.removeprefix("head_"): value for name, value in row.items() if name.startswith("head_")}
    return Draft(
        row, kind, copies, possible, facts, circle, head if head["gemeente"] else None, _marks(session, letter_id),
        filled["facts"], bool(filled["to"]),
    )  # fmt: skip


def fill(
    session: Session, actor: Actor, letter_id: UUID, *, at: datetime, facts: Mapping[str, Any],
    to: Sequence[str] | None = None, addresses: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Fill in facts of a letter that is not sent (an empty value takes one back), choose among its addressees, and
    give addresses of organisations, by name. What was checked must be checked again.

    Invalid names every field that is wrong: also somebody without gezag. Conflict when it is sent or vervallen.
    """
    today = dutch_date(at)
    now = draft(session, actor, letter_id, today=today, right="brieven")
    given = _read(now, facts, today)
    if to:
        check_choice(now.circle, now.possible, to)
    mark(session, now.row, CONCEPT, actor=actor, at=at)
    for name, address in (addresses or {}).items():
        if address.strip():
            remember(session, now.row["gemeente"], _organisation(now, name), address)
    table = table_of(DRAFTS[now.row["regime"]])
    kept = {name: value for name, value in {**now.filled, **given}.items() if value is not None}
    session.execute(sa.delete(table).where(table.c.letter_id == letter_id))
    chosen = _chosen(now) if to is None else list(to)
    session.execute(sa.insert(table), [new(
        DRAFTS[now.row["regime"]], letter_id=letter_id, gemeente=now.row["gemeente"], facts=kept, to=chosen,
    )])  # fmt: skip


def _filled(session: Session, row: Row) -> Mapping[str, Any]:
    table = table_of(DRAFTS[row["regime"]])
    found = session.execute(sa.select(table).where(table.c.letter_id == row["id"])).mappings().first()
    return dict(found) if found else {"facts": {}, "to": []}


def _chosen(now: Draft) -> list[str]:
    return [each.key for each in now.copies] if now.chosen else []


def _marks(session: Session, letter_id: UUID) -> list[Row]:
    query = sa.select(_MARKS, _OFFICERS.c.name.label("officer_name")).outerjoin(
        _OFFICERS, _OFFICERS.c.id == _MARKS.c.officer_id
    )
    found = session.execute(
        query.where(_MARKS.c.letter_id == letter_id).order_by(_MARKS.c.at.desc(), _MARKS.c.id.desc()).limit(MARKS_MAX)
    )
    return [dict(each) for each in reversed(found.mappings().all())]


def _read(now: Draft, facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    read, wrong = {}, []
    for name, raw in facts.items():
        if name not in (*now.kind.needs, *now.kind.may):
            wrong.append(Problem(name, "Dit hoort niet bij deze brief."))
            continue
        try:
            read[name] = plain(read_answer(fact(name), raw, today))
        except Unreadable as error:
            wrong.append(Problem(name, str(error)))
    if wrong:
        raise Invalid(wrong)
    return read


def _organisation(now: Draft, name: str) -> str:
    known = {each.key for each in now.possible if each.soort == "organisatie"}
    if name not in known:
        text = "Een adres van een persoon legt u vast bij Mensen; een andere organisatie hoort niet bij deze brief."
        raise Invalid([Problem(f"adres:{name}", text)])
    return name


def _parts(person: Party) -> list[str]:
    codes = [found[0] for line in person.lines if (found := _POSTCODE.match(line))]
    return [person.lines[0], *codes] if person.lines else []
