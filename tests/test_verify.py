"""`verify` finds nothing in a sound record, and finds every kind of damage done behind its back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from cases import verify as module
from cases.verify import verify
from tests.demo_office import copied, on_postgresql

pytestmark = pytest.mark.slow

OPEN_TERM = (
    "(SELECT d.id FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'toestand' AND d.ended_on IS NULL "
    "AND d.next_on IS NOT NULL AND c.state = 'in_behandeling' ORDER BY c.number LIMIT 1)"
)
OPEN_ZAAK = "(SELECT id FROM cases WHERE state = 'in_behandeling' ORDER BY number LIMIT 1)"
CLOSED_ZAAK = (
    "(SELECT id FROM cases WHERE state = 'afgesloten' AND proces = 'relatief_verzuim' ORDER BY number LIMIT 1)"
)
PICKED_UP = f"case_id = {CLOSED_ZAAK} AND step = 'oppakken'"
LATE_EVENT = f"(SELECT id FROM events WHERE case_id = {OPEN_ZAAK} ORDER BY seq DESC LIMIT 1)"
PHONED = f"case_id = {CLOSED_ZAAK} AND name = 'terugkoppeling_school'"
TOLD_RUNG = "(SELECT rung_id FROM rung_mails ORDER BY rung_id LIMIT 1)"

# fmt: off
NOTICE = f"(SELECT notice_id FROM rung_mails WHERE rung_id = {TOLD_RUNG})"
NOBODY = "(SELECT id FROM officers WHERE role = 'beheerder')"
RUNNING = "(SELECT id FROM deadlines WHERE ended_on IS NULL)"
OPENED = "(SELECT child_id FROM rungs WHERE child_id IS NOT NULL)"
DAMAGE = {
    "toestand":         ("toestand",         f"UPDATE cases SET state = 'routekeuze' WHERE id = {OPEN_ZAAK}"),
    "unknown state":    ("onbekende_toestand", f"UPDATE cases SET state = 'zoekgeraakt' WHERE id = {OPEN_ZAAK}"),
    "unknown proces":   ("onbekende_toestand", f"UPDATE cases SET proces = 'zoekgeraakt' WHERE id = {OPEN_ZAAK}"),
    "version":          ("versie",           f"UPDATE cases SET version = version + 1 WHERE id = {OPEN_ZAAK}"),
    "facts":            ("feiten",           f"UPDATE cases SET facts = '{{}}' WHERE id = {OPEN_ZAAK}"),
    "closed":           ("einde",            f"UPDATE cases SET closed_on = '2026-01-01' WHERE id = {CLOSED_ZAAK}"),
    "seq gap":          ("volgnummers",      f"UPDATE events SET seq = 99 WHERE id = {LATE_EVENT}"),
    "event gone":       ("keten",            f"DELETE FROM events WHERE {PICKED_UP}"),
    "other step":       ("stap",             f"UPDATE events SET step = 'sluit_af' WHERE {PICKED_UP}"),
    "other outcome":    ("stap",             f"UPDATE events SET to_state = 'monitoring' WHERE {PICKED_UP}"),
    "no term":          ("termijn",
                         f"UPDATE deadlines SET ended_on = '2026-11-01', next_on = NULL WHERE id = {OPEN_TERM}"),
    "term of a closed": ("termijn",          f"UPDATE deadlines SET ended_on = NULL WHERE {PHONED}"),
    "due date":         ("einddatum",        f"UPDATE deadlines SET due_on = '2030-01-01' WHERE id = {OPEN_TERM}"),
    "ledger line gone": ("einddatum",        "DELETE FROM clock_entries WHERE kind = 'opschorten'"),
    "next rung":        ("volgende_trede",   f"UPDATE deadlines SET next_on = '2030-01-01' WHERE id = {OPEN_TERM}"),
    "no next rung":     ("volgende_trede",
                         f"UPDATE deadlines SET next_on = NULL, next_rung = '' WHERE id = {OPEN_TERM}"),
    "rung gone":        ("volgende_trede",   f"DELETE FROM rungs WHERE deadline_id IN {RUNNING}"),
    "unknown term":     ("onleesbare_termijn",
                         f"UPDATE deadlines SET policy_key = 'zoekgeraakt' WHERE id = {OPEN_TERM}"),
    "set aside":        ("opzij",            f"UPDATE deadlines SET set_aside = 1 WHERE id = {OPEN_TERM}"),
    "not told":         ("bericht_ontbreekt", f"DELETE FROM rung_mails WHERE rung_id = {TOLD_RUNG}"),
    "told too many":    ("bericht_te_veel",  f"UPDATE rungs SET recipients = '[]' WHERE id = {TOLD_RUNG}"),
    "another's notice": ("bericht_van_ander", f"UPDATE notices SET recipient_id = {NOBODY} WHERE id IN {NOTICE}"),
    "notice gone":      ("bericht_van_ander", f"DELETE FROM notices WHERE id IN {NOTICE}"),
    "overleg gone":     ("overleg_ontbreekt", f"DELETE FROM cases WHERE id IN {OPENED}"),
    "meldingen":        ("meldingen",        f"UPDATE reports SET status = 'G' WHERE case_id = {OPEN_ZAAK}"),
}
# fmt: on


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Engine]:
    with copied(tmp_path) as engine:
        yield engine


def damage(engine: Engine, *statements: str) -> None:
    """Raw SQL, past every rule of the database itself."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        changed = [connection.exec_driver_sql(statement).rowcount for statement in statements]
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql("BEGIN")
    assert all(changed), "nothing was damaged"


