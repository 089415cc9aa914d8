"""Dossiers worth remembering: one per route and the odd ones. Each plays in the given office and returns its root."""

from collections.abc import Callable, Mapping
from uuid import UUID

from tests.office import Office


def waarschuwing(office: Office) -> UUID:
    """An ordinary zaak: talked, warned, followed, closed; with an afspraak that is kept."""
    case = office.on("2026-09-14").report(soort="V3")
    office.on("2026-09-15").steps(case, "oppakken", "terugkoppeling_school", "notitie", "plan_gesprek")
    office.on("2026-09-22").step(
        case, "gesprek_gehouden", afspraken=[{"wat": "op tijd", "wie": "jongere", "uiterlijk": "2026-10-01"}]
    )
    office.on("2026-09-23").step(case, "waarschuwen")
    [afspraak] = office.children(case, "afspraak")
    office.on("2026-09-30").step(afspraak["id"], "voer_uit")
    office.on("2026-10-30").sweep()
    office.on("2026-11-06").step(case, "sluit_af")
    return case


def niet_verschenen(office: Office) -> UUID:
    """Nobody came twice; hulp offered and refused; closed with reasons, opened again, closed."""
    case = office.on("2026-09-14").report(soort="V3")
    office.on("2026-09-15").steps(case, "oppakken", "vraag_informatie", "informatie_ontvangen", "plan_gesprek")
    office.on("2026-09-22").step(case, "meld_niet_verschenen")
    office.on("2026-09-23").step(case, "plan_gesprek")
    office.on("2026-09-30").step(case, "meld_niet_verschenen")
    office.on("2026-10-01").steps(case, "huisbezoek", "maximum_bereikt", "start_hulp")
    [hulp] = office.children(case, "hulp")
    office.on("2026-10-08").step(hulp["id"], "hulp_geweigerd")
    office.on("2026-10-09").step(case, "sluit_geoorloofd")
    office.on("2026-10-20").step(case, "heropen", by="tess")
    office.on("2026-10-21").steps(case, "maak_afspraken", "sluit_af")
    return case


def hulp(office: Office) -> UUID:
    """Route 1: one hulp that works, one that stagnates, and a melding that joins while we follow."""
    case = office.on("2026-09-14").report(number=901, soort="V3")
    office.on("2026-09-15").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-09-22").steps(case, "gesprek_gehouden", "start_hulp")
    [first] = office.children(case, "hulp")
    office.on("2026-09-29").step(first["id"], "hulp_aanvaard")
    office.on("2026-10-06").step(first["id"], "hulp_gestart")
    office.on("2026-11-16").step(first["id"], "evalueer_hulp")
    office.on("2026-12-14").step(first["id"], "hulp_geslaagd")
    office.on("2026-12-15").step(case, "verzuim_gestopt")
    office.on("2027-01-11").report(number=901, soort="V3", begindatum="2027-01-04")
    office.on("2027-01-12").step(case, "start_hulp")
    second = office.children(case, "hulp")[-1]
    office.on("2027-01-13").step(second["id"], "hulp_aanvaard")
    office.on("2027-02-15").step(second["id"], "hulp_stagneert")
    office.on("2027-02-16").step(case, "overdragen", naar="gemeente")
    return case


def thuiszitter(office: Office) -> UUID:
    """At home past three months: the terms beside the zaak, an MDO of its own, and back at school."""
    case = office.on("2026-09-14").report(soort="LRV", alle_lessen_gemist="J", begindatum="2026-09-07")
    office.on("2026-09-14").steps(case, "oppakken", "plan_gesprek", "zeg_gesprek_af", "plan_gesprek")
    office.on("2026-09-21").steps(case, "gesprek_gehouden")
    for day in ("2026-10-05", "2026-11-02", "2026-11-06", "2026-12-07"):
        office.on(day).sweep()
    office.on("2026-12-08").step(case, "verzuim_gestopt")
    office.on("2027-02-01").step(case, "sluit_af")
    return case


