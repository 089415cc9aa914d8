"""`/v1/zaken`: finding zaken, one zaak, opening one for an own signal, assigning it."""

from typing import Annotated, Literal, Self, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints, model_validator

from api.deps import ActorDep, IdempotencyKey, IfMatchGiven, Now, Reading, Writing
from api.schemas import Bladzijde, Gemeente, In, Naam, Paging, WieBehandelt, bladzijde
from api.schemas_stappen import Genomen, genomen
from api.schemas_zaken import Zaak, Zaakregel
from cases import actions
from cases.cells import refuse
from cases.clock import dutch_date
from cases.melding import Brin, Clean, Day, Long, Pgn, Short, Vestiging
from cases.search import Search, find_cases
from cases.signals import NewPerson, Signal, open_signal
from cases.view import case_view

router = APIRouter(prefix="/zaken", tags=["zaken"])


class Zoekvraag(Paging):
    """Which zaken to list; what is left out does not matter."""

    gemeente: Gemeente | None = None
    behandelaar: WieBehandelt | None = None
    proces: Naam | None = None
    toestand: Naam | None = None
    soort: Annotated[str, Field(pattern="^[A-Za-z0-9]{1,10}$")] | None = None
    verlopen: bool | None = None


class Betrokkene(In):
    """A jongere: the id of somebody known here, or who it is."""

    id: UUID | None = None
    pgn: Pgn | None = None
    voornamen: Short = ""
    voorvoegsel: Short = ""
    geslachtsnaam: Short = ""
    geboortedatum: Day | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        given = (self.pgn, self.geslachtsnaam, self.geboortedatum)
        if self.id is not None and any((*given, self.voornamen, self.voorvoegsel)):
            raise refuse("is met een id genoemd: laat de andere gegevens weg")
        if self.id is None and not all(given):
            raise refuse("is niet volledig: noem een id, of pgn, geslachtsnaam en geboortedatum")
        return self

    def as_person(self) -> UUID | NewPerson:
        """The same, as the record asks for it."""
        if self.pgn is None or self.geboortedatum is None:
            return cast(UUID, self.id)  # one or the other: checked above
        return NewPerson(self.pgn, self.geslachtsnaam, self.geboortedatum, self.voornamen, self.voorvoegsel)


class School(In):
    """A school that is known here."""

    brin: Brin
    vestiging: Vestiging = ""


class Signaal(In):
    """An own signal of a leerplichtambtenaar."""

    proces: Literal["relatief_verzuim", "luxeverzuim"] = "relatief_verzuim"
    gemeente: Gemeente
    jongere: Betrokkene
    school: School
    toelichting: Annotated[Long, StringConstraints(min_length=1)]
    behandelaar: UUID | None = None


class Toewijzing(In):
    """To whom a zaak goes, and why."""

    behandelaar: UUID
    reden: Annotated[str, Clean, StringConstraints(max_length=500)] = ""


@router.get("")
def find(
    request: Request, actor: ActorDep, session: Reading, now: Now, vraag: Annotated[Zoekvraag, Query()]
) -> Bladzijde[Zaakregel]:
    """Zaken in your gemeenten, by zaaknummer from high to low."""
    search = Search(
        gemeente=vraag.gemeente or "", officer_id=vraag.behandelaar, proces=vraag.proces or "",
        state=vraag.toestand or "", soort=vraag.soort or "", overdue=vraag.verlopen,
    )  # fmt: skip
    found = find_cases(session, actor, search, today=dutch_date(now), page=vraag.page)
    return bladzijde(request, vraag, found, [Zaakregel.of(line) for line in found.rows])


@router.post("", status_code=201)
def open_own(signaal: Signaal, response: Response, actor: ActorDep, session: Writing, now: Now) -> Zaak:
    """Open a zaak for an own signal; you are its behandelaar unless you name another."""
    signal = Signal(
        gemeente=signaal.gemeente, proces=signaal.proces, person=signaal.jongere.as_person(), brin=signaal.school.brin,
        vestiging=signaal.school.vestiging, toelichting=signaal.toelichting, officer_id=signaal.behandelaar,
    )  # fmt: skip
    taken = open_signal(session, signal, actor=actor, at=now)
    response.headers["Location"] = f"/v1/zaken/{taken.case_id}"
    return _shown(taken.case_id, response, actor, session, now)


@router.get("/{zaak_id}")
def show(zaak_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now) -> Zaak:
    """One zaak in full. The header ETag is the version to name in If-Match."""
    return _shown(zaak_id, response, actor, session, now)


@router.post("/{zaak_id}/toewijzing")
def assign(
    zaak_id: UUID, toewijzing: Toewijzing, response: Response, actor: ActorDep, session: Writing, now: Now,
    version: IfMatchGiven, key: IdempotencyKey,
) -> Genomen:  # fmt: skip
    """Give a zaak to another leerplichtambtenaar of its gemeente."""
    taken = actions.assign(
        session, zaak_id, toewijzing.behandelaar, actor=actor, at=now, reason=toewijzing.reden, version=version, key=key
    )
    return genomen(session, taken, response, sees=actor.sees_wpg(dutch_date(now)))


def _shown(zaak_id: UUID, response: Response, actor: ActorDep, session: Reading, now: Now) -> Zaak:
    view = case_view(session, actor, zaak_id, today=dutch_date(now))
    response.headers["ETag"] = f'"{view.case["version"]}"'
    return Zaak.of(view)
