"""The door for tests: built once per process, then lent to each test with its own database, settings and clock."""

import asyncio
import atexit
import copy
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine
from starlette.datastructures import State

from api.app import AT_ONCE, create_app
from api.settings import Settings
from cases import clock
from cases.settings import Settings as RecordSettings

More = Callable[[FastAPI], None]


def app_for(
    engine: Engine, record: RecordSettings, *, now: Callable[[], datetime], more: More | None = None, **settings: Any
) -> FastAPI:
    """An app on this database, on which it is `now`; `more` adds routes that only a test has."""
    door = Settings(_env_file=None, **settings)
    built = _built(record.mode, record.upload_max_mb, more)
    app = copy.copy(built)  # what it answers with is shared; what it answers about is its own
    app.state = State(dict(built.state._state))
    app.state.engine, app.state.settings, app.state.record = engine, door, record
    app.state.places, app.state.now = asyncio.Semaphore(AT_ONCE), now
    return app


@cache
def _built(mode: str, upload_max_mb: int, more: More | None) -> FastAPI:
    """Some sixty routes with all that they ask for: a tenth of a second each time."""
    record = RecordSettings(mode=mode, upload_max_mb=upload_max_mb, _env_file=None)
    app = create_app(create_engine("sqlite://"), Settings(_env_file=None), record)
    app.dependency_overrides[clock.now] = _now
    if more:
        more(app)
    app.middleware_stack = app.build_middleware_stack()
    return app


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.now()
    return now


def client_of(app: FastAPI, **more: Any) -> TestClient:
    """A client of this app, that does not start an event loop for every question."""
    client = TestClient(app, **more)
    client.portal = _portal()
    return client


@cache
def _portal() -> BlockingPortal:
    stack = ExitStack()
    portal: BlockingPortal = stack.enter_context(start_blocking_portal())
    atexit.register(stack.close)
    return portal
