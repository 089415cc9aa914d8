"""A table that does not hold together never starts, and says where and why."""

import dataclasses
from typing import Any

import pytest

from states.processes import PROCESSEN, ZAAKTERMEN, check_override, check_together
from states.route import Proces, State, Step, TableError, Term, ZaakTerm

STATES = (
    State("begin", "Begin", "5 wd intake.oppakken", "ons"),
    State("wachten", "Wachten", "datum + 2 wd gesprek.verslag", "ons"),
    State("klaar", "Klaar", "final"),
)
STEPS = (
    Step("begin", "plan", "wachten", "lpa", asks="datum"),
    Step("wachten", "rond_af", "klaar", "lpa"),
)


def proces(states: tuple[State, ...] = STATES, steps: tuple[Step, ...] = STEPS, **more: Any) -> Proces:
    fixed: dict[str, Any] = {"name": "proef", "titel": "Proef", "soort": "root", "basis": "-", "start": "begin"}
    return Proces(states=states, steps=steps, **fixed, **more)


def test_a_sound_table_is_taken() -> None:
    made = proces()
    assert made.rows[("begin", "plan")].to == "wachten"
    assert made.version == proces().version
    assert made.version != proces(steps=(*STEPS, Step("begin", "stop", "klaar", "lpa"))).version


@pytest.mark.parametrize(
    ("states", "steps", "why"),
    [
        ((*STATES, STATES[0]), STEPS, "toestand `begin` staat er twee keer"),
        (STATES, (*STEPS, STEPS[0]), "stap `plan` gaat twee keer uit van `begin`"),
        (STATES, (*STEPS, Step("begin", "weg", "nergens", "lpa")), "onbekende toestand `nergens`"),
        (STATES, (*STEPS, Step("nergens", "weg", "klaar", "lpa")), "onbekende toestand `nergens`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "baas")), "onbekende rol `baas`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "lpa", "mag_dat")), "onbekende voorwaarde `mag_dat`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "lpa", asks="kleur")), "onbekende veld `kleur`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "lpa", letters="L99")), "onbekende brief `L99`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "sys", auto="zomaar")), "onbekende aanleiding `zomaar`"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "lpa", auto="verlopen")), "`sys` mag hem niet nemen"),
        (STATES, (*STEPS, Step("begin", "weg", "klaar", "lpa, sys")), "zegt niet wat de aanleiding is"),
        (STATES, (Step("begin", "plan", "wachten", "lpa"), STEPS[1]), "vraagt niet om `datum`"),
        (STATES, (Step("begin", "plan", "wachten", "lpa", asks="datum?"), STEPS[1]), "vraagt niet om `datum`"),
        (STATES, (*STEPS, Step("begin", "nog_eens", "begin", "lpa")), "zonder dat de termijn opnieuw begint"),
        (STATES, (STEPS[0], Step("begin", "stop", "klaar", "lpa")), "toestand `wachten` loopt dood"),
        ((*STATES, State("eiland", "Eiland", "final")), STEPS, "toestand `eiland` is niet te bereiken"),
        ((State("begin", "Begin", "", "ons"), *STATES[1:]), STEPS, "wacht zonder termijn"),
        ((State("begin", "Begin", "5 wd intake.oppakken"), *STATES[1:]), STEPS, "wacht op niemand"),
        ((State("begin", "Begin", "5 wd intake.oppakken", "godot"), *STATES[1:]), STEPS, "onbekend wacht-op `godot`"),
        ((State("begin", "Begin", "5 wd geen.sleutel", "ons"), *STATES[1:]), STEPS, "onbekende beleidssleutel"),
        ((State("begin", "Begin", "6 wd intake.oppakken", "ons"), *STATES[1:]), STEPS, "5 wd in het beleid, 6 wd"),
        ((State("begin", "Begin", "vijf dagen", "ons"), *STATES[1:]), STEPS, "is geen termijn"),
        ((State("begin", "Begin", "5 wd intake.oppakken", "ons", "lift +5 wd"), *STATES[1:]), STEPS, "lift"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(
    states: tuple[State, ...], steps: tuple[Step, ...], why: str
) -> None:
    with pytest.raises(TableError) as refused:
        proces(states, steps)
    assert str(refused.value).startswith("states/processes/proef.py: ")
    assert why in str(refused.value)


def test_an_unknown_word_in_open_or_start_is_refused() -> None:
    with pytest.raises(TableError, match="onbekend veld `kleur` bij openen"):
        proces(asks="kleur")
    with pytest.raises(TableError, match="onbekende brief `L99`"):
        proces(second_invitation="L99")
    with pytest.raises(TableError, match="`elders` is geen toestand"):
        proces(open="begin, elders")


def test_processes_must_know_each_other() -> None:
    lonely = proces(steps=(*STEPS, Step("begin", "vraag", "=", "lpa", opens="mdo")))
    with pytest.raises(TableError, match="opent onbekend proces mdo"):
        check_together({"proef": lonely}, ())
    wrong = dataclasses.replace(ZAAKTERMEN[0], term_cell="16 wd gesprek.uiterlijk")
    with pytest.raises(TableError, match="gesprek_uiterlijk"):
        check_together(PROCESSEN, (wrong,))
    unknown = ZaakTerm("x", "X", "nergens", "opgepakt_op", "15 wd gesprek.uiterlijk", "open", "behandelaar")
    with pytest.raises(TableError, match="onbekend proces"):
        check_together(PROCESSEN, (unknown,))


def test_a_term_is_read_in_each_of_its_forms() -> None:
    assert Term.parse("5 wd intake.oppakken") == Term(5, "wd", "intake.oppakken")
    assert Term.parse("datum + 2 wd gesprek.verslag") == Term(2, "wd", "gesprek.verslag", "datum")
    assert Term.parse("6 wk hulp.evaluatie again") == Term(6, "wk", "hulp.evaluatie", "", True)


def test_a_ladder_override_names_a_state_that_exists() -> None:
    assert check_override("ladder.hulp.lopend.mdo", 7) == 7
    with pytest.raises(ValueError, match="niet bestaat"):
        check_override("ladder.hulp.slapend.mdo", 7)
