"""`/quarantaine`: rows that could not become a melding: mend one and offer it again, or give it up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.auth import Form
from api.deps import ActorDep, Now, Reading, Writing
from api.meldingen import UITKOMSTEN
from api.pages.forms import page_number, text
from api.pages.meldingvelden import GROUPS, choices
from api.pages.shell import page
from cases import quarantine
from cases.errors import Conflict, Invalid, Problem
from cases.meldingrij import COLUMNS
from cases.paging import Page, Part
from cases.places import gemeenten
from cases.quarantine import Shown
from cases.rights import Actor

router = APIRouter(prefix="/quarantaine")
DONE: Mapping[str, str] = {
    "geopend": "De regel is een melding geworden en er is een zaak geopend.",
    "gevoegd": "De regel is een melding geworden en bij een lopende zaak gevoegd.",
    "gewijzigd": "De regel heeft een bekende melding gewijzigd.",
    "ongewijzigd": "Deze melding was al bekend; er is niets veranderd.",
    "ingetrokken": "De regel heeft een bekende melding ingetrokken.",
    "vervallen": "De regel is vervallen.",
}


@router.get("")
def listing(request: Request, actor: ActorDep, session: Reading, pagina: str = "", gedaan: str = "") -> Response:
    """Rows that wait, the oldest first."""
    at_page = Page(page_number(pagina))
    found = Part.of(quarantine.rows_of(session, actor, limit=at_page.most, offset=at_page.offset), at_page)
    number = at_page.number
    return page(
        request, "quarantaine.html", rows=found.rows, done=DONE.get(gedaan, ""),
        gemeenten={row.code: row.name for row in gemeenten(session)},
        earlier=f"/quarantaine?pagina={number - 1}" if number > 1 else "",
        later=f"/quarantaine?pagina={number + 1}" if found.more else "",
    )  # fmt: skip


@router.get("/{rij_id}")
def show(request: Request, rij_id: UUID, actor: ActorDep, session: Reading) -> Response:
    """One row as a form, with what is wrong beside each column."""
    shown = quarantine.show(session, rij_id, actor)
    return _form(request, session, actor, shown, shown.cells, _said(shown))


@router.post("/{rij_id}")
def offer(request: Request, rij_id: UUID, actor: ActorDep, session: Writing, now: Now, form: Form) -> Response:
    """Offer the row again as it was filled in; what is still wrong is told beside its column."""
    typed = {column: text(form, column) for column in COLUMNS}
    try:
        outcome = quarantine.repair(session, rij_id, typed, actor=actor, at=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        shown = quarantine.show(session, rij_id, actor)
        return _form(request, session, actor, shown, typed, *_told(error))
    return RedirectResponse(f"/quarantaine?gedaan={UITKOMSTEN[outcome]}", 303)


@router.post("/{rij_id}/vervallen")
def drop(request: Request, rij_id: UUID, actor: ActorDep, session: Writing, now: Now, form: Form) -> Response:
    """Give the row up, with the reason."""
    reason = text(form, "waarom")
    try:
        quarantine.drop(session, rij_id, reason, actor=actor, at=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        shown = quarantine.show(session, rij_id, actor)
        told, sentence, status = _told(error)
        wrong = [*_said(shown), *(Problem("waarom", problem.text) for problem in told)]
        return _form(request, session, actor, shown, shown.cells, wrong, sentence, status, reason)
    return RedirectResponse("/quarantaine?gedaan=vervallen", 303)


def _told(error: Invalid | Conflict) -> tuple[list[Problem], str, int]:
    if isinstance(error, Conflict):
        return list(error.problems), str(error), 409
    return list(error.problems), "De regel klopt nog niet; er is niets opgeslagen.", 422


def _said(shown: Shown) -> list[Problem]:
    return [Problem(problem["kolom"], problem["uitleg"]) for problem in shown.row.problems]


def _form(
    request: Request, session: Session, actor: Actor, shown: Shown, typed: Mapping[str, str], problems: list[Problem],
    sentence: str = "", status: int = 200, reason: str = "",
) -> Response:  # fmt: skip
    errors: dict[str, list[str]] = {}
    for problem in problems:
        errors.setdefault(problem.field, []).append(problem.text)
    context: dict[str, Any] = {"typed": typed, "errors": errors, "choices": choices(session, actor)}
    return page(
        request, "quarantaineregel.html", status=status, row=shown.row, line=shown.text, sentence=sentence,
        asked=GROUPS, columns=COLUMNS, reason=reason, **context,
    )  # fmt: skip
