"""More dossiers worth remembering: Halt, verplicht kader, strafrecht, absoluut verzuim and the meldcode."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from cases.rows import insert_all, new
from cases.store import writing
from cases.tables import Person, Relation, Relative
from tests.office import HERE, Day, Office


def talked(office: Office, **gesprek: Any) -> UUID:
    """A zaak of bram, who is boa, after the gesprek on 22 September."""
    case = office.on("2026-09-14").report(soort="V3")
    office.on("2026-09-15").step(case, "oppakken", by="bram", behandelaar=str(office.id("bram")))
    office.on("2026-09-15").step(case, "plan_gesprek", by="bram")
    office.on("2026-09-22").step(case, "gesprek_gehouden", by="bram", **gesprek)
    return case


def child(office: Office, case: UUID, proces: str) -> UUID:
    """The newest child of this proces."""
    found: UUID = office.children(case, proces)[-1]["id"]
    return found


def steps(day: Day, case: UUID, *names: str, **answers: Any) -> None:
    """Steps of bram; a norm that does not hold is departed from."""
    for name in names:
        day.step(case, name, by="bram", motivation="Zo past het hier.", **answers)


def halt_geslaagd(office: Office) -> UUID:
    """Warned before, confesses, goes to Halt and does it."""
    case = talked(office)
    steps(office.on("2026-09-23"), case, "waarschuwen", "verzuim_houdt_aan")
    steps(office.on("2026-10-05"), case, "start_halt", uren="20", te_laat="3")
    halt = child(office, case, "halt")
    steps(office.on("2026-10-07"), halt, "halt_ingestemd", ingestemd_ouders="ja")
    steps(office.on("2026-10-09"), halt, "verwijs_naar_halt", uren="20", te_laat="3")
    steps(office.on("2026-10-26"), halt, "halt_gestart")
    steps(office.on("2026-12-14"), halt, "halt_geslaagd")
    steps(office.on("2026-12-15"), case, "verzuim_gestopt", "sluit_af")
    return case


def halt_negatief(office: Office) -> UUID:
    """Halt fails, a proces-verbaal follows and the OM decides."""
    case = talked(office)
    steps(office.on("2026-09-23"), case, "start_halt", uren="20", te_laat="3")
    halt = child(office, case, "halt")
    steps(office.on("2026-09-28"), halt, "halt_ingestemd", ingestemd_ouders="ja")
    steps(office.on("2026-09-29"), halt, "verwijs_naar_halt", uren="20", te_laat="3")
    steps(office.on("2026-10-12"), halt, "halt_gestart")
    steps(office.on("2026-11-09"), halt, "halt_negatief")
    steps(office.on("2026-11-10"), case, "start_straf", grond="halt_negatief")
    straf = child(office, case, "straf")
    steps(office.on("2026-11-10"), straf, "roep_op_voor_verhoor")
    steps(office.on("2026-11-17"), straf, "verdachte_verhoord")
    steps(office.on("2026-11-20"), straf, "zend_pv_in")
    steps(office.on("2027-01-11"), straf, "om_strafbeschikking")
    office.on("2027-03-15").sweep()
    return case


def twee_verdachten(office: Office) -> UUID:
    """A jongere and an ouder, each with a zaak of his own: a judgement with proeftijd, and no proces-verbaal."""
    case = talked(office)
    jongere, ouder = office.case(case)["person_id"], _ouder(office, case)
    steps(office.on("2026-09-23"), case, "start_hulp")
    steps(office.on("2026-09-30"), child(office, case, "hulp"), "hulp_geweigerd")
    steps(office.on("2026-10-01"), case, "start_straf", verdachten=[str(jongere), str(ouder)], grond="hulp_geweigerd")
    first, second = (row["id"] for row in office.children(case, "straf"))
    steps(office.on("2026-10-02"), first, "vraag_advies")
    steps(office.on("2026-10-09"), first, "advies_ontvangen", "roep_op_voor_verhoor")
    steps(office.on("2026-10-16"), first, "verdachte_verhoord")
    steps(office.on("2026-10-20"), first, "zend_pv_in")
    steps(office.on("2026-12-01"), first, "om_dagvaarding")
    steps(office.on("2026-12-08"), first, "uitspraak_met_proeftijd", einddatum="2027-12-08")
    steps(office.on("2026-10-09"), second, "roep_op_voor_verhoor", "verdachte_niet_verschenen", "zie_af_van_pv")
    return case


def _ouder(office: Office, case: UUID) -> UUID:
    person = office.rows(Person, id=office.case(case)["person_id"])[0]["id"]
    ouder = new(Relative, gemeente=HERE, geslachtsnaam="Voorbeeld")
    with writing(office.engine) as session:
        insert_all(session, Relative, [ouder])
        insert_all(session, Relation, [new(Relation, gemeente=HERE, person_id=person, relative_id=ouder["id"])])
    found: UUID = ouder["id"]
    return found


def kader(office: Office) -> UUID:
    """Hulp stagnates, the tafel meets, the Raad investigates, and a maatregel ends."""
    case = talked(office)
    steps(office.on("2026-09-23"), case, "start_hulp")
    hulp = child(office, case, "hulp")
    steps(office.on("2026-09-29"), hulp, "hulp_aanvaard", "hulp_stagneert")
    steps(office.on("2026-09-30"), case, "start_kader")
    tafel = child(office, case, "kader")
    steps(office.on("2026-10-05"), tafel, "dien_vtb_in", besproken_op="2026-10-02")
    steps(office.on("2026-10-06"), tafel, "plan_tafel")
    steps(office.on("2026-10-13"), tafel, "besluit_raadsonderzoek")
    steps(office.on("2027-02-01"), tafel, "maatregel_opgelegd", "evalueer_maatregel")
    steps(office.on("2027-03-01"), tafel, "maatregel_beeindigd")
    return case


def luxe_pv(office: Office) -> UUID:
    """A week of luxeverzuim of a jongere of 16, and no proces-verbaal after all."""
    case = office.on("2026-09-14").report(soort="L", geboortedatum="2010-02-18")
    office.on("2026-09-15").step(case, "oppakken", by="bram", behandelaar=str(office.id("bram")))
    steps(office.on("2026-09-16"), case, "hoor_betrokkenen")
    steps(office.on("2026-09-17"), case, "start_straf", dagen="5")
    steps(office.on("2026-09-18"), child(office, case, "straf"), "zie_af_van_pv")
    steps(office.on("2026-09-21"), case, "sluit_af")
    return case


def absoluut_administratief(office: Office) -> UUID:
    """Nobody answered twice; it was a mistake of the administration."""
    before = office.on("2026-09-14").report(soort="L")
    case = office.on("2026-09-15").signal(before, "absoluut_verzuim")
    office.on("2026-09-16").step(case, "schrijf_aan", reactie_voor="2026-09-30")
    for day in ("2026-10-01", "2026-10-08", "2026-10-12"):
        office.on(day).sweep()
    office.on("2026-10-13").step(case, "administratief")
    return case


def absoluut_ingeschreven(office: Office) -> UUID:
    """Guided to a school that starts later; a meldcode beside it."""
    before = office.on("2026-09-14").report(soort="L")
    case = office.on("2026-09-15").signal(before, "absoluut_verzuim")
    office.on("2026-09-16").steps(case, "schrijf_aan", "reactie_ontvangen", "plan_gesprek")
    office.on("2026-09-23").step(case, "gesprek_gehouden", meldcode_antwoord="signalen")
    meldcode = child(office, case, "meldcode")
    office.on("2026-09-24").steps(meldcode, "naar_overleg", "naar_gesprek", "naar_wegen", "meld_veilig_thuis")
    office.on("2026-10-01").step(meldcode, "terugkoppeling_vt")
    office.on("2026-10-02").steps(case, "start_begeleiding", "evalueer_begeleiding", "wacht_op_inschrijving")
    office.on("2026-10-09").step(case, "ingeschreven")
    return case


ROUTES: Mapping[str, Callable[[Office], UUID]] = {
    story.__name__: story
    for story in (
        halt_geslaagd, halt_negatief, twee_verdachten, kader, luxe_pv, absoluut_administratief, absoluut_ingeschreven,
    )
}  # fmt: skip
