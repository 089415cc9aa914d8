"""The questions of the forms about people, and what was typed in them as the record takes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cases.choices import Asked
from cases.contact import ADDRESS, SOORTEN
from cases.relatives import Party
from cases.rows import Row
from states.fields import Field

_YES_NO = (("ja", "Ja"), ("nee", "Nee"))
_MASKED = "Het adres staat hier niet omdat het geheim is. Laat leeg om het te houden zoals het is."


def _ask(name: str, kind: str, label: str, help: str = "", *, required: bool = False, choices: Any = ()) -> Asked:
    return Asked(Field(name, kind, label, help), required, _YES_NO if kind == "yesno" else choices)


_NAME = (
    _ask("voornamen", "text", "Voornamen"), _ask("voorvoegsel", "text", "Voorvoegsel"),
    _ask("geslachtsnaam", "text", "Geslachtsnaam", required=True),
    _ask("geboortedatum", "date", "Geboortedatum"),
)  # fmt: skip
CONTACT = (
    _ask("straat", "text", "Straat"), _ask("huisnummer", "text", "Huisnummer met toevoeging"),
    _ask("postcode", "text", "Postcode"), _ask("plaats", "text", "Plaats"),
    _ask("geheim", "yesno", "Geheim adres", "Het adres staat dan niet op het scherm en niet in brieven aan anderen",
         required=True),
    _ask("taal", "text", "Taal", "Alleen als het geen Nederlands is"),
    _ask("tolk", "yesno", "Tolk nodig", required=True),
    _ask("telefoon", "text", "Telefoon"), _ask("email", "text", "E-mail"),
)  # fmt: skip
MENS = (*_NAME, *CONTACT, _ask("overleden", "yesno", "Overleden", required=True))
VERHOUDING = (
    _ask("soort", "choice", "Is", required=True, choices=[(soort, soort.capitalize()) for soort in SOORTEN]),
    _ask("gezag", "yesno", "Heeft het gezag", required=True),
    _ask("feitelijke_verzorger", "yesno", "Zorgt in feite voor de jongere", "De jongere woont bij deze persoon",
         required=True),
    _ask("vanaf", "date", "Vanaf", "Verandert een rol vanaf een latere dag, dan blijft staan wat daarvoor gold"),
    _ask("tot_en_met", "date", "Tot en met"),
)  # fmt: skip
SIBLING = (_ask("zaaknummer", "text", "Zaaknummer van een broer of zus", "Bijvoorbeeld 2026-000412", required=True),)
EINDE = (_ask("tot_en_met", "date", "Laatste dag", required=True),)


def first_values(party: Party, row: Row) -> dict[str, str]:
    """What the forms about this party start with."""
    role = {
        "soort": party.soort, "gezag": party.gezag, "feitelijke_verzorger": party.feitelijke_verzorger,
        "vanaf": party.valid_from, "tot_en_met": party.valid_until,
    }  # fmt: skip
    return {name: shown(value) for name, value in ({"geheim": False, "tolk": False} | row | role).items()}


def blank() -> dict[str, str]:
    """What the form about somebody new starts with."""
    return {"soort": "ouder", "gezag": "ja", "feitelijke_verzorger": "ja"} | dict.fromkeys(
        ("geheim", "tolk", "overleden"), "nee"
    )


def shown(value: Any) -> str:
    """A value as a form holds it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value.isoformat() if isinstance(value, date) else str(value or "")


def given(asked: Sequence[Asked], values: Mapping[str, Any], *, secret: bool = False) -> dict[str, Any]:
    """What was typed, without the address when it is secret and nothing was typed there: then it stays as it is."""
    found = {each.field.name: values.get(each.field.name, "") for each in asked}
    if secret and not any(found.get(name) for name in ADDRESS):
        found = {name: value for name, value in found.items() if name not in ADDRESS}
    return {name: value for name, value in found.items() if value != "" or name not in ("geheim", "tolk", "overleden")}


def with_secret(asked: Sequence[Asked], secret: bool) -> Sequence[Asked]:
    """The same questions; at the street of a secret address it says why it is empty."""
    if not secret:
        return asked
    return [_ask("straat", "text", "Straat", _MASKED) if each.field.name == "straat" else each for each in asked]


def nearby(people: Sequence[tuple[UUID, str]]) -> Asked:
    """The question who of the people around brothers and sisters it is."""
    return _ask("bekend", "choice", "Wie", required=True, choices=[(str(found), name) for found, name in people])
