"""What the register hears of each melding: in the transaction of the step, once, in files that repeat themselves."""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases import register_answers, register_lists
from cases.errors import Conflict, Invalid, NotFound
from cases.places import set_policy
from cases.register import Delivery, Folder, export_status
from cases.rights import NotAllowed
from cases.rows import table_of
from cases.store import reading, writing
from cases.tables import Case, Officer, RegisterDelivery, RegisterMessage, Report
from states.decision import StepRefused
from tests.commands import commands
from tests.databases import SQLITE, fresh
from tests.desk import Desk, on
from tests.office import ELSEWHERE, Office

DAY = "2026-11-02"


@pytest.fixture
def sqlite(tmp_path: Path) -> Any:
    with fresh(SQLITE, tmp_path) as engine:
        yield Office(engine)


def told(office: Office, case_id: UUID | None = None) -> list[tuple[str, str, str]]:
    """Status, reason and explanation of every message, in order; of one zaak or of all."""
    reports = {row["id"] for row in office.reports(case_id)} if case_id else None
    rows = office.rows(RegisterMessage, "recorded_at", "status", "id")
    return [
        (row["status"], row["reden"], row["toelichting"])
        for row in rows
        if reports is None or row["report_id"] in reports
    ]


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"), newline=""), delimiter=";"))


def answer_file(*lines: str) -> bytes:
    return "\r\n".join(("bericht;uitkomst;uitleg", *lines, "")).encode()


def confirm(office: Office, *lines: str, **more: Any) -> register_answers.Confirmed:
    with writing(office.engine) as session:
        return register_answers.confirm(session, answer_file(*lines), at=office.on(DAY).at, **more)


def test_a_melding_is_picked_up_and_closed_and_the_register_hears_both_once(office: Office) -> None:
    day = office.on(DAY)
    case = day.report()
    assert told(office) == []
    day.step(case, "oppakken", key="k1", version=1)
    day.step(case, "oppakken", key="k1", version=1)
    assert told(office) == [("B", "", "")]
    office.on("2026-11-03").step(
        case, "sluit_na_overleg_school", duo_reden="legitiem_afwezig", duo_toelichting="actie_loopt"
    )
    assert told(office) == [("B", "", ""), ("G", "legitiem_afwezig", "actie_loopt")]
    assert [row["status"] for row in office.reports(case)] == ["G"]
    contacts = {row["officer_id"] for row in office.rows(RegisterMessage)}
    assert contacts == {office.id("anna")}
    # Reopened and closed again: the melding was told to be closed, and nothing more is said of it.
    office.on("2026-11-04").step(case, "heropen")
    office.on("2026-11-05").step(case, "sluit_af")
    assert len(told(office)) == 2


def test_every_melding_of_the_zaak_is_told_and_one_may_be_closed_alone(office: Office) -> None:
    day = office.on(DAY)
    case = day.report(number=7)
    assert day.report(number=7) == case
    day.step(case, "oppakken")
    assert told(office) == [("B", "", "")] * 2
    # A third joins a zaak that is picked up: B at once, with the event of the melding.
    day.report(number=7)
    assert [row["status"] for row in office.reports(case)] == ["B"] * 3
    assert told(office) == [("B", "", "")] * 3
    alone = office.reports(case)[0]["id"]
    day.step(case, "sluit_melding", melding=str(alone), duo_reden="werk", duo_toelichting="geen_actie_meer")
    day.step(case, "sluit_na_overleg_school")
    assert sorted(told(office)) == sorted(
        [("B", "", "")] * 3
        + [("G", "werk", "geen_actie_meer")]
        + [("G", "terug_naar_school", "gezien_door_gemeente")] * 2
    )
    assert [row["status"] for row in office.reports(case)] == ["G"] * 3
    with pytest.raises((Invalid, StepRefused)):
        day.step(case, "sluit_melding", melding=str(alone))
    assert len(told(office)) == 6


