"""Decides one step: `decide` says what follows from it or refuses with every reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from states.conditions import Condition, Question
from states.facts import Facts
from states.forms import asked, read_answers, read_permission
from states.policy import Policy
from states.refusal import Reason, StepRefused, wrong_role
from states.route import Proces, Step, split

__all__ = ["Decision", "Option", "Reason", "StepRefused", "asked", "decide", "possible"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A step that may be taken, and what follows from it."""

    step: Step
    target: str
    """state after the step; the same state for a step marked `=`"""
    answers: Mapping[str, Any]
    """what was filled in, read into values; empty optional fields are absent"""
    deviations: tuple[Reason, ...]
    """norms that do not hold and are deviated from with the motivation given, and what the ovj allowed"""
    letters: tuple[str, ...] = ()
    """codes of the letters that belong to it"""
    permission: Mapping[str, Any] | None = None
    """of the officier van justitie, when a condition asked for it: {naam: str, datum: date}"""

    @property
    def deviation_rows(self) -> list[dict[str, str]]:
        """The deviations as they are recorded: norm, tekst, and for what the ovj allowed his name and the day."""
        granted = (
            {"ovj": self.permission["naam"], "datum": self.permission["datum"].isoformat()} if self.permission else {}
        )
        return [
            {"norm": reason.name, "tekst": reason.text, **(granted if reason.kind == "ovj" else {})}
            for reason in self.deviations
        ]

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
        """Whether only norms and the ovj stand in the way, so that a motivation or his permission opens it."""
        return bool(self.blocked) and all(reason.kind in _SOFT for reason in self.blocked)

    @property
    def needs_permission(self) -> bool:
        """Whether it may ask for the permission of the officier van justitie."""
        kinds = {reason.kind for reason in self.blocked} | {condition.kind for condition in self.requirements}
        return "ovj" in kinds


_SOFT = ("norm", "ovj")
_NO_MOTIVATION = "Dit wijkt af van de norm: leg uit waarom u het toch doet."


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
    `motivation` says why (pas toe of leg uit), what is for the officier van justitie to allow when
    `permission` names him and the day ({naam, datum}). Raises StepRefused with every reason.
    """
    row = _row(proces, state, step, roles, facts)
    values, wrong = read_answers(row, answers, facts)
    question = Question(facts, policy, tuple(name for name, _always in row.opened), values)
    # An unreadable form already has its reasons; what it asks cannot be judged on half an answer.
    judged = row.judged if not wrong else tuple(c for c in row.judged if c.about == "feit")
    failed = tuple(Reason(c.kind, c.name, c.refusal(question)) for c in judged if not c.holds(question))
    excused, granted, excuses = _excuses(failed, motivation, permission, facts)
    refused = tuple(reason for reason in failed if reason.kind not in excused)
    if refused or wrong:
        raise StepRefused((*refused, *wrong, *excuses))
    walker = _Walker(state)
    proces.machine.events[step].trigger(walker)
    return Decision(row, walker.state, values, failed, _letters(proces, row, facts), granted)


def _letters(proces: Proces, row: Step, facts: Facts) -> tuple[str, ...]:
    missed = proces.second_invitation and facts.counters.get("niet_verschenen")
    return tuple(proces.second_invitation if missed and code == "L03" else code for code in split(row.letters))


def _excuses(
    failed: Sequence[Reason], motivation: str, permission: Mapping[str, str] | None, facts: Facts
) -> tuple[set[str], Mapping[str, Any] | None, tuple[Reason, ...]]:
    """The kinds of refusal that are set aside, the permission that does so, and what is missing for the others."""
    kinds = {reason.kind for reason in failed}
    excused: set[str] = set()
    missing: list[Reason] = []
    granted: Mapping[str, Any] | None = None
    if "norm" in kinds:
        if motivation.strip():
            excused.add("norm")
        else:
            missing.append(Reason("veld", "motivering", _NO_MOTIVATION))
    if "ovj" in kinds:
        granted, problem = read_permission(permission, facts)
        if granted:
            excused.add("ovj")
        else:
            missing.append(Reason("veld", "toestemming_ovj", problem))
    return excused, granted, tuple(missing)


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


def _row(proces: Proces, state: str, step: str, roles: frozenset[str], facts: Facts) -> Step:
    if step not in proces.step_names:
        raise StepRefused((Reason("stap", "stap", f"De stap bestaat niet in {proces.titel.lower()}."),))
    row = proces.rows.get((state, step))
    if row is None:
        titel = proces.by_name[state].titel
        raise StepRefused((Reason("toestand", "stap", f"De zaak staat op ‘{titel}’; daar past deze stap niet."),))
    if not roles & set(row.roles):
        raise StepRefused((wrong_role(row, facts),))
    return row
