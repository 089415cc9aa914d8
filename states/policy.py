"""The policy of a gemeente: its own values where it set them, the defaults for the rest."""

import re
from dataclasses import dataclass, field
from datetime import date

from states.policy_keys import AANNAME, KEYS, Key

__all__ = ["KEYS", "Key", "Override", "Policy", "UnknownKey", "check", "key_of"]

MAXIMUM = 3650  # ten years in days: more is a typing error


class UnknownKey(ValueError):
    """Somebody named a policy key that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Beleidssleutel '{name}' bestaat niet.")
        self.name = name


_OWN_RUNG = re.compile(
    r"ladder\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\."
    r"(?P<rung>herinnering|vooraf|verlopen|teamleider|mdo|veiligheidshuis)"
)
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_WINDOW = re.compile(rf"(werkdagen|dagelijks) (?P<van>{_CLOCK})-(?P<tot>{_CLOCK})")


def key_of(name: str) -> Key:
    """The key of this name; `ladder.<proces>.<state>.<rung>` is one by pattern. UnknownKey otherwise."""
    if key := KEYS.get(name):
        return key
    if own := _OWN_RUNG.fullmatch(name):
        common = KEYS.get(f"ladder.{own['rung']}")
        return Key(name, common.default if common else 0, "wd", AANNAME, f"Eigen trede {own['rung']}")
    raise UnknownKey(name)


def check(key_name: str, value: int | str) -> int | str:
    """The value as the engine uses it; UnknownKey, or ValueError with a Dutch sentence, when it is none.

    Numbers may come as text. Only offsets of the ladder may be negative.
    """
    key = key_of(key_name)
    if isinstance(key.default, int):
        return _whole_number(key, value)
    if key.options and value not in key.options:
        raise ValueError(f"'{value}' past niet bij {key.name}: kies {_or(key.options)}.")
    if not key.options and not _is_window(str(value)):
        raise ValueError(f"'{value}' past niet bij {key.name}: schrijf het als '{key.default}'.")
    return value


def _whole_number(key: Key, value: int | str) -> int:
    signed = key.name.startswith("ladder.") and key.name != "ladder.kort"
    lowest = -MAXIMUM if signed else 0
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= MAXIMUM:
        allowed = f"een geheel getal van {lowest} tot en met {MAXIMUM}"
        raise ValueError(f"'{value}' past niet bij {key.name}: geef {allowed}.")
    return value


def _is_window(value: str) -> bool:
    window = _WINDOW.fullmatch(value)
    return window is not None and window["van"] < window["tot"]


def _or(options: tuple[str, ...]) -> str:
    return " of ".join((", ".join(options[:-1]), options[-1]))


@dataclass(frozen=True, slots=True)
class Override:
    """A value of a gemeente's own for one key, in force from a day on."""

    key: str
    value: int | str
    valid_from: date


@dataclass(frozen=True)
class Policy:
    """The policy of one gemeente on one day: its overrides in force, the defaults for the rest.

    Of two overrides of a key the latest `valid_from` that is not after `on` wins. Without `on` all are in
    force. Every override is checked, also one of later: UnknownKey or ValueError.
    """

    overrides: tuple[Override, ...] = ()
    on: date | None = None
    _own: dict[str, int | str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for override in sorted(self.overrides, key=lambda o: o.valid_from):
            value = check(override.key, override.value)
            if self.on is None or override.valid_from <= self.on:
                self._own[override.key] = value

    def __getitem__(self, name: str) -> int | str:
        """The value in force; UnknownKey when there is no such key."""
        return self._own[name] if name in self._own else key_of(name).default

    def number(self, name: str) -> int:
        """The value in force of a key that holds a number; ValueError when it holds a word."""
        value = self[name]
        if not isinstance(value, int):
            raise ValueError(f"Beleidssleutel '{name}' is geen getal.")
        return value

    def key(self, name: str) -> Key:
        """The key itself: default, unit, basis and label."""
        return key_of(name)

    def get_ladder(self, proces: str, state: str, rung: str) -> int | None:
        """The offset this gemeente gave one rung of one state, or None when it gave none."""
        value = self._own.get(f"ladder.{proces}.{state}.{rung}")
        return value if isinstance(value, int) else None
