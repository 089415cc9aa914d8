"""Terms that run with a zaak, beside the term of its state (process.md section 13)."""

from states.route import ZaakTerm

# fmt: off
ZAAKTERMEN = (
    #        naam                     titel                            proces                            from               amount                     while                           to            opens         event
    ZaakTerm("gesprek_uiterlijk",     "Gesprek uiterlijk",             "relatief_verzuim",               "opgepakt_op",     "15 wd gesprek.uiterlijk", "geen_gesprek_en_in_onderzoek", "behandelaar"),
    ZaakTerm("terugkoppeling_school", "Terugkoppeling aan de school",  "relatief_verzuim, luxeverzuim",  "opgepakt_op",     "5 wd school.terugkoppeling", "niet_teruggekoppeld",       "behandelaar"),
    ZaakTerm("langdurig",             "Langdurig afwezig",             "relatief_verzuim",               "thuis_sinds",     "28 d thuiszitter.langdurig", "afwezig",                   "teamleider", event="thuiszitter_begin"),
    ZaakTerm("pact_dreigt",           "Thuiszitterspact dreigt",       "relatief_verzuim",               "thuis_sinds",     "8 wk thuiszitter.dreigt", "afwezig",                      "behandelaar", opens="mdo",  event="pact_dreigt"),
    ZaakTerm("thuiszitterspact",      "Thuiszitterspact: 3 maanden",   "relatief_verzuim",               "thuis_sinds",     "3 mnd thuiszitter.pact",  "afwezig",                      "teamleider", opens="mdo",  event="thuiszitterspact"),
    ZaakTerm("hulp_maximum",          "Hulp duurt te lang",            "hulp",                           "per",             "26 wk hulp.maximum",      "open",                         "behandelaar"),
)
# fmt: on
