"""Every row of every table, walked: who may, what it asks, where it leads, what it refuses."""

from datetime import date
from typing import Any

import pytest

from states.answers import Unreadable, read
from states.conditions import CONDITIONS
from states.decision import Decision, Reason, StepRefused, decide, possible
from states.facts import Facts
from states.fields import FIELDS
from states.policy import Policy
from states.processes import PROCESSEN
from states.route import Proces, Step
from states.soundness import ROLES
from tests.situations import CASES, PERMISSION, TODAY, Situation, situation

POLICY = Policy(on=TODAY)
ROWS = [
    pytest.param(proces, step, id=f"{proces.name}-{step.source}-{step.name}".replace(", ", "+"))
    for proces in PROCESSEN.values()
    for step in proces.steps
]
ALL_KINDS = {"stap", "toestand", "rol", "veld", "wet", "orde", "norm", "ovj"}


def take(proces: Proces, source: str, step: Step, now: Situation, **more: Any) -> Decision:
    roles, motivation = more.pop("roles", frozenset({step.roles[0]})), more.pop("motivation", "")
    return decide(proces, source, step.name, now.facts, now.answers, motivation, roles, now.policy, **more)


def refusal(proces: Proces, source: str, step: Step, now: Situation, **more: Any) -> tuple[Reason, ...]:
    with pytest.raises(StepRefused) as refused:
        take(proces, source, step, now, **more)
    assert all(reason.kind in ALL_KINDS and "{" not in reason.text for reason in refused.value.reasons)
    return refused.value.reasons


@pytest.mark.parametrize(("proces", "step"), ROWS)
def test_row(proces: Proces, step: Step) -> None:
    """The row is taken from each of its states, and refused by each of its conditions, roles and empty fields."""
    for source in proces.sources(step):
        now = situation(proces, step)
        decision = take(proces, source, step, now)
        assert decision.target == (source if step.to == "=" else step.to)
        assert (decision.deviations, decision.permission) == ((), None)
        assert set(decision.answers) == {name for name, raw in now.answers.items() if raw}
        for condition in step.judged:
            fails_on(condition.name, condition.kind, proces, source, step)
        for role in set(ROLES) - set(step.roles):
            assert [reason.kind for reason in refusal(proces, source, step, now, roles=frozenset({role}))] == ["rol"]
        if required := {field.name for field, needed in step.fields if needed}:
            empty = refusal(proces, source, step, now.without_answers())
            assert required == {reason.name for reason in empty if reason.kind == "veld"}


def fails_on(name: str, kind: str, proces: Proces, source: str, step: Step) -> None:
    """This condition alone refuses the step; only a norm yields to a motivation, only ovj to a permission."""
    now = situation(proces, step, failing=name)
    reasons = {reason.name: reason.kind for reason in refusal(proces, source, step, now)}
    missing = {"norm": {"motivering": "veld"}, "ovj": {"toestemming_ovj": "veld"}}.get(kind, {})
    assert reasons == {name: kind, **missing}
    excuses: dict[str, dict[str, Any]] = {"norm": {"motivation": "Beter geholpen."}, "ovj": {"permission": PERMISSION}}
    for excused, excuse in excuses.items():
        if excused == kind:
            decision = take(proces, source, step, now, **excuse)
            assert [reason.name for reason in decision.deviations] == [name]
            assert (decision.permission is not None) == (kind == "ovj")
        else:
            assert name in {reason.name for reason in refusal(proces, source, step, now, **excuse)}


def test_there_is_one_test_for_each_row() -> None:
    [mark] = test_row.pytestmark  # type: ignore[attr-defined]  # pytest puts it there
    names = [parameter.id for parameter in mark.args[1]]
    assert len(set(names)) == len(names) == sum(len(proces.steps) for proces in PROCESSEN.values())


def test_every_condition_has_a_case_that_holds_and_one_that_fails() -> None:
    used = {condition.name for proces in PROCESSEN.values() for step in proces.steps for condition in step.judged}
    assert set(CASES) == set(CONDITIONS) == used


