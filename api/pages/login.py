"""Logging in and out."""

import logging
import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from api import auth
from api.deps import Now, Reading
from api.pages.shell import LOGIN, page, start_page
from api.problems import Forged, NotLoggedIn
from cases import access, store
from cases.access import Visit
from cases.clock import dutch_date
from cases.people import DEMO_PASSWORD, actor_of, demo_officers
from cases.tables import Officer

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

WRONG = (
    "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Na vijf keer mis gaat een account 15 minuten dicht."
)
_OWN_PATH = re.compile(r"/(?![/\\])[\w\-./?=&%,+]{0,300}", re.ASCII)


def own_path(path: object) -> str:
    """The path when it is a page of ours to go to after logging in, else nothing."""
    return path if isinstance(path, str) and _OWN_PATH.fullmatch(path) and not path.startswith(LOGIN) else ""


@router.get(LOGIN)
def login_page(request: Request, session: Reading, now: Now, naar: str = "") -> Response:
    """The form; in a demo with the accounts to choose from. Whoever is logged in goes on."""
    try:
        visit = auth.who(request, now)
    except NotLoggedIn:
        return _form(request, demo_officers(session) if request.app.state.demo else (), naar=own_path(naar))
    return RedirectResponse(own_path(naar) or start_page(visit.actor), 303)


@router.post(LOGIN)
def log_in(request: Request, form: auth.Form, now: Now) -> Response:
    """Check name and password, and open a session. Wrong, unknown, locked: one answer, in the same time."""
    state = request.app.state
    secret = request.cookies.get(auth.cookie_name(request, "formulier"), "")
    if not auth.same_site(request) or not auth.same(form.get("csrf"), secret):
        raise Forged
    name, password = _text(form, "gebruikersnaam").strip().lower()[:100], _text(form, "wachtwoord")
    with store.writing(state.engine) as session:
        attempt = access.begin_attempt(session, name, at=now, demo=state.demo)
    # Outside the transaction: the check is slow on purpose, and nobody else may wait for it.
    if not access.fits(attempt, password) or attempt.officer_id is None:
        log.warning("inloggen mislukt", extra={"action": "inloggen_mislukt", "officer": str(attempt.officer_id)})
        with store.reading(state.engine) as session:
            shown = demo_officers(session) if state.demo else ()
            return _form(request, shown, naar=own_path(form.get("naar")), name=name, error=WRONG)
    with store.writing(state.engine) as session:
        access.close_session(session, auth.session_secret(request))
        cookie = access.open_session(session, attempt.officer_id, at=now, longest=auth.longest_session(request))
        actor = actor_of(session, session.get_one(Officer, attempt.officer_id), dutch_date(now))
    log.info("ingelogd", extra={"action": "inloggen", "officer": str(attempt.officer_id)})
    response = RedirectResponse(own_path(form.get("naar")) or start_page(actor), 303)
    auth.set_cookie(request, response, "sessie", cookie)
    auth.drop_cookie(request, response, "formulier")
    return response


@router.post("/uitloggen", dependencies=[Depends(auth.genuine)])
def log_out(request: Request, visit: Annotated[Visit, Depends(auth.who)]) -> Response:
    """End this session, here and on the server."""
    with store.writing(request.app.state.engine) as session:
        access.close_session(session, auth.session_secret(request))
    log.info("uitgelogd", extra={"action": "uitloggen", "officer": str(visit.actor.id)})
    response = RedirectResponse(LOGIN, 303)
    auth.drop_cookie(request, response, "sessie")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _form(request: Request, shown: object, *, naar: str, name: str = "", error: str = "") -> Response:
    kept = request.cookies.get(auth.cookie_name(request, "formulier"), "")
    secret = kept if re.fullmatch(r"[\w-]{43}", kept) else secrets.token_urlsafe(32)
    response = page(
        request, "inloggen.html", status=422 if error else 200, csrf=secret, naar=naar, name=name, error=error,
        officers=shown, password=DEMO_PASSWORD if request.app.state.demo else "",
    )  # fmt: skip
    auth.set_cookie(request, response, "formulier", secret)
    return response
