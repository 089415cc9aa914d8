"""Giving ticked zaken to another behandelaar: one transaction and one result for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine
from starlette.datastructures import FormData

from api.pages.forms import identity, text, texts
from api.pages.typed import answers_of, lines
from api.problems import refusal_of
from cases import store
from cases.actions import assign
from cases.choices import Asked
from cases.errors import Conflict, Invalid, NotFound, Stale
from cases.rights import Actor
from states.fields import Field

REASON_MAX, AT_ONCE = 500, 200
_WHY = Asked(Field("reden", "longtext", "Reden"), True)


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one zaak; without `problem` it has its new behandelaar."""

    case_id: UUID
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was filled in, to be carried out and, where it could not, to be shown again."""

    picked: Mapping[UUID, int] = field(default_factory=dict)
    """the ticked zaken, with the version that was looked at"""
    officer_id: UUID | None = None
    reason: str = ""
    key: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    results: Sequence[Given] = ()


NOTHING = Sent()


def read(form: FormData, today: date) -> Sent:
    """The form as it was filled in, with a sentence for each field that cannot be used."""
    picked: dict[UUID, int] = {}
    errors = {}
    for value in texts(form, "zaak")[:AT_ONCE]:
        number, _, version = value.partition(":")
        case_id = identity(number)
        if case_id and version.isascii() and version.isdigit() and len(version) <= 9:
            picked[case_id] = int(version)
    if not picked:
        errors["zaak"] = "Vink eerst een of meer zaken aan."
    officer_id, reason = identity(text(form, "behandelaar")), lines(form, "reden").strip()
    if officer_id is None:
        errors["behandelaar"] = "Kies wie de zaken krijgt."
    if not reason or len(reason) > REASON_MAX:
        errors["reden"] = f"Schrijf in hooguit {REASON_MAX} tekens waarom de zaken naar een ander gaan."
    try:
        answers_of([_WHY], {"reden": reason}, today)
    except Invalid as error:
        errors.setdefault("reden", error.problems[0].text)
    return Sent(picked, officer_id, reason, text(form, "sleutel")[:50], errors)


def carry_out(engine: Engine, sent: Sent, *, actor: Actor, at: datetime) -> Sent:
    """Assign each zaak. What is left to show again is what could not be done."""
    if sent.errors or sent.officer_id is None:
        return sent
    results = [
        Given(case_id, _assign(engine, sent, case_id, sent.officer_id, actor, at)) for case_id in sorted(sent.picked)
    ]
    left = {each.case_id: sent.picked[each.case_id] for each in results if each.problem}
    return replace(sent, picked=left, results=results) if left else Sent(results=results)


def _assign(engine: Engine, sent: Sent, case_id: UUID, officer_id: UUID, actor: Actor, at: datetime) -> str:
    key = f"{sent.key}:{case_id}" if sent.key else None
    try:
        with store.writing(engine) as session:
            assign(
                session, case_id, officer_id, actor=actor, at=at, reason=sent.reason, version=sent.picked[case_id],
                key=key,
            )  # fmt: skip
    except (Conflict, Invalid, NotFound, Stale) as error:
        return refusal_of(error).sentence
    return ""
