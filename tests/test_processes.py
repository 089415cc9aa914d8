"""Every row of every table, walked: who may, what it asks, where it leads, what it refuses."""

from datetime import date
from typing import Any

import pytest

from states.answers import Unreadable, read
from states.conditions import CONDITIONS
from states.decision import StepRefused, decide, possible
from states.facts import Facts
from states.fields import FIELDS, Field
from states.policy import Policy
from states.processes import PROCESSEN
from states.route import Proces, Step
from states.soundness import ROLES

TODAY = date(2026, 11, 23)
POLICY = Policy(on=TODAY)
ROWS = [
    pytest.param(proces, source, step, id=f"{proces.name}-{source}-{step.name}")
    for proces in PROCESSEN.values()
    for step in proces.steps
    for source in proces.sources(step)
]

# For each condition: facts and answers under which it holds, and under which it does not.
HOLDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "geen_actie_gewenst": ({"counters": {"actie_gewenst": False}}, {}),
    "hoort_elders": ({"birth_date": date(2008, 1, 1)}, {}),
    "tijdig_uitgenodigd": ({}, {"datum": "2026-11-30", "genodigden": ["ouders", "jongere"]}),
    "meldcode_afgewogen": ({}, {"meldcode_antwoord": "geen_signalen"}),
    "genoeg_uitgenodigd": ({"counters": {"niet_verschenen": 2}}, {}),
    "al_gesproken": ({"counters": {"gesprekken": 1}}, {}),
    "route_loopt": ({"children": (("hulp", "lopend"),)}, {}),
    "nog_geen_open": ({}, {}),
    "geen_andere_zaak": ({}, {}),
    "laatste_route_klaar": ({}, {}),
    "geen_open_traject": ({}, {}),
    "laatste_melding": ({}, {}),
    "binnen_hulp_maximum": ({"counters": {"per": "2026-06-01"}}, {}),
    "hooguit_een_dag": ({}, {"dagen": "1"}),
    "eerste_keer_luxe": ({}, {}),
    "deelgrond_genoemd": ({}, {"deelgrond": "toestemming", "partners": "politie, jeugdzorg"}),
}
FAILS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "geen_actie_gewenst": ({"counters": {"actie_gewenst": True}}, {}),
    "hoort_elders": ({"birth_date": date(2012, 1, 1)}, {}),
    "tijdig_uitgenodigd": ({}, {"datum": "2026-11-27", "genodigden": ["ouders", "jongere"], "op_verzoek_van": "ons"}),
    "meldcode_afgewogen": ({}, {"meldcode_antwoord": "signalen"}),
    "genoeg_uitgenodigd": ({"counters": {"niet_verschenen": 1}}, {}),
    "al_gesproken": ({"counters": {}}, {}),
    "route_loopt": ({"children": ()}, {}),
    "nog_geen_open": ({"children": (("mdo", "gepland"), ("veiligheidshuis", "aangemeld"))}, {}),
    "geen_andere_zaak": ({"other_open": True}, {}),
    "laatste_route_klaar": ({"children": (("hulp", "lopend"),)}, {}),
    "geen_open_traject": ({"children": (("halt", "lopend"),)}, {}),
    "laatste_melding": ({"counters": {"meldingen": 1}}, {}),
    "binnen_hulp_maximum": ({"counters": {"per": "2026-05-01"}}, {}),
    "hooguit_een_dag": ({}, {"dagen": "2"}),
    "eerste_keer_luxe": ({"counters": {"eerder_luxe": True}}, {}),
    "deelgrond_genoemd": ({}, {"deelgrond": "nog_niet_bekend", "partners": "politie"}),
}


def raw_for(field: Field) -> Any:
    """Something an officer could fill in here."""
    plain = {
        "text": "tekst", "longtext": "tekst", "time": "10:00", "number": "1", "yesno": "ja",
        "officer": "00000000-0000-4000-8000-000000000001", "melding": "00000000-0000-4000-8000-000000000002",
        "afspraken": [{"wat": "op tijd komen", "wie": "jongere", "uiterlijk": "2026-12-15"}],
    }  # fmt: skip
    if field.type == "date":
        return {"ahead": "2026-12-01", "past": "2026-11-20", "": "2026-11-23"}[field.when]
    if field.type == "choice":
        return field.options[0]
    return list(field.options[:1]) if field.type == "choices" else plain[field.type]


def situation(step: Step, failing: str = "") -> tuple[Facts, dict[str, Any]]:
    """Facts and answers under which every condition of this row holds, except `failing`."""
    facts: dict[str, Any] = {"birth_date": date(2011, 3, 1), "counters": {}, "children": (), "other_open": False}
    answers = {field.name: raw_for(field) for field, _required in step.fields}
    for condition in step.judged:
        more_facts, more_answers = (FAILS if condition.name == failing else HOLDS)[condition.name]
        for name, value in more_facts.items():
            facts[name] = {**facts[name], **value} if name == "counters" else value
        answers |= {name: value for name, value in more_answers.items() if name in answers}
    counters = facts["counters"]
    return Facts(TODAY, facts["birth_date"], counters, counters, facts["children"], facts["other_open"]), answers


