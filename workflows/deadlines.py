"""The watch over the terms."""

from datetime import datetime

from prefect import flow
from sqlalchemy import Engine

from cases.sweep import sweep
from workflows.run import TIMEOUT_SECONDS, counted


@flow(timeout_seconds=TIMEOUT_SECONDS)
async def watch_deadlines() -> dict[str, int]:
    """Elke termijn die aan de beurt is, klimt zijn treden: herinnering, signaal, MDO, Veiligheidshuis."""
    return await counted("termijnen", _sweep)


def _sweep(engine: Engine, at: datetime) -> dict[str, int]:
    return sweep(engine, at=at)
