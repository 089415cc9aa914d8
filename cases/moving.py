"""A melding in the wrong place: to the right zaak, perhaps of another jongere."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import dossier, walk
from cases.absence import report_facts
from cases.actions import check_version
from cases.dossier import Dossier
from cases.errors import Conflict, Invalid, NotFound, Problem
from cases.register_status import LIVE
from cases.rights import Actor, require, visible
from cases.rows import Row, table_of
from cases.tables import Case, Report
from states.processes import ROOT_OF_SOORT

_REPORTS = table_of(Report)


def move_report(
    session: Session, report_id: UUID, to: UUID, *, reason: str, actor: Actor, at: datetime,
    version: int | None = None, recorded_at: datetime | None = None,
) -> UUID:  # fmt: skip
    """Move a melding that still runs to another open root zaak, with its jongere; returns that zaak's id.

    Both zaken get an event that names the other, and the facts that follow from their meldingen. `version` is
    that of the zaak it leaves; one that has no melding left closes as its table says. Raises NotFound,
    NotAllowed, Stale, Conflict, or Invalid on `naar` or `reden`.
    """
    require(actor, "meldingen.registreren")
    report = session.execute(sa.select(_REPORTS).where(_REPORTS.c.id == report_id)).mappings().first()
    if report is None or report["case_id"] is None:
        raise NotFound
    if report["case_id"] == to:
        raise Invalid([Problem("naar", "De melding staat al bij deze zaak.")])
    here, there = _both(session, report["case_id"], to, actor, at, recorded_at or at)
    check_version(session, here.root, version, sees=actor.sees_wpg(here.today))
    _check(report, here, there, to, reason)
    _write(session, report, there)
    for d, kind, other in ((here, "melding_weg", there), (there, "melding", here)):
        _record(session, d, kind, report, other, actor=actor, reason=reason)
    walk.take_automatic(here, here.root, "melding_ingetrokken")
    if report["begindatum"] > _entered(there):
        walk.take_automatic(there, there.root, "melding_erbij")
    here.writes.flush(session)
    there.writes.flush(session)
    return to


def zaak_numbered(session: Session, actor: Actor, number: str) -> UUID:
    """The hoofdzaak with this zaaknummer. Invalid on `zaaknummer` when this actor has none."""
    c = table_of(Case).c
    query = sa.select(c.id).where(c.number == number.strip(), c.id == c.root_id, visible(actor, c.gemeente))
    found: UUID | None = session.execute(query).scalar()
    if found is None:
        raise Invalid([Problem("zaaknummer", "Er is geen hoofdzaak met dit nummer in uw gemeenten.")])
    return found


def _both(
    session: Session, here: UUID, there: UUID, actor: Actor, at: datetime, recorded_at: datetime
) -> tuple[Dossier, Dossier]:
    """Both dossiers under their locks, always in the same order, so that two moves never wait in a circle."""
    found = {
        case_id: dossier.load(session, case_id, actor=actor, at=at, recorded_at=recorded_at, terms=True)
        for case_id in sorted((here, there))
    }
    return found[here], found[there]


def _check(report: Any, here: Dossier, there: Dossier, to: UUID, reason: str) -> None:
    target = there.root
    if report["status"] not in LIVE:
        raise Conflict("Deze melding is afgesloten of ingetrokken en blijft waar zij is.")
    if not reason.strip():
        raise Invalid([Problem("reden", "Leg uit waarom de melding hier niet hoort.")])
    sentence = ""
    if target["id"] != to or target["closed_on"] is not None:
        sentence = "Kies een open hoofdzaak."
    elif target["gemeente"] != here.root["gemeente"]:
        sentence = "Deze zaak is van een andere gemeente; draag de zaak over."
    elif target["proces"] != ROOT_OF_SOORT[report["soort"]]:
        sentence = "Deze soort melding hoort niet bij dit soort zaak."
    if sentence:
        raise Invalid([Problem("naar", sentence)])


def _write(session: Session, report: Any, there: Dossier) -> None:
    status = "R" if there.root["state"] == "ontvangen" else "B"
    session.execute(
        sa.update(_REPORTS)
        .where(_REPORTS.c.id == report["id"])
        .values(case_id=there.root["id"], person_id=there.root["person_id"], joined=True, status=status)
    )


def _record(session: Session, d: Dossier, kind: str, report: Any, other: Dossier, *, actor: Actor, reason: str) -> None:
    rows = session.execute(sa.select(_REPORTS).where(_REPORTS.c.case_id == d.root["id"])).mappings()
    told = {
        "melding": str(report["id"]), "soort": report["soort"], "verplaatst": other.root["number"],
        "feiten": report_facts([dict(row) for row in rows], d.root, d.office.calendar),
    }  # fmt: skip
    d.record(walk.event(d, d.root, kind, actor=actor, answers=told, motivation=reason.strip()), d.root)
    walk.end_of_absence(d, d.root, {})


def _entered(d: Dossier) -> Any:
    running: list[Row] = [row for row in d.terms_of(d.root) if row["kind"] == "toestand"]
    return running[0]["started_on"] if running else d.today