def test_what_is_noted_handed_on_withdrawn_or_without_melding(sqlite: Office) -> None:
    office, day = sqlite, sqlite.on(DAY)
    noted = day.report(actie_gewenst="N", toelichting_geen_actie="Al terug")
    day.step(noted, "ter_kennisgeving_aannemen")
    moved = day.report()
    day.steps(moved, "oppakken")
    day.step(moved, "overdragen")
    gone = day.report(kenmerk="WEG", number=3)
    day.receive({"kenmerk": "WEG", "status": "I"}, number=3)
    own = day.signal(noted)
    day.step(own, "sluit_na_overleg_school")
    assert [told(office, case) for case in (noted, moved, gone, own)] == [
        [("K", "", "")], [("B", "", ""), ("K", "", "")], [], [],
    ]  # fmt: skip


def test_a_gemeente_may_hand_on_as_closed_and_then_a_reason_goes_with_it(sqlite: Office) -> None:
    office, day = sqlite, sqlite.on(DAY)
    with writing(office.engine) as session:
        set_policy(session, "9001", "duo.doorzetten", "G", valid_from=day.date, by="proef", at=day.at)
    case = day.report()
    day.step(case, "overdragen")
    assert told(office) == [("G", "overige_redenen", "gezien_door_gemeente")]


def test_a_step_that_is_refused_tells_nothing(office: Office) -> None:
    day = office.on(DAY)
    case = day.report()
    with pytest.raises(StepRefused):
        day.step(case, "sluit_na_overleg_school", duo_reden="verzonnen")
    other = day.report()
    day.step(case, "oppakken")
    theirs = str(office.reports(other)[0]["id"])
    with pytest.raises(Invalid, match="Kies een melding van deze zaak"):
        day.step(case, "sluit_melding", melding=theirs)
    assert told(office) == [("B", "", "")]
    assert office.case(case)["version"] == 2


def test_the_file_holds_what_is_new_once_and_its_contact(office: Office, tmp_path: Path) -> None:
    day, out = office.on(DAY), Folder(tmp_path / "uit")
    with writing(office.engine) as session:
        officers = table_of(Officer)
        session.execute(sa.update(officers).where(officers.c.username == "anna").values(phone="0201234567"))
    case = day.report(kenmerk="K1")
    day.step(case, "oppakken")
    there = day.report(kenmerk="K2", gemeentecode=ELSEWHERE, by="systeem")
    day.step(there, "ter_kennisgeving_aannemen", by="vera", motivation="Ook zonder dat het er staat.")
    done = export_status(office.engine, out, at=day.at)
    assert sorted((each.gemeente, each.lines) for each in done) == [("9001", 1), (ELSEWHERE, 1)]
    [line] = [read(out.path / each.name)[0] for each in done if each.gemeente == "9001"]
    assert line.pop("bericht") == str(office.rows(RegisterMessage, gemeente="9001")[0]["id"])
    assert line == {
        "kenmerk": "K1", "gemeentecode": "9001", "status": "B", "gewijzigd_op": "2026-11-02T08:00:00Z", "reden": "",
        "toelichting": "", "contact_naam": "anna", "contact_functie": "leerplichtambtenaar",
        "contact_telefoon": "0201234567", "contact_email": "anna@gemeente.example",
    }  # fmt: skip
    assert {row["state"] for row in office.rows(RegisterMessage)} == {"aangeboden"}
    assert export_status(office.engine, out, at=day.at) == []
    assert len(list(out.path.iterdir())) == 2


@dataclass
class Dying:
    """An adapter whose machine dies as soon as the file is there."""

    folder: Folder
    seen: list[Delivery] = field(default_factory=list)

    def deliver(self, delivery: Delivery) -> str:
        self.seen.append(delivery)
        self.folder.deliver(delivery)
        raise OSError("de stroom viel uit")


