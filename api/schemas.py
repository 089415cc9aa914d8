"""Shapes that every resource of the API shares: camelCase fields, and pages with their links."""

from typing import Annotated, Any, Generic, Literal, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic.alias_generators import to_camel

from cases.cells import refuse
from cases.lists import NOBODY
from cases.paging import SIZE, SIZE_MAX, Page, Part

T = TypeVar("T")
PAGES_MAX = 2_000

Gemeente = Annotated[str, Field(pattern="^[0-9]{4}$", description="CBS-code, vier cijfers")]
Naam = Annotated[str, Field(pattern="^[a-z_]{1,60}$")]


def _who(value: str) -> UUID | Literal["geen"]:
    if value == NOBODY:
        return NOBODY
    try:
        return UUID(value)
    except ValueError:
        raise refuse("is geen id van een medewerker, en ook niet 'geen'") from None


WieBehandelt = Annotated[
    UUID | Literal["geen"], PlainValidator(_who), Field(description="Een id, of `geen`: zonder behandelaar"),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "uuid"}, {"const": "geen"}]}),
]  # fmt: skip


class In(BaseModel):
    """What a client sends. An unknown field is refused: it may be a typing error."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=True,
        hide_input_in_errors=True,
    )  # fmt: skip


class Out(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


class Paging(In):
    """Which page of a list."""

    pagina: int = Field(default=1, ge=1, le=PAGES_MAX)
    paginagrootte: int = Field(default=SIZE, ge=1, le=SIZE_MAX)

    @property
    def page(self) -> Page:
        """The same, as the record asks for it."""
        return Page(self.pagina, self.paginagrootte)


class Link(Out):
    """An address of this API."""

    href: str


class Links(Out):
    """This page and its neighbours."""

    self: Link
    next: Link | None = None
    prev: Link | None = None


class Bladzijde(Out, Generic[T]):
    """One page of a list."""

    links: Links = Field(alias="_links")
    pagina: int
    paginagrootte: int
    resultaten: list[T]


class Verwijzing(Out):
    """A zaak, in short."""

    id: UUID
    nummer: str
    proces: str
    titel: str
    toestand: str
    toestand_titel: str


class Medewerker(Out):
    """A medewerker, in short."""

    id: UUID
    naam: str


class Jongere(Out):
    """The jongere of a zaak in a list."""

    naam: str
    geboortedatum: str


def medewerker(officer_id: UUID | None, name: str | None) -> Medewerker | None:
    """Who that is, or nobody."""
    return Medewerker(id=officer_id, naam=name or "") if officer_id is not None else None


def bladzijde(request: Request, paging: Paging, part: Part[Any], resultaten: list[T]) -> Bladzijde[T]:
    """These rows as one page, with links that keep the filters of the request."""

    def link(number: int) -> Link:
        kept = {name: value for name, value in request.query_params.items() if name != "pagina"}
        return Link(href=f"{request.url.path}?{urlencode(kept | {'pagina': str(number)})}")

    after = link(paging.pagina + 1) if part.more and paging.pagina < PAGES_MAX else None
    before = link(paging.pagina - 1) if paging.pagina > 1 else None
    links = Links(self=link(paging.pagina), next=after, prev=before)
    return Bladzijde(links=links, pagina=paging.pagina, paginagrootte=paging.paginagrootte, resultaten=resultaten)
