"""What is wpg: wherever somebody looks, without a valid akte he sees that it is there, its number and its dates."""

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import access, places
from cases.attachments import attach
from cases.corrections import amend
from cases.errors import Invalid
from cases.history import look_back
from cases.letters import letters_of
from cases.lists import open_terms
from cases.rights import TL
from cases.rows import WPG
from cases.store import reading, writing
from cases.tables import Case, Deadline, Event, WpgEvent
from cases.timeline import timeline
from cases.verify import verify
from cases.view import case_view
from states.decision import StepRefused
from states.processes import PROCESSEN
from tests.databases import POSTGRESQL, SQLITE, dump, fresh
from tests.office import HERE, Day, Office
from tests.wpg import CANARY, Looking, boa, known, prosecuted, secrets, sent_to_halt, told

WITHOUT_AKTE = ("anna", "adam", "tess", "bea", "piet")


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looking]:
    """An office where much is wpg, a month later, with its terms overdue and a file and a letter filled in."""
    with fresh(SQLITE, tmp_path_factory.mktemp("wpg")) as engine:
        office = Office(engine)
        prosecuted(office, date(2026, 11, 2))
        halt = sent_to_halt(office, date(2026, 11, 2))
        day = office.on("2027-01-18")
        day.sweep()
        [straf] = [row["id"] for row in office.rows(Case, number="2026-000001-3")]
        for part in (straf, halt):  # of who may not know what it is
            day.assign(part, "anna")
        with writing(engine) as session:
            bram, content = office.people["bram"], b"%PDF-1.7 " + CANARY.encode()
            attach(session, bram, straf, f"{CANARY}.pdf", content, at=day.at, max_mb=1)
        yield Looking(office, tmp_path_factory.mktemp("thuis"), day)


# What a leerplichtambtenaar may do himself in a Halt is told by its step, with where it leads; nothing else is.
OFFERED = {"halt_gestart", "halt_retour", "Halt loopt", "Retour van Halt"}


@pytest.mark.parametrize("name", WITHOUT_AKTE)
def test_without_an_akte_nobody_reads_what_is_wpg_wherever_he_looks(looking: Looking, name: str) -> None:
    client, found = looking.as_(name), known(looking)
    halt, leaks = str(found["zaak_id"][2]), []
    if name in ("bea", "piet"):  # they may read nothing of zaken at all: once each is enough
        found = {each: values[1:2] or values for each, values in found.items()}
    for address in looking.addresses(found):
        answer = client.get(address)
        assert answer.status_code < 500, (address, answer.text)
        offered = OFFERED if name == "anna" and halt in address else set()
        leaks += [(address, word) for word in secrets() if word not in offered and word in told(answer.text)]
    assert leaks == []


def test_with_a_valid_akte_he_reads_it(looking: Looking) -> None:
    client, found = looking.as_("bram"), known(looking)
    shown = "".join(
        client.get(address).text
        for address in (
            f"/v1/zaken/{found['zaak_id'][1]}/gebeurtenissen", f"/v1/termijnen/{found['termijn_id'][0]}",
            f"/v1/brieven/{found['brief_id'][0]}", f"/v1/bijlagen/{found['bijlage_id'][0]}", "/v1/afwijkingen",
        )
    )  # fmt: skip
    words = {word for word in secrets() if word in shown}
    assert {CANARY, "Opgeroepen voor verhoor", "roep_op_voor_verhoor", '"toestand":"opgeroepen"'} <= words


