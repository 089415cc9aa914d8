"""Conditions on facts: the cases a table of one yes and one no does not show, and the figures in their sentences."""

from datetime import date
from typing import Any

import pytest

from states.conditions import CONDITIONS, Question
from states.decision import Decision, StepRefused, decide
from states.facts import Child, Earlier, Facts
from states.policy import Override, Policy
from states.processes import PROCESSEN
from tests.situations import PERMISSION, PURSUED, SOMEBODY, TODAY, Situation, situation

OTHER = "00000000-0000-4000-8000-000000000009"
PARENT_HEARD = Child("straf", "verhoord", True, {"verdachte_soort": "ouder", "gehoord_op": "2026-11-01"})


def ended(proces: str, state: str) -> Child:
    return Child(proces, state, False, {})


# fmt: off
FACTS: list[tuple[str, dict[str, Any], bool]] = [
    ("hulp_geprobeerd", {"kin": (ended("hulp", "geweigerd"),)}, True),
    ("hulp_geprobeerd", {"kin": (ended("halt", "negatief"),)}, True),
    ("hulp_geprobeerd", {"kin": (ended("halt", "geslaagd"),)}, False),
    ("hulp_geprobeerd", {"earlier": Earlier(help=True)}, True),
    ("tafel_gehad", {}, True),
    ("tafel_gehad", {"policy": {"straf.tafel_vereist": "ja"}, "kin": (ended("kader", "aangevraagd"),)}, False),
    ("advies_ingewonnen", {"proces": "luxeverzuim"}, True),
    ("advies_ingewonnen", {"kin": (ended("halt", "negatief"),)}, True),
    ("advies_ingewonnen", {"policy": {"straf.consult_vereist": "nee"}}, True),
    ("eerder_gewaarschuwd", {"earlier": Earlier(warned=True)}, True),
    ("eerder_gewaarschuwd", {"policy": {"halt.waarschuwing": "nee"}}, True),
    ("eerste_halt", {"earlier": Earlier(halt=True)}, False),
    ("eerste_halt", {"kin": (ended("halt", "geweigerd"), ended("halt", "retour"))}, True),
    ("eerste_keer_luxe", {"earlier": Earlier(luxe=True)}, False),
    ("leeftijd_halt", {"birth_date": date(2014, 11, 23)}, True),
    ("leeftijd_halt", {"birth_date": date(2008, 11, 24)}, True),
    ("leeftijd_halt", {"birth_date": date(2008, 11, 23)}, False),
    ("niet_te_oud", {"counters": {"gehoord_op": "2026-05-01"}}, True),
    ("ouders_gehoord", {"counters": {"verdachte_soort": "jongere"}, "root": {"bewijs_uitnodigingen": True}}, True),
    ("ouders_gehoord", {"counters": {"verdachte_soort": "ouder"}, "root": {"ouders_gehoord": True}}, False),
    ("ouders_gehoord", {"counters": {"verdachte_soort": "ouder", "gehoord_op": "2026-11-01"}, "root": {}}, True),
    ("ouders_gehoord", {"counters": {"verdachte_soort": "ouder", "bewijs_oproep": True}, "root": {}}, True),
    ("ouders_gehoord", {"counters": {"verdachte_soort": "jongere"}, "root": {},
                        "kin": (PARENT_HEARD,)}, True),
    ("jongere_gehoord", {"birth_date": date(2014, 11, 24)}, True),
    ("jongere_gehoord", {"birth_date": date(2014, 11, 23)}, False),
    ("jongere_gehoord", {"proces": "absoluut_verzuim"}, True),
    ("jongere_gehoord", {"counters": {"verdachte_soort": "jongere"}, "root": {"jongere_gehoord": True}}, False),
    ("jongere_gehoord", {"counters": {"verdachte_soort": "ouder"}, "root": {"jongere_gehoord": True}}, True),
    ("jongere_gehoord", {"counters": {"verdachte_soort": "ouder"}, "root": {},
                         "kin": (Child("halt", "negatief", False, {"gehoord_op": "2026-09-01"}),)}, True),
    ("verdachte_jongere", {"counters": {"verdachte_soort": "ouder"}}, False),
    ("hoort_elders", {"birth_date": date(2008, 11, 23)}, True),
    ("hoort_elders", {"birth_date": date(2008, 11, 23), "policy": {"achttienplus.behandeling": "behandelen"}}, False),
]
# fmt: on