def test_after_a_crash_the_same_lines_leave_again_in_the_same_file(office: Office, tmp_path: Path) -> None:
    day, out = office.on(DAY), Folder(tmp_path)
    first = day.report()
    day.step(first, "oppakken")
    dying = Dying(out)
    with pytest.raises(OSError, match="stroom"):
        export_status(office.engine, dying, at=day.at)
    [file] = out.path.glob("status-*.csv")
    before = file.read_bytes()
    second = day.report()
    day.step(second, "oppakken")
    done = export_status(office.engine, out, at=office.on("2026-11-03").at)
    assert [each.lines for each in done] == [1, 1]
    assert [each.name for each in done if each.name == file.name] == [file.name]
    assert file.read_bytes() == before
    keys = {row["sha256"] for row in office.rows(RegisterDelivery)}
    assert dying.seen[0].key in keys
    assert len(keys) == 2


def test_the_register_confirms_or_refuses_and_what_failed_leaves_again(office: Office, tmp_path: Path) -> None:
    day = office.on(DAY)
    for _ in range(2):
        day.step(day.report(), "oppakken")
    good, bad = (str(row["id"]) for row in office.rows(RegisterMessage, "recorded_at", "id"))
    early = confirm(office, f"{good};bevestigd;")
    assert [(each.line, each.column) for each in early.bad] == [(2, "bericht")]
    export_status(office.engine, Folder(tmp_path), at=day.at)
    lines = (
        f"{good};bevestigd;", f"{bad};mislukt;Kenmerk onbekend", "onzin;bevestigd;", f"{uuid4()};bevestigd;",
        f"{bad};misschien;", f"{bad};mislukt;", "te;kort",
    )  # fmt: skip
    found = confirm(office, *lines)
    assert found.counts == {"bevestigd": 1, "mislukt": 1, "ongewijzigd": 0}
    wrong = ["bericht", "bericht", "uitkomst", "uitleg", "regel"]
    assert [(each.line, each.column) for each in found.bad] == list(zip(range(4, 9), wrong, strict=True))
    assert confirm(office, *lines).counts == {"bevestigd": 0, "mislukt": 0, "ongewijzigd": 2}
    anna = office.people["anna"]
    with writing(office.engine) as session:
        register_lists.offer_again(session, anna, UUID(bad))
    with writing(office.engine) as session:
        with pytest.raises(Conflict, match="mislukt"):
            register_lists.offer_again(session, anna, UUID(good))
        with pytest.raises(NotFound):
            register_lists.offer_again(session, office.people["vera"], UUID(good))
        with pytest.raises(NotAllowed):
            register_lists.offer_again(session, office.people["tess"], UUID(good))
    [again] = export_status(office.engine, Folder(tmp_path), at=day.at)
    assert [line["bericht"] for line in read(tmp_path / again.name)] == [bad]
    assert confirm(office, f"{bad};bevestigd;").counts["bevestigd"] == 1
    assert confirm(office, f"{good};mislukt;Toch niet").counts["ongewijzigd"] == 1


@pytest.mark.parametrize(
    "content", [b"", b"bericht,uitkomst,uitleg\r\n", "bericht;uitkomst;uitleg".encode("utf-16"), b"\xff"]
)
def test_a_file_that_is_no_file_of_confirmations_is_refused(sqlite: Office, content: bytes) -> None:
    with writing(sqlite.engine) as session, pytest.raises(Invalid):
        register_answers.confirm(session, content, at=sqlite.on(DAY).at)


def test_the_list_is_for_those_of_the_gemeente(sqlite: Office) -> None:
    office, day = sqlite, sqlite.on(DAY)
    case = day.report(kenmerk="K1")
    day.step(case, "oppakken")
    day.step(case, "sluit_na_overleg_school")
    with reading(office.engine) as session:
        lines = register_lists.messages(session, office.people["tess"], day.date).rows
        assert [(line.status, line.kenmerk, line.now, line.state) for line in lines] == [
            ("G", "K1", "G", "nieuw"), ("B", "K1", "G", "nieuw"),
        ]  # fmt: skip
        assert register_lists.messages(session, office.people["vera"], day.date).rows == []
        assert register_lists.tally(session, office.people["adam"])["nieuw"] == 2
        assert register_lists.messages(session, office.people["adam"], day.date, state="mislukt").rows == []


