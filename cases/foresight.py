"""What a step would do, in Dutch sentences: where the zaak goes, its term there, letters, what opens and ends."""

from collections.abc import Iterator

from cases import deadlines
from cases.concepts import recipients
from cases.dossier import Dossier
from cases.rows import WPG, Row
from cases.titles import proces_title, words
from states.explain import amount_in_words
from states.fields import FIELDS
from states.letters import LETTERS
from states.policy import KEYS
from states.route import State, Step, split


def foresee(dossier: Dossier, case: Row, name: str) -> list[str]:
    """What the step `name` of this zaak would do today. A KeyError when its state has no such step.

    Nothing of a wpg zaak to an actor who may not know what is in it: he sees only what the step asks.
    """
    if case["regime"] == WPG and not dossier.actor.sees_wpg(dossier.today):
        return []
    proces = dossier.proces_of(case)
    step = proces.rows[case["state"], name]
    told = [*_state(dossier, case, step), *_letters(dossier, case, step), *_opens(step)]
    if step.to != "=" and proces.by_name[step.to].final and case["id"] == case["root_id"]:
        left = len(dossier.open_children())
        if left:
            noun = "onderdeel" if left == 1 else "onderdelen"
            told.append(f"Wat in dit dossier nog openstaat, vervalt: {left} {noun}.")
    return told


def ends(dossier: Dossier, case: Row, name: str) -> bool:
    """Whether the step leads to a state in which the zaak ends."""
    proces = dossier.proces_of(case)
    to = proces.rows[case["state"], name].to
    return to != "=" and proces.by_name[to].final


def _state(dossier: Dossier, case: Row, step: Step) -> Iterator[str]:
    proces = dossier.proces_of(case)
    what = "De zaak" if case["id"] == case["root_id"] else "Dit onderdeel"
    if step.to == "=":
        yield f"{what} blijft op ‘{proces.by_name[case['state']].titel}’; de termijn loopt door."
        return
    state = proces.by_name[step.to]
    if state.final:
        yield f"{what} eindigt als ‘{state.titel}’ en alle termijnen ervan stoppen."
        return
    yield f"{what} {'blijft op' if step.to == case['state'] else 'gaat naar'} ‘{state.titel}’."
    yield _term(dossier, case, state)


def _term(dossier: Dossier, case: Row, state: State) -> str:
    if state.term is None:
        return "Daar wacht de zaak tot de onderdelen klaar zijn."
    if state.term.field:
        amount = dossier.office.policy(dossier.today).number(state.term.key)
        label = FIELDS[state.term.field].label.lower()
        if not amount:
            return f"De termijn loopt tot en met de dag die u invult bij ‘{label}’."
        term = amount_in_words(amount, KEYS[state.term.key].unit)
        return f"De termijn is {term} na de dag die u invult bij ‘{label}’."
    row = deadlines.state_deadline(case, state, {}, dossier.today, dossier.office)
    return f"De nieuwe termijn: {row['sentence'][0].lower()}{row['sentence'][1:]}" if row else ""


def _letters(dossier: Dossier, case: Row, step: Step) -> Iterator[str]:
    for code in split(step.letters):
        to = [words(party["soort"]).lower() for party in recipients(dossier, case, code)]
        yield f"Zet een brief in concept: {LETTERS[code].titel}{', aan ' if to else ''}{_and(to)}."


def _opens(step: Step) -> Iterator[str]:
    for name, always in step.opened:
        if name == "afspraak":
            yield f"Opent {'' if always else 'desgewenst '}voor elke afspraak die u invult een eigen termijn."
        else:
            yield f"Opent: {proces_title(name)}."


def _and(parts: list[str]) -> str:
    return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