def test_a_filter_a_count_or_a_refusal_does_not_tell_either(looking: Looking) -> None:
    client, boss, found = looking.as_("tess"), looking.as_("bram"), known(looking)
    for filter_ in ("proces=straf", "toestand=opgeroepen", "proces=halt&toestand=verwezen"):
        assert client.get(f"/v1/zaken?{filter_}").json()["resultaten"] == []
        assert boss.get(f"/v1/zaken?{filter_}").json()["resultaten"] != []
    groups = [row for row in client.get("/v1/achterstand").json()["perToestand"] if row["proces"] == "wpg"]
    assert [(row["soort"], row["naam"], row["titel"]) for row in groups] == [("", "", "Termijn van een Wpg-onderdeel")]
    straf, term = looking.office.case(found["zaak_id"][1]), f"/v1/termijnen/{found['termijn_id'][1]}/verlenging"
    with writing(looking.office.engine) as session:
        boss_of_team = access.add_token(session, name="t", role=TL, gemeenten=[HERE], at=looking.day.at)[1]
    heads = {"Authorization": f"Bearer {boss_of_team}"}
    longer, step = {"aantal": 1, "grond": "capaciteit"}, {"stap": "zend_pv_in", "gegevens": {}}
    answers = [
        client.post(path, json=body, headers=heads | {"If-Match": f'"{version}"'})
        for path, body, version in (
            (f"/v1/zaken/{straf['id']}/stappen", step, straf["version"]),
            (term, longer, 1),
            (term, longer, straf["version"]),
        )
    ]
    assert [answer.status_code for answer in answers] == [403, 409, 200]
    assert [word for answer in answers for word in secrets() if word in answer.text] == []
    assert answers[2].json()["toestandTitel"] == "afgeschermd"


def test_a_wpg_part_is_handed_over_once_however_often_it_is_sent(looking: Looking) -> None:
    straf = known(looking)["zaak_id"][1]
    one, two = (looking.day.assign(straf, "anna", key="eenmaal") for _ in range(2))
    assert (one.repeated, two.repeated, one.event_id) == (False, True, two.event_id)


# wpg.startmoment: what of the dossier is wpg (root, Halt, straf), and from which event on the straf is
MOMENTS = {
    "halt_voorstel": (["avg", "wpg", "wpg", "wpg"], ""),
    "oproep_verhoor": (["avg", "avg", "wpg", "wpg"], "roep_op_voor_verhoor"),
    "melding": (["wpg", "wpg", "wpg", "wpg"], ""),
}


@pytest.mark.parametrize(
    ("kind", "moment"),
    [*((SQLITE, moment) for moment in MOMENTS), pytest.param(POSTGRESQL, "melding", marks=pytest.mark.postgres)],
)
def test_policy_says_where_the_wpg_begins_and_it_never_ends(office: Office, moment: str) -> None:
    first = date(2026, 11, 2)
    with writing(office.engine) as session:
        places.set_policy(session, HERE, "wpg.startmoment", moment, valid_from=first, by="x", at=office.on(first).at)
    root = prosecuted(office, first)
    regimes, since = MOMENTS[moment]
    assert [row["regime"] for row in office.rows(Case, "number")] == regimes
    straf = next(row["id"] for row in office.rows(Case, "number", number="2026-000001-3"))
    walked = [(row["step"] or row["kind"], row["regime"]) for row in office.rows(Event, "seq", case_id=straf)]
    turn = next(i for i, (name, _) in enumerate(walked) if not since or name == since)
    assert [regime for _, regime in walked] == ["avg"] * turn + ["wpg"] * (len(walked) - turn)
    own = {row["step"]: row["regime"] for row in office.rows(Event, "seq", case_id=root) if row["step"]}
    assert own["oppakken"] == regimes[0]
    assert {own["start_halt"], own["start_straf"]} == {"avg" if moment == "oproep_verhoor" else "wpg"}
    after_halt = next(row for row in office.rows(Deadline) if row["name"] == "halt_negatief_pv")
    assert after_halt["regime"] == regimes[1]
    _check_raw(office)
    boa(office.on("2026-11-20"), straf, "verdachte_niet_verschenen")  # back before the hearing: still wpg
    version = office.case(straf)["version"]
    with writing(office.engine) as session:
        seq = next(i for i, (name, _) in enumerate(walked, 1) if name == "vraag_advies")
        bram, at = office.people["bram"], office.on("2026-11-20").at
        right = {"vraag": f"Beter: {CANARY}"}
        amend(session, straf, seq, right, reason="Tikfout.", actor=bram, at=at, version=version)
    assert office.rows(Event, "seq", case_id=straf)[-1]["regime"] == "wpg"
    _check_raw(office)
    assert verify(office.engine).findings == []


