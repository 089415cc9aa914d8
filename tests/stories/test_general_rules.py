"""The general rules of process.md section 1, each by itself."""

from tests.desk import melding
from tests.stories.tale import Tale, Zaak

HALT = "Gewaarschuwd op school."


def test_a_melding_joins_the_open_zaak_and_after_its_end_opens_a_later_one(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding()
    assert tale.melding().id == zaak.id
    again = tale.post("adm", "/v1/meldingen", melding(kenmerk="M001", gemeldOp="2026-09-14T08:00:00+01:00",
                      begindatum="2026-09-07", einddatum="2026-09-11", specificatie=[]))  # fmt: skip
    assert (again.status_code, again.json()["uitkomst"], len(zaak.now["meldingen"])) == (200, "ongewijzigd", 2)
    luxe = tale.melding(soort="L")
    assert (luxe.now["proces"], luxe.now["eerdereZaak"]) == ("luxeverzuim", None)
    zaak.does("oppakken")
    assert (tale.melding().id, set(zaak.statuses), tale.told_register()) == (zaak.id, {"B"}, ["B", "B", "B"])
    zaak.does("sluit_na_overleg_school")
    later = tale.on("2026-11-02").melding()
    assert later.now["eerdereZaak"] == zaak.id


def full(tale: Tale) -> Zaak:
    """A root with an open child of every kind, on 21 September 2026."""
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken(
        afspraken=[{"wat": "op tijd", "wie": "jongere", "uiterlijk": "2026-11-02"}], meldcode_antwoord="signalen"
    )  # fmt: skip
    zaak.does("vraag_mdo").does("vraag_veiligheidshuis", deelgrond="publieke_taak", partners="politie")
    zaak.does("start_hulp", "start_kader").does("start_halt", uren=12, motivering=HALT)
    return zaak.does("start_straf")


def test_the_end_of_a_root_takes_what_hangs_on_it_and_leaves_what_stands_by_itself(tale: Tale) -> None:
    zaak = full(tale)
    zaak.child("halt").assigned("collega")
    assert {child["proces"] for child in zaak.now["kinderen"]} == {
        "hulp", "halt", "kader", "straf", "mdo", "veiligheidshuis", "meldcode", "afspraak",
    }  # fmt: skip
    zaak.does("beeindig", einde_reden="inschrijving_beeindigd_werk", hoofduitkomst="hoogst_haalbare")
    gone = {kind: zaak.child(kind).state for kind in ("hulp", "mdo", "veiligheidshuis", "afspraak")}
    assert set(gone.values()) == {"vervallen"}
    stay = {kind: zaak.child(kind).now for kind in ("meldcode", "halt", "kader", "straf")}
    assert {kind: child["behandelaar"]["naam"] for kind, child in stay.items()} == {
        "meldcode": "M. lpa", "halt": "M. collega", "kader": "M. lpa", "straf": "M. lpa",
    }  # fmt: skip
    assert all(child["termijnen"] for child in stay.values())
    assert zaak.terms == {}
    assert {event["rol"] for event in zaak.events("vervalt")} == {"systeem"}
    zaak.child("meldcode").does("naar_overleg", "naar_gesprek", "naar_wegen", "geen_melding")
    assert zaak.child("meldcode").state == "besluit"


def test_at_most_one_of_a_kind_is_open(tale: Tale) -> None:
    zaak = full(tale)
    again = "In dit dossier staat dit al open"
    assert again in zaak.refuses("vraag_mdo")
    assert again in zaak.refuses("vraag_veiligheidshuis", deelgrond="publieke_taak", partners="politie")
    assert again in zaak.refuses("start_kader")
    assert again in zaak.refuses("start_halt", uren=12, motivering=HALT)
    assert "tegen een van deze verdachten loopt al een zaak" in zaak.refuses("start_straf")


def test_what_an_overleg_came_to_stands_on_the_root_and_a_veiligheidshuis_hangs_there(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken().does("start_hulp", "start_kader")
    kader = zaak.child("kader").does("dien_vtb_in", reactie_ouders="eens", besproken_op="2026-09-18")
    tale.sweep("2026-10-26")  # fifteen and ten werkdagen: no table yet
    house = zaak.child("veiligheidshuis")
    assert (house.now["hoofdzaak"], kader.children("veiligheidshuis")) == (zaak.id, [])
    house.does("meld_aan", deelgrond="publieke_taak", partners="politie").does("agendeer", datum="2026-11-02")
    tale.on("2026-11-02")
    house.does("leg_besluit_vast")
    zaak.child("mdo").does("vervalt")  # proposed when the answer about the hulp was late
    told = [(event["gegevens"]["proces"], event["gegevens"]["toestand"]) for event in zaak.events("kind")]
    assert told == [("veiligheidshuis", "afgerond"), ("mdo", "vervallen")]


def test_halt_and_straf_belong_to_the_boa_who_opened_them_and_the_rest_to_the_behandelaar(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(geboortedatum="2010-02-18").spoken(verwijtbaarheid="jongere")
    zaak.assigned("collega").does("start_hulp", "vraag_mdo").does("start_halt", uren=12, motivering=HALT)
    zaak.does("start_straf")
    owners = {kind: zaak.child(kind).now["behandelaar"]["naam"] for kind in ("hulp", "mdo", "halt", "straf")}
    assert owners == {"hulp": "M. collega", "mdo": "M. collega", "halt": "M. lpa", "straf": "M. lpa"}


def test_rungs_of_a_zaak_without_behandelaar_go_to_the_teamleiders_of_its_gemeente(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding()
    tale.sweep("2026-09-22")
    assert zaak.now["behandelaar"] is None
    assert (zaak.heard("herinnering"), zaak.heard("verlopen")) == ({"2026-09-18": {"tl"}}, {"2026-09-22": {"tl"}})


def test_heropen_sends_nothing_and_asks_nothing_for_the_register_any_more(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().spoken()
    assert {"duo_reden", "duo_toelichting"} <= asked(zaak, "sluit_af")
    zaak.does("sluit_af")
    tale.on("2026-09-28")
    zaak.does("heropen", by="tl")
    assert (zaak.state, zaak.statuses, tale.told_register()) == ("routekeuze", ["G"], ["B", "G"])
    assert not {"duo_reden", "duo_toelichting"} & asked(zaak, "sluit_af")
    zaak.does("sluit_af", duo_reden=None, duo_toelichting=None)
    assert tale.told_register() == ["B", "G"]


def asked(zaak: Zaak, step: str) -> set[str]:
    """The fields of the form of this step."""
    return {field["naam"] for each in zaak.form()["stappen"] if each["stap"] == step for field in each["velden"]}


def test_one_melding_is_closed_alone_and_after_a_death_no_letter_goes_out(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding().does("oppakken")
    tale.melding()
    zaak.does("sluit_melding", duo_reden="legitiem_afwezig", uitkomst="geoorloofd")
    assert (zaak.state, sorted(zaak.statuses)) == ("in_behandeling", ["B", "G"])
    zaak.does("beeindig", einde_reden="overleden", hoofduitkomst="overleden", duo_reden="overleden")
    assert (zaak.state, zaak.letters, zaak.statuses) == ("afgesloten", [], ["G", "G"])


def test_what_is_taken_for_information_is_told_as_k(tale: Tale) -> None:
    zaak = tale.on("2026-09-14").melding(actieGewenst=False, toelichtingGeenActie="Al opgelost.")
    zaak.does("ter_kennisgeving_aannemen")
    assert (zaak.state, zaak.now["uitkomst"], zaak.statuses) == ("ter_kennisgeving", "ter_kennisgeving", ["K"])
    assert tale.told_register() == ["K"]
