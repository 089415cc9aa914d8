"""Bad input: each gets a sentence of its own, and nothing changes."""

from datetime import date

import pytest

from cases.errors import Invalid
from cases.places import set_policy
from cases.store import writing
from tests.desk import HERE, melding
from tests.stories.tale import Tale, Zaak

HALT = "Gewaarschuwd op school."


def refused(tale: Tale, path: str, body: dict[str, object], by: str = "lpa") -> str:
    """Send what is refused; what was said."""
    before = tale.rows()
    return tale.unchanged(tale.post(by, path, body), before)


def straf(tale: Tale) -> tuple[Zaak, Zaak]:
    """A zaak in route 4 on 21 September 2026, with the one straf child in it, on which advice was given."""
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken().does("start_hulp", "start_straf")
    return zaak, zaak.child("straf").does("vraag_advies", "advies_ontvangen")


def sent(tale: Tale) -> tuple[Zaak, Zaak]:
    """The same, with its proces-verbaal at the OM."""
    zaak, child = straf(tale)
    child.does("roep_op_voor_verhoor", datum="2026-09-28")
    tale.on("2026-09-28")
    return zaak, child.does("verdachte_verhoord", "zend_pv_in")


def test_halt_for_an_11_year_old(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2015-02-18").spoken()
    said = zaak.refuses("start_halt", uren=12, motivering=HALT)
    assert said == "De jongere is 11 jaar; Halt is voor jongeren van 12 tot 18 jaar."


def test_a_second_halt(tale: Tale) -> None:
    first = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken()
    first.does("start_halt", uren=12, motivering=HALT)
    assert "In dit dossier staat dit al open" in first.refuses("start_halt", uren=12, motivering=HALT)
    first.child("halt").does("halt_ingestemd", "verwijs_naar_halt", "halt_gestart", "halt_geslaagd")
    first.does("sluit_af")
    again = tale.on("2026-11-02").melding(geboortedatum="2010-02-18").spoken()
    said = again.refuses("start_halt", uren=12, motivering=HALT)
    assert said == "De jongere is voor schoolverzuim al bij Halt geweest; dat kan één keer."


def test_a_pv_without_hearing(tale: Tale) -> None:
    _, child = straf(tale)
    said = child.refuses("zend_pv_in")
    assert said == "De zaak staat op ‘Strafrecht voorbereiden’; daar past deze stap niet."
    said = child.refuses("zend_pv_zonder_verklaring", motivering="Het kan niet anders.")
    assert "De jongere is 16 jaar en nog niet gehoord" in said
    child.does("roep_op_voor_verhoor", datum="2026-09-28")
    tale.on("2026-09-28")
    child.does("verdachte_niet_verschenen")
    assert "De verdachte is 1 keer niet verschenen; dit kan na 2 keer." in child.refuses("zend_pv_zonder_verklaring")


def test_a_pv_by_an_officer_whose_akte_ended_yesterday(tale: Tale) -> None:
    _, child = straf(tale)
    child.does("roep_op_voor_verhoor", datum="2026-09-30").assigned("collega")
    tale.on("2026-09-30")
    child.does("verdachte_verhoord", by="collega")
    tale.on("2026-10-01")
    said = child.refuses("zend_pv_in", by="collega")
    assert "alleen een leerplichtambtenaar met een geldige BOA-akte" in said
    assert said.endswith("Uw akte gold tot en met 30 september 2026.")


def test_a_hearing_in_the_past(tale: Tale) -> None:
    _, child = straf(tale)
    said = child.refuses("roep_op_voor_verhoor", datum="2026-09-18")
    assert said == "Deze datum ligt in het verleden. Kies vandaag of een latere dag."
    child.does("roep_op_voor_verhoor", datum="2026-09-28")
    said = child.refuses("verdachte_verhoord", gehoord_op="2026-09-28")
    assert said == "Deze datum ligt in de toekomst. Kies vandaag of een eerdere dag."


def test_an_mdo_without_a_question(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding()
    assert zaak.refuses("vraag_mdo", vraag=None) == "Vul in: vraag."


def test_sharing_without_a_ground(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding()
    expected = "Gegevens delen mag pas als de grond bekend is, en met wie er gedeeld wordt."
    assert zaak.refuses("vraag_veiligheidshuis", deelgrond="nog_niet_bekend", motivering="Haast.") == expected
    assert zaak.refuses("vraag_veiligheidshuis", deelgrond=None) == "Vul in: grond om gegevens te delen."


def test_a_letter_to_an_ouder_without_gezag(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().does("oppakken", "plan_gesprek")
    zaak.parent("Testmoeder")
    vader = zaak.parent("Testvader", gezag=False)
    [letter] = zaak.now["brieven"]
    said = refused(tale, f"/v1/brieven/{letter['id']}/aanvulling", {"aan": [vader]})
    assert said == "Testvader heeft geen gezag over Zoë Testpersoon: deze brief mag niet naar Testvader."


def test_a_birth_date_in_1890(tale: Tale) -> None:
    said = refused(tale.on("2026-11-16"), "/v1/meldingen", melding(geboortedatum="1890-02-18"), by="adm")
    assert said == "Geboortedatum moet tussen 1900 en 2099 liggen."


def test_a_melding_withdrawn_after_the_pv(tale: Tale) -> None:
    zaak, child = sent(tale)
    body = melding(kenmerk="M001", status="I", geboortedatum="2010-02-18", gemeldOp="2026-09-14T08:00:00+01:00")
    said = refused(tale, "/v1/meldingen", body, by="adm")
    assert said.startswith("Deze melding kan niet meer worden ingetrokken: er is al op verder gewerkt.")
    assert (child.state, zaak.statuses) == ("ingezonden", ["B"])


def test_a_suspension_without_end_and_two_that_overlap(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().does("oppakken")
    [term] = [term["id"] for term in zaak.now["termijnen"] if term["soort"] == "toestand"]
    path = f"/v1/termijnen/{term}/opschorting"
    said = refused(tale, path, {"vanaf": "2026-09-14", "grond": "ziekte"})
    assert said == "Geef op tot wanneer de termijn is opgeschort: een opschorting zonder einde kan niet."
    assert tale.post("lpa", path, {"vanaf": "2026-09-15", "tot": "2026-09-22", "grond": "ziekte"}).status_code == 200
    said = refused(tale, path, {"vanaf": "2026-09-21", "tot": "2026-09-28", "grond": "wachtlijst"})
    assert said == "In deze periode is de termijn al opgeschort, van 15 september 2026 tot 22 september 2026."


def test_a_retroactive_policy_change(tale: Tale) -> None:
    before, yesterday = tale.on("2026-09-14").rows(), date(2026, 9, 13)
    with pytest.raises(Invalid, match="niet met terugwerkende kracht"), writing(tale.engine) as session:
        set_policy(session, HERE, "halt.min_uren", "8", valid_from=yesterday, by="beheer", at=tale.desk.at)
    assert tale.rows() == before


def test_closing_a_root_with_a_pv_at_the_om(tale: Tale) -> None:
    zaak, _ = sent(tale)
    assert zaak.refuses("sluit_af") == "De zaak staat op ‘In route’; daar past deze stap niet."
    zaak.child("hulp").does("hulp_geweigerd")
    assert zaak.state == "in_route"
    zaak.does("verzuim_gestopt")
    said = zaak.refuses("sluit_af", motivering="Het kind gaat weer naar school.")
    assert said == "Een traject van Halt, verplicht kader of strafrecht is nog open."
