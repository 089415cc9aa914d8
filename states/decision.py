"""Decides one step: `decide` says what follows from it or refuses with every reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from states.answers import Unreadable, read
from states.conditions import Condition, Question
from states.facts import Facts
from states.fields import FIELDS, Field
from states.policy import Policy
from states.route import Proces, Step
from states.working_days import in_words


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
    """norms that do not hold and are deviated from with the motivation given, and what the ovj allowed"""
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
_NO_PERMISSION = "Dit mag alleen met toestemming van de officier van justitie: vul in wie die gaf, en wanneer."
# Of the register; without a melding that runs there is nothing to tell it (process.md section 1).
_ABOUT_REGISTER = ("duo_reden", "duo_toelichting")


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
    values, wrong = _read_answers(row, answers, facts)
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
    return Decision(row, walker.state, values, failed, granted)


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
        granted, problem = _read_permission(permission, facts)
        if granted:
            excused.add("ovj")
        else:
            missing.append(Reason("veld", "toestemming_ovj", problem))
    return excused, granted, tuple(missing)


def asked(step: Step, facts: Facts) -> Sequence[tuple[Field, bool]]:
    """What the form of this step asks of this zaak, each with whether it must be filled in.

    The fields of the register are asked only while a melding is live.
    """
    if facts.root.get("meldingen", 0) > 0:
        return step.fields
    return tuple((field, required) for field, required in step.fields if field.name not in _ABOUT_REGISTER)


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
        raise StepRefused((Reason("rol", "stap", f"Deze stap is voor {_role_names(row)}{_ended(row, facts)}."),))
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


def _ended(row: Step, facts: Facts) -> str:
    """The last day of the akte, for who takes a step of a boa after it."""
    if "boa" not in row.roles or facts.akte_until is None or facts.akte_until >= facts.today:
        return ""
    return f"; uw akte gold tot en met {in_words(facts.akte_until)}"


def _read_permission(raw: Mapping[str, Any] | None, facts: Facts) -> tuple[Mapping[str, Any] | None, str]:
    """The permission of the officier van justitie, or the sentence that says what is wrong with it."""
    try:
        name = read(FIELDS["ovj_naam"], (raw or {}).get("naam"), facts.today)
        day = read(FIELDS["ovj_datum"], (raw or {}).get("datum"), facts.today)
    except Unreadable as error:
        return None, f"Toestemming van de officier van justitie: {error}"
    return ({"naam": name, "datum": day}, "") if name and day else (None, _NO_PERMISSION)


def _read_answers(row: Step, raw: Mapping[str, Any], facts: Facts) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    values: dict[str, Any] = {}
    known = {field.name for field, _required in row.fields}
    needed = {field.name for field, required in asked(row, facts) if required}
    wrong = [Reason("veld", name, "Deze stap vraagt hier niet om.") for name in raw if name not in known]
    for field, _required in row.fields:
        try:
            value = read(field, raw.get(field.name), facts.today)
        except Unreadable as error:
            wrong.append(Reason("veld", field.name, str(error)))
            continue
        if value is None and field.name in needed:
            wrong.append(Reason("veld", field.name, f"Vul in: {field.label[0].lower()}{field.label[1:]}."))
        elif value is not None:
            values[field.name] = value
    return values, tuple(wrong)
