from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import SQLModel

from cases import schema
from cases.store import reading, writing
from tests.databases import SQLITE, fresh

REVISIONS = [script.revision for script in ScriptDirectory.from_config(schema.config()).walk_revisions()][::-1]
BACK_FROM = list(reversed(REVISIONS))


def definitions(engine: Engine) -> dict[str, str]:
    """Every index as the database itself spells it, partial ones with their condition."""
    if engine.dialect.name == SQLITE:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    with engine.connect() as connection:
        found = connection.exec_driver_sql(query).all()
    return {name: " ".join(text.split()) for name, text in found if not name.startswith("alembic")}


def drift(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def test_there_is_one_newest_revision() -> None:
    assert schema.heads() == (REVISIONS[-1],)


def test_the_migrations_make_the_tables_of_the_code(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path, migrated=False) as engine:
        assert not schema.is_current(engine)
        schema.upgrade(engine)
        assert schema.is_current(engine)
        assert drift(engine) == []
        assert definitions(engine).keys() >= {"ix_deadlines_sweep", "ux_cases_open_root", "ix_notices_pending"}
    with fresh(kind, tmp_path, migrated=False) as declared:
        SQLModel.metadata.create_all(declared)
        with fresh(kind, tmp_path) as migrated:
            assert definitions(migrated) == definitions(declared)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_any_revision_comes_up_to_date(kind: str, tmp_path: Path, revision: str) -> None:
    with fresh(kind, tmp_path, migrated=False) as engine:
        schema.upgrade(engine, revision)
        with writing(engine) as session:
            session.execute(sa.text("INSERT INTO counters (name, value) VALUES ('zaak-2026', 412)"))
        schema.upgrade(engine)
        schema.upgrade(engine)  # twice is once
        assert schema.is_current(engine)
        assert drift(engine) == []
        with reading(engine) as session:
            assert session.execute(sa.text("SELECT value FROM counters")).scalar_one() == 412


def test_every_revision_can_be_undone(engine: Engine) -> None:
    for revision in BACK_FROM:
        with engine.connect().execution_options(mas_writes=True) as connection, connection.begin():
            command.downgrade(schema.config(connection), f"{revision}-1" if revision != REVISIONS[0] else "base")
    assert [name for name in sa.inspect(engine).get_table_names() if name != "alembic_version"] == []


def test_two_starts_at_once_upgrade_once(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path, migrated=False) as engine:
        together, failures = Barrier(3), []

        def start() -> None:
            together.wait()
            try:
                schema.upgrade(engine)
            except Exception as error:
                failures.append(error)

        threads = [Thread(target=start) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert schema.is_current(engine)
        assert drift(engine) == []
