"""Route 1: vrijwillige hulp (process.md section 5)."""

from states.route import Proces, State, Step

# fmt: off
HULP = Proces(
    name="hulp", titel="Route 1: vrijwillige hulp", soort="child", basis="MAS, route 1",
    start="aangeboden", route=True, asks="aanleiding",
    states=(
        #     state           titel                          term                       waits            ladder
        State("aangeboden",   "Hulp aangeboden",             "10 wd hulp.antwoord",     "ouders",        "mdo +5 wd"),
        State("aangevraagd",  "Hulp aangevraagd",            "4 wk hulp.start",         "hulpverlener",  "mdo +5 wd"),
        State("lopend",       "Hulp loopt",                  "6 wk hulp.evaluatie again", "hulpverlener", "mdo +5 wd"),
        State("geslaagd",     "Hulp geslaagd",               "final"),
        State("geweigerd",    "Hulp geweigerd",              "final"),
        State("gestagneerd",  "Hulp gestagneerd",            "final"),
        State("overgedragen", "Hulp loopt door zonder ons",  "final"),
        State("vervallen",    "Vervallen",                   "final"),
    ),
    steps=(
        Step("aangeboden", "hulp_aanvaard", "aangevraagd", "lpa", asks="aanbieder, soort_hulp, toestemming", letters="L08", uitkomst="hulpverlening"),
        Step("aangeboden", "hulp_geweigerd", "geweigerd", "lpa", asks="door, reden"),
        Step("aangevraagd", "hulp_gestart", "lopend", "lpa", asks="per, doel, einddatum?"),
        Step("lopend", "evalueer_hulp", "lopend", "lpa", "binnen_hulp_maximum", "voortgang, aanwezigheid"),
        Step("aangevraagd, lopend", "hulp_stagneert", "gestagneerd", "lpa", asks="reden"),
        Step("lopend", "hulp_geslaagd", "geslaagd", "lpa", asks="resultaat"),
        Step("aangevraagd, lopend", "laat_los", "overgedragen", "lpa", asks="reden"),
        Step("aangeboden, aangevraagd, lopend", "vervalt", "vervallen", "lpa, sys", asks="reden", auto="hoofdzaak_klaar"),
    ),
)
# fmt: on
