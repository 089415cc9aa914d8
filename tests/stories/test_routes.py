"""One story per route, and routes beside and after each other."""

from tests.stories.tale import Tale, Zaak


def test_route_1_hulp_that_helps(on_both: Tale) -> None:
    tale = on_both
    zaak = tale.on("2026-09-14").melding()
    assert zaak.terms["ontvangen"] == "2026-09-21"
    zaak.spoken(verwijtbaarheid="geen")
    zaak.does("start_hulp")
    hulp = zaak.child("hulp")
    assert (zaak.state, hulp.state, hulp.terms["aangeboden"]) == ("in_route", "aangeboden", "2026-10-05")
    tale.on("2026-09-28")
    hulp.does("hulp_aanvaard")
    tale.on("2026-10-05")
    hulp.does("hulp_gestart")
    assert hulp.terms == {"lopend": "2026-11-16", "hulp_maximum": "2027-04-05"}
    tale.on("2026-11-16")
    hulp.does("evalueer_hulp")
    tale.on("2026-12-14")
    hulp.does("hulp_geslaagd")
    assert (zaak.state, zaak.events("kind")[-1]["uitkomst"]) == ("routekeuze", "hulpverlening")
    zaak.does("verzuim_gestopt")
    assert zaak.terms["monitoring"] == "2027-02-08"  # six lesweken: two of kerstvakantie are skipped
    tale.on("2027-02-08")
    zaak.does("sluit_af", hoofduitkomst="hulpverlening", duo_reden="terug_naar_school")
    assert (zaak.state, zaak.now["uitkomst"], zaak.statuses) == ("afgesloten", "hulpverlening", ["G"])
    assert zaak.letters == ["L03", "L05", "L05", "L21"]
    assert tale.told_register() == ["B", "G"]


