"""One zaak held against its own history: events, terms with their ledger, and the meldingen it counts.

Pure: works on rows that `cases.verify` has read, and touches no database.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.deadlines import due_of, ladder_of
from cases.entries import ledger
from cases.offices import Office
from cases.reversal import closed_after, facts_of
from cases.rows import WPG, Row
from states.processes import PROCESSEN
from states.replay import MOVES
from states.route import Proces
from states.versions import Tables, known

_UNTOLD = "in dit Wpg-onderdeel klopt iets niet."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: its kind, the zaaknummer, and a Dutch sentence."""

    kind: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some zaken with all that belongs to them."""

    cases: Sequence[Row]
    events: Mapping[UUID, Sequence[Row]]
    """by zaak, in order of their number"""
    deadlines: Mapping[UUID, Sequence[Row]]
    clock: Mapping[UUID, Sequence[Row]]
    """by term"""
    reached: Mapping[tuple[UUID, int], frozenset[str]]
    """names of the rungs reached, by term and round"""
    live: Mapping[UUID, int]
    """meldingen that still run, by root zaak"""


def of_zaak(case: Row, batch: Batch, office: Office, other_versions: Counter[str]) -> Iterator[Finding]:
    """Everything that does not hold about this zaak. Counts in `other_versions` what no known version decided."""
    proces = PROCESSEN.get(case["proces"])
    state = proces.by_name.get(case["state"]) if proces else None
    if proces is None or state is None:
        yield _wrong(case, "onbekende_toestand", f"{case['proces']} kent de toestand {case['state']} niet.")
        return
    events = batch.events.get(case["id"], ())
    yield from _numbers(case, events)
    yield from _steps(case, events, proces, other_versions)
    yield from _replay(case, events, proces)
    if case["id"] == case["root_id"] and case["facts"].get("meldingen", 0) != batch.live.get(case["id"], 0):
        counted = case["facts"].get("meldingen", 0)
        yield _wrong(
            case, "meldingen", f"telt {counted} lopende meldingen, het zijn er {batch.live.get(case['id'], 0)}."
        )
    terms = batch.deadlines.get(case["id"], ())
    yield from _running(case, terms, proces)
    for row in terms:
        yield from _term(case, row, batch, office)


def _wrong(case: Row, kind: str, text: str) -> Finding:
    # Who runs this may not know what a Wpg part is about: its number tells where to look.
    return Finding(kind, case["number"], _UNTOLD if case["regime"] == WPG else text)


def _name(term: Row) -> str:
    return "van een Wpg-onderdeel" if term["regime"] == WPG else str(term["name"])


def _numbers(case: Row, events: Sequence[Row]) -> Iterator[Finding]:
    found = [event["seq"] for event in events]
    if found != list(range(1, len(found) + 1)):
        yield _wrong(case, "volgnummers", "de nummers van de gebeurtenissen sluiten niet aan.")
    if case["version"] != (found[-1] if found else 0):
        yield _wrong(
            case, "versie", f"staat op versie {case['version']}, de laatste gebeurtenis is {found[-1] if found else 0}."
        )


def _steps(case: Row, events: Sequence[Row], proces: Proces, other_versions: Counter[str]) -> Iterator[Finding]:
    """Each event leaves from where the one before it led, and leads where the table says."""
    at = ""
    for event in events:
        if event["from_state"] != at:
            yield _wrong(case, "keten", f"gebeurtenis {event['seq']} begint niet waar de vorige eindigde.")
        at = event["to_state"]
        tables = known(proces.name, event["definition"])
        if tables is None:
            other_versions[proces.name] += 1
        elif event["to_state"] != _expected(event, tables):
            yield _wrong(case, "stap", f"gebeurtenis {event['seq']} volgt niet uit de tabel van {proces.name}.")


def _expected(event: Row, tables: Tables) -> str | None:
    """The state in which the tables it names let this event end; None when they know no such step."""
    if event["kind"] == "opening":
        return event["to_state"] if event["to_state"] in tables.starts else None
    if event["kind"] in MOVES:
        return str(event["to_state"])
    if event["kind"] != "stap":
        return str(event["from_state"])
    return tables.rows.get((event["from_state"], event["step"]))


def _replay(case: Row, events: Sequence[Row], proces: Proces) -> Iterator[Finding]:
    """State, facts and closing day as the events make them."""
    state = events[-1]["to_state"] if events else ""
    facts, closed_on = facts_of(events, proces), closed_after(events, proces)
    if state != case["state"]:
        yield _wrong(
            case, "toestand", f"staat op {case['state']}, maar de gebeurtenissen leiden naar {state or 'niets'}."
        )
    if facts != case["facts"]:
        names = sorted(
            name for name in facts.keys() | case["facts"].keys() if facts.get(name) != case["facts"].get(name)
        )
        yield _wrong(
            case, "feiten", f"andere feiten dan uit de gebeurtenissen volgen: {', '.join(names) or 'geen waarde'}."
        )
    if closed_on != case["closed_on"]:
        yield _wrong(case, "einde", "de dag van afsluiten volgt niet uit de gebeurtenissen.")


def _running(case: Row, terms: Sequence[Row], proces: Proces) -> Iterator[Finding]:
    """An open zaak has one running term, of its state; a container and a closed zaak have none."""
    running = [row for row in terms if row["ended_on"] is None]
    names = [row["name"] for row in running if row["kind"] == "toestand"]
    state = proces.by_name[case["state"]]
    owed = [] if case["closed_on"] is not None or state.term is None else [state.name]
    if names != owed:
        yield _wrong(
            case,
            "termijn",
            f"hoort {len(owed)} lopende termijn van zijn toestand te hebben, het zijn er {len(names)} of een andere.",
        )
    if case["closed_on"] is not None and len(running) > len(names):
        yield _wrong(case, "termijn", "is gesloten, maar er loopt nog een termijn naast de zaak.")


def _term(case: Row, row: Row, batch: Batch, office: Office) -> Iterator[Finding]:
    """Due date and next rung, worked out again from ledger, calendar and policy."""
    try:
        day = due_of(row, ledger(list(batch.clock.get(row["id"], ()))), office).on
        # The state of a term that has ended may be one that a later version let go of.
        ladder = ladder_of(row, office) if row["ended_on"] is None else ()
    except (KeyError, StopIteration, ValueError):
        yield _wrong(case, "onleesbare_termijn", f"de termijn {_name(row)} past niet meer bij de tabellen.")
        return
    if day != row["due_on"]:
        yield _wrong(
            case, "einddatum", f"termijn {_name(row)} eindigt op {row['due_on']}, volgens het verloop op {day}."
        )
        return
    if row["ended_on"] is not None:
        if row["next_on"] is not None:
            yield _wrong(
                case, "volgende_trede", f"termijn {_name(row)} is afgelopen, maar er staat nog een trede klaar."
            )
        return
    reached = batch.reached.get((row["id"], row["round"]), frozenset())
    ahead = next((rung for rung in ladder if rung.name not in reached), None)
    owed = (ahead.name, ahead.on) if ahead else ("", None)
    if (row["next_rung"], row["next_on"]) != owed:
        yield _wrong(
            case,
            "volgende_trede",
            f"termijn {_name(row)}: de volgende trede klopt niet met de treden die zijn bereikt.",
        )
    if row["set_aside"]:
        yield _wrong(case, "opzij", f"termijn {_name(row)} is opzij gezet en wordt niet meer bewaakt.")
