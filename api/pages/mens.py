"""One person of a zaak: how he is reached, what he is to the jongere, and until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api import auth
from api.deps import ActorDep, Now, Place, Reading
from api.pages import mensenvelden as velden
from api.pages.forms import identity, text
from api.pages.mensen import Refused, view_of
from api.pages.shell import page
from api.pages.typed import REFUSED, Typed, key_of, new_key, typed, version_of
from cases import relations, store
from cases.choices import Asked
from cases.clock import dutch_date
from cases.contact import Contact, Mens, Verhouding, checked
from cases.errors import Invalid, NotFound, Problem
from cases.household import written
from cases.person_changes import Who
from cases.rights import Actor, require

router = APIRouter(prefix="/zaken/{zaak_id}/mensen/{wie}")
JONGERE = "jongere"
Wie = Annotated[str, Path(pattern="^(jongere|[0-9a-f-]{36})$", description="`jongere`, or the id of a relation")]
Forms = Mapping[str, tuple[str, Sequence[Asked]]]
OF_RELATION: Forms = {
    "gegevens": ("Gegevens", velden.MENS),
    "verhouding": ("Rol en gezag", velden.VERHOUDING),
    "einde": ("Beëindigen", velden.EINDE),
}
OF_JONGERE: Forms = {"gegevens": ("Gegevens", velden.CONTACT)}


@router.get("")
def show(request: Request, zaak_id: UUID, wie: Wie, actor: ActorDep, session: Reading, now: Now) -> Response:
    """The forms about one person."""
    require(actor, "mensen.wijzigen")
    return _forms(request, session, actor, zaak_id, wie, now)


@router.post("")
def change(request: Request, zaak_id: UUID, wie: Wie, form: auth.Form, actor: ActorDep, now: Now, _: Place) -> Response:
    """Change what one of the forms is about, and go back to the people of the zaak."""
    require(actor, "mensen.wijzigen")
    rule, version, engine = text(form, "regel"), version_of(form), request.app.state.engine
    forms = OF_JONGERE if wie == JONGERE else OF_RELATION
    if rule not in forms:
        raise NotFound
    sent = typed(form, forms[rule][1])
    try:
        with store.writing(engine) as session:
            person_id = view_of(session, actor, zaak_id, now).case["person_id"]
            _change(session, Who(actor, now, key_of(form)), person_id, _relation(wie), rule, sent, version)
    except REFUSED as error:
        with store.reading(engine) as session:
            return _forms(request, session, actor, zaak_id, wie, now, Refused(rule, sent, error))
    return RedirectResponse(f"/zaken/{zaak_id}/mensen", 303)


def _change(
    session: Session, who: Who, person_id: UUID, relation_id: UUID | None, rule: str, sent: Typed, version: int
) -> None:
    party, _row = written(session, person_id, relation_id, today=who.today)
    values, secret = sent.values, party.geheim
    if relation_id is None:
        contact = checked(Contact, velden.given(velden.CONTACT, values, secret=secret))
        relations.change_jongere(session, who, person_id, contact, version)
    elif rule == "gegevens":
        mens = checked(Mens, velden.given(velden.MENS, values, secret=secret))
        relations.change_relative(session, who, relation_id, mens, version)
    elif rule == "verhouding":
        verhouding = checked(Verhouding, velden.given(velden.VERHOUDING, values))
        relations.change_relation(session, who, relation_id, verhouding, version)
    else:
        until = checked(Verhouding, velden.given(velden.EINDE, values)).tot_en_met
        if until is None:
            raise Invalid([Problem("tot_en_met", "Vul de laatste dag in.")])
        relations.end_relation(session, who, relation_id, until, version)


def _relation(wie: str) -> UUID | None:
    if wie == JONGERE:
        return None
    if (found := identity(wie)) is None:
        raise NotFound
    return found


def _forms(
    request: Request, session: Session, actor: Actor, zaak_id: UUID, wie: str, now: datetime,
    refused: Refused | None = None,
) -> Response:  # fmt: skip
    view, relation_id = view_of(session, actor, zaak_id, now), _relation(wie)
    party, row = written(session, view.case["person_id"], relation_id, today=dutch_date(now))
    sent = refused.sent.refused(refused.error, view.case["proces"]) if refused else Typed()
    forms = OF_RELATION if relation_id else OF_JONGERE
    return page(
        request, "mens.html", status=sent.status, view=view, party=party, wie=wie, key=new_key(),
        forms={name: (title, velden.with_secret(asked, party.geheim)) for name, (title, asked) in forms.items()},
        rule=refused.rule if refused else "", sent=sent, first=Typed(velden.first_values(party, row)),
    )  # fmt: skip
