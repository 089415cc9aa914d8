"""What letters say: a Jinja2 template for each, made into text."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Undefined

from cases.addressees import Addressee
from cases.letterdrafts import Draft
from cases.relatives import JONGERE
from notifications.blocks import Block, blocks, guarded
from states.letters import fact, known
from states.working_days import in_words

HERE = Path(__file__).parent
TEMPLATES, LETTERHEAD = HERE / "templates" / "brieven", HERE / "letterhead.typ"
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

_SPOKEN: Mapping[str, Mapping[str, str]] = {
    "u": {
        "u": "u", "U": "U", "uw": "uw", "Uw": "Uw", "heeft": "heeft", "bent": "bent", "kunt": "kunt", "wilt": "wilt",
        "kunt_u": "kunt u", "bent_u": "bent u", "heeft_u": "heeft u", "wilt_u": "wilt u", "vindt_u": "vindt u",
    },
    "je": {
        "u": "je", "U": "Je", "uw": "jouw", "Uw": "Jouw", "heeft": "hebt", "bent": "bent", "kunt": "kunt",
        "wilt": "wilt", "kunt_u": "kun je", "bent_u": "ben je", "heeft_u": "heb je", "wilt_u": "wil je",
        "vindt_u": "vind je",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One copy of a letter as text."""

    to: Addressee
    subject: str
    greeting: str
    blocks: Sequence[Block]

    @property
    def plain(self) -> str:
        """All of it, to be read as it stands."""
        return "\n\n".join([self.subject, self.greeting, *(block.plain for block in self.blocks)])


class _Gap(Undefined):
    """A fact that nobody has given yet: the preview shows where it is missing."""

    def __str__(self) -> str:
        name = self._undefined_name or ""
        return f"[{fact(name).label if known(name) else name}: nog in te vullen]"


def _day(value: Any, weekday: bool = False) -> str:
    if not isinstance(value, date):
        return str(value)
    return f"{WEEKDAYS[value.weekday()]} {in_words(value)}" if weekday else in_words(value)


def _environment() -> Environment:
    # Plain text: nothing here is ever HTML. What people typed cannot become a heading or a list (`guarded`).
    found = Environment(  # nosec B701
        loader=FileSystemLoader(TEMPLATES), undefined=_Gap, autoescape=False, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, finalize=guarded,
    )  # fmt: skip
    found.filters |= {
        "dag": _day,
        "weekdag": lambda value: _day(value, weekday=True),
        "regel": lambda value: " ".join(str(value).split()),
        "getal": lambda value: f"{value:g}".replace(".", ",") if isinstance(value, int | float) else str(value),
        "woorden": lambda value: str(value).replace("_", " "),
    }
    return found


_templates = _environment()


@lru_cache(maxsize=64)
def template_version(code: str) -> str:
    """The version of a template: the start of the hash of its text and of all that it may include."""
    parts = sorted(path for path in TEMPLATES.glob("*.txt") if path.stem == code or not path.stem.startswith("L"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*parts, LETTERHEAD))).hexdigest()[:12]


def text_of(now: Draft, to: Addressee) -> Text:
    """What this copy says. A fact that is missing is shown between brackets."""
    module = _templates.get_template(f"{now.kind.code}.txt").make_module(_context(now, to))
    return Text(to, " ".join(str(module.onderwerp).split()), _greeting(now, to), blocks(str(module)))  # type: ignore[attr-defined]  # set by the template


def _context(now: Draft, to: Addressee) -> dict[str, Any]:
    facts = {name: value for name, value in now.facts.items() if value not in (None, "", [])}
    je, child = to.soort == JONGERE, now.circle.jongere
    first = (now.row["voornamen"] or child.name).split()[0]
    family = [
        {"naam": each.name, "soort": each.soort, "gezag": each.gezag, "adres": ", ".join(each.shown), "taal": each.taal}
        for each in now.circle.people
        if not each.overleden
    ]
    return facts | {
        **_SPOKEN["je" if je else "u"], "je": je, "kopie": to.copy, "soort": to.soort,
        "voornaam": first, "jongere": child.name, "geboren": now.row["geboortedatum"], "leeftijd": now.circle.age,
        "verzuim_van": "jouw verzuim" if je else f"het verzuim van {first}", "gezin": family,
        "school": now.circle.school or "de school", "gemeente": now.row["gemeente_name"], "wet": now.kind.law,
        "zaak": now.row["case_number"], "behandelaar": now.row["officer_name"] or "de leerplichtambtenaar",
        "brief": now.head or {}, "naam_verdachte": _suspect(now),
        "verdachte_is_jongere": now.circle.suspect == str(child.id),
        "minderjarig": now.circle.age < 18, "wpg": now.row["regime"] == "wpg",
        "gaat_naar": [copy.name for copy in now.copies],
    }  # fmt: skip


def _suspect(now: Draft) -> str:
    return next((each.name for each in now.circle.people if str(each.id) == now.circle.suspect), "")


def _greeting(now: Draft, to: Addressee) -> str:
    if to.soort == JONGERE:
        return f"Beste {(now.row['voornamen'] or to.name).split()[0]},"
    return f"Geachte heer of mevrouw {to.name}," if to.soort == "ouder" else "Geachte heer of mevrouw,"


def texts(now: Draft) -> list[Text]:
    """Every copy of this letter."""
    return [text_of(now, to) for to in now.copies]