@pytest.mark.parametrize("proces", PROCESSEN.values(), ids=PROCESSEN)
def test_a_step_in_any_other_state_is_refused(proces: Proces) -> None:
    for name in proces.step_names:
        step = next(step for step in proces.steps if step.name == name)
        for state in set(proces.by_name) - {source for source, row in proces.rows if row == name}:
            assert refusal(proces, state, step, situation(proces, step))[0].kind == "toestand"


@pytest.mark.parametrize("proces", PROCESSEN.values(), ids=PROCESSEN)
def test_the_list_of_steps_is_the_table_for_this_role(proces: Proces) -> None:
    facts = situation(proces, proces.steps[0]).facts
    for state in proces.by_name:
        for role in ROLES:
            options = possible(proces, state, facts, frozenset({role}), POLICY)
            assert [option.step for option in options] == [s for s in proces.steps_from(state) if role in s.roles]


def test_blocked_steps_say_why_and_whether_a_motivation_opens_them() -> None:
    proces = PROCESSEN["relatief_verzuim"]
    facts = Facts(TODAY, date(2011, 3, 1), {}, {}, (("halt", "lopend"),))
    options = {o.step.name: o for o in possible(proces, "in_behandeling", facts, frozenset({"lpa"}), POLICY)}
    assert [reason.name for reason in options["kies_route"].blocked] == ["al_gesproken"]
    assert options["kies_route"].deviable
    assert [reason.kind for reason in options["sluit_geoorloofd"].blocked] == ["orde"]
    assert not options["sluit_geoorloofd"].deviable
    assert [c.name for c in options["plan_gesprek"].requirements] == ["tijdig_uitgenodigd"]


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("datum", "2027-02-31", "geen bestaande datum"), ("datum", "2026-11-22", "in het verleden"),
        ("sinds", "2026-11-24", "in de toekomst"), ("datum", 5, "geen bestaande datum"), ("tijd", "25:00", "geen tijd"),
        ("dagen", "-1", "heel getal"), ("dagen", True, "heel getal"), ("ouders_gehoord", "misschien", "ja of nee"),
        ("duo_reden", "zin_in", "Kies een van"), ("genodigden", ["buren"], "Kies een van"),
        ("verdachten", ["ik"], "uit de lijst"),
        ("verdachten", [f"00000000-0000-4000-8000-{n:012}" for n in range(21)], "hooguit 20"),
        ("gehoord_op", "2026-11-24", "in de toekomst"), ("tekst", "a" * 4001, "te lang"),
        ("tekst", "a\x00b", "teken"), ("behandelaar", "ik", "uit de lijst"),
        ("afspraken", [{"wat": "x", "wie": "y", "uiterlijk": "2026-11-01"}], "Afspraak 1"),
        ("afspraken", [{"wat": "x"}], "wie, uiterlijk"), ("afspraken", [{"kleur": "x"}], "onbekend onderdeel"),
    ],
)  # fmt: skip
def test_an_unreadable_answer_says_why(name: str, raw: Any, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(FIELDS[name], raw, TODAY)


def test_an_unknown_step_and_an_unknown_field_are_refused() -> None:
    proces, facts = PROCESSEN["hulp"], situation(PROCESSEN["hulp"], PROCESSEN["hulp"].steps[0]).facts
    with pytest.raises(StepRefused) as refused:
        decide(proces, "aangeboden", "toveren", facts, {}, "", frozenset({"lpa"}), POLICY)
    assert refused.value.reasons[0].kind == "stap"
    unknown = {"resultaat": "x", "state": "y"}
    with pytest.raises(StepRefused) as refused:
        decide(proces, "lopend", "hulp_geslaagd", facts, unknown, "", frozenset({"lpa"}), POLICY)
    assert [(reason.kind, reason.name) for reason in refused.value.reasons] == [("veld", "state")]
