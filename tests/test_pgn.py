"""What makes a pgn valid, and that it can be found without being readable."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.pgn import Locker, Unreadable, WrongPgn, check_pgn, masked

KEY, OTHER, INDEX = "11" * 32, "22" * 32, "33" * 32
LOCKER = Locker(KEY, INDEX)


def pgn_of(first_eight: str, remainder: int) -> str | None:
    """The number with these eight digits whose weighted sum leaves this remainder, if there is one."""
    total = sum((9 - place) * int(digit) for place, digit in enumerate(first_eight))
    last = (total - remainder) % 11
    return f"{first_eight}{last}" if last < 10 else None


@given(st.from_regex("9999[0-9]{4}", fullmatch=True))
def test_a_number_with_a_sum_of_a_multiple_of_11_is_a_bsn(eight: str) -> None:
    if number := pgn_of(eight, 0):
        assert check_pgn(number) == "bsn"


@given(st.from_regex("10[0-9]{6}", fullmatch=True))
def test_a_number_with_10_in_front_and_a_remainder_of_5_is_an_onderwijsnummer(eight: str) -> None:
    if number := pgn_of(eight, 5):
        assert check_pgn(number) == "onderwijsnummer"


@given(st.from_regex("9999[0-9]{5}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_makes_a_bsn_invalid(number: str, place: int, more: int) -> None:
    if pgn_of(number[:8], 0) == number:
        wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
        with pytest.raises(WrongPgn):
            check_pgn(wrong)


@pytest.mark.parametrize(
    "text",
    ["", "000000000", "99992201", "9999220140", "99992201a", " 99992201", "99992201\n", "-99922014", "٩٩٩٩٢٢٠١٤",
     "110000009", "999922015", "9999.22014"],
)  # fmt: skip
def test_anything_else_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(WrongPgn) as refusal:
        check_pgn(text)
    assert not text.strip() or text.strip() not in str(refusal.value)


@given(st.text(max_size=40))
def test_any_text_is_valid_or_refused_and_nothing_else(text: str) -> None:
    with suppress(WrongPgn):
        assert check_pgn(text) in ("bsn", "onderwijsnummer")


def test_a_pgn_opens_for_its_own_gemeente_and_with_its_own_key_only() -> None:
    locked = LOCKER.encrypt("999922014", "9001")

    assert LOCKER.decrypt(locked, "9001") == "999922014"
    assert b"999922014" not in locked
    for keys, gemeente in ((LOCKER, "9002"), (Locker(OTHER, INDEX), "9001")):
        with pytest.raises(Unreadable):
            keys.decrypt(locked, gemeente)


def test_a_damaged_or_foreign_text_is_unreadable_and_nothing_else() -> None:
    locked = LOCKER.encrypt("999922014", "9001")
    for wrong in (b"", b"\x01", b"\x02" + locked[1:], locked[:-1], locked[:-1] + bytes([locked[-1] ^ 1])):
        with pytest.raises(Unreadable):
            LOCKER.decrypt(wrong, "9001")


def test_a_row_cannot_be_passed_off_as_a_pgn() -> None:
    with pytest.raises(Unreadable):
        LOCKER.decrypt(LOCKER.lock_bytes(b"999922014", "9001"), "9001")


def test_the_same_pgn_locks_differently_each_time_but_has_one_index() -> None:
    locked = {LOCKER.encrypt("999922014", "9001") for _ in range(10_000)}

    assert len(locked) == 10_000
    assert len({item[1:13] for item in locked}) == 10_000  # no nonce twice
    assert LOCKER.index("999922014") == LOCKER.index("999922014")
    assert LOCKER.index("999922014") != Locker(KEY, OTHER).index("999922014")


def test_a_screen_shows_the_last_three_digits() -> None:
    assert masked("999922014") == "••••••014"
