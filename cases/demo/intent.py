"""What an officer of the demo means to do with a zaak, and when: by habit, or as its story goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from cases.demo.arrivals import CALENDARS
from cases.demo.habits import HABITS
from cases.demo.morning import Zaak

# fmt: off
# The way of a zaak with a story: the same table, but surely and at its own pace. `wait` is not drawn here.
NEVER = 10_000
STORIES: Mapping[str, Mapping[tuple[str, str], tuple[str, int]]] = {
    "veiligheidshuis": {
        ("relatief_verzuim", "ontvangen"):       ("oppakken", 1),
        ("relatief_verzuim", "in_behandeling"):  ("plan_gesprek", 1),
        ("relatief_verzuim", "gesprek_gepland"): ("gesprek_gehouden", 0),
        ("relatief_verzuim", "routekeuze"):      ("vraag_mdo, start_hulp", 1),
        ("hulp", "aangeboden"):                  ("hulp_aanvaard", 3),
        ("hulp", "aangevraagd"):                 ("hulp_gestart", 9),
        ("hulp", "lopend"):                      ("evalueer_hulp", 25),
        ("mdo", "aangevraagd"):                  ("plan_overleg", 1),
        ("mdo", "gepland"):                      ("leg_besluit_vast", 0),
        ("veiligheidshuis", "voorgesteld"):      ("meld_aan", 2),
        ("veiligheidshuis", "aangemeld"):        ("agendeer", 5),
        ("veiligheidshuis", "geagendeerd"):      ("leg_plan_vast", 0),
        ("veiligheidshuis", "plan_loopt"):       ("evalueer_plan", 25),
        ("afspraak", "open"):                    ("voer_uit", 22),
    },
    "thuis": {
        ("relatief_verzuim", "ontvangen"):       ("oppakken", 1),
        ("relatief_verzuim", "in_behandeling"):  ("plan_gesprek", 2),
        ("relatief_verzuim", "gesprek_gepland"): ("gesprek_gehouden", 0),
        ("relatief_verzuim", "routekeuze"):      ("start_hulp", 2),
        ("hulp", "aangeboden"):                  ("hulp_aanvaard", 5),
        ("hulp", "aangevraagd"):                 ("hulp_gestart", 14),
        ("hulp", "lopend"):                      ("evalueer_hulp", 26),
    },
    "mdo": {
        ("relatief_verzuim", "ontvangen"):       ("oppakken", 2),
        ("relatief_verzuim", "in_behandeling"):  ("plan_gesprek", 2),
        ("relatief_verzuim", "gesprek_gepland"): ("meld_niet_verschenen", 0),
        ("relatief_verzuim", "niet_verschenen"): ("plan_gesprek", 14),
    },
    "overleg": {
        ("relatief_verzuim", "ontvangen"):       ("oppakken", 1),
        ("relatief_verzuim", "in_behandeling"):  ("plan_gesprek", 3),
        ("relatief_verzuim", "gesprek_gepland"): ("gesprek_gehouden", 0),
        ("relatief_verzuim", "routekeuze"):      ("vraag_mdo, maak_afspraken", 1),
        ("mdo", "gepland"):                      ("leg_besluit_vast", 0),
    },
    "wachtlijst": {
        ("relatief_verzuim", "ontvangen"):       ("oppakken", 1),
        ("relatief_verzuim", "in_behandeling"):  ("plan_gesprek", 1),
        ("relatief_verzuim", "gesprek_gepland"): ("gesprek_gehouden", 0),
        ("relatief_verzuim", "routekeuze"):      ("start_hulp", 1),
        ("hulp", "aangeboden"):                  ("hulp_aanvaard", 2),
        ("hulp", "aangevraagd"):                 ("hulp_gestart", 40),
    },
    "liggen": {
        ("relatief_verzuim", "ontvangen"):       ("", NEVER),
        ("luxeverzuim", "ontvangen"):            ("", NEVER),
    },
}
# fmt: on

SLIP, SLIP_BEFORE_TALK = 0.1, 0.03
"""how often something is left lying past its term; less while the gesprek has still to be held"""
_BEFORE_TALK = ("in_behandeling", "wacht_op_informatie")


@dataclass(frozen=True, slots=True)
class Intent:
    """What an officer means to do with a zaak, and from which day on."""

    on: date
    steps: tuple[str, ...]
    fixed: bool
    """part of a story: not hurried and not put off"""


def intent(zaak: Zaak, dice: Random) -> Intent | None:
    """What will be done in this state, decided once when it is entered: give dice of that entry."""
    story = STORIES.get(zaak.story, {}).get((zaak.proces, zaak.state))
    if story is not None:
        return Intent(_day(zaak, story[1]), _split(story[0]), True) if story[1] != NEVER else None
    habits = [habit for habit in HABITS.get((zaak.proces, zaak.state), ()) if habit.only(zaak)]
    if not habits:
        return None
    habit = dice.choices(habits, [habit.weight for habit in habits])[0]
    on = _day(zaak, dice.randint(*habit.wait))
    slip = SLIP_BEFORE_TALK if zaak.state in _BEFORE_TALK else SLIP
    if zaak.due_on is not None and dice.random() < slip and habit.wait[0] >= 0:
        on = CALENDARS[zaak.gemeente].add_working_days(zaak.due_on, dice.randint(1, 12))
    return Intent(on, _split(habit.steps), False)


def _day(zaak: Zaak, wait: int) -> date:
    calendar = CALENDARS[zaak.gemeente]
    if zaak.anchor_on is None and zaak.round > 1 and zaak.due_on is not None:
        return calendar.add_working_days(zaak.due_on, -3)  # its clock stood still: not before the end of that
    # With nothing to wait for an appointment on a free day is written up on the next werkdag.
    return calendar.add_working_days(zaak.anchor_on or zaak.started_on, wait)


def _split(steps: str) -> tuple[str, ...]:
    return tuple(step.strip() for step in steps.split(","))
