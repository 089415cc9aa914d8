"""Whether the tables of a proces hold together. Run when a proces is made, so a wrong table never starts."""

from typing import TYPE_CHECKING

from states.conditions import CONDITIONS
from states.fields import FIELDS
from states.ladder import parse_ladder
from states.letters import LETTERS
from states.policy import KEYS

if TYPE_CHECKING:
    from states.route import Proces, State, Step
    from states.term import Term

ROLES = ("lpa", "boa", "adm", "tl", "sys")
WAITS = (
    "", "ons", "ouders", "jongere", "school", "hulpverlener", "halt", "tafel", "rvdk", "om", "rechter", "gi", "partij",
)  # fmt: skip
AUTO = ("", "verlopen", "melding_erbij", "melding_ingetrokken", "routes_klaar", "hoofdzaak_klaar")


class TableError(Exception):
    """A proces table does not hold together; the message says which file, row and why."""


def split(cell: str) -> tuple[str, ...]:
    """The words of a cell, in order; commas separate."""
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def problems(proces: "Proces") -> list[str]:
    """What is wrong with the tables of a proces, one line each; empty when they hold together."""
    wrong: list[str] = []
    names = [state.name for state in proces.states]
    wrong += [f"toestand `{name}` staat er twee keer" for name in names if names.count(name) > 1]
    wrong += [
        f"`{name}` is geen toestand, maar staat in start of @open"
        for name in (proces.start, proces.start_by_step or proces.start, *split(proces.open))
        if name not in names
    ]
    wrong += [f"onbekend veld `{name}` bij openen" for name in split(proces.asks) if name not in FIELDS]
    if proces.second_invitation and proces.second_invitation not in LETTERS:
        wrong.append(f"onbekende brief `{proces.second_invitation}`")
    for state in proces.states:
        wrong += [f"toestand `{state.name}`: {problem}" for problem in _state_problems(state)]
    seen: set[tuple[str, str]] = set()
    for step in proces.steps:
        for source in proces.sources(step):
            if (source, step.name) in seen:
                wrong.append(f"stap `{step.name}` gaat twee keer uit van `{source}`")
            seen.add((source, step.name))
        wrong += [
            f"stap `{step.name}` vanuit {step.source}: {problem}" for problem in _step_problems(proces, step, names)
        ]
    return wrong or _graph_problems(proces)


def _state_problems(state: "State") -> list[str]:
    wrong = []
    if state.waits not in WAITS:
        wrong.append(f"onbekend wacht-op `{state.waits}`")
    if not state.final and not state.container:
        if not state.waits:
            wrong.append("heeft een termijn maar wacht op niemand")
        try:
            wrong += _term_problems(state.term) if state.term else []
            parse_ladder(state.ladder)
        except ValueError as error:
            wrong.append(f"wacht zonder termijn: {error}" if not state.term_cell else str(error))
    return wrong


def _term_problems(term: "Term") -> list[str]:
    key = KEYS.get(term.key)
    if key is None:
        return [f"onbekende beleidssleutel `{term.key}`"]
    if (key.default, key.unit) != (term.amount, term.unit):
        return [f"`{term.key}` is {key.default} {key.unit} in het beleid, {term.amount} {term.unit} in de tabel"]
    if term.field and term.field not in FIELDS:
        return [f"onbekend veld `{term.field}`"]
    return []


def _step_problems(proces: "Proces", step: "Step", names: list[str]) -> list[str]:
    known: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
        ("toestand", (*proces.sources(step), *(() if step.to == "=" else (step.to,))), tuple(names)),
        ("rol", step.roles, ROLES),
        ("voorwaarde", split(step.conditions), tuple(CONDITIONS)),
        ("veld", tuple(ask.rstrip("?") for ask in split(step.asks)), tuple(FIELDS)),
        ("brief", split(step.letters), tuple(LETTERS)),
        ("aanleiding", (step.auto,), AUTO),
    )
    wrong = [f"onbekende {what} `{name}`" for what, found, all_ in known for name in found if name not in all_]
    if wrong or step.to == "=":
        return wrong
    term = proces.by_name[step.to].term
    if term is not None and term.field and term.field not in split(step.asks):
        wrong.append(f"vraagt niet om `{term.field}`, waarop de termijn van `{step.to}` rust")
    if step.to in proces.sources(step) and term is not None and not (term.field or term.again):
        wrong.append(f"keert terug naar `{step.to}` zonder dat de termijn opnieuw begint")
    if step.auto and "sys" not in step.roles:
        wrong.append("gaat vanzelf, maar `sys` mag hem niet nemen")
    if "sys" in step.roles and not step.auto:
        wrong.append("is voor `sys`, maar zegt niet wat de aanleiding is")
    return wrong


def _graph_problems(proces: "Proces") -> list[str]:
    onward = {
        state.name: {step.to for step in proces.steps_from(state.name) if step.to != "="} for state in proces.states
    }
    reached, todo = set(), [proces.start, proces.start_by_step or proces.start]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo.extend(onward[name])
    ends = {state.name for state in proces.states if state.final}
    can_end, grew = set(ends), True
    while grew:
        more = {name for name, to in onward.items() if to & can_end} - can_end
        can_end |= more
        grew = bool(more)
    return [f"toestand `{name}` is niet te bereiken" for name in onward if name not in reached] + [
        f"toestand `{name}` loopt dood: geen stap leidt naar een einde" for name in onward if name not in can_end
    ]
