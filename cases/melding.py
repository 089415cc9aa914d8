"""One melding as it comes in: every rule of meldingbestand.md, each refusal a Dutch sentence.

The JSON of the API is read by `Melding` itself (camelCase, nested). A row of a meldingbestand is flat;
`cases.meldingrij` gives it the same form. What is wrong never repeats the value: it may be personal.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic.alias_generators import to_camel

from cases.cells import clean, day, instant, refuse, yes_no
from cases.clock import dutch_date
from cases.errors import Problem
from cases.explain import json_name, problems
from cases.pgn import WrongPgn, check_pgn
from states.facts import age_on

FREE_TEXT_MAX = 4_000
UNDER_18, FROM_18, NEEDS_HOURS, HOURS_OF_V3 = ("V3", "LRV"), ("V4", "RMC"), ("V3", "V4"), 16

__all__ = ["Melding", "NewReport", "Problem", "age_on", "flags", "problems", "time_problems"]


def _pgn(value: str) -> str:
    try:
        check_pgn(value)
    except WrongPgn as error:
        raise refuse(str(error)) from None
    return value


def _reachable(value: str) -> str:
    if value and not re.search("[0-9]", value):
        raise refuse("moet cijfers hebben")
    return value


Clean = BeforeValidator(clean)
# Cleaning comes last in the list and yet first in time: only so pydantic checks the limits itself, and fast.
Short = Annotated[str, StringConstraints(strict=True, max_length=200), Clean]
Long = Annotated[str, StringConstraints(strict=True, max_length=FREE_TEXT_MAX),
                 BeforeValidator(lambda value: clean(value, lines=True))]  # fmt: skip
Required = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200), Clean]
Day = Annotated[date, BeforeValidator(day)]
Pgn = Annotated[str, StringConstraints(strict=True), Clean, AfterValidator(_pgn)]
YesNo = Annotated[bool, BeforeValidator(yes_no),
                  WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["J", "N"]}]})]  # fmt: skip


def _code(pattern: str, **more: Any) -> Any:
    return StringConstraints(strict=True, pattern=pattern, **more)


Brin = Annotated[str, _code("^[0-9A-Za-z]{4}$", to_upper=True), Clean]
Vestiging = Annotated[str, _code("^([0-9]{2})?$"), Clean]


class _Input(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        alias_generator=to_camel,
        frozen=True,
        hide_input_in_errors=True,
        serialize_by_alias=True,
    )


class Melder(_Input):
    """Who reports, on behalf of the school, and one way to reach them."""

    naam: Required
    functie: Short = ""
    telefoon: Annotated[Short, AfterValidator(_reachable)] = ""
    email: Annotated[str, _code(r"^(|[^@\s]+@[^@\s]+)$", max_length=254), Clean] = Field("", validate_default=True)

    @field_validator("email")
    @classmethod
    def _one_way(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("telefoon") == "":
            raise refuse("ontbreekt: vul een telefoonnummer of e-mailadres van de melder in")
        return value


class Verblijfadres(_Input):
    """Where the jongere stays, only when that differs from the BRP."""

    straat: Short = ""
    huisnummer: Annotated[str, StringConstraints(strict=True, max_length=10), Clean] = ""
    huisletter: Annotated[str, StringConstraints(strict=True, max_length=2), Clean] = ""
    toevoeging: Annotated[str, StringConstraints(strict=True, max_length=10), Clean] = ""
    postcode: Annotated[str, StringConstraints(strict=True, max_length=10), Clean] = ""
    locatieaanduiding: Short = ""
    plaats: Short = ""


class Verzuimdag(_Input):
    """Hours of absence on one day: more than 0, at most 12."""

    datum: Day
    uren: Annotated[float, Field(strict=True, gt=0, le=12, allow_inf_nan=False)]


class Melding(_Input):
    """A verzuimmelding, or a change or withdrawal of one (same kenmerk)."""

    kenmerk: Annotated[str, _code(r"^\S+$", max_length=64), Clean]
    status: Literal["R", "I"]
    gemeld_op: Annotated[datetime, BeforeValidator(instant)]
    gemeentecode: Annotated[str, _code("^[0-9]{4}$"), Clean]
    pgn: Pgn
    voornamen: Short = ""
    voorvoegsel: Short = ""
    geslachtsnaam: Required
    geboortedatum: Day
    brin: Brin
    vestiging: Vestiging = ""
    leslocatie: Short = ""
    onderwijssoort: Literal["WPO", "WEC", "WVO", "WEB"]
    soort: Literal["V3", "V4", "LRV", "L", "O", "RMC"]
    begindatum: Day
    einddatum: Day | None = None
    reden: Long = ""
    actie_school: Long = ""
    alle_lessen_gemist: YesNo
    actie_gewenst: YesNo
    toelichting_geen_actie: Long = Field("", validate_default=True)
    melder: Melder
    telefoon_contact: Short = ""
    verblijfadres: Verblijfadres = Verblijfadres()
    specificatie: Annotated[tuple[Verzuimdag, ...], Field(max_length=366)] = ()
    te_laat: Annotated[int, Field(strict=True, ge=0, le=9_999)] | None = None

    @field_validator("einddatum")
    @classmethod
    def _after_begin(cls, value: date | None, info: ValidationInfo) -> date | None:
        begin = info.data.get("begindatum")
        if value and begin and value < begin:
            raise refuse("ligt vóór de begindatum")
        return value

    @field_validator("toelichting_geen_actie")
    @classmethod
    def _explained(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("actie_gewenst") is False:
            raise refuse("is verplicht als de school geen actie wenst")
        return value

    @field_validator("specificatie")
    @classmethod
    def _inside(cls, value: tuple[Verzuimdag, ...], info: ValidationInfo) -> tuple[Verzuimdag, ...]:
        days = [item.datum for item in value]
        if len(set(days)) != len(days):
            raise refuse("noemt een dag twee keer")
        begin, end = info.data.get("begindatum"), info.data.get("einddatum")
        if days and ((begin and min(days) < begin) or (end and max(days) > end)):
            raise refuse("noemt een dag buiten begindatum en einddatum")
        return value


@dataclass(frozen=True, slots=True)
class NewReport:
    """A checked melding on its way in, and where it stood."""

    melding: Melding
    line: int = 0
    import_id: UUID | None = None


def time_problems(melding: Melding, at: datetime, *, columns: bool = True) -> list[Problem]:
    """What cannot be true at this instant: reported in the future, or before the birth."""
    found = []
    if melding.gemeld_op > at:
        found.append(Problem("gemeld_op", "Het tijdstip van de melding ligt in de toekomst."))
    if melding.geboortedatum >= dutch_date(at):
        found.append(Problem("geboortedatum", "De geboortedatum moet in het verleden liggen."))
    elif melding.begindatum < melding.geboortedatum:
        found.append(Problem("begindatum", "De begindatum ligt vóór de geboortedatum."))
    return found if columns else [Problem(json_name(item.field), item.text) for item in found]


def flags(melding: Melding, today: date) -> list[str]:
    """Dutch sentences about an age, a date or a number of hours that does not fit. Never a refusal.

    The age is that on the begindatum, the hours are those of the specificatie.
    """
    found = []
    age = age_on(melding.geboortedatum, melding.begindatum)
    if melding.soort in FROM_18 and age < 18:
        found.append(f"Soort {melding.soort} is vanaf 18 jaar, maar de jongere was op de begindatum {age}.")
    if melding.soort in UNDER_18 and age >= 18:
        found.append(f"Soort {melding.soort} is voor onder de 18, maar de jongere was op de begindatum {age}.")
    if age < 5:
        found.append(f"De jongere was op de begindatum {age} jaar: de leerplicht begint na de vijfde verjaardag.")
    if melding.begindatum > today and melding.soort != "L":
        found.append("De begindatum ligt in de toekomst.")
    hours = sum(item.uren for item in melding.specificatie)
    if melding.soort in NEEDS_HOURS and hours < HOURS_OF_V3:
        written = f"{hours:g}".replace(".", ",")
        found.append(f"Soort {melding.soort} is vanaf 16 uur; de specificatie noemt {written} uur.")
    return found
