"""The overviews in the morning. On which days there is one, notifications decides."""

from datetime import datetime

from prefect import flow
from sqlalchemy import Engine

from notifications.digests import daily, weekly
from workflows.run import TIMEOUT_SECONDS, counted


@flow(timeout_seconds=TIMEOUT_SECONDS)
async def daily_digest() -> dict[str, int]:
    """Zet op werkdagen voor elke leerplichtambtenaar klaar wat vandaag en binnen vijf werkdagen verloopt."""
    return await counted("dagoverzicht", _daily)


@flow(timeout_seconds=TIMEOUT_SECONDS)
async def weekly_digest() -> dict[str, int]:
    """Zet op de eerste werkdag van de week voor elke teamleider het weekoverzicht klaar."""
    return await counted("weekoverzicht", _weekly)


def _daily(engine: Engine, at: datetime) -> dict[str, int]:
    return daily(engine, at=at)


def _weekly(engine: Engine, at: datetime) -> dict[str, int]:
    return weekly(engine, at=at)
