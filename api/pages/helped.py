"""What the form of a step starts with, and the help beside its fields that depends on the zaak."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from cases.choices import Asked, Choice, Choices
from cases.hours import Absence, absence
from cases.rights import Actor
from cases.windows import HALT_FROM
from states.birthdays import birthday
from states.working_days import in_words

_HOURS, _LATE = "uren", "te_laat"


def absence_for(session: Session, found: Choices, choice: Choice | None) -> Absence | None:
    """The absence in the meldingen, for a step of Halt that asks for it; None for any other."""
    if choice is None or not {_HOURS, _LATE} <= {asked.field.name for asked in choice.asked}:
        return None
    return absence(session, found.case["root_id"], birthday(found.dossier.birth_date, HALT_FROM))


def first_values(choice: Choice | None, actor: Actor, told: Absence | None) -> dict[str, str]:
    """What a form starts with: oneself as behandelaar, a day it proposes, the figures of the meldingen for Halt."""
    proposed = {each.field.name: each.suggestion for each in choice.asked if each.suggestion} if choice else {}
    asked = next((each for each in choice.asked if each.field.type == "officer"), None) if choice else None
    own = str(actor.id)
    values = proposed | ({asked.field.name: own} if asked and own in dict(asked.choices) else {})
    if told is not None:
        values |= {_HOURS: str(told.whole), _LATE: str(told.te_laat)}
    return values


def helped(
    found: Choices, choice: Choice | None, told: Absence | None, typed: Mapping[str, Any] | None = None
) -> Choice | None:
    """The step with what helps to fill it in; `typed` is what came back, to say where it differs."""
    if choice is None:
        return None
    if any(reason.name == "tijdig_uitgenodigd" for reason in choice.requirements):
        choice = replace(choice, asked=_with_help(choice.asked, "datum", _first_day(found)))
    if told is not None:
        text = told.sentence
        if typed:
            text = told.differs(*(_figure(typed.get(name)) for name in (_HOURS, _LATE))) or text
        choice = replace(choice, asked=_with_help(choice.asked, _HOURS, f"{text} Alleen vanaf de twaalfde verjaardag."))
    return choice


def _first_day(found: Choices) -> str:
    d = found.dossier
    notice = timedelta(days=d.office.policy(d.today).number("oproep.min_dagen"))
    first = d.office.calendar.working_day_on_or_after(d.today + notice)
    return f"Eerste werkdag die past bij de norm van {notice.days} dagen: {in_words(first)}"


def _figure(text: Any) -> Any:
    return int(text) if isinstance(text, str) and text.strip().isdecimal() else text


def _with_help(asked: Sequence[Asked], name: str, text: str) -> list[Asked]:
    return [replace(each, field=replace(each.field, help=text)) if each.field.name == name else each for each in asked]
