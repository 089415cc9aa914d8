"""The first page of somebody without zaken, and the way on for all others."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import ActorDep
from api.pages.shell import page, start_page

router = APIRouter()


@router.get("/")
def start(request: Request, actor: ActorDep) -> Response:
    """Send each role to where its work is."""
    where = start_page(actor)
    return page(request, "start.html") if where == "/" else RedirectResponse(where, 303)
