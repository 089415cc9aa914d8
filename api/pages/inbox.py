"""The inbox of the demo: the mail that was really sent."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.pages.shell import page
from cases.errors import NotFound
from notifications import inbox

MAILS_MAX = 100

router = APIRouter(prefix="/inbox")


@router.get("")
def mails(request: Request) -> Response:
    """The newest mails. NotFound outside a demo."""
    return page(request, "inbox.html", mails=inbox.messages(_home(request), MAILS_MAX), limit=MAILS_MAX)


@router.get("/{key}")
def mail(request: Request, key: str) -> Response:
    """One mail as its reader sees it. NotFound when there is no such mail."""
    found = inbox.message(_home(request), key)
    if found is None:
        raise NotFound
    return page(request, "mail.html", mail=found)


def _home(request: Request) -> Path:
    if not request.app.state.demo:
        raise NotFound
    home: Path = request.app.state.record.home
    return home
