"""Relatief verzuim: ingeschreven, maar afwezig zonder geldige reden (process.md section 2)."""

from states.route import Proces, State, Step

# fmt: off
RELATIEF_VERZUIM = Proces(
    name="relatief_verzuim", titel="Relatief verzuim", soort="root", basis="Leerplichtwet 1969, artikelen 2, 4, 21 en 22; MAS",
    start="ontvangen", start_by_step="in_behandeling",
    open="ontvangen, in_behandeling, wacht_op_informatie, gesprek_gepland, niet_verschenen, routekeuze, in_route, monitoring",
    states=(
        #     state                  titel                            term                         waits      ladder
        State("ontvangen",           "Melding ontvangen",             "5 wd intake.oppakken",      "ons"),
        State("in_behandeling",      "In onderzoek",                  "10 wd intake.uitnodigen",   "ons"),
        State("wacht_op_informatie", "Wacht op informatie",           "10 wd informatie",          "partij"),
        State("gesprek_gepland",     "Verzuimgesprek gepland",        "datum + 2 wd gesprek.verslag", "ons"),
        State("niet_verschenen",     "Niet verschenen",               "5 wd gesprek.opnieuw",      "ouders",  "mdo +5 wd"),
        State("routekeuze",          "Routekeuze",                    "5 wd routekeuze",           "ons"),
        State("in_route",            "In route",                      "-"),
        State("monitoring",          "Monitoring schoolgang",         "6 lw monitoring.duur",      "school",  "halfweg"),
        State("afgesloten",          "Afgesloten",                    "final"),
        State("ter_kennisgeving",    "Ter kennisgeving aangenomen",   "final"),
        State("doorgezet",           "Doorgezet",                     "final"),
    ),
    steps=(
        Step("ontvangen", "oppakken", "in_behandeling", "lpa", asks="behandelaar"),
        Step("ontvangen", "ter_kennisgeving_aannemen", "ter_kennisgeving", "lpa", "geen_actie_gewenst", "toelichting", uitkomst="ter_kennisgeving"),
        Step("ontvangen, in_behandeling", "doorzetten", "doorgezet", "lpa, adm", "hoort_elders, geen_open_traject", "naar, reden", "L27", uitkomst="doorgezet"),
        Step("ontvangen, in_behandeling, gesprek_gepland", "sluit_na_overleg_school", "afgesloten", "lpa", "geen_open_traject", "afspraken_school, duo_reden, duo_toelichting", "L21", uitkomst="geen_actie_na_overleg_school"),
        Step("in_behandeling, wacht_op_informatie, niet_verschenen, routekeuze", "sluit_geoorloofd", "afgesloten", "lpa", "geen_open_traject", "duo_reden, duo_toelichting", "L21", uitkomst="geoorloofd"),
        Step("in_behandeling, routekeuze", "vraag_informatie", "wacht_op_informatie", "lpa, adm", asks="partij, vraag", letters="L07"),
        Step("wacht_op_informatie", "informatie_ontvangen", "in_behandeling", "lpa, adm", asks="informatie"),
        Step("in_behandeling, wacht_op_informatie", "kies_route", "routekeuze", "lpa", "al_gesproken", "toelichting"),
        Step("in_behandeling, wacht_op_informatie, routekeuze, in_route, monitoring", "plan_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, tolk?", "L03"),
        Step("niet_verschenen", "plan_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, tolk?", "L04"),
        Step("gesprek_gepland", "verzet_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, op_verzoek_van", "L03"),
        Step("gesprek_gepland", "zeg_gesprek_af", "in_behandeling", "lpa, adm", asks="reden"),
        Step("gesprek_gepland", "gesprek_gehouden", "routekeuze", "lpa", "meldcode_afgewogen", "verslag, oorzaak, verwijtbaarheid, ouders_gehoord, jongere_gehoord, meldcode_antwoord, afspraken?", "L05", "afspraak?, meldcode?"),
        Step("gesprek_gepland", "meld_niet_verschenen", "niet_verschenen", "lpa", asks="afwezigen"),
        Step("niet_verschenen", "gesprek_bij_huisbezoek", "routekeuze", "lpa", "meldcode_afgewogen", "verslag, oorzaak, verwijtbaarheid, ouders_gehoord, jongere_gehoord, meldcode_antwoord, afspraken?", "L05", "afspraak?, meldcode?"),
        Step("niet_verschenen", "maximum_bereikt", "routekeuze", "lpa", "genoeg_uitgenodigd", "bewijs_uitnodigingen"),
        Step("in_behandeling, niet_verschenen, routekeuze", "waarschuwen", "monitoring", "lpa", asks="geadresseerden, overtreding, periode, verwachting", letters="L06", uitkomst="waarschuwing"),
        Step("routekeuze", "maak_afspraken", "monitoring", "lpa", asks="afspraken, controledatum?", letters="L05", opens="afspraak", uitkomst="afspraken"),
        Step("routekeuze, in_route, monitoring", "start_hulp", "in_route", "lpa", asks="aanleiding", letters="L05", opens="hulp"),
        Step("routekeuze, in_route", "start_halt", "in_route", "boa", "boa_bevoegd, nog_geen_open, leeftijd_halt, eerste_halt, genoeg_verzuim, niet_te_veel_verzuim, verwijtbaar_jongere, geen_contra_indicatie, eerder_gewaarschuwd", "uren, te_laat, contra_indicatie", opens="halt"),
        Step("routekeuze, in_route", "start_kader", "in_route", "lpa", "nog_geen_open, hulp_geprobeerd, mag_indienen", "zorgen, kinderen", opens="kader"),
        Step("routekeuze, in_route", "start_straf", "in_route", "boa", "boa_bevoegd, nog_geen_open, hulp_geprobeerd, tafel_gehad", "verdachten, grond", opens="straf"),
        Step("in_route", "route_beeindigd", "routekeuze", "sys", "laatste_route_klaar", auto="routes_klaar"),
        Step("routekeuze, monitoring", "hervat_route", "in_route", "lpa", "route_loopt", "toelichting"),
        Step("in_route, routekeuze", "verzuim_gestopt", "monitoring", "lpa", asks="sinds"),
        Step("ontvangen, in_behandeling, wacht_op_informatie, gesprek_gepland, niet_verschenen, monitoring", "terug_op_school", "=", "lpa, adm", asks="sinds", uitkomst="teruggekeerd"),
        Step("monitoring", "verzuim_houdt_aan", "routekeuze", "lpa, sys", auto="melding_erbij"),
        Step("routekeuze, monitoring", "sluit_af", "afgesloten", "lpa", "geen_open_traject", "duo_reden, duo_toelichting, hoofduitkomst, nevenuitkomsten?", "L21"),
        Step("ontvangen, in_behandeling, wacht_op_informatie, gesprek_gepland, niet_verschenen", "trek_melding_in", "afgesloten", "sys", "laatste_melding", uitkomst="ingetrokken", auto="melding_ingetrokken"),
        Step("@open", "overdragen", "doorgezet", "lpa, adm", asks="naar, reden, datum, hoofduitkomst", letters="L27"),
        Step("@open", "beeindig", "afgesloten", "lpa", asks="einde_reden, hoofduitkomst, duo_reden, duo_toelichting", letters="L21"),
        Step("afgesloten, doorgezet", "heropen", "routekeuze", "lpa, tl", "geen_andere_zaak", "reden"),
        Step("@open", "hoor_betrokkenen", "=", "lpa", asks="ouders_gehoord, jongere_gehoord, verklaring?, bewijs_uitnodigingen?"),
        Step("@open", "geen_pv_na_halt", "=", "boa", asks="reden"),
        Step("@open", "notitie", "=", "lpa, adm", asks="soort_contact, met, tekst"),
        Step("@open", "huisbezoek", "=", "lpa", asks="datum, verslag, gesproken_met?"),
        Step("@open", "terugkoppeling_school", "=", "lpa, adm", asks="aan, tekst"),
        Step("@open", "schoolwissel", "=", "lpa, adm", asks="nieuwe_school, datum, soort_wissel", uitkomst="herplaatsing_andere_school"),
        Step("@open", "vraag_mdo", "=", "lpa, tl", "nog_geen_open", "type_overleg, vraag", opens="mdo"),
        Step("@open", "vraag_veiligheidshuis", "=", "lpa, tl", "nog_geen_open, deelgrond_genoemd", "vraag, deelgrond, partners", opens="veiligheidshuis"),
        Step("@open", "start_meldcode", "=", "lpa", asks="signalen", opens="meldcode"),
        Step("@open", "sluit_melding", "=", "lpa", asks="melding, duo_reden, duo_toelichting, uitkomst"),
    ),
    toelichting="""
`verzuim_houdt_aan` gaat vanzelf als er tijdens de monitoring een melding bij komt over verzuim dat daarna begon.
`route_beeindigd` gaat vanzelf als de laatste route is afgelopen. `trek_melding_in` sluit de zaak alleen als de
voorwaarde klopt; anders sluit een intrekking alleen die melding. De monitoring loopt tot de controledatum als die
is gegeven; niets sluit vanzelf.
""",
)
# fmt: on
