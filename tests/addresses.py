"""Every address of an application, also those of routers within routers."""

from collections.abc import Iterator, Sequence
from typing import Any


def addresses(routes: Sequence[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(method, path) of every address below these routes."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from addresses(route.original_router.routes, prefix + (route.include_context.prefix or ""))
            continue
        for method in getattr(route, "methods", None) or ():
            yield method, prefix + route.path
