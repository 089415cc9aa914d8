"""Absoluut verzuim: leerplichtig of kwalificatieplichtig, maar nergens ingeschreven (process.md section 4)."""

from states.route import Proces, State, Step

# fmt: off
ABSOLUUT_VERZUIM = Proces(
    name="absoluut_verzuim", titel="Absoluut verzuim", soort="root", basis="Leerplichtwet 1969, artikelen 2, 3, 4a en 22; MAS",
    start="signaal", second_invitation="L04",
    open="signaal, aangeschreven, herinnerd, absoluut_onderzoek, gesprek_gepland, begeleiding, wacht_op_start, in_route",
    states=(
        #     state                 titel                            term                                   waits     ladder
        State("signaal",            "Geen inschrijving bekend",      "10 wd absoluut.aanschrijven",         "ons"),
        State("aangeschreven",      "Ouders aangeschreven",          "reactie_voor + 0 d absoluut.reactie", "ouders"),
        State("herinnerd",          "Herinnering gestuurd",          "5 wd absoluut.reactie2",              "ouders"),
        State("absoluut_onderzoek", "Onderzoek absoluut verzuim",    "10 wd absoluut.onderzoek",            "ons"),
        State("gesprek_gepland",    "Gesprek gepland",               "datum + 2 wd gesprek.verslag",        "ons"),
        State("begeleiding",        "Begeleiding naar inschrijving", "6 wk absoluut.begeleiding again",     "school", "mdo +5 wd"),
        State("wacht_op_start",     "Wacht op start bij school",     "per + 3 wd absoluut.start",           "school"),
        State("in_route",           "In route",                      "-"),
        State("afgesloten",         "Afgesloten",                    "final"),
        State("doorgezet",          "Doorgezet",                     "final"),
    ),
    steps=(
        Step("signaal", "schrijf_aan", "aangeschreven", "lpa, adm", asks="behandelaar?, reactie_voor", letters="L22"),
        Step("aangeschreven", "herinner", "herinnerd", "lpa, adm, sys", letters="L22", auto="verlopen"),
        Step("herinnerd", "geen_reactie", "absoluut_onderzoek", "lpa, sys", auto="verlopen"),
        Step("aangeschreven, herinnerd", "reactie_ontvangen", "absoluut_onderzoek", "lpa, adm", asks="reactie, oorzaak"),
        Step("absoluut_onderzoek, begeleiding, in_route", "plan_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, tolk?", "L03"),
        Step("gesprek_gepland", "verzet_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, op_verzoek_van", "L03"),
        Step("gesprek_gepland", "zeg_gesprek_af", "absoluut_onderzoek", "lpa, adm", asks="reden"),
        Step("gesprek_gepland", "gesprek_gehouden", "absoluut_onderzoek", "lpa", "meldcode_afgewogen", "verslag, oorzaak, ouders_gehoord, jongere_gehoord, meldcode_antwoord", "L05", "meldcode?"),
        Step("gesprek_gepland", "meld_niet_verschenen", "absoluut_onderzoek", "lpa", asks="afwezigen"),
        Step("absoluut_onderzoek, begeleiding, wacht_op_start, in_route", "hoor_betrokkenen", "=", "lpa", asks="ouders_gehoord, jongere_gehoord, verklaring?, bewijs_uitnodigingen?"),
        Step("absoluut_onderzoek", "start_begeleiding", "begeleiding", "lpa", asks="plan, school?", letters="L05"),
        Step("begeleiding", "evalueer_begeleiding", "begeleiding", "lpa", asks="voortgang"),
        Step("signaal, aangeschreven, herinnerd, absoluut_onderzoek", "administratief", "afgesloten", "lpa, adm", "geen_open_traject", "oorzaak", uitkomst="onterecht_administratief"),
        Step("signaal, aangeschreven, herinnerd, absoluut_onderzoek, begeleiding, wacht_op_start, gesprek_gepland", "ingeschreven", "afgesloten", "lpa, adm", "geen_open_traject", "school, per", "L21", uitkomst="ingeschreven"),
        Step("absoluut_onderzoek, begeleiding, wacht_op_start", "wacht_op_inschrijving", "wacht_op_start", "lpa", asks="school, per", uitkomst="wacht_op_inschrijving"),
        Step("wacht_op_start", "start_gaat_niet_door", "absoluut_onderzoek", "lpa", asks="reden"),
        Step("in_route", "meld_ingeschreven", "=", "lpa, adm", asks="school, per", uitkomst="ingeschreven"),
        Step("absoluut_onderzoek, begeleiding, in_route", "start_hulp", "in_route", "lpa", asks="aanleiding", letters="L05", opens="hulp"),
        Step("absoluut_onderzoek, begeleiding, in_route", "start_kader", "in_route", "lpa", "nog_geen_open, mag_indienen", "zorgen, kinderen", opens="kader"),
        Step("absoluut_onderzoek, begeleiding, in_route", "start_straf", "in_route", "boa", "boa_bevoegd, nog_geen_open", "verdachten, grond", opens="straf"),
        Step("in_route", "route_beeindigd", "absoluut_onderzoek", "sys", "laatste_route_klaar", auto="routes_klaar"),
        Step("absoluut_onderzoek, begeleiding", "hervat_route", "in_route", "lpa", "route_loopt", "toelichting"),
        Step("absoluut_onderzoek, begeleiding, wacht_op_start", "sluit_af", "afgesloten", "lpa", "geen_open_traject", "hoofduitkomst, nevenuitkomsten?", "L21"),
        Step("@open", "overdragen", "doorgezet", "lpa, adm", asks="naar, reden, datum, hoofduitkomst", letters="L27"),
        Step("@open", "beeindig", "afgesloten", "lpa", asks="einde_reden, hoofduitkomst", letters="L21"),
        Step("afgesloten, doorgezet", "heropen", "absoluut_onderzoek", "lpa, tl", "geen_andere_zaak", "reden"),
        Step("@open", "notitie", "=", "lpa, adm", asks="soort_contact, met, tekst"),
        Step("@open", "huisbezoek", "=", "lpa", asks="datum, verslag, gesproken_met?"),
        Step("@open", "vraag_mdo", "=", "lpa, tl", "nog_geen_open", "type_overleg, vraag", opens="mdo"),
        Step("@open", "vraag_veiligheidshuis", "=", "lpa, tl", "nog_geen_open, deelgrond_genoemd", "vraag, deelgrond, partners", opens="veiligheidshuis"),
        Step("@open", "start_meldcode", "=", "lpa", asks="signalen", opens="meldcode"),
    ),
    toelichting="""
`herinner` en `geen_reactie` gaan vanzelf als de termijn van hun toestand verloopt. De reactie wordt standaard binnen
10 werkdagen gevraagd. Na een keer niet verschijnen gaat brief L04 in plaats van L03.
""",
)
# fmt: on
