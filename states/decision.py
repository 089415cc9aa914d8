"""Decides one step: `decide` says what follows from it or refuses with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from states.answers import Unreadable, read
from states.conditions import Condition, Question
from states.facts import Facts
from states.policy import Policy
from states.route import Proces, Step


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is refused. Kind: stap, toestand, rol, veld, wet, orde, norm or ovj."""

    kind: str
    name: str
    """the field or condition it is about"""
    text: str
    """a Dutch sentence"""


class StepRefused(Exception):
    """The step may not be taken; carries all reasons, not just the first."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Decision:
    """A step that may be taken, and what follows from it."""

    step: Step
    target: str
    """state after the step; the same state for a step marked `=`"""
    answers: Mapping[str, Any]
    """what was filled in, read into values; empty optional fields are absent"""
    deviations: tuple[Reason, ...]
    """norms that do not hold and are deviated from with the motivation given"""

    @property
    def stays(self) -> bool:
        """Whether state and running term stay as they are."""
        return self.step.to == "="


@dataclass(frozen=True, slots=True)
class Option:
    """A step in the list of possible steps."""

    step: Step
    blocked: tuple[Reason, ...]
    """conditions on facts that do not hold"""
    requirements: tuple[Condition, ...]
    """conditions on answers, judged when the form is sent"""

    @property
    def deviable(self) -> bool:
        """Whether only norms stand in the way, so that a motivation opens it."""
        return bool(self.blocked) and all(reason.kind == "norm" for reason in self.blocked)


@dataclass(slots=True)
class _Walker:
    """The throw-away object on which the shared machine decides."""

    state: str


def decide(
    proces: Proces,
    state: str,
    step: str,
    facts: Facts,
    answers: Mapping[str, Any],
    motivation: str,
    roles: frozenset[str],
    policy: Policy,
    *,
    permission: Mapping[str, str] | None = None,
) -> Decision:
    """Judge one step of a zaak in `state` by an officer with these short roles, on `facts.today`.

    `answers` are raw: strings of a form or JSON values. Norms that do not hold are accepted when
    `motivation` says why (pas toe of leg uit). Raises StepRefused with every reason.
    """
    row = _row(proces, state, step, roles)
    values, wrong = _read_answers(row, answers, facts)
    question = Question(facts, policy, tuple(name for name, _always in row.opened), values)
    # An unreadable form already has its reasons; what it asks cannot be judged on half an answer.
    judged = row.judged if not wrong else tuple(c for c in row.judged if c.about == "feit")
    failed = tuple(Reason(c.kind, c.name, c.refusal(question)) for c in judged if not c.holds(question))
    norms = tuple(reason for reason in failed if reason.kind == "norm")
    if norms and not motivation.strip():
        wrong = (*wrong, Reason("veld", "motivering", "Dit wijkt af van de norm: leg uit waarom u het toch doet."))
    hard = tuple(reason for reason in failed if reason.kind != "norm")
    if hard or wrong:
        raise StepRefused((*hard, *(norms if not motivation.strip() else ()), *wrong))
    walker = _Walker(state)
    proces.machine.events[step].trigger(walker)
    return Decision(row, walker.state, values, norms)


def possible(proces: Proces, state: str, facts: Facts, roles: frozenset[str], policy: Policy) -> tuple[Option, ...]:
    """The steps this officer could take now, in the order of the table, each with what stands in its way."""
    options = []
    for row in proces.steps_from(state):
        if not roles & set(row.roles):
            continue
        question = Question(facts, policy, tuple(name for name, _always in row.opened))
        blocked = tuple(
            Reason(c.kind, c.name, c.refusal(question))
            for c in row.judged
            if c.about == "feit" and not c.holds(question)
        )
        options.append(Option(row, blocked, tuple(c for c in row.judged if c.about == "antwoord")))
    return tuple(options)


def _row(proces: Proces, state: str, step: str, roles: frozenset[str]) -> Step:
    if step not in proces.step_names:
        raise StepRefused((Reason("stap", "stap", f"De stap bestaat niet in {proces.titel.lower()}."),))
    row = proces.rows.get((state, step))
    if row is None:
        titel = proces.by_name[state].titel
        raise StepRefused((Reason("toestand", "stap", f"De zaak staat op ‘{titel}’; daar past deze stap niet."),))
    if not roles & set(row.roles):
        raise StepRefused((Reason("rol", "stap", f"Deze stap is voor {_role_names(row)}."),))
    return row


_ROLE_NAMES = {
    "lpa": "een leerplichtambtenaar",
    "boa": "een leerplichtambtenaar met een geldige BOA-akte",
    "adm": "de administratie",
    "tl": "een teamleider",
    "sys": "het systeem",
}


def _role_names(row: Step) -> str:
    return " of ".join(_ROLE_NAMES[role] for role in row.roles)


def _read_answers(row: Step, raw: Mapping[str, Any], facts: Facts) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    values: dict[str, Any] = {}
    known = {field.name for field, _required in row.fields}
    wrong = [Reason("veld", name, "Deze stap vraagt hier niet om.") for name in raw if name not in known]
    for field, required in row.fields:
        try:
            value = read(field, raw.get(field.name), facts.today)
        except Unreadable as error:
            wrong.append(Reason("veld", field.name, str(error)))
            continue
        if value is None and required:
            wrong.append(Reason("veld", field.name, f"Vul in: {field.label[0].lower()}{field.label[1:]}."))
        elif value is not None:
            values[field.name] = value
    return values, tuple(wrong)
