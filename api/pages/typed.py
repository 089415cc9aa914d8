"""What somebody typed in a form, what is wrong with it, and what the form needs to come back with both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from api.pages.forms import identity, text
from api.problems import refusal_of
from cases.choices import Asked
from cases.errors import Conflict, Invalid, Problem, Stale
from cases.rights import NotAllowed
from cases.titles import event_title, state_title
from states.answers import Unreadable, read
from states.decision import Reason, StepRefused
from states.fields import FIELDS, Field

AGREEMENTS_MAX = 25
REFUSED = (StepRefused, Invalid, Stale, Conflict, NotAllowed)
"""refusals that bring the form back instead of a page of their own"""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, by field; after a refusal also what is wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    motivation: str = ""
    reasons: Sequence[Reason] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[str] = ()
    """what somebody else did first, in words"""
    status: int = 200

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was typed, by label, for a form that is no longer there."""
        shown = [(FIELDS[name].label, _as_text(value)) for name, value in self.values.items() if name in FIELDS]
        return [(label, told) for label, told in (*shown, ("Motivering", self.motivation)) if told]

    def refused(self, error: Exception, proces: str) -> "Typed":
        """The same with what this refusal says of it. `proces` is that of the zaak."""
        found = replace(self, status=refusal_of(error).status)
        if isinstance(error, Stale):
            return replace(found, changes=[_change(each, proces) for each in error.changes])
        if isinstance(error, Invalid):
            return replace(found, errors={problem.field: problem.text for problem in error.problems})
        if isinstance(error, StepRefused):
            beside = {reason.name: reason.text for reason in error.reasons if reason.kind == "veld"}
            above = [reason for reason in error.reasons if reason.kind != "veld"]
            return replace(found, reasons=above, errors=beside)
        return replace(found, reasons=[Reason("orde", "", str(error))])


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_as_text, value))
    return ", ".join(filter(None, value.values())) if isinstance(value, dict) else str(value)


def _change(change: Mapping[str, Any], proces: str) -> str:
    told = event_title({"kind": change["soort"], "step": change["stap"], "answers": {}}, proces)
    return f"{told}; de zaak staat dan op ‘{state_title(proces, change['naar'])}’."


def step_typed(form: FormData) -> Typed:
    """What was typed in the form of a step: text, a list for boxes, and rows for afspraken."""
    asked = [FIELDS[name] for name in dict.fromkeys(form.keys()) if name in FIELDS]
    values = _values(form, asked)
    if any(name.startswith("afspraken-") for name in form):
        values["afspraken"] = _agreements(form)
    return Typed(values, motivation=lines(form, "motivering"))


def typed(form: FormData, asked: Sequence[Asked]) -> Typed:
    """What was typed in a form with these questions."""
    return Typed(_values(form, [each.field for each in asked]))


def _values(form: FormData, fields: Sequence[Field]) -> dict[str, Any]:
    return {
        spec.name: [each for each in form.getlist(spec.name) if isinstance(each, str)]
        if spec.type in ("choices", "persons")
        else lines(form, spec.name)
        for spec in fields
    }


def _agreements(form: FormData) -> list[dict[str, str]]:
    rows = [
        {part: text(form, f"afspraken-{number}-{part}") for part in ("wat", "wie", "uiterlijk")}
        for number in range(AGREEMENTS_MAX)
    ]
    return [row for row in rows if any(row.values())]


def lines(form: FormData, name: str) -> str:
    """What was typed, with line ends of one character: a browser sends two but counts one."""
    return text(form, name).replace("\r\n", "\n")


def motivation_of(given: Typed, today: date) -> str:
    """The motivation as it may be kept. Raises Invalid when it is too long or cannot be kept."""
    asked = Asked(Field("motivering", "longtext", "Motivering"), required=False)
    return answers_of([asked], {"motivering": given.motivation}, today)["motivering"] or ""


def answers_of(asked: Sequence[Asked], values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What was typed, read field by field; empty fields are None. Raises Invalid with every field that is wrong."""
    found: dict[str, Any] = {}
    wrong = []
    for each in asked:
        spec = each.field
        try:
            found[spec.name] = read(spec, values.get(spec.name), today)
        except Unreadable as error:
            wrong.append(Problem(spec.name, str(error)))
            continue
        if found[spec.name] is None and each.required:
            wrong.append(Problem(spec.name, f"Vul in: {spec.label[0].lower()}{spec.label[1:]}."))
    if wrong:
        raise Invalid(wrong)
    return found


def version_of(form: FormData) -> int:
    """The version that was looked at. A form of ours always has it: without it 428."""
    given = text(form, "versie")
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise HTTPException(428, "Het formulier noemt niet welke versie van de zaak u zag. Open de zaak opnieuw.")
    return int(given)


def key_of(form: FormData) -> str | None:
    """The key of the form, under which sending it twice counts once."""
    found = identity(text(form, "sleutel"))
    return str(found) if found else None


def new_key() -> str:
    """A key for a form that is shown now."""
    return str(uuid4())
