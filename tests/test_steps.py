"""One step: what it records, and that a refused one leaves no trace."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from cases.errors import Invalid, NotFound, Stale
from cases.rights import NotAllowed
from cases.tables import Event
from states.decision import StepRefused
from tests.databases import dump
from tests.office import Day, Office

Refused = Callable[[Office, UUID], Any]


def later(office: Office) -> Day:
    return office.on("2026-11-03")


REFUSALS: dict[str, tuple[Refused, type[Exception], str]] = {
    "unknown step": (lambda o, c: later(o).step(c, "sluit_de_school"), StepRefused, "bestaat niet"),
    "wrong state": (lambda o, c: later(o).step(c, "maximum_bereikt"), StepRefused, "past deze stap niet"),
    "wrong role": (lambda o, c: later(o).step(c, "waarschuwen", by="adam"), StepRefused, "leerplichtambtenaar"),
    "no akte": (lambda o, c: later(o).step(c, "geen_pv_na_halt"), StepRefused, "BOA-akte"),
    "teamleider": (lambda o, c: later(o).step(c, "notitie", by="tess"), StepRefused, "administratie"),
    "field missing": (lambda o, c: later(o).step(c, "notitie", tekst=None), StepRefused, "Vul in: tekst"),
    "field unknown": (lambda o, c: later(o).step(c, "notitie", kleur="rood"), StepRefused, "niet om"),
    "appointment in the past": (
        lambda o, c: later(o).step(c, "plan_gesprek", datum="2026-11-02"), StepRefused, "verleden"),
    "31 February": (
        lambda o, c: later(o).step(c, "plan_gesprek", datum="2027-02-31"), StepRefused, "geen bestaande datum"),
    "no motivation": (
        lambda o, c: later(o).step(c, "plan_gesprek", datum="2026-11-04"), StepRefused, "leg uit"),
    "blank motivation": (
        lambda o, c: later(o).step(c, "kies_route", motivation="  \n"), StepRefused, "leg uit"),
    "wet despite a motivation": (
        lambda o, c: later(o).step(c, "vraag_veiligheidshuis", deelgrond="nog_niet_bekend", motivation="haast"),
        StepRefused, "grond"),
    "stale": (lambda o, c: later(o).step(c, "notitie", version=1), Stale, ""),
    "version of tomorrow": (lambda o, c: later(o).step(c, "notitie", version=99), Stale, ""),
    "melding of another zaak": (
        lambda o, c: later(o).step(c, "sluit_melding", melding=str(uuid4())), Invalid, "melding"),
    "another gemeente": (lambda o, c: later(o).step(c, "notitie", by="vera"), NotFound, ""),
    "assigned to administratie": (lambda o, c: later(o).assign(c, "adam"), Invalid, "behandelaar"),
    "assigned to another gemeente": (lambda o, c: later(o).assign(c, "vera"), Invalid, "behandelaar"),
    "assigned by a colleague": (lambda o, c: later(o).assign(c, "bram", by="anna"), NotAllowed, ""),
    "assigned from another gemeente": (lambda o, c: later(o).assign(c, "bram", by="tara"), NotFound, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refused_step_leaves_no_trace(office: Office, name: str) -> None:
    refused, kind, text = REFUSALS[name]
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    before = dump(office.engine)
    with pytest.raises(kind, match=text or None):
        refused(office, case)
    assert dump(office.engine) == before


def test_a_zaak_that_does_not_exist_is_not_found(office: Office) -> None:
    case = office.on("2026-11-02").report(gemeentecode="9002", by="systeem")
    with pytest.raises(NotFound):
        office.on("2026-11-02").step(case, "oppakken", by="anna")


def test_a_refusal_gives_every_reason(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    with pytest.raises(StepRefused) as refused:
        office.on("2026-11-03").step(case, "plan_gesprek", datum="2026-11-02", tijd="25:00", plaats="")
    assert [(reason.kind, reason.name) for reason in refused.value.reasons] == [
        ("veld", "datum"), ("veld", "tijd"), ("veld", "plaats"),
    ]  # fmt: skip


def test_a_norm_is_deviated_from_with_a_motivation_that_is_kept(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    office.on("2026-11-02").step(case, "plan_gesprek", datum="2026-11-03", motivation=" Ouders vertrekken woensdag. ")

    event = office.rows(Event, "seq", case_id=case)[-1]
    assert event["deviates"] is True
    assert event["motivation"] == "Ouders vertrekken woensdag."
    [deviation] = event["deviations"]
    assert deviation["norm"] == "tijdig_uitgenodigd"
    assert "ten minste 5 dagen" in deviation["tekst"]
    assert event["officer_id"] == office.id("anna")


def test_who_is_behind_learns_what_changed(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "notitie")
    with pytest.raises(Stale) as stale:
        office.on("2026-11-03").step(case, "plan_gesprek", version=1)
    assert (stale.value.version, stale.value.state) == (3, "in_behandeling")
    assert [(change["volgnummer"], change["stap"], change["naar"]) for change in stale.value.changes] == [
        (2, "oppakken", "in_behandeling"), (3, "notitie", "in_behandeling"),
    ]  # fmt: skip


def test_the_same_key_twice_is_one_step(office: Office) -> None:
    case = office.on("2026-11-02").report()
    first = office.on("2026-11-02").step(case, "oppakken", version=1, key="k-1")
    office.on("2026-11-02").step(case, "notitie")
    before = dump(office.engine)
    again = office.on("2026-11-03").step(case, "oppakken", version=1, key="k-1")
    assert dump(office.engine) == before
    assert again.repeated
    assert (again.event_id, again.version, again.state) == (first.event_id, 2, "in_behandeling")


def test_the_same_key_in_another_zaak_is_another_step(office: Office) -> None:
    first, second = office.on("2026-11-02").report(), office.on("2026-11-02").report()
    office.on("2026-11-02").step(first, "oppakken", key="k-1")
    assert not office.on("2026-11-02").step(second, "oppakken", key="k-1").repeated


def test_a_zaak_is_handed_over_with_its_terms_and_children(office: Office) -> None:
    case = office.on("2026-11-02").report()
    office.on("2026-11-02").steps(case, "oppakken", "vraag_mdo")
    office.on("2026-11-03").assign(case, "bram", reason="ziekte", key="k-1")
    [mdo] = office.children(case, "mdo")
    assert {office.case(case)["officer_id"], mdo["officer_id"], office.term(case)["officer_id"]} == {office.id("bram")}
    assert office.term(mdo["id"])["officer_id"] == office.id("bram")
    before = dump(office.engine)
    assert office.on("2026-11-03").assign(case, "bram", reason="ziekte", key="k-1").repeated
    assert dump(office.engine) == before


def test_each_event_names_the_tables_under_which_it_was_decided(office: Office) -> None:
    from states.processes import PROCESSEN

    case = office.on("2026-11-02").report()
    office.on("2026-11-02").step(case, "oppakken")
    found = {event["definition"] for event in office.rows(Event, case_id=case)}
    assert found == {PROCESSEN["relatief_verzuim"].version}


def test_one_melding_is_closed_and_the_zaak_goes_on(office: Office) -> None:
    case = office.on("2026-11-02").report(number=7, kenmerk="A")
    office.on("2026-11-02").report(number=7, kenmerk="B")
    office.on("2026-11-02").step(case, "oppakken")
    melding = str(office.reports(case)[0]["id"])
    office.on("2026-11-03").step(case, "sluit_melding", melding=melding, uitkomst="geoorloofd")
    assert [(row["status"], row["uitkomst"]) for row in office.reports(case)] == [("G", "geoorloofd"), ("B", "")]
    assert office.case(case)["facts"]["meldingen"] == 1
    assert office.case(case)["state"] == "in_behandeling"


def test_a_zaak_taken_for_information_sends_k(office: Office) -> None:
    case = office.on("2026-11-02").report(actie_gewenst="N", toelichting_geen_actie="School lost het op.")
    office.on("2026-11-02").step(case, "ter_kennisgeving_aannemen")
    assert [(row["status"], row["uitkomst"]) for row in office.reports(case)] == [("K", "ter_kennisgeving")]


def test_from_eighteen_a_letter_goes_to_the_jongere_alone(office: Office) -> None:
    from cases.tables import Letter

    case = office.on("2026-11-02").report(geboortedatum="2008-11-02", soort="V4")
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    [letter] = office.rows(Letter, case_id=case)
    assert [to["soort"] for to in letter["recipients"]] == ["jongere"]
    assert letter["state"] == "concept"


def test_below_twelve_a_letter_goes_to_the_parents_alone(office: Office) -> None:
    from cases.tables import Letter

    case = office.on("2026-11-02").report(geboortedatum="2014-11-03")
    office.on("2026-11-02").steps(case, "oppakken", "plan_gesprek")
    [letter] = office.rows(Letter, case_id=case)
    assert [to["soort"] for to in letter["recipients"]] == ["ouders"]
