"""Letters on their way out: what they may not say, their PDF, checking and sending."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import typst
from sqlmodel import Session

from cases.clock import dutch_date
from cases.errors import Conflict, Problem
from cases.letterdocuments import Made, keep
from cases.letterdrafts import Draft, draft
from cases.letters import CHECKED, SENT, mark
from cases.rights import Actor
from notifications.lettertexts import LETTERHEAD, Text, template_version, texts
from states.working_days import in_words

_FUNCTION: Mapping[str, str] = {
    "avg": "leerplichtambtenaar", "wpg": "leerplichtambtenaar en buitengewoon opsporingsambtenaar",
}  # fmt: skip


def pdf_of(now: Draft, text: Text, *, on: date, concept: bool = False) -> bytes:
    """This copy as a PDF/UA-1 with the letterhead of the gemeente, dated `on`; a concept says that it is one."""
    letter = {
        "onderwerp": text.subject, "aanhef": text.greeting, "datum": in_words(on), "concept": concept,
        "naam": text.to.name, "adres": list(text.to.lines), "kenmerk": now.row["case_number"], "wet": now.kind.law,
        "gemeente": now.row["gemeente_name"], "hoofd": dict(now.head or {}),
        "blokken": [{"soort": block.kind, "delen": list(block.parts)} for block in text.blocks],
        "afzender": now.row["officer_name"] or "", "functie": _FUNCTION[now.row["regime"]],
        "email": now.row["officer_email"] or "", "versie": f"{now.kind.code} {template_version(now.kind.code)}",
    }  # fmt: skip
    # The fonts inside the library itself: the same letter on every machine.
    made: bytes = typst.compile(
        str(LETTERHEAD), root=str(LETTERHEAD.parent), sys_inputs={"brief": json.dumps(letter)}, format="pdf",
        pdf_standards="ua-1", ignore_system_fonts=True,
    )  # fmt: skip
    return made


def faults(now: Draft, made: Sequence[Text]) -> dict[str, str]:
    """Why this letter cannot go: what it lacks, or what it may not say. Name of a field, and a Dutch sentence."""
    found = now.missing()
    for text in made:
        told = _squeezed(text.plain)
        if any(_squeezed(part) in told for part in now.secrets_for(text.to)):
            found["tekst"] = f"De brief aan {text.to.name} noemt een geheim adres van een ander. Haal het weg."
    return found


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def seen_of(now: Draft, made: Sequence[Text]) -> str:
    """A hash of all that is in this letter: who checks one says which."""
    told = [[text.to.key, list(text.to.lines), text.plain] for text in made]
    head = dict(now.head or {})
    everything = json.dumps([told, head, now.row["officer_name"], template_version(now.kind.code)], sort_keys=True)
    return hashlib.sha256(everything.encode()).hexdigest()


def check(session: Session, actor: Actor, letter_id: UUID, *, at: datetime, seen: str = "") -> None:
    """Record that this letter was read and is right. `seen` is what was looked at (`seen_of`).

    Conflict when it lacks something (with each field), or when it changed since it was looked at.
    """
    now = draft(session, actor, letter_id, today=dutch_date(at), right="brieven")
    made = texts(now)
    _refuse(faults(now, made))
    if seen and seen != seen_of(now, made):
        raise Conflict("De brief is veranderd sinds u hem bekeek. Lees hem opnieuw.")
    mark(session, now.row, CHECKED, actor=actor, at=at, seen=seen_of(now, made))


def send(session: Session, actor: Actor, letter_id: UUID, *, at: datetime) -> None:
    """Fix a checked letter for good: a PDF for each addressee, dated today, to be posted by the medewerker.

    Nothing leaves Leerrecht by itself. Conflict when it is not checked, was sent before, or is no longer what
    was checked.
    """
    today = dutch_date(at)
    now = draft(session, actor, letter_id, today=today, right="brieven")
    made = texts(now)
    mark(session, now.row, SENT, actor=actor, at=at, seen=seen_of(now, made))
    _refuse(faults(now, made))
    checked = [each for each in now.marks if each["kind"] == CHECKED]
    if not checked or checked[-1]["seen"] != seen_of(now, made):
        raise Conflict("De gegevens in deze brief zijn veranderd sinds de controle. Controleer hem opnieuw.")
    version = template_version(now.kind.code)
    copies = [Made(text.to, text.subject, text.plain, pdf_of(now, text, on=today), version) for text in made]
    keep(session, now.row, now.kind.law, copies, sent_on=today, at=at)


def _refuse(found: Mapping[str, str]) -> None:
    if found:
        problems = [Problem(name, sentence) for name, sentence in found.items()]
        raise Conflict("Deze brief kan nog niet weg. " + " ".join(found.values()), problems)
