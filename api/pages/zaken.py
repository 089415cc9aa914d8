"""Finding zaken: a list with filters, as a form that a browser sends as it is."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Now, Reading
from api.pages.forms import identity
from api.pages.shell import page
from api.pages.words import urgency
from cases.choices import Pairs, officers_of
from cases.clock import dutch_date
from cases.lists import NOBODY, Behandelaar
from cases.melding import age_on
from cases.offices import all_offices
from cases.paging import Page
from cases.rights import Actor, may
from cases.search import Search, find_cases
from cases.signals import OWN
from states.processes import PROCESSEN, ROOT_OF_SOORT

router = APIRouter(prefix="/zaken")
PAGES_MAX = 2_000
SOORTEN = (*ROOT_OF_SOORT, OWN)


@router.get("")
def find(
    request: Request, actor: ActorDep, session: Reading, now: Now, gemeente: str = "", proces: str = "",
    toestand: str = "", soort: str = "", behandelaar: str = "", verlopen: str = "",
    pagina: Annotated[int, Query(ge=1, le=PAGES_MAX)] = 1,
) -> Response:  # fmt: skip
    """Zaken in the gemeenten of the reader, the newest first. A filter that names nothing known is left out."""
    today, offices = dutch_date(now), all_offices(session)
    officers = officers_of(session, actor.gemeenten, today)
    filters = {
        "gemeente": gemeente if gemeente in actor.gemeenten else "", "proces": proces if proces in PROCESSEN else "",
        "toestand": toestand if toestand in _state_names() else "", "soort": soort if soort in SOORTEN else "",
        "behandelaar": behandelaar if behandelaar in (NOBODY, *dict(officers)) else "",
        "verlopen": "ja" if verlopen == "ja" else "",
    }  # fmt: skip
    search = Search(
        gemeente=filters["gemeente"], officer_id=_who(filters["behandelaar"]), proces=filters["proces"],
        state=filters["toestand"], soort=filters["soort"], overdue=True if filters["verlopen"] else None,
    )  # fmt: skip
    found = find_cases(session, actor, search, today=today, page=Page(pagina))
    return page(
        request, "zaken.html", filters=filters, lists=_lists(actor, officers, {c: o.name for c, o in offices.items()}),
        rows=[
            (line, urgency(line.due_on, today, offices[line.gemeente].calendar), age_on(line.birth_date, today))
            for line in found.rows
        ],
        gemeente_names={code: office.name for code, office in offices.items()}, today=today,
        may_register=may(actor, "meldingen.registreren"),
        earlier=_address(filters, pagina - 1) if pagina > 1 else "",
        later=_address(filters, pagina + 1) if found.more and pagina < PAGES_MAX else "",
    )  # fmt: skip


def _who(chosen: str) -> Behandelaar:
    return NOBODY if chosen == NOBODY else identity(chosen)


def _state_names() -> set[str]:
    return {state.name for proces in PROCESSEN.values() for state in proces.states}


def _lists(actor: Actor, officers: Pairs, names: dict[str, str]) -> Sequence[tuple[str, str, Pairs]]:
    """What each filter offers: its name, label and choices."""
    states = {state.name: state.titel for proces in PROCESSEN.values() for state in proces.states}
    return (
        ("gemeente", "Gemeente", [(code, names.get(code, code)) for code in sorted(actor.gemeenten)]),
        ("proces", "Proces", [(name, proces.titel) for name, proces in PROCESSEN.items()]),
        ("toestand", "Toestand", sorted(states.items(), key=lambda state: state[1])),
        ("soort", "Soort", [(name, "Eigen signaal" if name == OWN else name) for name in SOORTEN]),
        ("behandelaar", "Behandelaar", [(NOBODY, "Zonder behandelaar"), *officers]),
    )


def _address(filters: dict[str, str], pagina: int) -> str:
    kept = {name: value for name, value in filters.items() if value}
    return f"/zaken?{urlencode(kept | {'pagina': str(pagina)})}"
