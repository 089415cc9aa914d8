"""Gemeenten of this installation, with their region and policy, and the schools that report."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from cases.clock import dutch_date
from cases.errors import Invalid, NotFound, Problem
from cases.tables import Municipality, School
from states.policy import UnknownKey, key_of
from states.processes import check_override
from states.working_days import REGIONS

PLACES_MAX = 1_000
HOLIDAY_MAX, HOLIDAY_FARTHEST = 60, 5 * 366  # days
SCHOOL_KINDS = ("WPO", "WEC", "WVO", "WEB")


def add_gemeente(session: Session, *, code: str, name: str, region: str) -> Municipality:
    """Add a gemeente by its CBS code of four digits. Invalid names every field that cannot be used."""
    wrong = []
    if not re.fullmatch(r"[0-9]{4}", code):
        wrong.append(Problem("code", "Een gemeentecode heeft 4 cijfers."))
    elif session.get(Municipality, code):
        wrong.append(Problem("code", "Deze gemeente is er al."))
    if not 0 < len(name.strip()) <= 80:
        wrong.append(Problem("naam", "Geef de naam van de gemeente, hooguit 80 tekens."))
    if region not in REGIONS:
        wrong.append(Problem("regio", "Kies een vakantieregio: noord, midden of zuid."))
    if wrong:
        raise Invalid(wrong)
    gemeente = Municipality(code=code, name=name.strip(), region=region)
    session.add(gemeente)
    session.flush()
    return gemeente


def gemeenten(session: Session) -> Sequence[Municipality]:
    """All gemeenten of this installation, by name."""
    return session.exec(select(Municipality).order_by(col(Municipality.name)).limit(PLACES_MAX)).all()


def known_codes(session: Session) -> frozenset[str]:
    """The codes of all gemeenten of this installation."""
    return frozenset(session.exec(select(Municipality.code)))


def set_policy(
    session: Session, code: str, key: str, value: str, *, valid_from: date, by: str, at: datetime
) -> Municipality:
    """Add a value of a gemeente's own for one policy key, in force from `valid_from`.

    Earlier values stay written down, and a running term keeps the value it began under. NotFound for an
    unknown gemeente; Invalid for an unknown key, a value that does not fit, or a day in the past.
    """
    gemeente = session.get(Municipality, code)
    if gemeente is None:
        raise NotFound
    try:
        checked = check_override(key, value)
    except UnknownKey:
        raise Invalid([Problem("sleutel", f"De beleidssleutel '{key}' bestaat niet.")]) from None
    except ValueError as error:
        raise Invalid([Problem("waarde", str(error))]) from None
    if valid_from < dutch_date(at):
        raise Invalid([Problem("vanaf", "Nieuw beleid gaat vandaag of later in, niet met terugwerkende kracht.")])
    entry = {
        "sleutel": key,
        "waarde": checked,
        "vanaf": valid_from.isoformat(),
        "door": by,
        "op": at.isoformat(),
    }
    gemeente.policy = [*gemeente.policy, entry]
    session.add(gemeente)
    return gemeente


def policy_of(session: Session, code: str) -> list[dict[str, Any]]:
    """The values of a gemeente's own, in the order in which they were given. NotFound for an unknown gemeente."""
    gemeente = session.get(Municipality, code)
    if gemeente is None:
        raise NotFound
    return gemeente.policy


def add_school_holiday(
    session: Session, code: str, name: str, first: date, last: date, *, school_id: UUID | None, by: str, at: datetime
) -> Municipality:
    """Add a school holiday of a gemeente, or of one school for the jongeren of that gemeente.

    One with the name of a holiday of the region takes its place in that schooljaar. Terms that run keep the
    calendar they began under. NotFound for an unknown gemeente or school; Invalid names what cannot be used.
    """
    gemeente = session.get(Municipality, code)
    if gemeente is None or (school_id is not None and session.get(School, school_id) is None):
        raise NotFound
    wrong = []
    if not re.fullmatch(r"[a-z][a-z ]{2,39}", name):
        wrong.append(Problem("naam", "Schrijf de naam in kleine letters, zoals herfstvakantie; hooguit 40 tekens."))
    if not first <= last or (last - first).days >= HOLIDAY_MAX:
        wrong.append(Problem("tot", f"Een vakantie duurt 1 tot en met {HOLIDAY_MAX} dagen."))
    if abs((first - dutch_date(at)).days) > HOLIDAY_FARTHEST:
        wrong.append(Problem("van", "Deze datum ligt te ver weg."))
    if wrong:
        raise Invalid(wrong)
    line = {
        "naam": name, "van": first.isoformat(), "tot": last.isoformat(), "school": str(school_id or ""), "door": by,
        "op": at.isoformat(),
    }  # fmt: skip
    gemeente.school_holidays = [*gemeente.school_holidays, line]
    session.add(gemeente)
    return gemeente


def describe(key: str) -> str:
    """One policy key in words: label, default, unit and what it rests on."""
    found = key_of(key)
    return f"{found.label} (standaard {found.default} {found.unit}".rstrip() + f", {found.basis})"


def add_school(session: Session, *, brin: str, vestiging: str, name: str, kind: str) -> School:
    """Add a school by brincode and vestigingsnummer. Invalid names every field that cannot be used."""
    wrong = []
    if not re.fullmatch(r"[0-9A-Z]{4}", brin):
        wrong.append(Problem("brin", "Een brincode heeft 4 hoofdletters of cijfers."))
    if not re.fullmatch(r"([0-9]{2})?", vestiging):
        wrong.append(Problem("vestiging", "Een vestigingsnummer heeft 2 cijfers, of laat het leeg."))
    if not 0 < len(name.strip()) <= 120:
        wrong.append(Problem("naam", "Geef de naam van de school, hooguit 120 tekens."))
    if kind not in SCHOOL_KINDS:
        wrong.append(Problem("soort", f"Kies een onderwijssoort: {', '.join(SCHOOL_KINDS)}."))
    same = select(School.id).where(School.brin == brin, School.vestiging == vestiging)
    if not wrong and session.exec(same).first():
        wrong.append(Problem("brin", "Deze school is er al."))
    if wrong:
        raise Invalid(wrong)
    school = School(brin=brin, vestiging=vestiging, name=name.strip(), kind=kind)
    session.add(school)
    session.flush()
    return school


def school_of_code(session: Session, code: str) -> UUID:
    """The id of a school by its brincode and vestigingsnummer written together. NotFound when there is none."""
    same = select(School.id).where(School.brin == code[:4], School.vestiging == code[4:])
    found = session.exec(same).first()
    if found is None:
        raise NotFound
    return found


def schools(session: Session, limit: int = PLACES_MAX) -> Sequence[School]:
    """All schools, by name."""
    return session.exec(select(School).order_by(col(School.name)).limit(limit)).all()
