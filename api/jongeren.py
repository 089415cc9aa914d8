"""`/v1/jongeren` and `/v1/relaties`: a jongere, the people around him, and his gezin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, IdempotencyKey, IfMatch, Now, Reading, Writing
from api.schemas import Bladzijde, Paging, bladzijde
from api.schemas_mensen import (
    Adres,
    Betrokkene,
    Broer,
    Einde,
    Gezinslid,
    Mensen,
    MensErbij,
    Mensregel,
    Wijziging,
)
from cases import family, relations
from cases.clock import dutch_date
from cases.contact import Contact, Mens, Verhouding
from cases.errors import Invalid, Problem
from cases.household import household
from cases.person_changes import Who, changes

router = APIRouter(tags=["mensen"])
_ONE_OF_TWO = Problem("mens", "Vul de gegevens van iemand nieuws in, of noem het id van iemand die hier bekend is.")


@router.get("/jongeren/{jongere_id}")
def show(jongere_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now) -> Mensen:
    """A jongere with the people around him today. The header ETag is the version of his own gegevens."""
    found = household(session, actor, jongere_id, today=dutch_date(now))
    response.headers["ETag"] = f'"{found.jongere.version}"'
    return Mensen(
        jongere=Betrokkene.of(found.jongere), mensen=[Mensregel.of(each) for each in found.people],
        vroeger_of_later=[Mensregel.of(each) for each in found.not_now],
        gezin=[Gezinslid.of(each) for each in found.siblings],
        misschien_gezin=[Gezinslid.of(each) for each in found.suggestions],
    )  # fmt: skip


@router.patch("/jongeren/{jongere_id}", status_code=204)
def change(
    jongere_id: UUID, contact: Contact, actor: ActorDep, version: IfMatch, key: IdempotencyKey, session: Writing,
    now: Now,
) -> None:  # fmt: skip
    """Change the fields that are named; If-Match is the version that was looked at, `"0"` the first time."""
    relations.change_jongere(session, Who(actor, now, key), jongere_id, contact, version)


@router.get("/jongeren/{jongere_id}/wijzigingen")
def history(
    jongere_id: UUID, request: Request, actor: ActorDep, session: Reading, paging: Annotated[Paging, Query()]
) -> Bladzijde[Wijziging]:
    """Who changed which fields, or looked at a secret address, newest first."""
    found = changes(session, actor, jongere_id, paging.page)
    return bladzijde(request, paging, found, [Wijziging.of(row) for row in found.rows])


@router.post("/jongeren/{jongere_id}/mensen", status_code=201)
def add(
    jongere_id: UUID, erbij: MensErbij, response: Response, actor: ActorDep, key: IdempotencyKey, session: Writing,
    now: Now,
) -> None:  # fmt: skip
    """Somebody becomes ouder, voogd or verzorger of this jongere. The header Location names the relation."""
    mens = erbij.mens or erbij.bekend
    if mens is None or (erbij.mens and erbij.bekend):
        raise Invalid([_ONE_OF_TWO])
    relation_id = relations.add_relative(session, Who(actor, now, key), jongere_id, mens, erbij.verhouding)
    response.headers["Location"] = f"/v1/relaties/{relation_id}"


@router.patch("/relaties/{relatie_id}", status_code=204)
def change_relation(
    relatie_id: UUID, verhouding: Verhouding, actor: ActorDep, version: IfMatch, key: IdempotencyKey, session: Writing,
    now: Now,
) -> None:  # fmt: skip
    """Change role, gezag, verzorging or days. Another role from a later `vanaf` on ends the old one the day before."""
    relations.change_relation(session, Who(actor, now, key), relatie_id, verhouding, version)


@router.patch("/relaties/{relatie_id}/mens", status_code=204)
def change_relative(
    relatie_id: UUID, mens: Mens, actor: ActorDep, version: IfMatch, key: IdempotencyKey, session: Writing, now: Now
) -> None:
    """Change the fields of this ouder or verzorger that are named, for every jongere he belongs to."""
    relations.change_relative(session, Who(actor, now, key), relatie_id, mens, version)


@router.post("/relaties/{relatie_id}/einde", status_code=204)
def end(
    relatie_id: UUID, einde: Einde, actor: ActorDep, version: IfMatch, key: IdempotencyKey, session: Writing, now: Now
) -> None:
    """The relation holds until this day, which is included."""
    relations.end_relation(session, Who(actor, now, key), relatie_id, einde.tot_en_met, version)


@router.post("/jongeren/{jongere_id}/inzage")
def reveal(jongere_id: UUID, actor: ActorDep, session: Writing, now: Now, relatie: UUID | None = None) -> Adres:
    """The secret address of the jongere, or of one `relatie` of his. That you asked is written down."""
    return Adres(regels=list(relations.reveal(session, Who(actor, now), jongere_id, relatie)))


@router.post("/jongeren/{jongere_id}/gezin", status_code=204)
def link(jongere_id: UUID, broer: Broer, actor: ActorDep, key: IdempotencyKey, session: Writing, now: Now) -> None:
    """Make these two brothers or sisters."""
    family.link(session, Who(actor, now, key), jongere_id, broer.jongere)


@router.delete("/jongeren/{jongere_id}/gezin", status_code=204)
def unlink(jongere_id: UUID, actor: ActorDep, key: IdempotencyKey, session: Writing, now: Now) -> None:
    """Take this jongere out of his gezin."""
    family.unlink(session, Who(actor, now, key), jongere_id)
