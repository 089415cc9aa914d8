"""What follows from a step: event, terms, children, letters and the automatic steps it sets off.

Everything is worked out on a `Dossier` in hand; the caller writes it in one go.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any
from uuid import UUID

from cases import concepts, deadlines
from cases.dossier import Dossier
from cases.rights import LPA, SYSTEM, Actor
from cases.rows import AVG, WPG, Row, new
from cases.tables import Case, ClockEntry, Event
from cases.wpg import starts
from states.conditions import AFTERCARE
from states.decision import Decision, StepRefused, decide
from states.processes import PROCESSEN
from states.route import Proces, split

# Children whose end is told on the root, beside the routes.
_TOLD = frozenset({"mdo", "veiligheidshuis"})
# States of a route child, not its end, that the root hears of: it may go on from there (process.md 1 and 13).
_TOLD_ON_THE_WAY: Mapping[str, tuple[str, ...]] = {**AFTERCARE, "straf": ("ingezonden", *AFTERCARE["straf"])}
# Of these the boa who opened them is behandelaar.
_OF_THE_BOA = frozenset({"halt", "straf"})


def plain(value: Any) -> Any:
    """An answer as JSON: dates, times and ids as text."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def event(d: Dossier, case: Row, kind: str, *, actor: Actor, to_state: str | None = None, **values: Any) -> Row:
    """The next event of this zaak, not yet recorded. `to_state` is the state after it."""
    number = 1 if kind == "opening" else case["version"] + 1
    return new(
        Event, case_id=case["id"], root_id=case["root_id"], gemeente=case["gemeente"], seq=number, kind=kind,
        from_state="" if kind == "opening" else case["state"], to_state=to_state or case["state"], at=d.at,
        recorded_at=d.recorded_at, officer_id=actor.id, actor=actor.role,
        definition=PROCESSEN[case["proces"]].version, cause_id=d.cause, **{"regime": case["regime"], **values},
    )  # fmt: skip


def take(
    d: Dossier, case: Row, decision: Decision, *, actor: Actor, motivation: str = "", key: str | None = None
) -> Row:
    """Record a decided step and everything that follows from it. Returns its event."""
    source, proces = case["state"], d.proces_of(case)
    deviations = decision.deviation_rows
    happened = event(
        d, case, "stap", actor=actor, to_state=decision.target, step=decision.step.name,
        answers=plain(decision.answers), motivation=motivation.strip(),
        deviations=deviations, deviates=bool(deviations),
        uitkomst=decision.step.uitkomst or str(decision.answers.get("hoofduitkomst") or ""), idempotency_key=key,
        regime=_regime(d, case, decision),
    )  # fmt: skip
    final = proces.by_name[decision.target].final
    case["closed_on"] = d.today if final else None
    if happened["uitkomst"]:
        case["uitkomst"] = happened["uitkomst"]
    d.record(happened, case)
    outer, d.cause = d.cause, d.cause or happened["id"]
    if not decision.stays:
        _next_term(d, case, source, decision)
    concepts.write(d, case, happened, decision)
    _open_children(d, case, decision, actor)
    if not final and decision.target != source and decision.target in _TOLD_ON_THE_WAY.get(case["proces"], ()):
        _tell_root(d, case)
    end_of_absence(d, case, decision.answers)
    if final:
        _ended(d, case, decision)
    d.cause = outer
    return happened


def _regime(d: Dossier, case: Row, decision: Decision) -> str:
    """Wpg when its zaak is, or when the step opens a part that is: it says why and against whom."""
    policy = d.office.policy(d.today)
    opened = (PROCESSEN[name] for name, _always in decision.step.opened)
    return WPG if case["regime"] == WPG or any(starts(p.name, p.start, policy) for p in opened) else AVG


def take_automatic(d: Dossier, case: Row, cause: str, answers: Mapping[str, Any] | None = None) -> bool:
    """Let `sys` take the step that this cause sets off, if the state has one and its conditions hold."""
    proces = d.proces_of(case)
    step = proces.automatic(case["state"], cause)
    if step is None:
        return False
    try:
        decision = decide(
            proces, case["state"], step.name, d.facts(case), answers or {}, "", SYSTEM.short_roles(d.today),
            d.office.policy(d.today),
        )  # fmt: skip
    except StepRefused:
        return False
    take(d, case, decision, actor=SYSTEM)
    return True


