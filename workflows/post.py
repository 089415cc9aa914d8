"""The postman: brings what lies in the outbox."""

from datetime import datetime

from prefect import flow
from sqlalchemy import Engine

from notifications.post import deliver
from workflows.run import TIMEOUT_SECONDS, counted


@flow(timeout_seconds=TIMEOUT_SECONDS)
async def deliver_post() -> dict[str, int]:
    """Bezorgt de berichten die klaarliggen, binnen de tijden waarop post mag worden verstuurd."""
    return await counted("post", _deliver)


def _deliver(engine: Engine, at: datetime) -> dict[str, int]:
    return deliver(engine, at=at)
