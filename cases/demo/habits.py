"""How the officers of the demo work: what they do next in each state, and after how many werkdagen."""

from collections.abc import Mapping, Sequence

from cases.demo.habit import Habit
from cases.demo.morning import Zaak
from cases.demo.route_habits import ROUTE_HABITS
from cases.melding import age_on


def _adult(zaak: Zaak) -> bool:
    return age_on(zaak.born, zaak.started_on) >= 18


def _spoken(zaak: Zaak) -> bool:
    return bool(zaak.facts.get("gesprekken"))


def _not_spoken(zaak: Zaak) -> bool:
    return not _spoken(zaak)


def _absent(zaak: Zaak) -> bool:
    return bool(zaak.root_facts.get("thuis_sinds"))


def _present(zaak: Zaak) -> bool:
    return not _absent(zaak)


# fmt: off
HABITS: Mapping[tuple[str, str], Sequence[Habit]] = {
    ("relatief_verzuim", "ontvangen"): (
        Habit("oppakken", 84, (0, 4)),
        Habit("sluit_na_overleg_school", 5, (1, 4), _present),
        Habit("doorzetten", 30, (1, 4), _adult),
        Habit("ter_kennisgeving_aannemen", 60, (1, 3), lambda zaak: zaak.facts.get("actie_gewenst") is False),
        Habit("ter_kennisgeving_aannemen", 1, (1, 3), _present),
    ),
    ("relatief_verzuim", "in_behandeling"): (
        Habit("plan_gesprek", 58, (1, 3), _not_spoken),
        Habit("vraag_informatie", 12, (1, 2)),
        Habit("sluit_na_overleg_school", 11, (2, 7), _present),
        Habit("sluit_geoorloofd", 7, (3, 8), _present),
        Habit("waarschuwen", 8, (2, 7)),
        Habit("kies_route", 40, (1, 4), _spoken),
    ),
    ("relatief_verzuim", "wacht_op_informatie"): (
        Habit("informatie_ontvangen", 80, (2, 5)),
        Habit("plan_gesprek", 20, (3, 5), _not_spoken),
        Habit("kies_route", 40, (4, 8), _spoken),
    ),
    ("relatief_verzuim", "gesprek_gepland"): (
        Habit("gesprek_gehouden", 64, (0, 1)),
        Habit("meld_niet_verschenen", 18, (0, 1)),
        Habit("verzet_gesprek", 9, (-2, -1)),
        Habit("zeg_gesprek_af", 5, (-2, -1)),
    ),
    ("relatief_verzuim", "niet_verschenen"): (
        Habit("plan_gesprek", 45, (0, 2), lambda zaak: zaak.facts.get("niet_verschenen", 0) < 2),
        Habit("gesprek_bij_huisbezoek", 35, (1, 3)),
        Habit("maximum_bereikt", 80, (1, 4), lambda zaak: zaak.facts.get("niet_verschenen", 0) >= 2),
        Habit("maximum_bereikt", 2, (2, 4)),
    ),
    ("relatief_verzuim", "routekeuze"): (
        Habit("maak_afspraken", 44, (0, 3)),
        Habit("start_hulp", 32, (0, 4)),
        Habit("waarschuwen", 9, (1, 4)),
        Habit("sluit_af", 9, (1, 5), _present),
        Habit("vraag_mdo, start_hulp", 8, (1, 4)),
    ),
    ("relatief_verzuim", "in_route"): (
        Habit("huisbezoek", 20, (8, 15)),
        Habit("terugkoppeling_school", 20, (5, 20)),
        Habit("notitie", 60, (4, 20)),
    ),
    ("relatief_verzuim", "monitoring"): (
        Habit("terug_op_school, sluit_af", 50, (14, 28)),
        Habit("sluit_af", 24, (18, 30), _present),
        Habit("verzuim_houdt_aan", 12, (8, 22)),
        Habit("start_hulp", 10, (6, 18)),
        Habit("plan_gesprek", 4, (6, 18)),
    ),
    ("luxeverzuim", "ontvangen"): (
        Habit("oppakken", 92, (0, 4)),
        Habit("ter_kennisgeving_aannemen", 2, (1, 3)),
    ),
    ("luxeverzuim", "luxe_onderzoek"): (
        Habit("plan_gesprek", 45, (2, 8), _not_spoken),
        Habit("waarschuw_luxe", 25, (4, 12), lambda zaak: not zaak.facts.get("eerder_luxe")),
        Habit("verklaar_geoorloofd", 12, (5, 12)),
        Habit("hoor_betrokkenen, sluit_af", 18, (6, 14)),
    ),
    ("luxeverzuim", "gesprek_gepland"): (
        Habit("gesprek_gehouden, sluit_af", 75, (0, 1)),
        Habit("meld_niet_verschenen", 15, (0, 1)),
        Habit("verzet_gesprek", 10, (-2, -1)),
    ),
    ("hulp", "aangeboden"): (
        Habit("hulp_aanvaard", 80, (2, 8)),
        Habit("hulp_geweigerd", 20, (3, 9)),
    ),
    ("hulp", "aangevraagd"): (
        Habit("hulp_gestart", 88, (5, 17)),
        Habit("hulp_stagneert", 8, (10, 18)),
        Habit("laat_los", 4, (12, 18)),
    ),
    ("hulp", "lopend"): (
        Habit("evalueer_hulp", 45, (18, 28)),
        Habit("hulp_geslaagd", 35, (15, 28)),
        Habit("hulp_stagneert", 14, (10, 25)),
        Habit("laat_los", 6, (20, 28)),
    ),
    ("mdo", "voorgesteld"): (
        Habit("bevestig", 85, (0, 2)),
        Habit("vervalt", 15, (1, 3)),
    ),
    ("mdo", "aangevraagd"): (
        Habit("plan_overleg", 1, (1, 6)),
    ),
    ("mdo", "gepland"): (
        Habit("leg_besluit_vast", 85, (0, 1)),
        Habit("verzet_overleg", 15, (-2, -1)),
    ),
    ("veiligheidshuis", "voorgesteld"): (
        Habit("meld_aan", 90, (1, 3)),
        Habit("vervalt", 10, (1, 3)),
    ),
    ("veiligheidshuis", "aangemeld"): (
        Habit("agendeer", 85, (3, 8)),
        Habit("wijs_af", 15, (4, 9)),
    ),
    ("veiligheidshuis", "geagendeerd"): (
        Habit("leg_plan_vast", 75, (0, 1)),
        Habit("leg_besluit_vast", 25, (0, 1)),
    ),
    ("veiligheidshuis", "plan_loopt"): (
        Habit("evalueer_plan", 70, (20, 28)),
        Habit("rond_af", 30, (22, 28)),
    ),
    ("afspraak", "open"): (
        Habit("voer_uit", 76, (-4, 0)),
        Habit("voer_uit", 10, (2, 9)),
        Habit("verzet", 10, (-2, -1)),
        Habit("vervalt", 4, (-3, 0)),
    ),
    **ROUTE_HABITS,
}
# fmt: on
