"""Overleg complexe zaken in het Veiligheidshuis (process.md section 10)."""

from states.route import Proces, State, Step

# fmt: off
VEILIGHEIDSHUIS = Proces(
    name="veiligheidshuis", titel="Overleg complexe zaken in het Veiligheidshuis", soort="child", basis="MAS; convenant van het Veiligheidshuis",
    start="voorgesteld", start_by_step="aangemeld", asks="vraag, deelgrond, partners",
    states=(
        #     state          titel                        term                        waits
        State("voorgesteld", "Overleg voorgesteld",       "3 wd vh.bevestigen",       "ons"),
        State("aangemeld",   "Aangemeld",                 "10 wd vh.agenderen",       "partij"),
        State("geagendeerd", "Geagendeerd",               "datum + 2 wd vh.verslag",  "ons"),
        State("plan_loopt",  "Plan van aanpak loopt",     "6 wk vh.evaluatie again",  "partij"),
        State("afgerond",    "Afgerond",                  "final"),
        State("afgewezen",   "Afgewezen",                 "final"),
        State("vervallen",   "Vervallen",                 "final"),
    ),
    steps=(
        Step("voorgesteld", "meld_aan", "aangemeld", "lpa, tl", "deelgrond_genoemd", "vraag, deelgrond, partners", "L15"),
        Step("voorgesteld, aangemeld, geagendeerd, plan_loopt", "vervalt", "vervallen", "lpa, tl, sys", asks="reden", auto="hoofdzaak_klaar"),
        Step("aangemeld", "agendeer", "geagendeerd", "lpa, adm", asks="datum, tijd, plaats"),
        Step("aangemeld", "wijs_af", "afgewezen", "lpa", asks="reden"),
        Step("geagendeerd", "verzet_overleg", "geagendeerd", "lpa, adm", asks="datum, tijd, plaats"),
        Step("geagendeerd", "leg_plan_vast", "plan_loopt", "lpa", asks="plan, afspraken", opens="afspraak"),
        Step("geagendeerd", "leg_besluit_vast", "afgerond", "lpa", asks="besluit"),
        Step("plan_loopt", "evalueer_plan", "plan_loopt", "lpa", asks="voortgang"),
        Step("plan_loopt", "rond_af", "afgerond", "lpa", asks="resultaat"),
    ),
    toelichting="""
Een trede van de ladder opent het overleg in `voorgesteld`; `vraag_veiligheidshuis` opent het in `aangemeld`.
""",
)
# fmt: on
