"""Route 4: strafrecht, one zaak per verdachte (process.md section 8)."""

from states.route import Proces, State, Step

# fmt: off
STRAF = Proces(
    name="straf", titel="Route 4: strafrecht, één per verdachte", soort="child", basis="Leerplichtwet 1969, artikelen 22, 26 en 27; Wetboek van Strafvordering; OM-richtlijn",
    start="voorbereiding", route=True, asks="grond, dagen",
    states=(
        #     state               titel                             term                            waits      ladder
        State("voorbereiding",    "Strafrecht voorbereiden",        "10 wd straf.voorbereiding",    "ons"),
        State("consult",          "Advies gevraagd aan Raad of OM", "10 wd straf.consult",          "om",      "veiligheidshuis +5 wd"),
        State("opgeroepen",       "Opgeroepen voor verhoor",        "datum + 1 wd straf.verhoor",   "ons"),
        State("verhoord",         "Verdachte verhoord",             "30 d pv.na_verhoor",           "ons",     "vooraf -5 wd tl"),
        State("ingezonden",       "Proces-verbaal ingezonden",      "90 d om.beslissing",           "om"),
        State("strafbeschikking", "Strafbeschikking uitgevaardigd", "4 wk om.verzet",               "om"),
        State("zitting",          "Zitting gepland",                "datum + 5 wd om.zitting",      "rechter"),
        State("proeftijd",        "Proeftijd",                      "einddatum + 0 d om.proeftijd", "om"),
        State("afgedaan",         "Afgedaan",                       "final"),
        State("afgezien",         "Afgezien van proces-verbaal",    "final"),
        State("naar_halt",        "Alsnog naar Halt",               "final"),
    ),
    steps=(
        Step("voorbereiding", "vraag_advies", "consult", "boa", asks="vraag, aan", letters="L15"),
        Step("consult", "advies_ontvangen", "voorbereiding", "boa", asks="advies"),
        Step("voorbereiding", "roep_op_voor_verhoor", "opgeroepen", "boa", "boa_bevoegd, advies_ingewonnen", "datum, tijd, plaats, tolk?", "L16"),
        Step("opgeroepen", "verzet_verhoor", "opgeroepen", "boa", asks="datum, tijd, plaats, op_verzoek_van", letters="L16"),
        Step("opgeroepen", "verdachte_verhoord", "verhoord", "boa", "boa_bevoegd, cautie_gegeven, ouders_ingelicht", "gehoord_op, cautie, recht_op_advocaat, ouders_ingelicht, verklaring"),
        Step("opgeroepen", "verdachte_niet_verschenen", "voorbereiding", "boa", asks="bewijs_oproep"),
        Step("voorbereiding", "zend_pv_zonder_verklaring", "ingezonden", "boa", "boa_bevoegd, genoeg_opgeroepen, ouders_gehoord, jongere_gehoord, niet_te_oud", "pv_nummer, bewijs_oproep, kopie_rvdk", "L17", uitkomst="proces_verbaal"),
        Step("verhoord", "zend_pv_in", "ingezonden", "boa", "boa_bevoegd, ouders_gehoord, jongere_gehoord, niet_te_oud", "pv_nummer, kopie_rvdk", "L17, L18", uitkomst="proces_verbaal"),
        Step("verhoord", "alsnog_halt", "naar_halt", "boa", "verdachte_jongere, leeftijd_halt, eerste_halt", "reden", opens="halt"),
        Step("voorbereiding, consult, opgeroepen, verhoord", "zie_af_van_pv", "afgezien", "boa", asks="reden"),
        Step("ingezonden", "om_vraagt_aanvulling", "verhoord", "boa", asks="vraag"),
        Step("ingezonden", "om_sepot", "afgedaan", "boa", asks="sepot_soort, voorwaarden?"),
        Step("ingezonden", "om_strafbeschikking", "strafbeschikking", "boa", asks="sanctie, bedrag?, uren?"),
        Step("ingezonden", "om_naar_halt", "naar_halt", "boa", "verdachte_jongere", "reden", opens="halt"),
        Step("strafbeschikking", "verzet_gedaan", "zitting", "boa", asks="datum"),
        Step("strafbeschikking", "strafbeschikking_onherroepelijk", "afgedaan", "boa, sys", auto="verlopen"),
        Step("ingezonden", "om_dagvaarding", "zitting", "boa", asks="datum, rechter"),
        Step("zitting", "zitting_aangehouden", "zitting", "boa", asks="datum, reden"),
        Step("zitting", "uitspraak", "afgedaan", "boa", asks="uitspraak, sanctie?, bedrag?, uren?"),
        Step("zitting", "uitspraak_met_proeftijd", "proeftijd", "boa", asks="uitspraak, einddatum, voorwaarden"),
        Step("proeftijd", "proeftijd_voorbij", "afgedaan", "boa, sys", auto="verlopen"),
        Step("proeftijd", "voorwaarden_geschonden", "zitting", "boa", asks="datum"),
    ),
    toelichting="""
`proeftijd_voorbij` en `strafbeschikking_onherroepelijk` gaan vanzelf als de termijn verloopt. Wat het OM of de rechter
besluit, wordt aan niemand vanzelf verteld: brief L19 maakt u zelf als dat nodig is, en de school krijgt hem
standaard niet.
""",
)
# fmt: on
