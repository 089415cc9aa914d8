"""To whom a letter goes: both who have gezag, the jongere himself from 12 and only he from 18, or an organisation."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from cases.errors import Invalid, Problem
from cases.relatives import JONGERE, Party
from cases.rows import Row, new, table_of
from cases.tables import Contact
from states.letters import Letter

_CONTACTS = table_of(Contact)
ORGANISATIONS: Mapping[str, str] = {
    "halt": "Halt",
    "om": "Openbaar Ministerie",
    "rvdk": "Raad voor de Kinderbescherming",
    "tafel": "Secretariaat van de Beschermingstafel",
    "veilig_thuis": "Veilig Thuis",
    "jeugdarts": "Jeugdarts van de GGD",
    "samenwerkingsverband": "Samenwerkingsverband",
    "wijkteam": "Wijkteam",
}
ADDRESS_LINES, LINE_MAX, ORGANISATIONS_MAX = 5, 100, 10
_OF_THE_FAMILY = frozenset({"ouder", "ouders", "jongere", "leerling"})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets one copy of a letter, and where."""

    key: str
    """id of the person, or the name of the organisation"""
    soort: str
    """ouder, jongere or organisatie"""
    name: str
    lines: tuple[str, ...] = ()
    """the address as on an envelope; empty when it is not known"""
    copy: bool = False
    """informed of a letter that is meant for somebody else: the ouders of a minor verdachte"""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody a letter may concern, on a day."""

    people: Sequence[Party]
    """the jongere first"""
    age: int
    suspect: str = ""
    """id of the verdachte of this zaak"""
    school: str = ""

    @property
    def jongere(self) -> Party:
        """The jongere himself."""
        return next(person for person in self.people if person.soort == JONGERE)

    def parents(self) -> list[Party]:
        """Who has gezag and can be written to; nobody from 18 (Leerplichtwet 1b)."""
        return [person for person in self.people if person.soort != JONGERE and not self.refusal(person)]

    def refusal(self, person: Party) -> str:
        """Why this person may not be written to about the jongere: a Dutch sentence, or nothing."""
        name = self.jongere.name
        if person.soort == JONGERE:
            return "" if self.age >= 12 else f"{name} is nog geen 12: de brief gaat naar de ouders."
        if person.overleden:
            return f"{person.name} is overleden en krijgt geen brief."
        if self.age >= 18:
            return f"{name} is 18 of ouder: de brief gaat alleen naar {name} zelf."
        if not person.gezag:
            return f"{person.name} heeft geen gezag over {name}: deze brief mag niet naar {person.name}."
        return ""


def addressees(letter: Letter, facts: Mapping[str, Any], circle: Circle, chosen: Collection[str]) -> list[Addressee]:
    """Who gets a copy, each once; `chosen` keeps only these keys. Organisations are without address here."""
    found: dict[str, Addressee] = {}
    for party in parties(letter, facts):
        for each in _of_party(party, facts, circle):
            found.setdefault(each.key, each)
    return [each for each in found.values() if not chosen or each.key in chosen]


def check_choice(circle: Circle, possible: Sequence[Addressee], chosen: Sequence[str]) -> None:
    """Raise Invalid on `aan` with a sentence for each choice that may not get this letter."""
    keys = {each.key for each in possible}
    people = {str(person.id): person for person in circle.people}
    wrong = []
    for key in chosen:
        if key in keys:
            continue
        person = people.get(key)
        sentence = circle.refusal(person) if person else ""
        wrong.append(Problem("aan", sentence or "Deze ontvanger hoort niet bij deze brief."))
    if wrong:
        raise Invalid(wrong)


def parties(letter: Letter, facts: Mapping[str, Any]) -> list[str]:
    """For which parties this letter is, after what the step itself says of that."""
    if letter.code == "L07":  # asked of whom the step names
        return [str(facts.get("partij") or "school")]
    found = list(letter.to)
    if "genodigden" in facts and letter.code in ("L03", "L04") and "jongere" not in facts["genodigden"]:
        found.remove(JONGERE)
    if facts.get("geadresseerden") and letter.code == "L06":
        found = [party for party in found if party in facts["geadresseerden"]]
    if facts.get("onveilig") and letter.code == "L13":  # then the ouders hear of it at the table itself
        found.remove("ouders")
    if letter.code == "L17" and facts.get("kopie_rvdk"):
        found.append("rvdk")
    return found


def _of_party(party: str, facts: Mapping[str, Any], circle: Circle) -> Iterable[Addressee]:
    if party == "ouders":
        return [_person(each, "ouder") for each in circle.parents()]
    if party == JONGERE:
        return [] if circle.refusal(circle.jongere) else [_person(circle.jongere, JONGERE)]
    if party == "verdachte":
        return _suspect(circle)
    names = {
        "school": [circle.school],
        "hulpverlener": facts.get("deelnemers") or facts.get("aanbieder") or "",
        "partners": facts.get("partners") or facts.get("aan") or "",
        "ontvanger": [facts.get("ontvanger") or ""],
    }.get(party, [ORGANISATIONS.get(party, party)])
    return [_organisation(name) for name in _split(names)]


def _suspect(circle: Circle) -> Iterable[Addressee]:
    """The verdachte, with or without gezag; of a minor jongere also his ouders, with a copy."""
    person = next((each for each in circle.people if str(each.id) == circle.suspect), None)
    if person is None or person.overleden:
        return []
    own = _person(person, JONGERE if person.soort == JONGERE else "ouder")
    parents = circle.parents() if person.soort == JONGERE else []
    return [own, *(_person(each, "ouder", copy=True) for each in parents)]


def _person(person: Party, soort: str, *, copy: bool = False) -> Addressee:
    return Addressee(str(person.id), soort, person.name, person.lines, copy)


def _organisation(name: str) -> Addressee:
    return Addressee(name, "organisatie", name)


def _split(names: Any) -> list[str]:
    parts = names if isinstance(names, list | tuple) else str(names).split(",")
    named = [ORGANISATIONS.get(str(part).strip(), str(part).strip()) for part in parts]
    return [name for name in named if name and name.casefold() not in _OF_THE_FAMILY][:ORGANISATIONS_MAX]


def with_addresses(session: Session, gemeente: str, found: Sequence[Addressee]) -> list[Addressee]:
    """The same, organisations with the address that this gemeente knows. One statement."""
    wanted = {each.key.casefold() for each in found if each.soort == "organisatie"}
    if not wanted:
        return list(found)
    query = sa.select(_CONTACTS.c.key, _CONTACTS.c.lines).where(
        _CONTACTS.c.gemeente == gemeente, _CONTACTS.c.key.in_(wanted)
    )
    known = {row.key: tuple(row.lines) for row in session.execute(query)}
    return [
        Addressee(each.key, each.soort, each.name, known.get(each.key.casefold(), ()), each.copy)
        if each.soort == "organisatie"
        else each
        for each in found
    ]


def remember(session: Session, gemeente: str, name: str, address: str) -> None:
    """Keep the address of an organisation for this and every later letter of the gemeente.

    `address` has one line per line. Invalid on `adres` when it has no line, or too many or too long ones.
    """
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if not lines or len(lines) > ADDRESS_LINES or any(len(line) > LINE_MAX for line in lines):
        text = f"Een adres heeft 1 tot en met {ADDRESS_LINES} regels van hooguit {LINE_MAX} tekens."
        raise Invalid([Problem("adres", text)])
    key = name.casefold()
    own = sa.and_(_CONTACTS.c.gemeente == gemeente, _CONTACTS.c.key == key)
    changed = session.connection().execute(sa.update(_CONTACTS).where(own).values(name=name, lines=lines))
    if changed.rowcount == 0:
        row: Row = new(Contact, gemeente=gemeente, key=key, name=name, lines=lines)
        session.execute(sa.insert(_CONTACTS), [row])
