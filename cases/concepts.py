"""The letters that a step asks for, as concepts: which, and to whom."""

from cases.dossier import Dossier
from cases.rows import Row, new
from cases.tables import Letter
from states.decision import Decision
from states.letters import LETTERS


def write(d: Dossier, case: Row, happened: Row, decision: Decision) -> None:
    """The letters that this step asks for, as concepts; none after a death."""
    if decision.answers.get("einde_reden") == "overleden":
        return
    for code in decision.letters:
        d.writes.letters.append(new(
            Letter, case_id=case["id"], root_id=case["root_id"], gemeente=case["gemeente"], event_id=happened["id"],
            code=code, recipients=recipients(d, case, code), created_at=d.at, regime=happened["regime"],
        ))  # fmt: skip


def recipients(d: Dossier, case: Row, code: str) -> list[dict[str, str]]:
    """To whom: a jongere himself from 12, and only he from 18 (Leerplichtwet 1b, 2)."""
    age = d.facts(case).age
    found = []
    for party in LETTERS[code].to:
        if party == "jongere" and age >= 12:
            found.append({"soort": party, "persoon": str(case["person_id"])})
        elif party == "school":
            found.append({"soort": party, "school": str(case["school_id"])})
        elif party not in ("jongere", "ouders") or (party == "ouders" and age < 18):
            found.append({"soort": party})
    return found
