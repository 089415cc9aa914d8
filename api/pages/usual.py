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
    "absoluut_verzuim": {
        "signaal": "schrijf_aan", "aangeschreven": "reactie_ontvangen", "herinnerd": "reactie_ontvangen",
        "absoluut_onderzoek": "start_begeleiding", "gesprek_gepland": "gesprek_gehouden",
        "begeleiding": "wacht_op_inschrijving", "wacht_op_start": "ingeschreven",
    },
    "halt": {
        "voorstel": "halt_ingestemd", "te_verwijzen": "verwijs_naar_halt", "verwezen": "halt_gestart",
        "lopend": "halt_geslaagd",
    },
    "kader": {
        "voorbereiding": "dien_vtb_in", "aangevraagd": "plan_tafel", "gepland": "besluit_raadsonderzoek",
        "drang": "drang_geslaagd", "raadsonderzoek": "maatregel_opgelegd", "maatregel": "evalueer_maatregel",
    },
    "straf": {
        "voorbereiding": "roep_op_voor_verhoor", "consult": "advies_ontvangen", "opgeroepen": "verdachte_verhoord",
        "verhoord": "zend_pv_in", "ingezonden": "om_strafbeschikking",
        "strafbeschikking": "strafbeschikking_onherroepelijk", "zitting": "uitspraak", "proeftijd": "proeftijd_voorbij",
    },
    "meldcode": {
        "signalen": "naar_overleg", "overleg": "naar_gesprek", "gesprek": "naar_wegen", "wegen": "geen_melding",
        "melding_vt": "terugkoppeling_vt",
    },
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
    if proces not in PROCESSEN:  # a part that its reader may not know
        return ahead
    seen = {state, *walked}
    while found := PROCESSEN[proces].rows.get((state, USUAL.get(proces, {}).get(state, ""))):
        state = found.to
        if state in seen or state == "=":
            break
        seen.add(state)
        ahead.append(state_title(proces, state))
    return ahead
