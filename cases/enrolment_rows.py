"""The rows of the two lists of an enrolment check (docs/inschrijvingen.md): flat cells in, checked values out."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError, field_validator
from pydantic_core.core_schema import ValidationInfo

from cases.cells import clean, refuse
from cases.errors import Invalid, Problem
from cases.explain import problems
from cases.melding import Brin, Day, Pgn, Required, Short, Vestiging, YesNo
from cases.meldingbestand import Layout

ENROLMENT, EXEMPTION = "inschrijving", "vrijstelling"
GROUNDS = ("5_onder_a", "5_onder_b", "5_onder_c", "5a", "15")
"""articles of the Leerplichtwet that free from being enrolled"""


def _one_of(*options: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if value not in options:
            raise refuse(f"moet een van deze zijn: {', '.join(options)}")
        return value

    return BeforeValidator(check)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Plichtige(_Row):
    """Somebody who may be leer- or kwalificatieplichtig, from the BRP."""

    gemeentecode: Annotated[str, BeforeValidator(clean), StringConstraints(strict=True, pattern="^[0-9]{4}$")]
    pgn: Pgn
    voornamen: Short = ""
    voorvoegsel: Short = ""
    geslachtsnaam: Required
    geboortedatum: Day
    twaalf_schooljaren_op: Day | None = None
    startkwalificatie_op: Day | None = None
    diploma_pro_vso: YesNo = False


class Inschrijving(_Row):
    """An enrolment at a school, or an exemption from it; `tot` is the last day."""

    pgn: Pgn
    aard: Annotated[Literal["inschrijving", "vrijstelling"], _one_of(ENROLMENT, EXEMPTION)]
    van: Day
    tot: Day | None = None
    brin: Brin | None = None
    vestiging: Vestiging = ""
    grond: Annotated[str, _one_of(*GROUNDS)] | None = None

    @field_validator("tot")
    @classmethod
    def _after_begin(cls, value: date | None, info: ValidationInfo) -> date | None:
        begin = info.data.get("van")
        if value and begin and value < begin:
            raise refuse("ligt vóór de begindatum")
        return value

    def missing(self) -> list[Problem]:
        """What an enrolment or an exemption cannot do without."""
        if self.aard == ENROLMENT and self.brin is None:
            return [Problem("brin", "De brincode is verplicht bij een inschrijving.")]
        if self.aard == EXEMPTION and self.grond is None:
            return [Problem("grond", "De grond is verplicht bij een vrijstelling.")]
        return []

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.van <= day and (self.tot is None or day <= self.tot)


Kind = TypeVar("Kind", bound=_Row)


def _layout(model: type[_Row], rows: str) -> Layout:
    fields = model.model_fields.items()
    return Layout(tuple(model.model_fields), frozenset(name for name, info in fields if info.is_required()), rows)


PLICHTIGEN = _layout(Plichtige, "leer- en kwalificatieplichtigen")
INSCHRIJVINGEN = _layout(Inschrijving, "inschrijvingen of vrijstellingen")


def plichtige(cells: Mapping[str, str], today: date) -> Plichtige:
    """The person in this row. Raises Invalid with every column that is wrong."""
    found = _checked(Plichtige, cells)
    if found.geboortedatum >= today:
        raise Invalid([Problem("geboortedatum", "De geboortedatum moet in het verleden liggen.")])
    return found


def inschrijving(cells: Mapping[str, str]) -> Inschrijving:
    """The enrolment or exemption in this row. Raises Invalid with every column that is wrong."""
    found = _checked(Inschrijving, cells)
    if wrong := found.missing():
        raise Invalid(wrong)
    return found


def _checked(kind: type[Kind], cells: Mapping[str, str]) -> Kind:
    filled = {name: text.strip() for name, text in cells.items() if text.strip()}
    try:
        return kind.model_validate(filled)
    except ValidationError as error:
        raise Invalid(problems(error)) from None
