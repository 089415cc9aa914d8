"""Enrolment checks that were made, what came of each in Dutch, and when the next is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from cases.clock import dutch_date
from cases.errors import NotFound
from cases.offices import all_offices
from cases.paging import FIRST, Page, Part
from cases.rights import Actor, in_reach, require, visible
from cases.tables import EnrolmentCheck
from states.facts import months_later
from states.working_days import in_words

SILENT_AFTER = timedelta(hours=1)
"""a check that is busy for longer has died"""
COUNTS = (
    ("regels in de lijst van plichtigen", "lines"),
    ("leer- of kwalificatieplichtig", "obliged"),
    ("ingeschreven", "enrolled"),
    ("vrijgesteld", "exempt"),
    ("zonder inschrijving of vrijstelling", "missing"),
    ("zaken geopend", "opened"),
    ("met een zaak die al open was", "already_open"),
    ("onzeker: in een onleesbare regel van de inschrijvingen", "uncertain"),
    ("niet (meer) plichtig", "not_obliged"),
    ("dubbele regels", "twice"),
    ("regels met een fout", "bad_lines"),
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a gemeente last checked, and when it should again."""

    gemeente: str
    name: str
    last_on: date | None
    next_on: date | None
    """None when the gemeente makes no checks (policy absoluut.controles_per_jaar = 0)"""
    per_year: int

    def sentence(self, today: date) -> str:
        """The same, for who reads it."""
        if self.last_on is None:
            last = "Er is nog geen controle gedaan."
        else:
            last = f"De laatste controle was op {in_words(self.last_on)}."
        if self.next_on is None:
            return f"{last} Volgens het beleid zijn er geen controles nodig."
        times = f"{self.per_year} keer per jaar"
        if self.next_on <= today:
            return f"{last} De volgende moet nu ({times})."
        return f"{last} De volgende moet uiterlijk op {in_words(self.next_on)} ({times})."


def checks(session: Session, actor: Actor, page: Page = FIRST) -> Part[EnrolmentCheck]:
    """Checks of the actor's gemeenten, newest first. Raises NotAllowed."""
    require(actor, "inschrijvingen.lezen")
    query = (
        select(EnrolmentCheck)
        .where(visible(actor, col(EnrolmentCheck.gemeente)))
        .order_by(col(EnrolmentCheck.created_at).desc(), col(EnrolmentCheck.id).desc())
    )
    rows: Sequence[EnrolmentCheck] = session.exec(query.limit(page.most).offset(page.offset)).all()
    return Part.of(rows, page)


def check(session: Session, actor: Actor, check_id: UUID) -> EnrolmentCheck:
    """One check as it now stands. Raises NotAllowed, or NotFound when it is not for this actor."""
    require(actor, "inschrijvingen.lezen")
    row = session.get(EnrolmentCheck, check_id)
    if row is None or not in_reach(actor, row.gemeente):
        raise NotFound
    return row


def rhythms(session: Session, actor: Actor, today: date) -> list[Rhythm]:
    """Per gemeente of the actor the last check that was finished and the day of the next. Raises NotAllowed."""
    require(actor, "inschrijvingen.lezen")
    query = (
        sa.select(col(EnrolmentCheck.gemeente), sa.func.max(col(EnrolmentCheck.created_at)))
        .where(visible(actor, col(EnrolmentCheck.gemeente)), col(EnrolmentCheck.state) == "klaar")
        .group_by(col(EnrolmentCheck.gemeente))
    )
    last = {code: dutch_date(at) for code, at in session.execute(query)}
    found = []
    for code, office in sorted(all_offices(session).items()):
        if in_reach(actor, code):
            per_year = office.policy(today).number("absoluut.controles_per_jaar")
            found.append(Rhythm(code, office.name, last.get(code), _next(last.get(code), per_year, today), per_year))
    return found


def _next(last_on: date | None, per_year: int, today: date) -> date | None:
    if per_year == 0:
        return None
    return today if last_on is None else months_later(last_on, max(12 // per_year, 1))


def standing(row: EnrolmentCheck, now: datetime) -> str:
    """How a check stands, in one sentence; `now` is real."""
    if row.error:
        return row.error
    if row.state == "klaar":
        return f"De controle van {in_words(dutch_date(row.created_at))} is klaar."
    if now - row.started_at > SILENT_AFTER:
        return "De controle is blijven steken. Start haar opnieuw: wat al geopend is telt niet dubbel."
    return f"De controle loopt: {row.done} van de {row.missing} gevonden jongeren zijn verwerkt."


def report_text(row: EnrolmentCheck, rhythm: Rhythm | None, now: datetime) -> str:
    """What came of a check, line by line. Names lines, columns and zaaknummers, never a person."""
    lines = [f"Verslag van de inschrijvingscontrole van gemeente {row.gemeente}", standing(row, now), *row.notes]
    if row.state != "geweigerd":
        lines += ["", *(f"{getattr(row, name):>7}  {label}" for label, name in COUNTS)]
    if row.found_again:
        lines += ["", "Nu wel ingeschreven of vrijgesteld, met een zaak die nog open is. Bekijk of die dicht kan:"]
        lines += row.found_again
    if row.problems:
        lines += ["", "Regels met een fout:"]
        lines += [
            f"{line['bestand']}, regel {line['regel']}, {line['kolom']}: {line['uitleg']}" for line in row.problems
        ]
    if rhythm is not None:
        lines += ["", rhythm.sentence(dutch_date(now))]
    return "\n".join(lines) + "\n"
