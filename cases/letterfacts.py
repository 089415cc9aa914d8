"""What a letter can tell: the answers of its step, the meldingen, the school and the medewerker."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.lists import full_name
from cases.rows import WPG, Row, table_of
from cases.tables import Deadline, Event, Person, Report
from cases.titles import words
from cases.wpg import contents, merge
from states.corrections import standing
from states.letters import Letter, fact, known
from states.working_days import in_words

_EVENTS, _REPORTS = table_of(Event), table_of(Report)
_DEADLINES, _PERSONS = table_of(Deadline), table_of(Person)
EVENTS_MAX, REPORTS_MAX = 500, 20
_SOORT: Mapping[str, str] = {
    "V3": "verzuim van 16 uur of meer in 4 weken",
    "V4": "verzuim",
    "LRV": "langdurig verzuim",
    "O": "verzuim",
    "RMC": "verzuim",
    "L": "luxeverzuim (vakantie of ander verlof zonder toestemming)",
}
_TALKED = ("besproken", "verslag", "besluit", "plan", "aanleiding", "afspraken_school")
_EXPECTED_OF_LUXE = "Vraag voortaan vooraf verlof aan bij de school. Zonder toestemming is elke schooldag verplicht."


def gather(session: Session, row: Row, letter: Letter) -> dict[str, Any]:
    """Every fact of this letter (a row of `cases.letters.read`) by name, as far as the dossier knows it.

    Dates are dates, times and choices text. Four statements at most. Who may read wpg content is for the caller.
    """
    events = _events(session, row)
    own = dict(events[-1]["answers"]) if events and events[-1]["kind"] != "opening" else {}
    merged: dict[str, Any] = {}
    for each in events:
        merged |= _answers(each)
    reports = _reports(session, row["root_id"])
    found = {name: value_of(name, value) for name, value in merged.items()}
    found |= _of_reports(reports, row["proces"])
    found |= {name: value_of(name, own[name]) for name in ("periode", "uren", "te_laat") if own.get(name) is not None}
    # Agreements and what was said are those of this step, never of an earlier one.
    for name in ("afspraken", "controledatum"):
        found[name] = value_of(name, own.get(name))
    found["stap"] = events[-1]["step"] if events else ""
    found["besproken"] = next((str(own[name]) for name in _TALKED if own.get(name)), "")
    return _filled(session, row, letter, found, own)


def _events(session: Session, row: Row) -> list[Row]:
    query = sa.select(_EVENTS).where(_EVENTS.c.case_id == row["case_id"])
    query = contents(query) if row["regime"] == WPG else query
    rows = session.execute(query.order_by(_EVENTS.c.seq).limit(EVENTS_MAX)).mappings()
    found = [merge(dict(each)) if row["regime"] == WPG else dict(each) for each in rows]
    # A correction of later sets right what this letter tells.
    return [dict(each) for each in standing(found) if each["seq"] <= row["event_seq"]]


def _answers(event: Row) -> Mapping[str, Any]:
    answers: Mapping[str, Any] = event["answers"]
    return answers.get("antwoorden", {}) if event["kind"] == "opening" else answers


def value_of(name: str, value: Any) -> Any:
    """A stored answer as a letter uses it: a date as date, a time as text, an afspraak with its date."""
    spec = fact(name) if known(name) else None
    if name == "afspraken":
        rows = value if isinstance(value, list) else []
        return [{**each, "uiterlijk": date.fromisoformat(str(each["uiterlijk"]))} for each in rows]
    if spec is None or not isinstance(value, str) or not value:
        return value
    if spec.type == "date":
        return date.fromisoformat(value)
    return f"{time.fromisoformat(value):%H:%M}" if spec.type == "time" else value


def _reports(session: Session, root_id: object) -> list[Row]:
    query = sa.select(_REPORTS).where(_REPORTS.c.case_id == root_id, _REPORTS.c.status != "I")
    return [dict(row) for row in session.execute(query.order_by(_REPORTS.c.begindatum).limit(REPORTS_MAX)).mappings()]


def _of_reports(reports: Sequence[Row], proces: str) -> dict[str, Any]:
    told = [
        {
            "soort": _SOORT.get(row["soort"], "verzuim"),
            "begin": row["begindatum"],
            "eind": row["einddatum"],
            "uren": sum(hours for _day, hours in row["specificatie"]),
            "te_laat": row["te_laat"] or 0,
            "dagen": [(date.fromisoformat(str(day)), hours) for day, hours in row["specificatie"]],
        }
        for row in reports
    ]
    found: dict[str, Any] = {"meldingen": told, "absoluut": proces == "absoluut_verzuim"}
    if told:
        first, ends = told[0]["begin"], [each["eind"] for each in told]
        until = "" if None in ends else f" tot en met {in_words(max(ends))}"
        found["periode"] = f"{in_words(first)}{until}" if until else f"vanaf {in_words(first)}"
        found["uren"] = round(sum(each["uren"] for each in told))
        found["te_laat"] = sum(each["te_laat"] for each in told)
    return found


def _filled(
    session: Session, row: Row, letter: Letter, found: dict[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    """What follows from other facts, for the letters that need it."""
    if "reactie_voor" in letter.needs and not own.get("reactie_voor"):
        found["reactie_voor"] = _due_on(session, row)
    if "kinderen" in letter.needs:
        found["kinderen"] = _names(session, row["gemeente"], own.get("kinderen"))
    if "reactie_ouders" in letter.needs:
        reaction = str(own.get("reactie_ouders") or "")
        found |= {"reactie_ouders": _REACTIONS.get(reaction, reaction), "onveilig": reaction == "bespreken_onveilig"}
    for name in letter.needs:
        if name in _DERIVED:
            found[name] = _DERIVED[name](found, own) or found.get(name) or ""
    if "uitkomst" in letter.needs:
        found["uitkomst"] = words(row["uitkomst"]).lower() if row["uitkomst"] else ""
    if "boa_nummer" in letter.needs:
        found.setdefault("boa_nummer", row["akte_number"] or "")
    if "ontvanger" in letter.needs and found.get("naar") == "doorstroompunt":
        found.setdefault("ontvanger", "Doorstroompunt")
    if letter.code == "L06" and found["stap"] == "waarschuw_luxe":
        found |= {"overtreding": f"luxeverzuim van {_days(own.get('dagen'))}", "verwachting": _EXPECTED_OF_LUXE}
    return found


def _due_on(session: Session, row: Row) -> date | None:
    """The day on which the term ends that began with the step of this letter."""
    query = sa.select(_DEADLINES.c.due_on).where(
        _DEADLINES.c.case_id == row["case_id"], _DEADLINES.c.kind == "toestand",
        _DEADLINES.c.started_seq == row["event_seq"],
    )  # fmt: skip
    found: date | None = session.execute(query.limit(1)).scalar()
    return found


def _names(session: Session, gemeente: str, ids: Any) -> str:
    if not isinstance(ids, list):
        return str(ids or "")
    query = sa.select(_PERSONS.c.voornamen, _PERSONS.c.voorvoegsel, _PERSONS.c.geslachtsnaam).where(
        _PERSONS.c.gemeente == gemeente, _PERSONS.c.id.in_([UUID(str(each)) for each in ids])
    )
    return ", ".join(full_name(*row) for row in session.execute(query.limit(REPORTS_MAX)))


def _consent(_found: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    return "toestemming van de ouders of de jongere zelf" if own.get("toestemming") is True else ""


def _agreed(found: Mapping[str, Any], _own: Mapping[str, Any]) -> str:
    who = [name for name in ("jongere", "ouders") if found.get(f"ingestemd_{name}") is True]
    return "de " + " en de ".join(who) if who else ""


def _result(found: Mapping[str, Any], _own: Mapping[str, Any]) -> str:
    return {"halt_geslaagd": "geslaagd", "halt_negatief": "negatief"}.get(found["stap"], "")


def _heard(found: Mapping[str, Any], _own: Mapping[str, Any]) -> str:
    day = found.get("gehoord_op")
    if isinstance(day, date):
        said = found.get("verklaring")
        return f"De verdachte is gehoord op {in_words(day)}." + (f" Verklaring: {said}" if said else "")
    return f"De verdachte is opgeroepen en niet verschenen: {text}" if (text := found.get("bewijs_oproep")) else ""


def _settled(_found: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    parts = [words(str(own[name])).lower() for name in ("sepot_soort", "uitspraak", "sanctie") if own.get(name)]
    if own.get("bedrag"):
        parts.append(f"{own['bedrag']} euro")
    if own.get("uren"):
        parts.append(f"{own['uren']} uur")
    return ", ".join(parts)


_REACTIONS: Mapping[str, str] = {
    "eens": "De ouders zijn het eens met dit verzoek.",
    "deels_eens": "De ouders zijn het voor een deel eens met dit verzoek.",
    "oneens": "De ouders zijn het niet eens met dit verzoek.",
    "geen_reactie": "De ouders hebben niet gereageerd.",
    "uitgenodigd_niet_verschenen": "De ouders zijn uitgenodigd om erover te praten en kwamen niet.",
    "bespreken_onveilig": "Het verzoek is niet met de ouders besproken, want dat is niet veilig.",
}
_DERIVED: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str]] = {
    "grondslag": _consent,
    "instemming": _agreed,
    "afloop": _result,
    "horen": _heard,
    "afdoening": _settled,
}


def _days(number: Any) -> str:
    return "een dag" if number in (None, 1) else f"{number} dagen"


def missing(letter: Letter, facts: Mapping[str, Any]) -> list[str]:
    """The names of the facts that this letter needs and nobody has given yet."""
    return [name for name in letter.needs if facts.get(name) in (None, "", [])]


def label(name: str) -> str:
    """How a fact is called in a Dutch sentence."""
    text = fact(name).label
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
