"""The report of an import, in Dutch: what came of each row. Names lines and columns, never a value."""

from sqlmodel import Session, col, select

from cases.clock import AMSTERDAM
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


def report_text(session: Session, row: Import, sentence: str = "") -> str:
    """What became of this import, line by line for what is in quarantine (at most `LINES_MAX` lines).

    `sentence` is put first: that the file had been read before.
    """
    lines = [f"Verslag van {row.filename}", *([sentence] if sentence else []), _state(row), *row.notes]
    if row.state != "geweigerd":
        lines += ["", *(f"{getattr(row, name):>7}  {label}" for label, name in COUNTS)]
    if row.quarantined:
        lines += ["", "In quarantaine:", *_quarantined(session, row)]
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


def _quarantined(session: Session, row: Import) -> list[str]:
    of_import = select(QuarantinedRow.line, QuarantinedRow.problems).where(QuarantinedRow.import_id == row.id)
    kept = session.exec(of_import.order_by(col(QuarantinedRow.line)).limit(LINES_MAX)).all()
    lines = [
        f"regel {line}, {problem['kolom']}: {problem['uitleg']}" for line, problems in kept for problem in problems
    ]
    if left := row.quarantined - len(kept):
        if len(kept) == LINES_MAX:
            lines.append(f"En nog {left} rijen; zie de quarantaine.")
        else:
            lines.append(f"En {left} rijen die al eerder in quarantaine zijn gekomen.")
    return lines
