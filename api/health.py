"""Whether it lives, and whether it is ready: database, migrations and the watch over the terms."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import Engine, func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from api.deps import Now
from cases import schema, store
from cases.tables import Heartbeat

OLDEST_SWEEP = timedelta(minutes=35)  # two rounds of a quarter of an hour, and time to do them

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def livez() -> PlainTextResponse:
    """Alive: the process answers. Looks at nothing else."""
    return PlainTextResponse("ok")


@router.get("/readyz")
def readyz(request: Request, now: Now) -> JSONResponse:
    """Ready: 200 when everything below is in order, else 503; says which part is not."""
    engine: Engine = request.app.state.engine
    parts = {
        "database": _holds(lambda: _reachable(engine)),
        "migraties": _holds(lambda: schema.is_current(engine)),
        "termijnen": _holds(lambda: _swept(engine, now)),
    }
    words = {name: "in orde" if fine else "niet in orde" for name, fine in parts.items()}
    return JSONResponse({"gereed": all(parts.values()), **words}, 200 if all(parts.values()) else 503)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except SQLAlchemyError as error:
        log.warning("niet gereed", extra={"action": "readyz", "error": type(error).__name__})
        return False


def _reachable(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT 1").scalar() == 1


def _swept(engine: Engine, now: datetime) -> bool:
    with store.reading(engine) as session:
        query = select(func.max(Heartbeat.real_at)).where(Heartbeat.name == "termijnen")
        last: datetime | None = session.exec(query).one()
    return last is not None and now - last <= OLDEST_SWEEP
