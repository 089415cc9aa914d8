"""The step an officer most often takes next, per state: a shortcut and a way ahead on screen, never a rule."""

from collections.abc import Mapping

from cases.titles import state_title
from states.processes import PROCESSEN
from states.route import Step

# fmt: off
USUAL: Mapping[str, Mapping[str, str]] = {
    "relatief_verzuim": {
        "ontvangen": "oppakken", "in_behandeling": "plan_gesprek", "wacht_op_informatie": "informatie_ontvangen",
        "gesprek_gepland": "gesprek_gehouden", "niet_verschenen": "plan_gesprek", "routekeuze": "maak_afspraken",
        "monitoring": "sluit_af",
    },
    "luxeverzuim": {"ontvangen": "oppakken", "luxe_onderzoek": "sluit_af", "gesprek_gepland": "gesprek_gehouden"},
    "hulp": {"aangeboden": "hulp_aanvaard", "aangevraagd": "hulp_gestart", "lopend": "evalueer_hulp"},
    "mdo": {"voorgesteld": "bevestig", "aangevraagd": "plan_overleg", "gepland": "leg_besluit_vast"},
    "veiligheidshuis": {
        "voorgesteld": "meld_aan", "aangemeld": "agendeer", "geagendeerd": "leg_plan_vast",
        "plan_loopt": "evalueer_plan",
    },
    "afspraak": {"open": "voer_uit"},
}
OF_TERM: Mapping[str, str] = {"gesprek_uiterlijk": "plan_gesprek", "terugkoppeling_school": "terugkoppeling_school"}
"""the step that a term beside the state is about"""
# fmt: on


def usual_step(proces: str, state: str, term: str, roles: frozenset[str]) -> Step | None:
    """The step to offer first for this term (the name of a state or of a zaak term), if these roles may take it."""
    name = OF_TERM.get(term) or (USUAL.get(proces, {}).get(state) if term == state else None)
    found = PROCESSEN[proces].rows.get((state, name)) if name and proces in PROCESSEN else None
    return found if found and roles & set(found.roles) else None


def way_ahead(proces: str, state: str, walked: list[str]) -> list[str]:
    """Titles of the states that usually still come, without those in `walked`."""
    ahead: list[str] = []
    seen = {state, *walked}
    while found := PROCESSEN[proces].rows.get((state, USUAL.get(proces, {}).get(state, ""))):
        state = found.to
        if state in seen or state == "=":
            break
        seen.add(state)
        ahead.append(state_title(proces, state))
    return ahead
