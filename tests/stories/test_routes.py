"""One story per route, and routes beside and after each other."""

from tests.stories.tale import Tale


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
    assert hulp.terms == {"lopend": "2026-11-16", "hulp_maximum": "2027-04-06"}  # Easter Monday does not count
    tale.on("2026-11-16")
    hulp.does("evalueer_hulp")
    tale.on("2026-12-14")
    hulp.does("hulp_geslaagd")
    assert (zaak.state, zaak.now["uitkomst"]) == ("routekeuze", "hulpverlening")
    zaak.does("verzuim_gestopt")
    assert zaak.terms["monitoring"] == "2027-02-08"  # six lesweken: two of kerstvakantie are skipped
    tale.on("2027-02-08")
    zaak.does("sluit_af", hoofduitkomst="hulpverlening", duo_reden="terug_naar_school")
    assert (zaak.state, zaak.now["uitkomst"], zaak.statuses) == ("afgesloten", "hulpverlening", ["G"])
    assert zaak.letters == ["L03", "L05", "L05", "L21"]
    assert tale.told_register() == ["B", "G"]
