"""Luxeverzuim: weg voor vakantie of eigen belang zonder verlof (process.md section 3)."""

from states.route import Proces, State, Step

# fmt: off
LUXEVERZUIM = Proces(
    name="luxeverzuim", titel="Luxeverzuim", soort="root", basis="Leerplichtwet 1969, artikelen 11, 13a en 14; OM-richtlijn 2017R002",
    start="ontvangen", start_by_step="luxe_onderzoek",
    open="ontvangen, luxe_onderzoek, gesprek_gepland, in_route",
    states=(
        #     state               titel                          term                            waits
        State("ontvangen",        "Melding ontvangen",           "5 wd intake.oppakken",         "ons"),
        State("luxe_onderzoek",   "Onderzoek luxeverzuim",       "15 wd luxe.onderzoek",         "ons"),
        State("gesprek_gepland",  "Gesprek gepland",             "datum + 2 wd gesprek.verslag", "ons"),
        State("in_route",         "In route",                    "-"),
        State("afgesloten",       "Afgesloten",                  "final"),
        State("ter_kennisgeving", "Ter kennisgeving aangenomen", "final"),
        State("doorgezet",        "Doorgezet",                   "final"),
    ),
    steps=(
        Step("ontvangen", "oppakken", "luxe_onderzoek", "lpa", asks="behandelaar"),
        Step("ontvangen", "ter_kennisgeving_aannemen", "ter_kennisgeving", "lpa", "geen_actie_gewenst", "toelichting", uitkomst="ter_kennisgeving"),
        Step("ontvangen, luxe_onderzoek", "doorzetten", "doorgezet", "lpa, adm", "hoort_elders, geen_open_traject", "naar, reden", "L27", uitkomst="doorgezet"),
        Step("luxe_onderzoek, in_route", "plan_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, tolk?", "L03"),
        Step("gesprek_gepland", "verzet_gesprek", "gesprek_gepland", "lpa, adm", "tijdig_uitgenodigd", "datum, tijd, plaats, genodigden, op_verzoek_van", "L03"),
        Step("gesprek_gepland", "zeg_gesprek_af", "luxe_onderzoek", "lpa, adm", asks="reden"),
        Step("gesprek_gepland", "gesprek_gehouden", "luxe_onderzoek", "lpa", asks="verslag, ouders_gehoord, jongere_gehoord", letters="L05"),
        Step("gesprek_gepland", "meld_niet_verschenen", "luxe_onderzoek", "lpa", asks="afwezigen"),
        Step("luxe_onderzoek, in_route", "hoor_betrokkenen", "=", "lpa", asks="ouders_gehoord, jongere_gehoord, verklaring?, bewijs_uitnodigingen?"),
        Step("luxe_onderzoek", "verklaar_geoorloofd", "afgesloten", "lpa", "geen_open_traject", "duo_reden, duo_toelichting", "L21", uitkomst="geoorloofd"),
        Step("luxe_onderzoek", "waarschuw_luxe", "afgesloten", "lpa", "geen_open_traject, hooguit_een_dag, eerste_keer_luxe", "geadresseerden, dagen, duo_reden, duo_toelichting", "L06", uitkomst="waarschuwing"),
        Step("luxe_onderzoek, in_route", "start_straf", "in_route", "boa", "boa_bevoegd, nog_geen_open, meer_dan_een_dag_of_herhaling", "verdachten, grond, dagen", opens="straf"),
        Step("in_route", "route_beeindigd", "luxe_onderzoek", "sys", "laatste_route_klaar", auto="routes_klaar"),
        Step("luxe_onderzoek", "hervat_route", "in_route", "lpa", "route_loopt", "toelichting"),
        Step("luxe_onderzoek", "sluit_af", "afgesloten", "lpa", "geen_open_traject", "duo_reden, duo_toelichting, hoofduitkomst", "L21"),
        Step("ontvangen, luxe_onderzoek, gesprek_gepland", "trek_melding_in", "afgesloten", "sys", "laatste_melding", uitkomst="ingetrokken", auto="melding_ingetrokken"),
        Step("@open", "overdragen", "doorgezet", "lpa, adm", asks="naar, reden, datum, hoofduitkomst", letters="L27"),
        Step("@open", "beeindig", "afgesloten", "lpa", asks="einde_reden, hoofduitkomst, duo_reden, duo_toelichting", letters="L21"),
        Step("afgesloten, doorgezet", "heropen", "luxe_onderzoek", "lpa, tl", "geen_andere_zaak", "reden"),
        Step("@open", "sluit_melding", "=", "lpa", asks="melding, duo_reden, duo_toelichting, uitkomst"),
        Step("@open", "notitie", "=", "lpa, adm", asks="soort_contact, met, tekst"),
        Step("@open", "terugkoppeling_school", "=", "lpa, adm", asks="aan, tekst"),
        Step("@open", "vraag_mdo", "=", "lpa, tl", "nog_geen_open", "type_overleg, vraag", opens="mdo"),
        Step("@open", "start_meldcode", "=", "lpa", asks="signalen", opens="meldcode"),
    ),
)
# fmt: on
