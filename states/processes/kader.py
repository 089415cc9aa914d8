"""Route 3: jeugdhulp in verplicht kader (process.md section 7)."""

from states.route import Proces, State, Step

# fmt: off
KADER = Proces(
    name="kader", titel="Route 3: verplicht kader", soort="child", basis="MAS, route 3; Burgerlijk Wetboek 1, artikel 255",
    start="voorbereiding", route=True, asks="zorgen, kinderen",
    states=(
        #     state             titel                                  term                           waits           ladder
        State("voorbereiding",  "Verzoek tot bespreking voorbereiden", "10 wd kader.vtb",             "ons"),
        State("aangevraagd",    "Beschermingstafel aangevraagd",       "15 wd kader.tafel",           "tafel",        "veiligheidshuis +10 wd"),
        State("gepland",        "Beschermingstafel gepland",           "datum + 2 wd kader.verslag",  "ons"),
        State("drang",          "Afspraken van de tafel lopen",        "26 wk kader.drang",           "hulpverlener", "halfweg"),
        State("raadsonderzoek", "Onderzoek door de Raad",              "26 wk kader.raadsonderzoek",  "rvdk",         "halfweg"),
        State("maatregel",      "Maatregel loopt, GI heeft regie",     "26 wk kader.maatregel again", "gi"),
        State("beeindigd",      "Beëindigd",                           "final"),
        State("geen_maatregel", "Geen maatregel",                      "final"),
        State("advies_pv",      "Advies proces-verbaal",               "final"),
        State("vervallen",      "Vervallen",                           "final"),
    ),
    steps=(
        Step("voorbereiding", "dien_vtb_in", "aangevraagd", "lpa", "besproken_met_ouders", "kinderen, zorgen, geprobeerde_hulp, besproken_op?, reactie_ouders", "L13"),
        Step("voorbereiding, aangevraagd, gepland, drang", "zie_af_van_vtb", "vervallen", "lpa", asks="reden"),
        Step("aangevraagd", "plan_tafel", "gepland", "lpa, adm", asks="datum, tijd, plaats"),
        Step("aangevraagd", "tafel_wijst_af", "geen_maatregel", "lpa", asks="reden"),
        Step("gepland", "verzet_tafel", "gepland", "lpa, adm", asks="datum, tijd, plaats"),
        Step("gepland", "besluit_raadsonderzoek", "raadsonderzoek", "lpa", asks="besluit", uitkomst="verplicht_kader"),
        Step("gepland", "besluit_drang", "drang", "lpa", asks="afspraken", opens="afspraak", uitkomst="verplicht_kader"),
        Step("gepland", "besluit_geen", "geen_maatregel", "lpa", asks="besluit"),
        Step("gepland", "besluit_pv", "advies_pv", "lpa", asks="besluit"),
        Step("drang", "terug_naar_tafel", "aangevraagd", "lpa", asks="reden"),
        Step("drang", "drang_geslaagd", "beeindigd", "lpa", asks="resultaat"),
        Step("raadsonderzoek", "maatregel_opgelegd", "maatregel", "lpa", asks="soort_maatregel, gi, per", uitkomst="maatregel"),
        Step("raadsonderzoek", "geen_maatregel", "geen_maatregel", "lpa", asks="besluit"),
        Step("maatregel", "evalueer_maatregel", "maatregel", "lpa", asks="voortgang"),
        Step("maatregel", "maatregel_beeindigd", "beeindigd", "lpa", asks="per"),
    ),
    toelichting="""
Bij een jongere van 17 of ouder waarschuwt Leerrecht dat een civiele maatregel te laat kan komen.
""",
)
# fmt: on
