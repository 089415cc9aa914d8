"""Batches that each take about as long, the next one made ready while the last is being written."""

import gc
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from time import monotonic
from typing import TypeVar

FIRST, MIN, MAX, SECONDS = 250, 10, 1_000, 0.5
T = TypeVar("T")


def batches(items: Iterator[T]) -> Generator[list[T], None, None]:
    """All items in their order, in batches that take whoever asked for them at most about SECONDS.

    The items of the next batch are made in a thread of their own meanwhile. Close it when you stop halfway.
    """
    size = FIRST
    # So many rows live at once that Python would look through all it ever loaded, again and again, for what can
    # go: a tenth of the time. What is frozen it leaves alone.
    gc.freeze()
    try:
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(_next, items, size)
            while batch := coming.result():
                coming = ahead.submit(_next, items, size)
                began = monotonic()
                yield batch
                speed = len(batch) / max(monotonic() - began, 0.001)
                size = max(MIN, min(MAX, int(speed * SECONDS * 0.8)))
    finally:
        gc.unfreeze()


def _next(items: Iterator[T], size: int) -> list[T]:
    return list(islice(items, size))
