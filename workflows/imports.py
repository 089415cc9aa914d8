"""The letterbox: files with meldingen that were put in the folder."""

from datetime import datetime

from prefect import flow
from sqlalchemy import Engine

from cases.imports import pick_up
from cases.settings import Settings
from workflows.run import TIMEOUT_SECONDS, counted


@flow(timeout_seconds=TIMEOUT_SECONDS)
async def pick_up_reports() -> dict[str, int]:
    """Leest meldingbestanden in uit de map; klare en geweigerde bestanden gaan met hun verslag opzij."""
    return await counted("meldingen", _pick_up)


def _pick_up(engine: Engine, at: datetime) -> dict[str, int]:
    folder = Settings().deliveries
    folder.mkdir(parents=True, exist_ok=True)
    return pick_up(engine, folder, at=at)