def overleg(office: Office) -> UUID:
    """An MDO whose afspraak is late goes to the Veiligheidshuis; of another nothing comes."""
    case = office.on("2026-09-14").report(soort="V3")
    office.on("2026-09-15").steps(case, "oppakken", "vraag_mdo")
    [mdo] = office.children(case, "mdo")
    office.on("2026-09-16").steps(mdo["id"], "plan_overleg", "verzet_overleg")
    office.on("2026-09-23").step(
        mdo["id"], "leg_besluit_vast", afspraken=[{"wat": "aanbod", "wie": "school", "uiterlijk": "2026-09-30"}]
    )
    [afspraak] = office.children(case, "afspraak")
    office.on("2026-09-29").step(afspraak["id"], "verzet", uiterlijk="2026-10-02")
    office.on("2026-10-30").sweep()
    [house] = office.children(case, "veiligheidshuis")
    office.on("2026-10-30").step(house["id"], "meld_aan", deelgrond="publieke_taak")
    office.on("2026-11-02").step(house["id"], "agendeer")
    office.on("2026-11-09").step(house["id"], "leg_plan_vast")
    office.on("2026-12-14").steps(house["id"], "evalueer_plan", "rond_af")
    office.on("2026-12-15").step(case, "vraag_veiligheidshuis", deelgrond="publieke_taak")
    office.on("2026-12-16").step(office.children(case, "veiligheidshuis")[-1]["id"], "wijs_af")
    return case


def klok(office: Office) -> UUID:
    """A clock that stood still and ran on, a behandelaar who changed, one melding of two closed, still open."""
    day = office.on("2026-09-14")
    case = day.report(number=902, soort="V3")
    day.report(number=902, soort="O", begindatum="2026-09-08")
    day.step(case, "oppakken")
    day.assign(case, "bram", reason="vakantie")
    day.suspend(office.term(case)["id"], "2026-09-25", by="bram")
    office.on("2026-09-21").resume(office.term(case)["id"], by="bram")
    office.on("2026-09-21").extend(office.term(case)["id"], 5, by="bram")
    office.on("2026-09-22").step(case, "sluit_melding")
    office.on("2026-09-22").step(case, "plan_gesprek", datum="2026-09-29")
    office.on("2026-09-23").step(case, "verzet_gesprek", datum="2026-10-06")
    return case


def kort(office: Office) -> UUID:
    """Closed after a word with the school, the norm of its route departed from."""
    case = office.on("2026-09-14").report(soort="O")
    office.on("2026-09-15").step(case, "ter_kennisgeving_aannemen", motivation="De school vraagt het zelf terug.")
    return case


def ingetrokken(office: Office) -> UUID:
    """The school takes its melding back."""
    case = office.on("2026-09-14").report(number=903, kenmerk="INTREK", soort="V3")
    office.on("2026-09-15").step(case, "oppakken")
    office.on("2026-09-16").receive({"kenmerk": "INTREK", "status": "I"}, number=903)
    return case


def doorgezet(office: Office) -> UUID:
    """It belongs elsewhere."""
    case = office.on("2026-09-14").report(soort="V3")
    office.on("2026-09-15").step(case, "doorzetten", motivation="Verhuisd vorige week.")
    return case


def eigen_signaal(office: Office) -> UUID:
    """An own signal begins in onderzoek, and ends with the school."""
    before = office.on("2026-09-14").report(soort="L")
    case = office.on("2026-09-15").signal(before)
    office.on("2026-09-16").step(case, "sluit_na_overleg_school")
    return case


def luxe_waarschuwing(office: Office) -> UUID:
    """One day of luxeverzuim, and a warning."""
    case = office.on("2026-09-14").report(soort="L")
    office.on("2026-09-15").steps(case, "oppakken", "plan_gesprek")
    office.on("2026-09-22").steps(case, "meld_niet_verschenen", "hoor_betrokkenen", "waarschuw_luxe")
    return case


def luxe_geoorloofd(office: Office) -> UUID:
    """The leave had been given after all."""
    case = office.on("2026-09-14").report(soort="L")
    office.on("2026-09-15").steps(case, "oppakken", "terugkoppeling_school", "plan_gesprek")
    office.on("2026-09-22").steps(case, "gesprek_gehouden", "verklaar_geoorloofd")
    return case


STORIES: Mapping[str, Callable[[Office], UUID]] = {
    story.__name__: story
    for story in (
        waarschuwing, niet_verschenen, hulp, thuiszitter, overleg, klok, kort, ingetrokken, doorgezet, eigen_signaal,
        luxe_waarschuwing, luxe_geoorloofd,
    )
}  # fmt: skip