def take(proces: Proces, source: str, step: Step, facts: Facts, answers: dict[str, Any], **more: Any) -> Any:
    roles = more.pop("roles", frozenset({step.roles[0]}))
    return decide(proces, source, step.name, facts, answers, more.pop("motivation", ""), roles, POLICY)


def test_every_condition_has_a_case_that_holds_and_one_that_fails() -> None:
    assert set(HOLDS) == set(FAILS) == set(CONDITIONS)


@pytest.mark.parametrize(("proces", "source", "step"), ROWS)
def test_the_row_is_taken_when_all_holds(proces: Proces, source: str, step: Step) -> None:
    facts, answers = situation(step)
    decision = take(proces, source, step, facts, answers)
    assert decision.target == (source if step.to == "=" else step.to)
    assert decision.deviations == ()
    assert set(decision.answers) == set(answers)


@pytest.mark.parametrize(("proces", "source", "step"), ROWS)
def test_each_condition_of_the_row_refuses_with_its_own_sentence(proces: Proces, source: str, step: Step) -> None:
    for condition in step.judged:
        facts, answers = situation(step, failing=condition.name)
        with pytest.raises(StepRefused) as refused:
            take(proces, source, step, facts, answers)
        failed = {reason.name: reason for reason in refused.value.reasons}
        assert condition.name in failed
        assert "{" not in failed[condition.name].text
        if condition.kind == "norm":
            decision = take(proces, source, step, facts, answers, motivation="Dit kind is hiermee beter geholpen.")
            assert [reason.name for reason in decision.deviations] == [condition.name]
        else:
            with pytest.raises(StepRefused):
                take(proces, source, step, facts, answers, motivation="Toch.")


@pytest.mark.parametrize(("proces", "source", "step"), ROWS)
def test_the_row_refuses_every_role_that_is_not_in_it(proces: Proces, source: str, step: Step) -> None:
    facts, answers = situation(step)
    for role in set(ROLES) - set(step.roles):
        with pytest.raises(StepRefused) as refused:
            take(proces, source, step, facts, answers, roles=frozenset({role}))
        assert [reason.kind for reason in refused.value.reasons] == ["rol"]


@pytest.mark.parametrize(("proces", "source", "step"), ROWS)
def test_the_row_names_every_required_field_that_is_empty(proces: Proces, source: str, step: Step) -> None:
    facts, _answers = situation(step)
    required = {field.name for field, needed in step.fields if needed}
    if not required:
        assert take(proces, source, step, facts, {}).answers == {}
        return
    with pytest.raises(StepRefused) as refused:
        take(proces, source, step, facts, {})
    assert required == {reason.name for reason in refused.value.reasons if reason.kind == "veld"}


@pytest.mark.parametrize("proces", PROCESSEN.values(), ids=PROCESSEN)
def test_a_step_in_any_other_state_is_refused(proces: Proces) -> None:
    for name in proces.step_names:
        step = next(step for step in proces.steps if step.name == name)
        facts, answers = situation(step)
        for state in set(proces.by_name) - {source for source, row in proces.rows if row == name}:
            with pytest.raises(StepRefused) as refused:
                take(proces, state, step, facts, answers)
            assert refused.value.reasons[0].kind == "toestand"


@pytest.mark.parametrize("proces", PROCESSEN.values(), ids=PROCESSEN)
def test_the_list_of_steps_is_the_table_for_this_role(proces: Proces) -> None:
    for state in proces.by_name:
        for role in ROLES:
            facts, _ = situation(proces.steps[0])
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
        ("tekst", "a" * 4001, "te lang"), ("tekst", "a\x00b", "teken"), ("behandelaar", "ik", "uit de lijst"),
        ("afspraken", [{"wat": "x", "wie": "y", "uiterlijk": "2026-11-01"}], "Afspraak 1"),
        ("afspraken", [{"wat": "x"}], "wie, uiterlijk"), ("afspraken", [{"kleur": "x"}], "onbekend onderdeel"),
    ],
)  # fmt: skip
def test_an_unreadable_answer_says_why(name: str, raw: Any, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(FIELDS[name], raw, TODAY)


def test_an_unknown_step_and_an_unknown_field_are_refused() -> None:
    proces, facts = PROCESSEN["hulp"], situation(PROCESSEN["hulp"].steps[0])[0]
    with pytest.raises(StepRefused) as refused:
        decide(proces, "aangeboden", "toveren", facts, {}, "", frozenset({"lpa"}), POLICY)
    assert refused.value.reasons[0].kind == "stap"
    unknown = {"resultaat": "x", "state": "y"}
    with pytest.raises(StepRefused) as refused:
        decide(proces, "lopend", "hulp_geslaagd", facts, unknown, "", frozenset({"lpa"}), POLICY)
    assert [(reason.kind, reason.name) for reason in refused.value.reasons] == [("veld", "state")]