def test_what_is_wpg_still_counts_for_a_later_zaak(office: Office) -> None:
    first = date(2026, 11, 2)
    with writing(office.engine) as session:
        places.set_policy(session, HERE, "wpg.startmoment", "melding", valid_from=first, by="x", at=office.on(first).at)
    day = office.on(first)
    earlier = day.report(number=1, soort="L")
    day.steps(earlier, "oppakken", "waarschuw_luxe")
    later = office.on("2026-11-09").report(number=1, soort="L")
    assert office.case(later)["previous_id"] == earlier
    told = office.rows(WpgEvent, "seq", case_id=later)[-1]["facts"]
    assert (told["eerder_luxe"], bool(told["gewaarschuwd_op"])) == (True, True)
    with reading(office.engine) as session:
        seen, _ = look_back(session, later, lock=False)
    assert (seen.warned, seen.luxe) == (True, True)


def _check_raw(office: Office) -> None:
    """No table holds the canary but those for what is wpg; of an event only what is avg itself."""
    found = {
        name
        for name, rows in dump(office.engine).items()
        if any(CANARY in repr(row) for row in rows) and not name.startswith("wpg_")
    }
    avg = [row for row in office.rows(Event) if row["regime"] == "avg" and CANARY in repr(row)]
    assert found == ({"events"} if avg else set())
    assert [row for row in office.rows(Event, regime=WPG) if CANARY in repr(row)] == []
    assert [row for row in office.rows(Case, regime=WPG) if row["facts"]] == []


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office on SQLite for many short walks."""
    with fresh(SQLITE, tmp_path_factory.mktemp("stil")) as engine:
        yield Office(engine)


@settings(max_examples=12)
@given(opens=st.sampled_from(["start_halt", "start_straf"]), picks=st.lists(st.integers(0, 50), max_size=5))
def test_whatever_happens_no_wpg_row_shows_without_an_akte(quiet: Office, opens: str, picks: list[int]) -> None:
    day = quiet.on("2026-11-02")
    root = day.report(geboortedatum="2010-02-18")
    day.steps(root, "oppakken", "hoor_betrokkenen")
    day.step(root, "kies_route", motivation="Er is al gesproken op school.")
    given_ = {"uren": "20", "te_laat": "0", "ingestemd_ouders": "ja"}
    boa(day, root, opens, **given_)
    for pick in picks:
        mine = [row for row in quiet.rows(Case, "number", root_id=root) if row["regime"] == WPG]
        case = mine[pick % len(mine)]
        steps = PROCESSEN[case["proces"]].steps_from(case["state"])
        if steps:
            with contextlib.suppress(StepRefused, Invalid):
                boa(day, case["id"], steps[pick % len(steps)].name, **given_)
    for row in quiet.rows(Case, root_id=root):
        _check_seen(quiet, day, row)


def _check_seen(office: Office, day: Day, row: dict[str, Any]) -> None:
    for name in ("anna", "tess", "adam"):
        actor = office.people[name]
        with reading(office.engine) as session:
            view = case_view(session, actor, row["id"], today=day.date)
            lines = timeline(session, actor, row["id"], today=day.date).rows
            found = letters_of(session, actor, row["id"], today=day.date).rows
            work = [line for line in open_terms(session, actor, today=day.date).rows if line.case_id == row["id"]]
        assert CANARY not in repr((view, lines, found, work))
        hidden = {event["id"] for event in office.rows(Event, case_id=row["id"]) if event["regime"] == WPG}
        assert all(entry.state == entry.step == "" for entry in lines if entry.id in hidden)
        assert [letter["code"] for letter in found if letter["regime"] == WPG and letter["code"]] == []
        if row["regime"] == WPG:
            assert (view.case["proces"], view.state_title, {term.name for term in view.terms} | {""}) == (
                "wpg", "afgeschermd", {""},
            )  # fmt: skip
            assert {(line.proces, line.state, line.name) for line in work} <= {("wpg", "", "")}
