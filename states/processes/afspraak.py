"""Een afspraak uit een gesprek, mdo of Veiligheidshuis (process.md section 12)."""

from states.route import Proces, State, Step

# fmt: off
AFSPRAAK = Proces(
    name="afspraak", titel="Afspraak", soort="child", basis="MAS",
    start="open", asks="wat, wie, uiterlijk",
    states=(
        #     state         titel              term                        waits
        State("open",       "Afspraak loopt",  "uiterlijk + 0 d afspraak", "partij"),
        State("uitgevoerd", "Uitgevoerd",      "final"),
        State("vervallen",  "Vervallen",       "final"),
    ),
    steps=(
        Step("open", "voer_uit", "uitgevoerd", "lpa, adm", asks="uitgevoerd_op, resultaat?"),
        Step("open", "verzet", "open", "lpa", asks="uiterlijk, reden"),
        Step("open", "vervalt", "vervallen", "lpa, sys", asks="reden", auto="hoofdzaak_klaar"),
    ),
)
# fmt: on
