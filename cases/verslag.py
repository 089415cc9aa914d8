"""The report of an import, in Dutch: what came of each row. Names lines and columns, never a value."""

from sqlmodel import Session, col, select

from cases.clock import AMSTERDAM
from cases.quarantine import GIVEN_UP, within
from cases.rights import Actor
from cases.tables import Import, QuarantinedRow

LINES_MAX = 1_000
COUNTS = (
    ("rijen gelezen", "rows"),
    ("zaken geopend", "opened"),
    ("bij een lopende zaak gevoegd", "joined"),
    ("gewijzigd", "changed"),
    ("ingetrokken", "withdrawn"),
    ("ongewijzigd", "unchanged"),
    ("in quarantaine", "quarantined"),
)


def report_text(session: Session, row: Import, actor: Actor, sentence: str = "") -> str:
    """What became of this import, line by line for what is in quarantine (at most `LINES_MAX` lines).

    Lines of gemeenten that are not this actor's are counted only. `sentence` is put first: that the file had
    been read before.
    """
    lines = [f"Verslag van {row.filename}", *([sentence] if sentence else []), _state(row), *row.notes]
    if row.state != "geweigerd":
        lines += ["", *(f"{getattr(row, name):>7}  {label}" for label, name in COUNTS)]
    if row.quarantined:
        lines += ["", "In quarantaine:", *_quarantined(session, row, actor)]
    return "\n".join(lines) + "\n"


def _state(row: Import) -> str:
    if row.state == "wacht":
        return "Het bestand wacht tot het gelezen wordt."
    if row.state == "bezig":
        return "Het bestand wordt gelezen."
    when = (row.finished_at or row.created_at).astimezone(AMSTERDAM)
    moment = f"{when.day}-{when.month}-{when.year} om {when:%H:%M} uur"
    if row.state == "geweigerd":
        return f"Het bestand is geweigerd op {moment}. {row.error}"
    return f"Het bestand is ingelezen op {moment}."


def _quarantined(session: Session, row: Import, actor: Actor) -> list[str]:
    of_import = select(QuarantinedRow.line, QuarantinedRow.problems).where(QuarantinedRow.import_id == row.id)
    kept = session.exec(of_import.where(within(actor)).order_by(col(QuarantinedRow.line)).limit(LINES_MAX)).all()
    lines = [_line(line, problem) for line, problems in kept for problem in problems]
    if left := row.quarantined - len(kept):
        if len(kept) == LINES_MAX:
            lines.append(f"En nog {left} rijen; zie de quarantaine.")
        else:
            elsewhere = "" if actor.role == "systeem" else ", of niet voor uw gemeenten zijn"
            lines.append(f"En {left} rijen die al eerder in quarantaine zijn gekomen{elsewhere}.")
    return lines


def _line(number: int, problem: dict[str, str]) -> str:
    # Why a row was given up is free text of a person: it stays with the row.
    if problem["kolom"] == GIVEN_UP:
        return f"regel {number}: vervallen."
    return f"regel {number}, {problem['kolom']}: {problem['uitleg']}"
