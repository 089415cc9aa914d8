"""`mas` in this process, on the database of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner, Result

from api.command import app
from cases.store import engine_for
from tests.office import Office

Run = Callable[..., Result]


@contextmanager
def commands(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run `mas` with these words on the database of this office."""
    url = office.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MAS_DATABASE_URL", url)
    try:
        yield lambda *words: CliRunner().invoke(app, list(words))
    finally:
        engine_for(url).dispose()  # the next test finds another database under this name