def test_of_a_wpg_zaak_only_an_officer_with_an_akte_sees_the_reason(sqlite: Office) -> None:
    office, day = sqlite, sqlite.on(DAY)
    day.step(day.report(), "sluit_na_overleg_school", duo_reden="werk")
    with writing(office.engine) as session:
        session.execute(sa.update(table_of(Case)).values(regime="wpg"))
    with reading(office.engine) as session:
        shown = {
            name: [line.reden for line in register_lists.messages(session, office.people[name], day.date).rows]
            for name in ("anna", "adam", "tess", "bram")
        }
    assert shown == {"anna": [""], "adam": [""], "tess": [""], "bram": ["werk"]}


def test_exports_at_once_deliver_each_message_once(engine: Engine, tmp_path: Path) -> None:
    office = Office(engine)
    day = office.on(DAY)
    for _ in range(3):
        day.step(day.report(), "oppakken")
    out = Folder(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: export_status(engine, out, at=day.at), range(8)))
    assert sum(each.lines for run in runs for each in run) == 3
    lines = [line["bericht"] for file in out.path.glob("status-*.csv") for line in read(file)]
    assert sorted(lines) == sorted(str(row["id"]) for row in office.rows(RegisterMessage))
    assert not [row for row in office.rows(Report) if row["status"] != "B"]


def test_the_api_and_the_page_show_each_message_and_offer_a_failed_one_again(tmp_path: Path) -> None:
    with fresh(SQLITE, tmp_path) as engine:
        desk = Desk(engine, tmp_path)
        zaak = desk.picked_up()
        client = desk.as_("lpa")
        [line] = client.get(f"/v1/registerstatus?zaak={zaak['id']}").json()["resultaten"]
        assert (line["status"], line["stand"], line["zaaknummer"]) == ("B", "nieuw", zaak["nummer"])
        assert client.get("/v1/registerstatus?stand=mislukt").json()["resultaten"] == []
        assert client.get(f"/v1/registerstatus?melding={uuid4()}").json()["resultaten"] == []
        assert desk.as_("buur").get("/v1/registerstatus").json()["resultaten"] == []
        assert desk.as_("po").get("/v1/registerstatus").status_code == 403
        assert client.post(f"/v1/registerstatus/{line['id']}/aanbieding").status_code == 409
        export_status(engine, Folder(tmp_path), at=on("2026-11-23"))
        with writing(engine) as session:
            content = answer_file(f"{line['id']};mislukt;Kenmerk <b>onbekend</b>")
            register_answers.confirm(session, content, at=on("2026-11-24"))
        shown = client.get("/registerstatus?stand=mislukt").text
        assert "Kenmerk &lt;b&gt;onbekend" in shown
        assert "Bied opnieuw aan" in shown
        assert "Bied opnieuw aan" not in desk.as_("tl").get("/registerstatus").text
        assert client.post(f"/registerstatus/{line['id']}", follow_redirects=False).status_code == 303
        assert client.post(f"/registerstatus/{line['id']}", follow_redirects=False).status_code == 303
        [line] = client.get("/v1/registerstatus?stand=nieuw").json()["resultaten"]
        assert line["bestand"] == ""


def test_the_commands_write_the_file_and_read_what_the_register_says(
    sqlite: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite.on(DAY).step(sqlite.on(DAY).report(), "oppakken")
    out = tmp_path / "uit"
    with commands(sqlite, monkeypatch) as run:
        assert run("user", "telefoon", "anna", "020 123 45 67").exit_code == 0
        assert isinstance(run("user", "telefoon", "anna", "bel maar").exception, Invalid)
        assert "status-9001-" in run("export-status", "--gemeente", "9001", "--naar", str(out)).output
        assert "geen nieuwe statussen" in run("export-status", "--naar", str(out)).output
        [line] = [line for file in out.iterdir() for line in read(file)]
        assert line["contact_telefoon"] == "020 123 45 67"
        answers = tmp_path / "antwoord.csv"
        answers.write_bytes(answer_file(f"{line['bericht']};bevestigd;", "onzin;bevestigd;"))
        told = run("import-status", str(answers))
        assert (told.exit_code, "bevestigd: 1" in told.output, "regel 3, bericht" in told.output) == (1, True, True)
