from collections.abc import Callable
from datetime import date

import pytest

from states.policy import KEYS, Key, Override, Policy, UnknownKey, check, key_of
from states.policy_keys import TABLE

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def test_without_overrides_every_key_has_its_default() -> None:
    policy = Policy()
    assert {name: policy[name] for name in KEYS} == {name: key.default for name, key in KEYS.items()}
    assert policy["intake.oppakken"] == 5
    assert policy["termijn.doorschuiven"] == "ja"


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_every_default_passes_its_own_check(key: Key) -> None:
    assert check(key.name, key.default) == key.default
    assert key.basis in ("wet", "OM/Halt-regel", "praktijk", "aanname")
    assert key.unit in ("wd", "d", "wk", "mnd", "lw", "uur", "keer", "jaar", "")
    assert key.label
    assert Policy().key(key.name) is key


def test_no_key_is_listed_twice() -> None:
    assert len(KEYS) == len(TABLE)


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2026, 9, 30), 5), (OCTOBER, 7), (date(2026, 10, 31), 7), (NOVEMBER, 3), (date(2027, 1, 1), 3)],
)
def test_the_latest_override_in_force_wins_in_whatever_order_they_come(on: date, value: int) -> None:
    overrides = (Override("intake.oppakken", 3, NOVEMBER), Override("intake.oppakken", 7, OCTOBER))
    assert Policy(overrides, on)["intake.oppakken"] == value
    assert Policy(overrides[::-1], on)["intake.oppakken"] == value


def test_an_override_for_one_rung_of_one_state() -> None:
    policy = Policy((Override("ladder.hulp.lopend.teamleider", "-2", OCTOBER),), NOVEMBER)
    assert policy.get_ladder("hulp", "lopend", "teamleider") == -2
    assert policy.get_ladder("hulp", "lopend", "verlopen") is None
    assert policy["ladder.teamleider"] == 3
    assert Policy()["ladder.hulp.lopend.teamleider"] == 3
    assert key_of("ladder.hulp.lopend.mdo").unit == "wd"


@pytest.mark.parametrize(
    "name",
    ["intake", "intake.opakken", "", "ladder.hulp.lopend", "ladder.hulp.lopend.halfweg", "ladder.Hulp.x.mdo"],
)
def test_an_unknown_key_is_refused_everywhere(name: str) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: check(name, 1),
        lambda: Policy()[name],
        lambda: Policy().key(name),
        lambda: Policy((Override(name, 1, NOVEMBER),), OCTOBER),
    )
    for refused in attempts:
        with pytest.raises(UnknownKey, match=r"bestaat niet\."):
            refused()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("intake.oppakken", -1),
        ("intake.oppakken", "vijf"),
        ("intake.oppakken", "5.5"),
        ("intake.oppakken", "٥"),
        ("intake.oppakken", True),
        ("intake.oppakken", 3651),
        ("ladder.kort", -1),
        ("termijn.doorschuiven", "misschien"),
        ("wpg.startmoment", 3),
        ("mail.venster", "werkdagen 19:00-07:00"),
        ("mail.venster", "altijd"),
    ],
)
def test_a_wrong_value_is_refused_in_a_dutch_sentence(name: str, value: int | str) -> None:
    with pytest.raises(ValueError, match=rf"past niet bij {name}: .*\.$"):
        check(name, value)


def test_values_may_come_as_text() -> None:
    assert check("intake.oppakken", " 8 ") == 8
    assert check("ladder.herinnering", "-4") == -4
    assert check("mail.venster", "dagelijks 06:00-22:00") == "dagelijks 06:00-22:00"


def test_a_word_is_no_number() -> None:
    assert Policy().number("ladder.herinnering") == -3
    with pytest.raises(ValueError, match="geen getal"):
        Policy().number("vir.actief")
