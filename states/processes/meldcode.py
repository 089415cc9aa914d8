"""Meldcode huiselijk geweld en kindermishandeling (process.md section 11)."""

from states.route import Proces, State, Step

# fmt: off
MELDCODE = Proces(
    name="meldcode", titel="Meldcode", soort="child", basis="Leerplichtwet 1969, artikel 16; Wet verplichte meldcode",
    start="signalen", asks="signalen",
    open="signalen, overleg, gesprek, wegen",
    states=(
        #     state         titel                                  term                          waits
        State("signalen",   "Signalen in kaart",                   "5 wd meldcode.stap",         "ons"),
        State("overleg",    "Overleg met collega of Veilig Thuis", "5 wd meldcode.stap",         "ons"),
        State("gesprek",    "Gesprek met betrokkenen",             "10 wd meldcode.gesprek",     "ons"),
        State("wegen",      "Wegen",                               "5 wd meldcode.stap",         "ons"),
        State("melding_vt", "Gemeld bij Veilig Thuis",             "5 wd meldcode.veilig_thuis", "partij"),
        State("besluit",    "Besluit genomen",                     "final"),
    ),
    steps=(
        Step("signalen", "naar_overleg", "overleg", "lpa", asks="signalen"),
        Step("overleg", "naar_gesprek", "gesprek", "lpa", asks="advies"),
        Step("gesprek", "naar_wegen", "wegen", "lpa", asks="verslag"),
        Step("wegen", "geen_melding", "besluit", "lpa", asks="afweging, hulp"),
        Step("wegen", "meld_veilig_thuis", "melding_vt", "lpa", asks="afweging", letters="L14"),
        Step("@open", "acuut_melden", "melding_vt", "lpa", asks="afweging", letters="L14"),
        Step("melding_vt", "terugkoppeling_vt", "besluit", "lpa", asks="besluit_vt"),
    ),
)
# fmt: on
