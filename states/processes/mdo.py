"""Multidisciplinair overleg (process.md section 9)."""

from states.route import Proces, State, Step

# fmt: off
MDO = Proces(
    name="mdo", titel="Multidisciplinair overleg", soort="child", basis="MAS",
    start="voorgesteld", start_by_step="aangevraagd", asks="type_overleg, vraag",
    states=(
        #     state          titel                    term                       waits
        State("voorgesteld", "Overleg voorgesteld",   "3 wd mdo.bevestigen",     "ons"),
        State("aangevraagd", "Overleg aangevraagd",   "10 wd mdo.plannen",       "ons"),
        State("gepland",     "Overleg gepland",       "datum + 2 wd mdo.verslag", "ons"),
        State("besloten",    "Besluit genomen",       "final"),
        State("vervallen",   "Vervallen",             "final"),
    ),
    steps=(
        Step("voorgesteld", "bevestig", "aangevraagd", "lpa, tl", asks="vraag, deelnemers"),
        Step("voorgesteld, aangevraagd, gepland", "vervalt", "vervallen", "lpa, tl, sys", asks="reden", auto="hoofdzaak_klaar"),
        Step("aangevraagd", "plan_overleg", "gepland", "lpa, adm", asks="datum, tijd, plaats, deelnemers", letters="L08"),
        Step("gepland", "verzet_overleg", "gepland", "lpa, adm", asks="datum, tijd, plaats", letters="L08"),
        Step("gepland", "leg_besluit_vast", "besloten", "lpa", asks="besluit, deelnemers, afspraken?, passend_aanbod?, doorzettingsmacht?", letters="L05", opens="afspraak?"),
    ),
    toelichting="""
Een trede van de ladder opent het overleg in `voorgesteld`; `vraag_mdo` opent het in `aangevraagd`. Ouders en jongere
worden standaard uitgenodigd. Er wordt niets gedeeld voordat het overleg is bevestigd.
""",
)
# fmt: on