def test_route_2_halt_that_succeeds(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken(verwijtbaarheid="jongere")
    zaak.does("maak_afspraken")
    tale.on("2026-10-26").melding(begindatum="2026-10-19", einddatum="2026-10-23")  # goes on: monitoring is over
    assert (zaak.state, zaak.statuses) == ("routekeuze", ["B", "B"])
    assert "nog geen waarschuwing gegeven" in zaak.refuses("start_halt", uren=12)
    zaak.does("waarschuwen")
    tale.on("2026-11-16").melding(begindatum="2026-11-09", einddatum="2026-11-13")
    assert "7 uur verzuim; Halt vraagt ten minste 9 uur" in zaak.refuses("start_halt", uren=7)
    zaak.does("start_halt", uren=12, te_laat=0)
    halt = zaak.child("halt")
    assert "tot 16 jaar stemmen ook de ouders in" in halt.refuses("halt_ingestemd", ingestemd_ouders="nee")
    tale.on("2026-11-23")
    halt.does("halt_ingestemd", gehoord_op="2026-11-20", ingestemd_ouders="ja")
    assert halt.terms == {"te_verwijzen": "2026-11-27"}
    halt.does("verwijs_naar_halt", uren=12, te_laat=0)
    tale.on("2026-12-07")
    halt.does("halt_gestart")
    assert halt.terms == {"lopend": "2027-03-15"}
    tale.on("2027-02-01")
    halt.does("halt_geslaagd")
    assert halt.letters == ["L10", "L11", "L12"]
    assert (zaak.state, zaak.now["uitkomst"]) == ("routekeuze", "waarschuwing")
    assert [event["gegevens"]["toestand"] for event in zaak.events("kind")] == ["geslaagd"]
    zaak.does("sluit_af", hoofduitkomst="halt")
    assert zaak.statuses == ["G", "G", "G"]
    # What is wpg is there for who has no akte today, and no more than that.
    [child] = [each for each in tale.desk.zaak(zaak.id, "collega")["kinderen"] if each["nummer"] == halt.now["nummer"]]
    assert (child["proces"], child["toestand"]) == ("wpg", "")


def test_route_3_kader_that_becomes_a_maatregel_over_which_the_root_closes(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken(verwijtbaarheid="ouders").does("start_hulp")
    tale.on("2026-09-28")
    zaak.child("hulp").does("hulp_geweigerd")
    assert zaak.state == "routekeuze"
    zaak.does("start_kader")
    kader = zaak.child("kader")
    assert "wordt met hen besproken" in kader.refuses("dien_vtb_in", reactie_ouders="oneens")
    tale.on("2026-10-05")
    kader.does("dien_vtb_in", reactie_ouders="oneens", besproken_op="2026-10-02")
    assert (kader.terms, kader.letters) == ({"aangevraagd": "2026-10-26"}, ["L13"])
    tale.on("2026-10-12")
    kader.does("plan_tafel", datum="2026-10-26", by="adm")
    tale.on("2026-10-26")
    kader.does("besluit_raadsonderzoek")
    assert "Een traject van Halt, verplicht kader of strafrecht is nog open." in _back(zaak).refuses("sluit_af")
    tale.on("2027-02-01")
    kader.does("maatregel_opgelegd", soort_maatregel="ondertoezichtstelling")
    assert zaak.state == "monitoring"
    zaak.does("sluit_af", hoofduitkomst="maatregel")
    tale.on("2027-08-02")
    assert (zaak.state, kader.state) == ("afgesloten", "maatregel")
    kader.does("evalueer_maatregel", "maatregel_beeindigd")
    assert zaak.events("kind")[-1]["gegevens"]["toestand"] == "beeindigd"
    assert zaak.state == "afgesloten"


def _back(zaak: Zaak) -> Zaak:
    """At school again while a route runs: the root waits in monitoring."""
    return zaak.does("verzuim_gestopt")


def test_route_4_straf_against_an_ouder(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken(verwijtbaarheid="ouders").does("start_hulp")
    moeder = zaak.parent("Testmoeder")
    zaak.child("hulp").does("hulp_geweigerd")
    tale.on("2026-09-28")
    zaak.does("start_straf", verdachten=[moeder], grond="hulp_geweigerd")
    straf = zaak.child("straf")
    assert straf.terms == {"voorbereiding": "2026-10-12", "start_tot_pv": "2026-11-27"}
    assert "nog geen advies gegeven" in straf.refuses("roep_op_voor_verhoor")
    straf.does("vraag_advies")
    tale.on("2026-10-05")
    straf.does("advies_ontvangen", "roep_op_voor_verhoor", datum="2026-10-19")
    tale.on("2026-10-19")
    straf.does("verdachte_verhoord", ouders_ingelicht="nee")
    assert straf.terms["verhoord"] == "2026-11-18"
    tale.on("2026-10-26")
    straf.does("zend_pv_in")
    assert (straf.letters, straf.now["uitkomst"]) == (["L15", "L16", "L17", "L18"], "proces_verbaal")
    assert zaak.state == "in_route"
    tale.on("2026-12-14")
    straf.does("om_strafbeschikking", sanctie="geldboete", bedrag=150)
    assert (straf.terms, zaak.state) == ({"strafbeschikking": "2027-01-11", "vonnis": "2027-04-19"}, "routekeuze")
    zaak.does("sluit_af", hoofduitkomst="proces_verbaal", duo_reden="terug_naar_school")
    tale.sweep("2027-01-11", "2027-01-12")
    assert (straf.state, zaak.state) == ("afgedaan", "afgesloten")
    assert [event["gegevens"]["toestand"] for event in zaak.events("kind")][1:] == [
        "ingezonden", "strafbeschikking", "afgedaan",
    ]  # fmt: skip
    assert "L19" not in straf.letters


def test_help_beside_halt(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken(verwijtbaarheid="jongere")
    zaak.does("start_hulp")
    tale.on("2026-09-28")
    assert "toestemming van de officier van justitie" in zaak.refuses("start_halt", uren=70, motivering="Gewaarschuwd.")
    ovj = {"naam": "mr. A. de Officier", "datum": "2026-09-25"}
    zaak.does("start_halt", uren=70, motivering="Gewaarschuwd op school.", ovj=ovj)
    hulp, halt = zaak.child("hulp"), zaak.child("halt")
    [deviations] = [event["afwijkingen"] for event in zaak.events("start_halt")]
    assert {line["norm"]: line.get("ovj") for line in deviations} == {
        "niet_te_veel_verzuim": "mr. A. de Officier", "eerder_gewaarschuwd": None,
    }  # fmt: skip
    hulp.does("hulp_aanvaard", "hulp_gestart")
    halt.does("halt_ingestemd", ingestemd_ouders="nee")  # 16: the ouders need not agree
    halt.does("verwijs_naar_halt", "halt_gestart")
    tale.on("2026-11-30")
    halt.does("halt_geslaagd")
    assert zaak.state == "in_route"  # help still runs
    tale.on("2026-12-07")
    hulp.does("hulp_geslaagd")
    assert zaak.state == "routekeuze"
    assert [line["stap"] for line in zaak.timeline()][-1] == "route_beeindigd"


def test_help_that_stagnates_ends_at_the_beschermingstafel(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2014-11-02").spoken(verwijtbaarheid="ouders").does("start_hulp")
    hulp = zaak.child("hulp")
    tale.on("2026-09-28")
    hulp.does("hulp_aanvaard", "hulp_gestart")
    assert hulp.terms["lopend"] == "2026-11-09"
    tale.sweep("2026-11-16")  # five werkdagen late: an MDO is proposed
    mdo = zaak.child("mdo")
    assert (mdo.state, mdo.terms) == ("voorgesteld", {"voorgesteld": "2026-11-19"})
    mdo.does("bevestig", by="tl")
    mdo.does("plan_overleg", datum="2026-11-30")
    tale.on("2026-11-30")
    mdo.does("leg_besluit_vast")
    hulp.does("hulp_stagneert")
    assert (zaak.state, zaak.events("kind")[-1]["gegevens"]["toestand"]) == ("routekeuze", "gestagneerd")
    assert zaak.suggested() == {"start_kader": "De hulp is gestagneerd: overweeg de beschermingstafel."}
    zaak.does("start_kader")
    kader = zaak.child("kader")
    kader.does("dien_vtb_in", reactie_ouders="eens", besproken_op="2026-11-30")
    tale.on("2026-12-07")
    kader.does("plan_tafel", datum="2026-12-14")
    tale.on("2026-12-14")
    kader.does("besluit_drang")
    assert kader.terms == {"drang": "2027-06-14"}
    [afspraak] = kader.children("afspraak")
    assert (afspraak.state, kader.now["uitkomst"]) == ("open", "verplicht_kader")


def test_halt_negatief_leads_to_a_pv_and_a_decision_of_the_om(on_both: Tale) -> None:
    tale = on_both
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken(verwijtbaarheid="jongere")
    zaak.does("start_halt", uren=16, motivering="Gewaarschuwd op school.")
    halt = zaak.child("halt").does("halt_ingestemd", "verwijs_naar_halt", "halt_gestart")
    tale.on("2026-11-02")
    halt.does("halt_negatief")
    assert (zaak.state, zaak.terms["halt_negatief_pv"]) == ("routekeuze", "2026-11-16")
    tale.sweep("2026-11-16")
    assert zaak.heard("halt_negatief_pv") == {"2026-11-16": {"lpa", "tl"}}
    assert "op 2 november 2026 negatief afgesloten" in zaak.suggested()["start_straf"]
    zaak.does("start_straf", grond="halt_negatief")  # advice and earlier help count as done
    straf = zaak.child("straf").does("roep_op_voor_verhoor", datum="2026-11-23")
    tale.on("2026-11-23")
    straf.does("verdachte_verhoord")
    assert {"strafadvies_rvdk", "vonnis", "start_tot_pv"} <= set(straf.terms)
    assert "al bij Halt geweest" in straf.refuses("alsnog_halt")
    straf.does("zend_pv_in", kopie_rvdk="ja")
    assert "start_tot_pv" not in straf.terms
    tale.on("2027-02-01")
    straf.does("om_dagvaarding", datum="2027-03-01", rechter="kinderrechter")
    assert straf.terms["zitting"] == "2027-03-08"
    tale.on("2027-03-01")
    straf.does("uitspraak", uitspraak="veroordeling", sanctie="werkstraf", uren=20)
    assert (straf.state, straf.now["uitkomst"], zaak.state) == ("afgedaan", "proces_verbaal", "routekeuze")


def test_two_ouders_and_a_jongere_are_three_suspects_with_outcomes_of_their_own(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken(verwijtbaarheid="jongere")
    zaak.does("start_hulp")
    zaak.child("hulp").does("hulp_geweigerd")
    moeder, vader, zelf = zaak.parent("Testmoeder"), zaak.parent("Testvader"), zaak.now["jongere"]["id"]
    zaak.does("start_straf", verdachten=[zelf, moeder, vader])
    jongere, ouder, ander = zaak.children("straf")
    assert "tegen een van deze verdachten loopt al een zaak" in zaak.refuses("start_straf", verdachten=[moeder])
    for child in (jongere, ouder, ander):
        child.does("vraag_advies", "advies_ontvangen")
    jongere.does("roep_op_voor_verhoor", datum="2026-09-28")
    ouder.does("roep_op_voor_verhoor", datum="2026-09-28")
    tale.on("2026-09-28")
    assert "De verdachte is 16 jaar: de ouders worden over het verhoor ingelicht." in jongere.refuses(
        "verdachte_verhoord", ouders_ingelicht="nee"
    )
    jongere.does("verdachte_verhoord")
    jongere.does("alsnog_halt")
    ouder.does("verdachte_verhoord", ouders_ingelicht="nee")
    assert "Halt is er alleen voor de jongere" in ouder.refuses("alsnog_halt")
    ouder.does("zend_pv_in")
    ander.does("zie_af_van_pv")
    assert [child.state for child in (jongere, ouder, ander)] == ["naar_halt", "ingezonden", "afgezien"]
    assert (zaak.child("halt").state, zaak.state) == ("voorstel", "in_route")
    zaak.does("start_straf", verdachten=[moeder])  # the PV is sent: another period may be another zaak
    zaak.children("straf")[-1].does("zie_af_van_pv")
    tale.on("2026-12-14")
    ouder.does("om_dagvaarding", datum="2027-01-11", rechter="kantonrechter")
    tale.on("2027-01-11")
    ouder.does("uitspraak_met_proeftijd", einddatum="2028-01-11")
    zaak.child("halt").does("halt_geweigerd")
    assert zaak.state == "routekeuze"  # a proeftijd does not hold the root
    zaak.does("sluit_af", hoofduitkomst="proces_verbaal")
    tale.sweep("2028-01-12")
    assert (ouder.state, zaak.state) == ("afgedaan", "afgesloten")
