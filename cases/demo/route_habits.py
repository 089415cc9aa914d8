"""What officers of the demo do on the heavier routes, in absoluut verzuim and with a meldcode."""

from collections.abc import Mapping, Sequence

from cases.demo.habit import Habit
from cases.demo.morning import Zaak
from cases.melding import age_on


def may_be_halt(zaak: Zaak) -> bool:
    """Whether Halt is there for somebody of this age."""
    return 12 <= age_on(zaak.born, zaak.started_on) < 18


def _no_advice(zaak: Zaak) -> bool:
    return not zaak.facts.get("advies_op")


def _advised(zaak: Zaak) -> bool:
    return not _no_advice(zaak)


def _missed(zaak: Zaak) -> bool:
    return int(zaak.facts.get("verhoor_gemist", 0)) >= 2


def _young(zaak: Zaak) -> bool:
    return zaak.facts.get("verdachte_soort") == "jongere" and may_be_halt(zaak)


# fmt: off
ROUTE_HABITS: Mapping[tuple[str, str], Sequence[Habit]] = {
    ("halt", "voorstel"): (
        Habit("halt_ingestemd", 78, (2, 8)),
        Habit("halt_geweigerd", 18, (3, 9)),
        Habit("vervalt", 4, (2, 6)),
    ),
    ("halt", "te_verwijzen"): (
        Habit("verwijs_naar_halt", 96, (1, 4)),
        Habit("vervalt", 4, (1, 3)),
    ),
    ("halt", "verwezen"): (
        Habit("halt_gestart", 90, (6, 17)),
        Habit("halt_retour", 10, (5, 15)),
    ),
    ("halt", "lopend"): (
        Habit("halt_geslaagd", 62, (35, 60)),
        Habit("halt_negatief", 30, (25, 55)),
        Habit("halt_retour", 8, (10, 30)),
    ),
    ("kader", "voorbereiding"): (
        Habit("dien_vtb_in", 92, (4, 9)),
        Habit("zie_af_van_vtb", 8, (3, 8)),
    ),
    ("kader", "aangevraagd"): (
        Habit("plan_tafel", 86, (4, 12)),
        Habit("tafel_wijst_af", 8, (6, 12)),
        Habit("zie_af_van_vtb", 6, (4, 10)),
    ),
    ("kader", "gepland"): (
        Habit("besluit_drang", 40, (0, 1)),
        Habit("besluit_raadsonderzoek", 28, (0, 1)),
        Habit("besluit_geen", 12, (0, 1)),
        Habit("besluit_pv", 12, (0, 1)),
        Habit("verzet_tafel", 8, (-2, -1)),
    ),
    ("kader", "drang"): (
        Habit("drang_geslaagd", 62, (40, 80)),
        Habit("terug_naar_tafel", 30, (30, 60)),
        Habit("zie_af_van_vtb", 8, (20, 50)),
    ),
    ("kader", "raadsonderzoek"): (
        Habit("maatregel_opgelegd", 60, (35, 75)),
        Habit("geen_maatregel", 40, (35, 75)),
    ),
    ("kader", "maatregel"): (
        Habit("evalueer_maatregel", 60, (30, 60)),
        Habit("maatregel_beeindigd", 40, (40, 80)),
    ),
    ("straf", "voorbereiding"): (
        Habit("zend_pv_zonder_verklaring", 400, (1, 4), _missed),
        Habit("vraag_advies", 80, (1, 5), _no_advice),
        Habit("roep_op_voor_verhoor", 80, (1, 5), _advised),
        Habit("zie_af_van_pv", 5, (2, 8)),
    ),
    ("straf", "consult"): (
        Habit("advies_ontvangen", 1, (4, 9)),
    ),
    ("straf", "opgeroepen"): (
        Habit("verdachte_verhoord", 70, (0, 0)),
        Habit("verdachte_niet_verschenen", 22, (0, 1)),
        Habit("verzet_verhoor", 8, (-2, -1)),
    ),
    ("straf", "verhoord"): (
        Habit("zend_pv_in", 84, (3, 15)),
        Habit("zie_af_van_pv", 10, (2, 10)),
        Habit("alsnog_halt", 6, (2, 10), _young),
    ),
    ("straf", "ingezonden"): (
        Habit("om_dagvaarding", 34, (15, 50)),
        Habit("om_strafbeschikking", 30, (15, 50)),
        Habit("om_sepot", 18, (20, 55)),
        Habit("om_vraagt_aanvulling", 8, (8, 20)),
        Habit("om_naar_halt", 10, (10, 30), _young),
    ),
    ("straf", "strafbeschikking"): (
        Habit("verzet_gedaan", 25, (4, 15)),
        Habit("strafbeschikking_onherroepelijk", 75, (30, 40)),
    ),
    ("straf", "zitting"): (
        Habit("uitspraak", 55, (0, 2)),
        Habit("uitspraak_met_proeftijd", 30, (0, 2)),
        Habit("zitting_aangehouden", 15, (-1, 0)),
    ),
    ("straf", "proeftijd"): (
        Habit("voorwaarden_geschonden", 25, (-20, -5)),
        Habit("proeftijd_voorbij", 75, (1, 3)),
    ),
    ("absoluut_verzuim", "signaal"): (
        Habit("schrijf_aan", 82, (1, 7)),
        Habit("administratief", 10, (1, 6)),
        Habit("ingeschreven", 8, (1, 6)),
    ),
    ("absoluut_verzuim", "aangeschreven"): (
        Habit("reactie_ontvangen", 45, (-7, -1)),
        Habit("herinner", 55, (1, 2)),
    ),
    ("absoluut_verzuim", "herinnerd"): (
        Habit("reactie_ontvangen", 40, (1, 4)),
        Habit("geen_reactie", 60, (6, 7)),
    ),
    ("absoluut_verzuim", "absoluut_onderzoek"): (
        Habit("plan_gesprek", 40, (1, 4)),
        Habit("start_begeleiding", 26, (1, 6)),
        Habit("administratief", 8, (1, 6)),
        Habit("ingeschreven", 10, (2, 8)),
        Habit("wacht_op_inschrijving", 10, (2, 8)),
        Habit("start_hulp", 6, (2, 8)),
    ),
    ("absoluut_verzuim", "gesprek_gepland"): (
        Habit("gesprek_gehouden", 66, (0, 1)),
        Habit("meld_niet_verschenen", 20, (0, 1)),
        Habit("verzet_gesprek", 9, (-2, -1)),
        Habit("zeg_gesprek_af", 5, (-2, -1)),
    ),
    ("absoluut_verzuim", "begeleiding"): (
        Habit("ingeschreven", 36, (10, 26)),
        Habit("evalueer_begeleiding", 26, (20, 28)),
        Habit("wacht_op_inschrijving", 18, (10, 25)),
        Habit("hoor_betrokkenen, start_straf", 14, (15, 28)),
        Habit("start_kader", 6, (15, 28)),
    ),
    ("absoluut_verzuim", "wacht_op_start"): (
        Habit("ingeschreven", 82, (0, 2)),
        Habit("start_gaat_niet_door", 18, (0, 2)),
    ),
    ("absoluut_verzuim", "in_route"): (
        Habit("notitie", 60, (5, 20)),
        Habit("huisbezoek", 40, (8, 20)),
    ),
    ("meldcode", "signalen"): (Habit("naar_overleg", 90, (1, 4)), Habit("acuut_melden", 10, (0, 1))),
    ("meldcode", "overleg"):  (Habit("naar_gesprek", 90, (1, 4)), Habit("acuut_melden", 10, (0, 1))),
    ("meldcode", "gesprek"):  (Habit("naar_wegen", 90, (2, 8)), Habit("acuut_melden", 10, (1, 4))),
    ("meldcode", "wegen"):    (Habit("geen_melding", 55, (1, 4)), Habit("meld_veilig_thuis", 45, (1, 4))),
    ("meldcode", "melding_vt"): (Habit("terugkoppeling_vt", 1, (2, 6)),),
}
# fmt: on
