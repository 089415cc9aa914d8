"""What endpoints ask for: a transaction, the time, who acts, and the headers that guard a write."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlmodel import Session
from starlette.exceptions import HTTPException

from api.auth import VisitDep
from cases import clock, store
from cases.rights import Actor

Now = Annotated[datetime, Depends(clock.now)]


async def _place(request: Request) -> AsyncIterator[None]:
    # As many requests at the database as it has connections. Without this, threads that wait for a
    # connection could keep the threads busy that those with a connection need to finish.
    async with request.app.state.places:
        yield


Place = Annotated[None, Depends(_place, scope="function")]


def _reading(request: Request, _: Place) -> Iterator[Session]:
    with store.reading(request.app.state.engine) as session:
        yield session


def _writing(request: Request, _: Place) -> Iterator[Session]:
    with store.writing(request.app.state.engine) as session:
        yield session


# scope="function": the commit comes before the answer leaves, so a 201 is never a promise.
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]


def _actor(visit: VisitDep) -> Actor:
    return visit.actor


ActorDep = Annotated[Actor, Depends(_actor)]


_IfMatchHeader = Annotated[str | None, Header(description='De versie, zoals `"3"`')]


def _version(if_match: _IfMatchHeader = None) -> int:
    version = _version_if_given(if_match)
    if version is None:
        raise HTTPException(428, 'Noem de versie die u heeft gezien in de kop If-Match, bijvoorbeeld "3".')
    return version


def _version_if_given(if_match: _IfMatchHeader = None) -> int | None:
    if if_match is None:
        return None
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', if_match.strip())
    if found is None:
        raise HTTPException(400, 'De kop If-Match noemt geen versie. Schrijf bijvoorbeeld "3".')
    return int(found[1])


def _key(
    idempotency_key: Annotated[str | None, Header(description="Herhalen met dezelfde sleutel telt niet dubbel")] = None,
) -> str | None:
    if idempotency_key is not None and not re.fullmatch(r"[!-~]{1,100}", idempotency_key):
        raise HTTPException(400, "De kop Idempotency-Key heeft 1 tot en met 100 tekens, zonder spaties.")
    return idempotency_key


IfMatch = Annotated[int, Depends(_version)]
"""The version that was looked at; a write without it is refused with 428."""

IfMatchGiven = Annotated[int | None, Depends(_version_if_given)]
"""The version that was looked at, where a write may go without."""

IdempotencyKey = Annotated[str | None, Depends(_key)]
"""The key under which a repeat is harmless, if the caller gave one."""
