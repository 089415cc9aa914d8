"""What else a year brings: luxe, absoluut, thuiszitters, moves, birthdays, broken promises, an office that is ill."""

from datetime import date

from cases import mandates, people
from cases.store import writing
from cases.tables import Officer
from tests.desk import HERE
from tests.meldingen import csv_of, onderwijsnummer
from tests.stories.tale import Tale, Zaak


def test_luxe_of_one_day_ends_with_a_warning_and_the_second_time_it_is_remembered(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(soort="L").does("oppakken", "hoor_betrokkenen")
    assert zaak.terms["luxe_onderzoek"] == "2026-10-05"
    assert "2 schooldagen luxeverzuim" in zaak.refuses("waarschuw_luxe", dagen=2)
    zaak.does("waarschuw_luxe", dagen=1, duo_reden="terug_naar_school")
    assert (zaak.state, zaak.now["uitkomst"], zaak.letters, zaak.statuses) == (
        "afgesloten", "waarschuwing", ["L06"], ["G"],
    )  # fmt: skip
    again = tale.on("2026-11-02").melding(soort="L")
    assert again.now["eerdereZaak"] == zaak.id
    again.does("oppakken")
    assert "Er was eerder luxeverzuim" in again.refuses("waarschuw_luxe", dagen=1)


def test_luxe_of_a_week_ends_with_a_pv(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(soort="L", geboortedatum="2016-02-18").does("oppakken")
    ouder = zaak.parent("Testmoeder")
    assert "1 schooldag luxeverzuim; een proces-verbaal past bij meer dan 1" in zaak.refuses(
        "start_straf", verdachten=[ouder], grond="luxeverzuim", dagen=1
    )
    assert "De jongere is 10 jaar: onder de 12 kunnen alleen de ouders verdachte zijn." in zaak.refuses(
        "start_straf", grond="luxeverzuim", dagen=5
    )
    zaak.does("start_straf", verdachten=[ouder], grond="luxeverzuim", dagen=5)
    straf = zaak.child("straf")
    straf.does("roep_op_voor_verhoor", datum="2026-09-28")  # luxe asks no advice
    tale.on("2026-09-28")
    straf.does("verdachte_verhoord", ouders_ingelicht="nee").does("zend_pv_in")
    tale.on("2026-12-14")
    straf.does("om_strafbeschikking", sanctie="geldboete", bedrag=100)
    assert zaak.state == "luxe_onderzoek"
    zaak.does("sluit_af", hoofduitkomst="proces_verbaal", duo_reden="overige_redenen")
    assert (zaak.state, zaak.statuses) == ("afgesloten", ["G"])
    again = tale.on("2027-01-11").melding(soort="L", geboortedatum="2016-02-18").does("oppakken")
    assert "Er was eerder luxeverzuim" in again.refuses("waarschuw_luxe", dagen=1)


def test_absoluut_verzuim_that_proves_administrative(tale: Tale) -> None:
    zaak = not_enrolled(tale.on("2026-09-14"))
    assert (zaak.state, zaak.terms["signaal"], zaak.now["meldingen"]) == ("signaal", "2026-09-28", [])
    zaak.does("schrijf_aan", by="adm", behandelaar=str(tale.desk.ids["lpa"]), reactie_voor="2026-09-28")
    tale.sweep("2026-09-28", "2026-09-29")
    assert (zaak.state, zaak.letters) == ("herinnerd", ["L22", "L22"])
    tale.on("2026-10-05")
    zaak.does("administratief", by="adm", oorzaak="De school schreef te laat in.")
    assert (zaak.state, zaak.now["uitkomst"], zaak.letters) == (
        "afgesloten", "onterecht_administratief", ["L22", "L22"],
    )  # fmt: skip
    assert tale.told_register() == []


def not_enrolled(tale: Tale) -> Zaak:
    """The signaal of the one jongere who is on the list of the gemeente and on that of no school."""
    persons = [
        {"gemeentecode": HERE, "pgn": onderwijsnummer(500 + n), "voornamen": "Noa", "geslachtsnaam": "Testpersoon",
         "geboortedatum": "2013-03-09"} for n in range(2)
    ]  # fmt: skip
    enrolled = [{"pgn": onderwijsnummer(500), "aard": "inschrijving", "van": "2026-08-01", "brin": "02AB"}]
    columns = ("gemeentecode", "pgn", "voornamen", "geslachtsnaam", "geboortedatum"), ("pgn", "aard", "van", "brin")
    files = {"plichtigen": csv_of(persons, columns[0]), "inschrijvingen": csv_of(enrolled, columns[1])}
    answer = tale.desk.as_("adm").post(
        "/v1/inschrijvingscontroles", files={name: (f"{name}.csv", text.encode()) for name, text in files.items()},
    )  # fmt: skip
    assert answer.status_code == 202, answer.text
    [line] = tale.desk.as_("lpa").get("/v1/zaken?proces=absoluut_verzuim").json()["resultaten"]
    return Zaak(tale, line["id"])


def test_a_thuiszitter_past_three_months(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(soort="LRV", alleLessenGemist=True, begindatum="2026-09-07", einddatum=None)
    zaak.spoken(verwijtbaarheid="geen")
    assert zaak.terms | {"routekeuze": ""} == {
        "langdurig": "2026-10-05", "pact_dreigt": "2026-11-02", "thuiszitterspact": "2026-12-07",
        "routekeuze": "", "wordt_16": "2027-02-18",
    }  # fmt: skip
    tale.sweep("2026-10-05")
    assert (len(zaak.events("thuiszitter_begin")), zaak.heard("langdurig")) == (1, {"2026-10-05": {"tl"}})
    tale.sweep("2026-11-02")
    mdo = zaak.child("mdo")
    assert zaak.heard("pact_dreigt") == {"2026-11-02": {"lpa"}}
    mdo.does("bevestig", "plan_overleg", datum="2026-11-16")
    tale.on("2026-11-16")
    mdo.does("leg_besluit_vast", passend_aanbod="nee", doorzettingsmacht="ja")
    tale.sweep("2026-12-07")
    assert zaak.heard("thuiszitterspact") == {"2026-12-07": {"tl"}}
    assert [child.state for child in zaak.children("mdo")] == ["besloten", "voorgesteld"]
    zaak.child("mdo").does("vervalt")
    tale.on("2026-12-14")
    zaak.does("verzuim_gestopt")
    assert zaak.events("thuiszitter_einde")[0]["gegevens"] == {"reden": "opgelost"}
    assert not {"langdurig", "pact_dreigt", "thuiszitterspact"} & set(zaak.terms)


def test_a_family_that_moves_with_a_pv_at_the_om(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken(verwijtbaarheid="ouders").does("start_hulp")
    ouder = zaak.parent("Testvader")
    zaak.does("vraag_mdo", "start_straf", verdachten=[ouder])
    straf = zaak.child("straf").does("vraag_advies", "advies_ontvangen", "roep_op_voor_verhoor", datum="2026-09-28")
    tale.on("2026-09-28")
    straf.does("verdachte_verhoord").does("zend_pv_in")
    tale.on("2026-11-02")
    zaak.does("overdragen", by="adm", naar="gemeente", hoofduitkomst="verhuisd")
    assert (zaak.state, zaak.statuses, zaak.letters[-1], tale.told_register()) == (
        "doorgezet", ["K"], "L27", ["B", "K"],
    )  # fmt: skip
    assert [zaak.child(kind).state for kind in ("hulp", "mdo")] == ["vervallen", "vervallen"]
    assert (straf.state, straf.now["behandelaar"]["naam"]) == ("ingezonden", "M. lpa")
    tale.sweep("2027-01-12")  # ninety days and ten werkdagen: the OM is late, and we still hear of it
    assert zaak.heard("teamleider") == {"2027-01-12": {"tl"}}
    straf.does("om_sepot", sepot_soort="onvoorwaardelijk")
    assert (straf.state, zaak.state) == ("afgedaan", "doorgezet")
    assert [event["gegevens"]["toestand"] for event in zaak.events("kind")] == ["ingezonden", "afgedaan"]


def test_a_jongere_who_turns_18_in_halt(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2008-12-10").spoken(verwijtbaarheid="jongere")
    zaak.does("start_halt", uren=16, motivering="Gewaarschuwd op school.")
    halt = zaak.child("halt").does("halt_ingestemd", "verwijs_naar_halt", "halt_gestart")
    assert zaak.terms["wordt_18"] == "2026-12-10"
    tale.sweep("2026-12-10")
    assert zaak.heard("wordt_18") == {"2026-12-10": {"lpa"}}
    assert (len(zaak.events("wordt_18")), halt.state) == (1, "lopend")
    assert zaak.suggested()["overdragen"].startswith("De jongere is 18 jaar of ouder")
    tale.on("2026-12-14")
    zaak.does("overdragen", naar="doorstroompunt", hoofduitkomst="overdracht_doorstroompunt")
    assert (zaak.state, halt.state) == ("doorgezet", "lopend")
    tale.on("2027-01-11")
    halt.does("halt_geslaagd")
    assert (halt.state, zaak.state) == ("geslaagd", "doorgezet")
    later = tale.on("2027-02-01").melding(soort="RMC", geboortedatum="2008-12-10")
    assert (later.now["jongere"]["leeftijd"], later.now["eerdereZaak"]) == (18, zaak.id)
    assert later.does("oppakken", "doorzetten", naar="doorstroompunt").state == "doorgezet"


def test_afspraken_of_an_mdo_that_are_not_kept_propose_the_veiligheidshuis_once(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().does("oppakken", "vraag_mdo")
    mdo = zaak.child("mdo").does("plan_overleg", datum="2026-09-21")
    tale.on("2026-09-21")
    mdo.does("leg_besluit_vast", afspraken=[
        {"wat": "aanbod op maat", "wie": "school", "uiterlijk": "2026-09-28"},
        {"wat": "elke dag naar school", "wie": "jongere", "uiterlijk": "2026-10-05"},
        {"wat": "gesprek met de mentor", "wie": "ouders", "uiterlijk": "2026-09-30"},
    ])  # fmt: skip
    kept, late, later = (next(c for c in zaak.children("afspraak") if day in c.terms.values())
                         for day in ("2026-09-28", "2026-10-05", "2026-09-30"))  # fmt: skip
    tale.on("2026-09-28")
    kept.does("voer_uit")
    tale.sweep("2026-10-02", "2026-10-09")
    assert zaak.children("veiligheidshuis") == []
    tale.sweep("2026-10-12")  # fifteen werkdagen after the MDO
    [house] = zaak.children("veiligheidshuis")
    assert (house.state, house.now["hoofdzaak"], late.state, later.state) == ("voorgesteld", zaak.id, "open", "open")
    assert zaak.heard("veiligheidshuis") == {"2026-10-12": {"lpa", "tl"}}
    house.does("vervalt", by="tl")
    tale.sweep("2026-11-02")
    assert len(zaak.children("veiligheidshuis")) == 1


def test_when_both_officers_are_ill_a_colleague_of_another_gemeente_takes_over(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken().does("start_hulp")
    ill(tale, "lpa", "collega")
    tale.sweep("2026-10-02")
    assert zaak.heard("herinnering") == {"2026-09-30": {"tl"}}  # nobody is behandelaar: the teamleider hears of it
    with writing(tale.engine) as session:
        mandates.give(session, "buur", HERE, tale.today, date(2026, 10, 30), today=tale.today)
    zaak.assigned("buur")
    buur = Zaak(tale, zaak.id, reader="buur")
    tale.sweep("2026-10-06")
    assert buur.heard("verlopen") == {"2026-10-06": {"buur"}}
    buur.child("hulp").does("hulp_geweigerd")
    buur.does("start_halt", uren=16, motivering="Gewaarschuwd op school.")
    assert buur.child("halt").now["behandelaar"]["naam"] == "M. buur"
    number = buur.child("halt").does("halt_ingestemd", "verwijs_naar_halt").now["nummer"]
    # The mandate ends: for her the zaak is no longer there, and the teamleider hears of it.
    tale.on("2026-11-02")
    assert tale.desk.as_("buur").get(f"/v1/zaken/{zaak.id}").status_code == 404
    tale.sweep("2026-11-06")
    assert buur.heard("verlopen") == {"2026-10-06": {"buur"}, "2026-11-06": {"tl"}}
    # A colleague is back: his akte has ended, so of Halt he sees that it is there, and no more.
    ill(tale, "collega", away=False)
    collega = Zaak(tale, zaak.assigned("collega").id, reader="collega")
    [halt] = [child for child in collega.now["kinderen"] if child["proces"] == "wpg"]
    assert (halt["nummer"], halt["toestand"]) == (number, "")


def ill(tale: Tale, *names: str, away: bool = True) -> None:
    """The accounts of these officers are shut while they are away."""
    with writing(tale.engine) as session:
        for name in names:
            people.set_active(session, session.get_one(Officer, tale.desk.ids[name]), not away)
