"""`/registerstatus`: what the register is told of each melding, and what it did not take."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import ActorDep, Now, Reading, Writing
from api.pages.forms import page_number
from api.pages.shell import page
from cases.clock import dutch_date
from cases.errors import Conflict
from cases.paging import Page
from cases.register_lists import STATES, messages, offer_again, tally
from cases.rights import may

router = APIRouter(prefix="/registerstatus")
KINDS = {"nieuw": "soon", "aangeboden": "calm", "bevestigd": "calm", "mislukt": "late", "teruggenomen": "none"}
STATUS = {"B": "In behandeling", "K": "Ter kennisgeving aangenomen", "G": "Afgesloten"}


@router.get("")
def show(request: Request, actor: ActorDep, session: Reading, now: Now, stand: str = "", pagina: str = "") -> Response:
    """The changes of status, newest first; of one stand when that is asked."""
    at_page, state = Page(page_number(pagina)), stand if stand in STATES else ""
    found = messages(session, actor, dutch_date(now), state=state, page=at_page)
    return page(
        request, "registerstatus.html", lines=found.rows, figures=tally(session, actor), stand=state, kinds=KINDS,
        titles=STATUS, may_offer=may(actor, "registerstatus"),
        earlier=_address(state, at_page.number - 1) if at_page.number > 1 else "",
        later=_address(state, at_page.number + 1) if found.more else "",
    )  # fmt: skip


@router.post("/{bericht_id}")
def again(bericht_id: UUID, actor: ActorDep, session: Writing) -> Response:
    """Offer a message that failed again. Sent twice it is offered once."""
    try:
        offer_again(session, actor, bericht_id)
    except Conflict:
        return RedirectResponse("/registerstatus", 303)
    return RedirectResponse("/registerstatus?stand=nieuw", 303)


def _address(state: str, number: int) -> str:
    return f"/registerstatus?{f'stand={state}&' if state else ''}pagina={number}"
