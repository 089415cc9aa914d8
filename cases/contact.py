"""What may be written down of people: names, address, language, and on what ground somebody is ouder or verzorger."""

import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from cases.cells import clean, day, refuse
from cases.errors import Invalid, Problem
from cases.explain import problems

SOORTEN = ("ouder", "voogd", "verzorger")
OLDEST = 110
"""years: somebody born longer ago was typed wrong"""
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def _postcode(value: str) -> str:
    # An address abroad has a postcode of its own form: only what looks Dutch is written alike.
    found = _POSTCODE.fullmatch(value)
    return f"{found[1]} {found[2].upper()}" if found else value


def _email(value: str) -> str:
    if value and not _EMAIL.fullmatch(value):
        raise refuse("is niet goed geschreven; schrijf bijvoorbeeld naam@voorbeeld.nl")
    return value


def _reachable(value: str) -> str:
    if value and not re.search("[0-9]", value):
        raise refuse("moet cijfers hebben")
    return value


def _yes_no(value: Any) -> bool:
    if value not in (True, False, "ja", "nee"):
        raise refuse("is ja of nee")
    return value in (True, "ja")


def _soort(value: Any) -> str:
    if value not in SOORTEN:
        raise refuse(f"is een van: {', '.join(SOORTEN)}")
    return str(value)


def _maybe_day(value: Any) -> date | None:
    return None if value in (None, "") else day(value)


Text = Annotated[str, BeforeValidator(clean), StringConstraints(strict=True, max_length=200)]
Brief = Annotated[str, BeforeValidator(clean), StringConstraints(strict=True, max_length=20)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
MaybeDay = Annotated[date | None, BeforeValidator(_maybe_day)]


class _Given(BaseModel):
    """What is given; a field that is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True,
        hide_input_in_errors=True,
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Only the fields that were given, by column."""
        return self.model_dump(exclude_unset=True)


class Contact(_Given):
    """How somebody is reached and spoken to."""

    straat: Text = ""
    huisnummer: Brief = ""
    postcode: Annotated[Brief, AfterValidator(_postcode)] = ""
    plaats: Text = ""
    geheim: YesNo = False
    taal: Text = ""
    tolk: YesNo = False
    telefoon: Annotated[Text, AfterValidator(_reachable)] = ""
    email: Annotated[str, BeforeValidator(clean), StringConstraints(max_length=254), AfterValidator(_email)] = ""


class Mens(Contact):
    """An ouder, voogd or verzorger."""

    voornamen: Text = ""
    voorvoegsel: Text = ""
    geslachtsnaam: Text = ""
    geboortedatum: MaybeDay = None
    overleden: YesNo = False


class Verhouding(_Given):
    """What somebody is to a jongere, from and until a day (both included)."""

    soort: Annotated[Literal["ouder", "voogd", "verzorger"], BeforeValidator(_soort)] = "ouder"
    gezag: YesNo = True
    feitelijke_verzorger: YesNo = True
    vanaf: MaybeDay = Field(None)
    tot_en_met: MaybeDay = Field(None)


Kind = TypeVar("Kind", bound=_Given)
ADDRESS = ("straat", "huisnummer", "postcode", "plaats")


def checked(kind: type[Kind], given: dict[str, Any]) -> Kind:
    """What was typed in a form, checked. Raises Invalid with every field that is wrong."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise Invalid(problems(error)) from None


def person_problems(given: dict[str, Any], today: date) -> list[Problem]:
    """What cannot be true of an ouder or verzorger on this Dutch date: a name that is gone, a birth date."""
    wrong = []
    if not given.get("geslachtsnaam", "x"):
        wrong.append(Problem("geslachtsnaam", "Geslachtsnaam is verplicht."))
    born = given.get("geboortedatum")
    if born is not None and born >= today:
        wrong.append(Problem("geboortedatum", "De geboortedatum moet in het verleden liggen."))
    elif born is not None and today.year - born.year > OLDEST:
        wrong.append(Problem("geboortedatum", f"De geboortedatum ligt meer dan {OLDEST} jaar terug. Kijk het jaar na."))
    return wrong
