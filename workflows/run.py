"""One run of a watch: the work in a thread, its counts in an artifact, nothing personal with Prefect."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from prefect import task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff
from sqlalchemy import Engine

from cases.clock import now
from cases.settings import Settings
from cases.store import engine_for

Work = Callable[[Engine, datetime], dict[str, int]]

TIMEOUT_SECONDS = 1800
"""A run that hangs gives up its place after this, or it would hold up all later ones."""

logger = logging.getLogger(__name__)


class RunFailed(Exception):
    """Says the class and the place of an error. Prefect keeps this; the error's own text may hold a name."""


async def counted(name: str, work: Work) -> dict[str, int]:
    """Do the work of this watch, leave its counts as an artifact called `name`, and return them.

    Raises RunFailed when it still fails after all attempts.
    """
    counts = await attempt(work)
    rows = [{"wat": what, "aantal": number} for what, number in counts.items()]
    await acreate_table_artifact(rows, key=name, description=f"Laatste ronde van {name}, alleen aantallen.")
    return counts


@task(retries=4, retry_delay_seconds=exponential_backoff(5), retry_jitter_factor=0.2, cache_policy=NO_CACHE)
async def attempt(work: Work) -> dict[str, int]:
    """One attempt; Prefect tries again after about 5, 10, 20 and 40 seconds."""
    engine = engine_for(Settings().url)
    try:
        return await asyncio.to_thread(work, engine, now())
    except Exception as error:
        failed = RunFailed(f"{type(error).__name__} in {_place(error)}")
        logger.error("run failed", extra={"action": "run_failed", "error": str(failed)})
        raise failed from None


def _place(error: Exception) -> str:
    """File and line of the innermost frame that is ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