def open_child(
    d: Dossier,
    parent: Row,
    proces: Proces,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    state: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Row:
    """Open a child zaak of this proces in the dossier, in `state` (default: where a rung opens it)."""
    root = d.root
    children = len(d.cases) - 1
    case = new(
        Case, number=f"{root['number']}-{children + 1}", root_id=root["id"], parent_id=parent["id"],
        gemeente=root["gemeente"], proces=proces.name, state=state or proces.start, person_id=root["person_id"],
        school_id=root["school_id"], officer_id=_owner(d, proces.name, actor), soort=root["soort"], opened_on=d.today,
        regime=root["regime"],
    )  # fmt: skip
    d.add_case(case)
    asked = {name: answers[name] for name in split(proces.asks) if name in answers}
    told = {"antwoorden": plain(asked), "feiten": dict(facts or {})}
    d.record(event(d, case, "opening", actor=actor, answers=told), case)
    term = deadlines.state_deadline(case, proces.by_name[case["state"]], answers, d.today, d.office)
    if term is not None:
        if proces.name == "afspraak" and parent["proces"] == "mdo":
            days = d.office.policy(d.today).number("mdo.naar_veiligheidshuis")
            term["vh_from"] = d.office.calendar.add_working_days(d.today, days)
            deadlines.settle(term, (), d.office)
        d.start(term)
    return case


def _owner(d: Dossier, proces: str, actor: Actor) -> UUID | None:
    owner: UUID | None = actor.id if proces in _OF_THE_BOA and actor.role == LPA else d.root["officer_id"]
    return owner


def _next_term(d: Dossier, case: Row, source: str, decision: Decision) -> None:
    state = d.proces_of(case).by_name[decision.target]
    running = next((row for row in d.terms_of(case) if row["kind"] == "toestand"), None)
    if running is not None and decision.target == source and state.term is not None and state.term.field:
        move(d, running, decision.answers[state.term.field])
        return
    if running is not None:
        d.end(running, deadlines.MET)
    if state.final:
        for row in d.terms_of(case):
            d.end(row, deadlines.LAPSED)
        return
    term = deadlines.state_deadline(case, state, decision.answers, d.today, d.office)
    if term is not None:
        d.start(term)


def move(d: Dossier, row: Row, day: date) -> None:
    """The appointment on which a term rests moves: the term moves with it, its history stays."""
    # Before the date changes: what counts is where this term stood on its own ladder.
    reached = frozenset(
        rung.name for rung in deadlines.ladder_of(row, d.office) if row["next_on"] is None or rung.on < row["next_on"]
    )
    before = deadlines.base_of(row)
    row["anchor_on"] = day
    deadlines.settle(row, (), d.office, reached)
    d.writes.clock.append(new(
        ClockEntry, deadline_id=row["id"], gemeente=row["gemeente"], seq=d.cases[row["case_id"]]["version"],
        kind="verplaatsen", on=d.today, until=day, before=plain(asdict(before)), recorded_at=d.recorded_at,
    ))  # fmt: skip
    d.moved(row)


def _open_children(d: Dossier, case: Row, decision: Decision, actor: Actor) -> None:
    for name, _always in decision.step.opened:
        proces = PROCESSEN[name]
        state = proces.start_by_step or proces.start
        if name == "afspraak":
            for row in decision.answers.get("afspraken") or ():
                open_child(d, case, proces, row, actor=actor)
        elif name == "straf":
            for suspect in decision.answers["verdachten"]:
                facts = {"verdachte": str(suspect), "verdachte_soort": _soort(case, suspect)}
                open_child(d, case, proces, decision.answers, actor=actor, state=state, facts=facts)
        elif name != "meldcode" or decision.answers.get("meldcode_antwoord", "signalen") == "signalen":
            parent = d.root if name == "veiligheidshuis" else case
            open_child(d, parent, proces, decision.answers, actor=actor, state=state)


def _soort(case: Row, suspect: UUID) -> str:
    return "jongere" if suspect == case["person_id"] else "ouder"


def end_of_absence(d: Dossier, case: Row, answers: Mapping[str, Any]) -> None:
    """Record that a thuiszitter is at school again, or why the absence ended, when it just did."""
    marked = any(case["facts"].get(name) for name in ("thuiszitter_begin", "pact_dreigt", "thuiszitterspact"))
    if not marked or case["facts"].get("thuis_sinds"):
        return
    why = answers.get("einde_reden") or ("verhuisd" if answers.get("naar") == "gemeente" else "")
    at_school = answers.get("duo_reden") == "terug_naar_school" or case["uitkomst"] == "ingeschreven"
    if case["closed_on"] is None or at_school:
        why = "opgelost"
    reason = {"achttien_geworden": "achttien"}.get(
        why, why if why in ("verhuisd", "vrijstelling", "opgelost") else "anders"
    )
    d.record(event(d, case, "term", actor=SYSTEM, step="thuiszitter_einde", answers={"reden": reason}), case)


def _ended(d: Dossier, case: Row, decision: Decision) -> None:
    """A root takes its children with it; a child tells its root how it ended."""
    if case["id"] == case["root_id"]:
        for child in d.open_children():
            take_automatic(d, child, "hoofdzaak_klaar", {"reden": "De zaak is afgesloten."})
        return
    if decision.step.auto == "hoofdzaak_klaar" and d.root["closed_on"] is not None:
        return
    if d.proces_of(case).route or case["proces"] in _TOLD:
        _tell_root(d, case)


def _tell_root(d: Dossier, case: Row) -> None:
    """Write on the root how far a child has come; when that was the last route, the root goes on."""
    told = {"proces": case["proces"], "zaak": case["number"], "toestand": case["state"]}
    happened = event(d, d.root, "kind", actor=SYSTEM, answers=told, uitkomst=case["uitkomst"], regime=case["regime"])
    d.record(happened, d.root)
    if d.proces_of(case).route:
        take_automatic(d, d.root, "routes_klaar")
