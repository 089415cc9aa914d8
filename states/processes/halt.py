"""Route 2: Halt (process.md section 6)."""

from states.route import Proces, State, Step

# fmt: off
HALT = Proces(
    name="halt", titel="Route 2: Halt", soort="child", basis="MAS, route 2; Aanwijzing Halt-afdoening",
    start="voorstel", route=True, asks="uren, te_laat, contra_indicatie",
    states=(
        #     state           titel                   term                               waits
        State("voorstel",     "Halt voorgesteld",     "10 wd halt.instemming",           "jongere"),
        State("te_verwijzen", "Verwijzing opstellen", "gehoord_op + 7 d halt.verwijzen", "ons"),
        State("verwezen",     "Verwezen naar Halt",   "30 d halt.start",                 "halt"),
        State("lopend",       "Halt loopt",           "14 wk halt.afloop",               "halt"),
        State("geslaagd",     "Halt geslaagd",        "final"),
        State("negatief",     "Halt negatief",        "final"),
        State("geweigerd",    "Halt geweigerd",       "final"),
        State("retour",       "Retour van Halt",      "final"),
        State("vervallen",    "Vervallen",            "final"),
    ),
    steps=(
        Step("voorstel", "halt_ingestemd", "te_verwijzen", "boa", "boa_bevoegd, cautie_gegeven, instemming_halt", "gehoord_op, cautie, verklaring, bekent, ingestemd_jongere, ingestemd_ouders?", "L10"),
        Step("voorstel", "halt_geweigerd", "geweigerd", "boa", asks="door, reden"),
        Step("te_verwijzen", "verwijs_naar_halt", "verwezen", "boa", "boa_bevoegd, niet_te_veel_verzuim", "boa_nummer, uren, te_laat", "L11", uitkomst="halt"),
        Step("verwezen", "halt_gestart", "lopend", "boa, lpa", asks="startdatum"),
        Step("verwezen, lopend", "halt_retour", "retour", "boa, lpa", asks="reden"),
        Step("lopend", "halt_geslaagd", "geslaagd", "boa, lpa", asks="afloopbericht_op", letters="L12"),
        Step("lopend", "halt_negatief", "negatief", "boa, lpa", asks="afloopbericht_op, reden", letters="L12"),
        Step("voorstel, te_verwijzen", "vervalt", "vervallen", "boa", asks="reden"),
    ),
    toelichting="""
Na `negatief` stelt de hoofdzaak `start_straf` voor met als grond Halt negatief: advies en eerdere hulp tellen dan als
gedaan, en de termijn `halt_negatief_pv` loopt.
""",
)
# fmt: on
