"""Who comes in: a person with a session cookie or a machine with a token; and whether a form is his own."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from api.problems import Forged, NotLoggedIn
from cases import access, clock, store
from cases.access import Visit

SAFE = ("GET", "HEAD", "OPTIONS")
FORM_FIELDS = 300


def cookie_name(request: Request, purpose: str) -> str:
    """The name of our cookie; in productie the browser itself guards it (`__Host-`)."""
    return f"__Host-{purpose}" if request.app.state.https else f"leerrecht_{purpose}"


def set_cookie(request: Request, response: Response, purpose: str, value: str) -> None:
    """Give the browser a cookie that ends with it, and that no script and no other site can use."""
    response.set_cookie(
        cookie_name(request, purpose), value, httponly=True, samesite="lax", secure=request.app.state.https, path="/"
    )


def drop_cookie(request: Request, response: Response, purpose: str) -> None:
    """Take the cookie away."""
    response.delete_cookie(
        cookie_name(request, purpose), httponly=True, samesite="lax", secure=request.app.state.https, path="/"
    )


def session_secret(request: Request) -> str:
    """The secret in the session cookie, or nothing."""
    return request.cookies.get(cookie_name(request, "sessie"), "")


def longest_session(request: Request) -> timedelta:
    """After how long a person must log in again, however busy he was."""
    return timedelta(hours=request.app.state.settings.session_max_hours)


def for_machines(request: Request) -> bool:
    """Whether this address is of the API, and not a page."""
    return request.url.path.startswith("/v1/")


def who(request: Request, now: Annotated[datetime, Depends(clock.now)]) -> Visit:
    """Who acts, with role and gemeenten as they are at this moment. NotLoggedIn when nobody.

    In a short transaction of its own, so that a request holds one connection at most.
    """
    state = request.app.state
    authorization = request.headers.get("authorization") if for_machines(request) else None
    if authorization is not None:
        scheme, _, secret = authorization.partition(" ")
        with store.reading(state.engine) as session:
            visit = access.machine_of(session, secret.strip()) if scheme.lower() == "bearer" else None
    else:
        visit = _person(request, now)
    if visit is None:
        raise NotLoggedIn
    request.state.visit = visit
    return visit


def _person(request: Request, now: datetime) -> Visit | None:
    state, secret = request.app.state, session_secret(request)
    if not secret:
        return None
    idle = timedelta(minutes=state.settings.session_idle_minutes)
    longest = longest_session(request)
    with store.reading(state.engine) as session:
        found = access.visit_of(session, secret, at=now, idle=idle, longest=longest, demo=state.demo)
    if found is None:
        return None
    visit, worth_noting = found
    if worth_noting:
        with store.writing(state.engine) as session:
            access.touch(session, secret, at=now)
    return visit


VisitDep = Annotated[Visit, Depends(who)]


async def posted(request: Request) -> FormData:
    """The form that was sent; nothing when the body is no form."""
    return await request.form(max_files=2, max_fields=FORM_FIELDS)


Form = Annotated[FormData, Depends(posted)]


async def genuine(request: Request, visit: VisitDep) -> None:
    """Refuse a change that another site could have sent: Forged unless the secret of the session is in it."""
    if request.method in SAFE or not visit.csrf:
        return
    given = request.headers.get("x-csrf-token") or (await posted(request)).get("csrf")
    if not same_site(request) or not same(given, visit.csrf):
        raise Forged


def same(given: object, expected: str) -> bool:
    """Whether somebody gave the expected secret, in a time that says nothing."""
    return isinstance(given, str) and bool(expected) and secrets.compare_digest(given.encode(), expected.encode())


def same_site(request: Request) -> bool:
    """Whether the browser says that the request comes from our own pages; no browser, no danger."""
    if site := request.headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    if origin := request.headers.get("origin"):
        return urlsplit(origin).netloc == request.headers.get("host")
    return True
