"""The door: puts the API, the pages and what guards them together."""

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CollectorRegistry
from prometheus_fastapi_instrumentator import Instrumentator
from sqlalchemy import Engine
from starlette.middleware import Middleware

from api import (
    achterstand,
    afwijkingen,
    bijlagen,
    brieven,
    correcties,
    health,
    inschrijvingen,
    jongeren,
    meldingbestanden,
    meldingen,
    openapi,
    quarantaine,
    registerstatus,
    stappen,
    termijnen,
    uren,
    zaken,
)
from api.auth import genuine
from api.guards import DESCRIPTION, BodyLimit, Headers, LastResort
from api.pages import achterstand as achterstand_page
from api.pages import (
    behandelaar,
    bestanden,
    bewaking,
    herstel,
    inbox,
    klok,
    login,
    mens,
    mensen,
    stap,
    start,
    verplaatsing,
    werkvoorraad,
    zaak,
)
from api.pages import brieven as brieven_page
from api.pages import inschrijvingen as inschrijvingen_page
from api.pages import meldingen as meldingen_page
from api.pages import quarantaine as quarantaine_page
from api.pages import register as register_page
from api.pages import uren as uren_page
from api.pages import zaken as zaken_page
from api.pages.shell import STATIC, answer
from api.problems import HANDLED, refusal_of
from api.settings import Settings
from cases.settings import Settings as RecordSettings
from cases.store import engine_for

AT_ONCE = 10  # of the 15 connections of the pool: the rest is for who comes in and for health

RESOURCES = (
    meldingen.router, meldingbestanden.router, quarantaine.router, zaken.router, stappen.router, termijnen.router,
    uren.router,
    achterstand.router, afwijkingen.router, jongeren.router, registerstatus.router, inschrijvingen.router,
    brieven.router, bijlagen.router, correcties.router,
)  # fmt: skip
PAGES = (
    start.router, inbox.router, werkvoorraad.router, zaken_page.router, zaak.router, stap.router, klok.router,
    uren_page.router,
    mensen.router, mens.router,
    behandelaar.router, achterstand_page.router, bestanden.router, quarantaine_page.router, meldingen_page.router,
    bewaking.router, register_page.router, inschrijvingen_page.router,
    brieven_page.router, herstel.router, verplaatsing.router,
)  # fmt: skip


def create_app(engine: Engine, settings: Settings | None = None, record: RecordSettings | None = None) -> FastAPI:
    """The whole door on this database. Settings that are not given come from the environment."""
    settings, record = settings or Settings(), record or RecordSettings()
    https = record.mode == "productie"
    app = FastAPI(
        title="Leerrecht", openapi_url=DESCRIPTION, docs_url=None, redoc_url=None, redirect_slashes=False,
        middleware=[
            Middleware(Headers, https=https), Middleware(LastResort),
            Middleware(
                BodyLimit, upload_max_mb=record.upload_max_mb, attachment_max_mb=record.attachment_max_mb
            ),
        ],
    )  # fmt: skip
    app.state.engine, app.state.settings, app.state.record = engine, settings, record
    app.state.demo, app.state.https = record.mode == "demo", https
    app.state.places = asyncio.Semaphore(AT_ONCE)
    for error in HANDLED:
        app.add_exception_handler(error, refuse)
    _measure(app)
    app.include_router(health.router)
    app.include_router(login.router)
    # Deny by default: whatever is in these two asks who acts, and a change asks for the secret of the session.
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(genuine)], responses={"default": openapi.REFUSAL})
    pages = APIRouter(include_in_schema=False, dependencies=[Depends(genuine)])
    for router in RESOURCES:
        v1.include_router(router)
    for router in PAGES:
        pages.include_router(router)
    app.include_router(v1)
    app.include_router(pages)
    app.mount("/static", Kept(directory=STATIC), name="static")
    app.openapi = lambda: openapi.description(app)  # type: ignore[method-assign]  # as FastAPI's manual says
    return app


def create_from_environment() -> FastAPI:
    """The door as `MAS_*` describes it."""
    record = RecordSettings()
    return create_app(engine_for(record.url), Settings(), record)


def __getattr__(name: str) -> Any:
    # `uvicorn api.app:app` makes the app; importing this file does not.
    if name == "app":
        return create_from_environment()
    raise AttributeError(name)


async def refuse(request: Request, error: Exception) -> Response:
    """Answer an error that says what is wrong."""
    return answer(request, refusal_of(error))


def _measure(app: FastAPI) -> None:
    # A registry of its own: two apps in one process may not count together.
    quiet = ["/metrics", "/livez", "/readyz", "/static"]
    meter = Instrumentator(excluded_handlers=quiet, registry=CollectorRegistry())
    meter.instrument(app).expose(app, include_in_schema=False)


class Kept(StaticFiles):
    """Files that a browser may keep for as long as their address, which carries their hash, is the same."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, to be kept for a year."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