@pytest.mark.parametrize(("kind", "statement"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(kind: str, statement: str, office: Engine) -> None:
    damage(office, statement)
    result = verify(office)
    assert not result.sound
    assert kind in result.found
    assert any(line.startswith("Fout: ") for line in result.lines())
    assert result.lines()[-1] == f"{result.found.total()} fouten gevonden."


def test_a_rung_reached_twice_is_found(office: Engine) -> None:
    # The key of the table forbids it: take the key away first.
    damage(
        office, "CREATE TABLE loose AS SELECT * FROM rungs", "DROP TABLE rungs", "ALTER TABLE loose RENAME TO rungs",
        "INSERT INTO rungs SELECT * FROM rungs LIMIT 1",
    )  # fmt: skip
    assert verify(office).found["trede_dubbel"] == 1


def test_events_of_another_version_are_named_and_are_no_fault(office: Engine) -> None:
    of_mdo = "SELECT e.id FROM events e JOIN cases c ON c.id = e.case_id WHERE c.proces = 'mdo' LIMIT 3"
    damage(office, f"UPDATE events SET definition = 'ouder' WHERE id IN ({of_mdo})")
    result = verify(office)
    assert result.sound
    assert result.other_versions == {"mdo": 3}
    assert any("3 gebeurtenissen van mdo" in line for line in result.lines())


def test_findings_name_zaken_only_and_are_counted_when_too_many(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHOWN", 5)
    damage(office, "UPDATE cases SET version = version + 1")
    result = verify(office)
    assert len(result.findings) == 5
    assert result.found["versie"] == result.counts["zaken"]
    assert f"En nog {result.counts['zaken'] - 5} fouten." in result.lines()
    assert all(finding.where.startswith("202") for finding in result.findings)


def test_a_sound_record_says_so_and_is_left_as_it_was(office: Engine) -> None:
    with office.connect() as connection:
        before = connection.exec_driver_sql("SELECT total_changes()").scalar()
    result = verify(office)
    assert result.sound
    assert result.lines()[-1] == "Alles klopt."
    with office.connect() as connection:
        assert connection.exec_driver_sql("SELECT total_changes()").scalar() == before


@pytest.mark.postgres
def test_on_postgresql_the_same_record_is_sound_and_its_damage_found(tmp_path: Path) -> None:
    with on_postgresql(tmp_path) as engine:
        result = verify(engine)
        assert result.sound, result.lines()
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE cases SET version = version + 1 WHERE number LIKE '%000001'"))
        assert verify(engine).found == {"versie": 1}
