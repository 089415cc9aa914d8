"""The enrolment check: who is leer- or kwalificatieplichtig and nowhere enrolled becomes a signaal.

The lists are compared first (cases.enrolment_compare); then those who are nowhere are handled in batches, each one
transaction. Run again, also after it was cut off, nothing doubles: an open zaak is found and counted as such.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from cases.clock import dutch_date
from cases.enrolment_compare import Comparison
from cases.enrolment_rows import INSCHRIJVINGEN, PLICHTIGEN
from cases.enrolment_run import Run
from cases.errors import Invalid, Problem
from cases.meldingbestand import Bestand, Layout, Refused, inspect, read_rows
from cases.offices import all_offices
from cases.pgn import locker
from cases.rights import SYSTEM, Actor, in_reach, require
from cases.settings import Settings
from cases.store import reading
from cases.tables import EnrolmentCheck

BATCH = 500
MANY_SHARE, MANY = 0.05, 25
"""more missing than this share, and than this number, is more likely a list that is not whole"""


@dataclass(frozen=True, slots=True)
class Lists:
    """The two files and what they were called when they were delivered."""

    persons: Path
    enrolments: Path
    persons_name: str
    enrolments_name: str

    @classmethod
    def at(cls, persons: Path, enrolments: Path) -> "Lists":
        """Two files under their own names."""
        return cls(persons, enrolments, persons.name, enrolments.name)


def gemeente_of(persons: Path, settings: Settings | None = None) -> str:
    """The gemeente of a list of persons: that of its first row. Raises Invalid when it cannot be read."""
    try:
        bestand = _inspected(persons, PLICHTIGEN, settings or Settings())
    except Refused as refusal:
        raise Invalid([Problem("plichtigen", str(refusal))]) from None
    first = next(read_rows(bestand), None)
    code = first.cells.get("gemeentecode", "").strip() if first else ""
    if not code:
        raise Invalid([Problem("plichtigen", "De lijst noemt geen gemeentecode in de eerste rij.")])
    return code


def start_check(
    session: Session, lists: Lists, *, gemeente: str, actor: Actor, at: datetime, recorded_at: datetime | None = None
) -> EnrolmentCheck:
    """Write down that a check of this gemeente begins. Raises NotAllowed, or Invalid for a gemeente elsewhere."""
    require(actor, "inschrijvingen")
    if gemeente not in all_offices(session) or not in_reach(actor, gemeente):
        raise Invalid([Problem("plichtigen", "Deze lijst is niet van een gemeente waarvoor u werkt.")])
    check = EnrolmentCheck(
        gemeente=gemeente, persons_file=lists.persons_name, enrolments_file=lists.enrolments_name, officer_id=actor.id,
        created_at=at, started_at=recorded_at or at,
    )  # fmt: skip
    session.add(check)
    session.flush()
    return check


def run_check(
    engine: Engine, check_id: UUID, lists: Lists, *, actor: Actor = SYSTEM, at: datetime,
    recorded_at: datetime | None = None, sure: bool = False, settings: Settings | None = None,
) -> None:  # fmt: skip
    """Compare the lists and open a zaak in `signaal` for everybody who is nowhere.

    What the lists say is judged on the Dutch date of `at`; `recorded_at` is the real instant. When suspiciously
    many are missing nothing is opened, unless `sure`. How it went stands on the check.
    """
    settings = settings or Settings()
    with reading(engine) as session:
        gemeente = session.get_one(EnrolmentCheck, check_id).gemeente
        office = all_offices(session)[gemeente]
    found = Comparison(dutch_date(at), gemeente, office.calendar, locker(settings))
    run = Run(engine, check_id, office, found, actor, at, recorded_at or at)
    try:
        _compare(run, lists, sure, settings)
    except Refused as refusal:
        run.end("geweigerd", error=str(refusal))
    except Exception:
        run.end("gestopt", error="De controle is gestopt. Start haar opnieuw: wat al geopend is telt niet dubbel.")
        raise


def _compare(run: Run, lists: Lists, sure: bool, settings: Settings) -> None:
    enrolments = _inspected(lists.enrolments, INSCHRIJVINGEN, settings)
    persons, found = _inspected(lists.persons, PLICHTIGEN, settings), run.found
    found.read_enrolments(enrolments)
    found.read_persons(persons)
    _plausible(found, sure)
    run.progress({"missing": len(found.missing)} | {name: found.counts[name] for name in _COUNTED})
    missing = found.who_is_missing(persons)
    while batch := list(islice(missing, BATCH)):
        run.handle(batch)
    run.end("klaar", found_again=run.found_again(), notes=[*enrolments.notes, *persons.notes])


_COUNTED = ("lines", "obliged", "enrolled", "exempt", "uncertain", "not_obliged", "twice")


def _inspected(path: Path, layout: Layout, settings: Settings) -> Bestand:
    try:
        return inspect(path, max_mb=settings.upload_max_mb, max_rows=settings.upload_max_rows, layout=layout)
    except Refused as refusal:
        raise Refused(f"De lijst met {layout.rows}: {refusal}") from None


def _plausible(found: Comparison, sure: bool) -> None:
    """Raise Refused when the second list is empty, or when it cannot be whole."""
    if not found.enrolled and not found.exempt:
        raise Refused("De lijst met inschrijvingen heeft geen enkele inschrijving die nu geldt. Er is niets gedaan.")
    missing, obliged = len(found.missing), found.counts["obliged"]
    if not sure and missing > MANY and missing > obliged * MANY_SHARE:
        raise Refused(
            f"Van {obliged} plichtigen staan er {missing} nergens ingeschreven. Dat zijn er zoveel dat de lijst met "
            "inschrijvingen waarschijnlijk niet compleet is. Er is niets gedaan. Klopt het toch, bevestig dat dan."
        )