def facts(**known: Any) -> Facts:
    counters = known.pop("counters", {})
    return Facts(**{
        "today": TODAY, "birth_date": date(2011, 3, 1), "counters": counters, "root": known.pop("root", counters),
        "proces": "relatief_verzuim", **known,
    })  # fmt: skip


def holds(name: str, answers: dict[str, Any] | None = None, **known: Any) -> bool:
    own = tuple(Override(key, value, TODAY) for key, value in known.pop("policy", {}).items())
    opens = known.pop("opens", ())
    return CONDITIONS[name].holds(Question(facts(**known), Policy(own, TODAY), opens, answers))


@pytest.mark.parametrize(("name", "known", "expected"), FACTS)
def test_a_condition_on_facts(name: str, known: dict[str, Any], expected: bool) -> None:
    assert holds(name, **known) is expected


@pytest.mark.parametrize(("name", "known", "answers", "expected"), [
    ("instemming_halt", {"birth_date": date(2010, 11, 23)}, {"bekent": True, "ingestemd_jongere": True}, True),
    ("instemming_halt", {"birth_date": date(2010, 11, 24)}, {"bekent": True, "ingestemd_jongere": True}, False),
    ("instemming_halt", {"birth_date": date(2010, 11, 23)}, {"bekent": False, "ingestemd_jongere": True}, False),
    ("ouders_ingelicht", {"counters": {"verdachte_soort": "ouder"}}, {"ouders_ingelicht": False}, True),
    ("ouders_ingelicht", {"counters": {"verdachte_soort": "jongere"}, "birth_date": date(2008, 11, 23)},
     {"ouders_ingelicht": False}, True),
    ("genoeg_verzuim", {}, {"uren": 0, "te_laat": 12}, True),
    ("niet_te_veel_verzuim", {}, {"uren": 0, "te_laat": 61}, False),
    ("meer_dan_een_dag_of_herhaling", {}, {"dagen": 1, "grond": "verlof_geweigerd"}, True),
    ("meer_dan_een_dag_of_herhaling", {"earlier": Earlier(luxe=True)}, {"dagen": 1, "grond": "luxeverzuim"}, True),
    ("besproken_met_ouders", {}, {"reactie_ouders": "uitgenodigd_niet_verschenen"}, True),
    ("besproken_met_ouders", {}, {"reactie_ouders": "bespreken_onveilig"}, True),
])  # fmt: skip
def test_a_condition_on_answers(name: str, known: dict[str, Any], answers: dict[str, Any], expected: bool) -> None:
    assert holds(name, answers, **known) is expected


@pytest.mark.parametrize(("chosen", "kin", "expected"), [
    ([SOMEBODY], PURSUED, False),
    ([OTHER], PURSUED, True),
    ([OTHER, SOMEBODY], PURSUED, False),
    ([SOMEBODY], Child("straf", "ingezonden", True, PURSUED.counters), True),
    ([SOMEBODY], Child("straf", "afgezien", False, PURSUED.counters), True),
    ([], PURSUED, True),
])  # fmt: skip
def test_each_verdachte_has_one_straf_that_is_not_sent(chosen: list[str], kin: Child, expected: bool) -> None:
    known: dict[str, Any] = {"kin": (kin,), "children": (("straf", kin.state),), "opens": ("straf",)}
    assert holds("nog_geen_open", {"verdachten": chosen}, **known) is expected


def row(proces: str, name: str, failing: str = "") -> tuple[str, Situation]:
    step = next(step for step in PROCESSEN[proces].steps if step.name == name)
    return PROCESSEN[proces].sources(step)[0], situation(PROCESSEN[proces], step, failing)


def take(proces: str, name: str, failing: str = "", *, roles: str = "lpa boa", **more: Any) -> Decision:
    state, now = row(proces, name, failing)
    known = {**{field: getattr(now.facts, field) for field in Facts.__slots__}, **more.pop("facts", {})}
    shape = (PROCESSEN[proces], state, name, Facts(**known), now.answers, "", frozenset(roles.split()), now.policy)
    return decide(*shape, **more)


