"""A proces as a page people read: its tables and its diagram in Markdown."""

from collections.abc import Iterable, Sequence

from states.basis import BASIS
from states.conditions import CONDITIONS
from states.letters import LETTERS
from states.policy import KEYS
from states.processes import PROCESSEN, ZAAKTERMEN
from states.route import Proces, State, Step, Term, split


def page(proces: Proces) -> str:
    """The whole page of one proces, in Dutch: tables spelled as the specification, conditions, diagram."""
    parts = [
        f"# {proces.titel}",
        f"`{proces.name}` · {'hoofdproces' if proces.soort == 'root' else 'onderdeel'} · basis: {proces.basis}"
        f" · versie `{proces.version}`",
        "## Toestanden",
        table(("toestand", "titel", "termijn", "wacht op", "ladder", "basis"), map(_state, proces.states)),
        "## Stappen",
        *([f"`@open` = {proces.open}"] if proces.open else []),
        table(
            ("van", "stap", "naar", "wie", "voorwaarden", "vraagt", "brieven", "opent", "uitkomst"),
            map(_step, proces.steps),
        ),
        *([proces.toelichting.strip()] if proces.toelichting.strip() else []),
        *_conditions(proces),
        *_zaak_terms(proces),
        *_letters(proces),
        "## Diagram",
        f"```mermaid\n{mermaid(proces)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The page that leads to all others."""
    rows = [
        (f"[{proces.titel}]({proces.name}.md)", "hoofdproces" if proces.soort == "root" else "onderdeel",
         str(len(proces.states)), str(len(proces.steps)), f"`{proces.version}`")
        for proces in PROCESSEN.values()
    ]  # fmt: skip
    return "\n\n".join((
        "# Processen",
        "Deze pagina's zijn gemaakt uit de tabellen in `states/processes/` met `make docs`; een toets ziet erop toe dat"
        " ze kloppen. Wat wet is, wat norm en wat keuze: [wat-is-wet.md](../wat-is-wet.md).",
        table(("proces", "soort", "toestanden", "stappen", "versie"), rows),
    )) + "\n"  # fmt: skip


def mermaid(proces: Proces) -> str:
    """The state diagram in Mermaid; steps that stay (`=`) are left out."""
    lines = ["stateDiagram-v2", f"    [*] --> {proces.start}"]
    if proces.start_by_step:
        lines.append(f"    [*] --> {proces.start_by_step}: door een medewerker")
    lines += [f"    {state.name}: {state.titel}" for state in proces.states]
    for step in proces.steps:
        if step.to != "=":
            lines += [f"    {source} --> {step.to}: {step.titel}" for source in proces.sources(step)]
    lines += [f"    {state.name} --> [*]" for state in proces.states if state.final]
    return "\n".join(lines)


def _state(state: State) -> tuple[str, ...]:
    return (f"`{state.name}`", state.titel, state.term_cell, state.waits, state.ladder, _basis(state.term))


def _basis(term: Term | None) -> str:
    return KEYS[term.key].basis if term else ""


def _step(step: Step) -> tuple[str, ...]:
    return (
        step.source, f"`{step.name}`", step.to, step.who, step.conditions, step.asks, step.letters, step.opens,
        step.uitkomst,
    )  # fmt: skip


def _conditions(proces: Proces) -> list[str]:
    used = {name for step in proces.steps for name in split(step.conditions)}
    rows = [(f"`{c.name}`", c.kind, c.about, c.text, BASIS[c.name][0]) for c in CONDITIONS.values() if c.name in used]
    head = ("voorwaarde", "soort", "over", "als het niet kan", "basis")
    return ["## Voorwaarden", table(head, rows)] if rows else []


def _zaak_terms(proces: Proces) -> list[str]:
    rows = [
        (f"`{term.name}`", term.titel, term.start, term.term_cell, term.active, term.to, term.opens, _basis(term.term))
        for term in ZAAKTERMEN
        if proces.name in split(term.processes)
    ]
    head = ("naam", "titel", "vanaf", "termijn", "zolang", "aan", "opent", "basis")
    return ["## Termijnen naast de toestand", table(head, rows)] if rows else []


def _letters(proces: Proces) -> list[str]:
    used = {code for step in proces.steps for code in split(step.letters)}
    rows = [
        (letter.code, letter.titel, ", ".join(letter.to), letter.law)
        for letter in LETTERS.values()
        if letter.code in used
    ]
    return ["## Brieven", table(("code", "brief", "aan", "wet"), rows)] if rows else []


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its rows in the order given."""
    lines = [head, ["---"] * len(head), *rows]
    rows = (" | ".join(cell.replace("|", "/") for cell in line) for line in lines)
    return "\n".join(f"| {row} |".replace("|  |", "| |") for row in rows)
