"""The page "Wat is wet, wat is norm, wat is keuze": every condition, policy key and letter with its basis."""

import re
from collections.abc import Iterable

from states.basis import BASIS
from states.conditions import CONDITIONS, Condition
from states.letters import LETTERS
from states.markdown import table
from states.policy import KEYS, Key
from states.policy_keys import AANNAME, OM, PRAKTIJK, WET
from states.processes import PROCESSEN, ZAAKTERMEN
from states.route import split

_KINDS = (
    ("wet", "Wat vaststaat: wet en vaste regels van Halt",
     "Hiervan wijkt niemand af. Klopt de voorwaarde niet, dan kan de stap niet."),
    ("orde", "Wat vaststaat: orde", "Deze voorwaarden houden het dossier kloppend. Ook hiervan wijkt niemand af."),
    ("ovj", "Alleen met toestemming van de officier van justitie",
     "De stap kan toch, als de toestemming is vastgelegd: van wie, en op welke dag."),
    ("norm", "Norm: pas toe of leg uit",
     "U mag afwijken als u schrijft waarom. De afwijking staat in het dossier en in de lijst van afwijkingen."),
)  # fmt: skip
_WORDS = (
    (WET, "de wet zegt het, of een besluit dat op de wet rust"),
    (OM, "een richtlijn van het Openbaar Ministerie of een regel van Halt"),
    (PRAKTIJK, "zo doen gemeenten het, of zo is het afgesproken; het kan bij u anders zijn"),
    (AANNAME, "nergens gevonden: een redelijke keuze van dit product. Stel uw eigen waarde in"),
)
_UNITS = {"wd": "werkdagen", "d": "dagen", "wk": "weken", "mnd": "maanden", "lw": "lesweken"}


def law_page() -> str:
    """The whole page, in Dutch. Made from the tables; nothing on it is written twice."""
    parts = [
        "# Wat is wet, wat is norm, wat is keuze",
        "Deze pagina is gemaakt uit de tabellen van het programma met `make docs`. Zij zegt per voorwaarde, per waarde"
        " van het beleid en per brief waar die op rust. De bronnen staan in [sources.md](sources.md); zij zijn geen"
        " juridisch advies.",
        f"Van de {len(CONDITIONS)} voorwaarden staan er {_count('wet', 'orde')} vast. Bij {_count('ovj')} is"
        f" toestemming van de officier van justitie nodig. Van {_count('norm')} mag u met uitleg afwijken. Van de"
        f" {len(KEYS)} waarden van het beleid is {sum(key.basis == AANNAME for key in KEYS.values())} keer de basis"
        " een aanname.",
        "## De woorden",
        table(("basis", "betekenis"), _WORDS),
    ]
    for kind, title, meaning in _KINDS:
        rows = (_condition(found) for found in CONDITIONS.values() if found.kind == kind)
        head = ("voorwaarde", "bij", "als het niet kan", "basis", "waar het vandaan komt")
        parts += [f"## {title}", meaning, table(head, rows)]
    head = ("sleutel", "wat", "standaard", "basis", "geldt voor")
    parts += [
        "## Keuze: wat een gemeente zelf vaststelt",
        "Zonder eigen waarde geldt de standaard. Een eigen waarde heeft een dag vanaf wanneer zij geldt; een lopende"
        " termijn houdt de waarde waarmee zij begon. Een trede van één toestand heet"
        " `ladder.<proces>.<toestand>.<trede>`.",
        table(head, (_key(key) for key in KEYS.values())),
        "## Brieven en de wet die zij noemen",
        table(
            ("code", "brief", "aan", "wet"),
            ((letter.code, letter.titel, ", ".join(letter.to), letter.law) for letter in LETTERS.values()),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _count(*kinds: str) -> int:
    return sum(found.kind in kinds for found in CONDITIONS.values())


def _condition(found: Condition) -> tuple[str, ...]:
    steps = {step.name: None for proces in PROCESSEN.values() for step in proces.steps if found in step.judged}
    basis, source = BASIS[found.name]
    return (f"`{found.name}`", _names(steps), plain_sentence(found.text), basis, source)


def _key(key: Key) -> tuple[str, ...]:
    value = f"{key.default} {_UNITS.get(key.unit, key.unit)}".strip()
    if key.options:
        value += f" (of {', '.join(option for option in key.options if option != key.default)})"
    return (f"`{key.name}`", key.label, value, key.basis, _names(_users(key.name)))


def _users(key: str) -> list[str]:
    """The states and zaak terms of which this key is the term, and the conditions whose sentence names it."""
    states = [
        f"{proces.name}.{state.name}"
        for proces in PROCESSEN.values()
        for state in proces.states
        if state.term and state.term.key == key
    ]
    beside = [f"{'/'.join(split(term.processes))}.{term.name}" for term in ZAAKTERMEN if term.term.key == key]
    return states + beside + [found.name for found in CONDITIONS.values() if f"{{p[{key}]}}" in found.text]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def plain_sentence(text: str) -> str:
    """A sentence of refusal with the default of the policy filled in, and dots for what differs per zaak."""
    text = re.sub(r"\{p\[([\w.]+)\]\}", lambda key: str(KEYS[key[1]].default), text)
    return re.sub(r"\{[^}]*\}", "…", text)