def why(proces: str, name: str, failing: str = "", **more: Any) -> str:
    with pytest.raises(StepRefused) as refused:
        take(proces, name, failing, **more)
    return str(refused.value)


@pytest.mark.parametrize(("proces", "name", "failing", "sentence"), [
    ("relatief_verzuim", "start_halt", "genoeg_verzuim", "7 uur verzuim; Halt vraagt ten minste 9 uur"),
    ("relatief_verzuim", "start_halt", "niet_te_veel_verzuim", "61 uur verzuim en 0 keer te laat; Halt kan tot en met"),
    ("relatief_verzuim", "start_halt", "leeftijd_halt", "De jongere is 11 jaar; Halt is voor jongeren van 12 tot 18"),
    ("luxeverzuim", "waarschuw_luxe", "hooguit_een_dag", "2 schooldagen luxeverzuim; een waarschuwing past bij"),
    ("straf", "zend_pv_in", "niet_te_oud", "Het eerste verhoor was op 22 augustus 2026"),
    ("straf", "zend_pv_zonder_verklaring", "genoeg_opgeroepen", "De verdachte is 1 keer niet verschenen; dit kan na 2"),
    ("halt", "halt_ingestemd", "instemming_halt", "tot 16 jaar stemmen ook de ouders in (deze jongere is 15)"),
])  # fmt: skip
def test_a_refusal_names_its_figures(proces: str, name: str, failing: str, sentence: str) -> None:
    assert sentence in why(proces, name, failing)


def test_an_officer_whose_akte_ended_reads_its_last_day() -> None:
    ended = why("straf", "zend_pv_in", roles="lpa", facts={"akte_until": date(2026, 11, 22)})
    assert ended.endswith("met een geldige BOA-akte; uw akte gold tot en met 22 november 2026.")
    assert why("straf", "zend_pv_in", roles="lpa").endswith("met een geldige BOA-akte.")


def test_what_is_for_the_officier_van_justitie_asks_his_name_and_the_day() -> None:
    assert "toestemming van de officier van justitie" in why("straf", "zend_pv_in", "niet_te_oud")
    later = {"naam": "mr. A. de Officier", "datum": "2026-11-24"}
    assert "in de toekomst" in why("straf", "zend_pv_in", "niet_te_oud", permission=later)
    assert "vul in wie" in why("straf", "zend_pv_in", "niet_te_oud", permission={"naam": " ", "datum": "2026-11-20"})
    allowed = take("straf", "zend_pv_in", "niet_te_oud", permission=PERMISSION)
    assert [(row["norm"], row["ovj"], row["datum"]) for row in allowed.deviation_rows] == [
        ("niet_te_oud", "mr. A. de Officier", "2026-11-20")
    ]


def test_a_permission_that_nobody_asked_for_is_not_recorded() -> None:
    assert take("straf", "zend_pv_in", permission=PERMISSION).permission is None


def test_the_register_is_told_nothing_without_a_live_melding() -> None:
    state, now = row("relatief_verzuim", "sluit_af")
    quiet = {"counters": {"meldingen": 0}, "root": {"meldingen": 0}}
    answers = {name: raw for name, raw in now.answers.items() if not name.startswith("duo_")}
    args = (PROCESSEN["relatief_verzuim"], state, "sluit_af")
    decision = decide(*args, facts(**quiet), answers, "", frozenset({"lpa"}), now.policy)
    assert decision.target == "afgesloten"
    with pytest.raises(StepRefused, match="reden van afsluiten"):
        decide(*args, now.facts, answers, "", frozenset({"lpa"}), now.policy)


def test_a_second_invitation_in_absoluut_verzuim_is_another_letter() -> None:
    assert take("absoluut_verzuim", "plan_gesprek").letters == ("L03",)
    missed = {"counters": {"niet_verschenen": 1}}
    assert take("absoluut_verzuim", "plan_gesprek", facts=missed).letters == ("L04",)
