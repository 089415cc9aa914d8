"""Terms that run with a zaak, beside the term of its state (process.md section 13)."""

from states.route import ZaakTerm

_ROOTS = "relatief_verzuim, luxeverzuim, absoluut_verzuim"
_AT_HOME = "relatief_verzuim, absoluut_verzuim"

# fmt: off
ZAAKTERMEN = (
    #        naam                     titel                            proces                            from                amount                        while                           to                         opens         event
    ZaakTerm("gesprek_uiterlijk",     "Gesprek uiterlijk",             "relatief_verzuim",               "opgepakt_op",      "15 wd gesprek.uiterlijk",    "geen_gesprek_en_in_onderzoek", "behandelaar"),
    ZaakTerm("terugkoppeling_school", "Terugkoppeling aan de school",  "relatief_verzuim, luxeverzuim",  "opgepakt_op",      "5 wd school.terugkoppeling", "niet_teruggekoppeld",          "behandelaar"),
    ZaakTerm("langdurig",             "Langdurig afwezig",             "relatief_verzuim",               "thuis_sinds",      "28 d thuiszitter.langdurig", "afwezig",                      "teamleider",              event="thuiszitter_begin"),
    ZaakTerm("pact_dreigt",           "Thuiszitterspact dreigt",       _AT_HOME,                         "thuis_sinds",      "8 wk thuiszitter.dreigt",    "afwezig",                      "behandelaar",             opens="mdo",  event="pact_dreigt"),
    ZaakTerm("thuiszitterspact",      "Thuiszitterspact: 3 maanden",   _AT_HOME,                         "thuis_sinds",      "3 mnd thuiszitter.pact",     "afwezig",                      "teamleider",              opens="mdo",  event="thuiszitterspact"),
    ZaakTerm("hulp_maximum",          "Hulp duurt te lang",            "hulp",                           "per",              "26 wk hulp.maximum",         "open",                         "behandelaar"),
    ZaakTerm("halt_negatief_pv",      "Proces-verbaal na Halt",        "relatief_verzuim",               "halt_negatief_op", "14 d halt.negatief_pv",      "geen_pv_na_halt",              "behandelaar, teamleider", about="halt"),
    ZaakTerm("start_tot_pv",          "Proces-verbaal ingezonden",     "straf",                          "geopend_op",       "60 d pv.na_start",           "geen_pv",                      "behandelaar"),
    ZaakTerm("strafadvies_rvdk",      "Strafadvies van de Raad",       "straf",                          "eerste_verhoor_op", "42 d rvdk.strafadvies",     "verdachte_jongere",            "behandelaar"),
    ZaakTerm("vonnis",                "Vonnis",                        "straf",                          "eerste_verhoor_op", "180 d om.vonnis",           "open",                         "behandelaar"),
    ZaakTerm("meldcode_termijn",      "Meldcode afgerond",             "meldcode",                       "geopend_op",       "6 wk meldcode.totaal",       "open",                         "teamleider"),
    ZaakTerm("wordt_12",              "Wordt 12 jaar",                 _ROOTS,                           "wordt_12_op",      "0 d leeftijd",               "wordt_12",                     "behandelaar",             event="wordt_12"),
    ZaakTerm("wordt_16",              "Wordt 16 jaar",                 _ROOTS,                           "wordt_16_op",      "0 d leeftijd",               "wordt_16",                     "behandelaar",             event="wordt_16"),
    ZaakTerm("wordt_17",              "Wordt 17 jaar",                 _ROOTS,                           "wordt_17_op",      "0 d leeftijd",               "wordt_17",                     "behandelaar",             event="wordt_17"),
    ZaakTerm("wordt_18",              "Wordt 18 jaar",                 _ROOTS,                           "wordt_18_op",      "0 d leeftijd",               "wordt_18",                     "behandelaar",             event="wordt_18"),
)
# fmt: on
