from datetime import date

import pytest

from states.due import due
from states.working_days import Calendar

MIDDEN = Calendar()


@pytest.mark.parametrize(
    ("amount", "unit", "start", "on"),
    [
        (7, "d", date(2026, 11, 14), date(2026, 11, 23)),
        (3, "mnd", date(2026, 11, 21), date(2027, 2, 22)),  # Sunday 21 February
        (4, "mnd", date(2026, 11, 21), date(2027, 3, 21)),  # too long for the Algemene termijnenwet
        (13, "wk", date(2026, 11, 21), date(2027, 2, 20)),
        (91, "d", date(2026, 11, 21), date(2027, 2, 20)),
        (3, "d", date(2026, 12, 24), date(2026, 12, 29)),  # at least two werkdagen, article 2
        (2, "d", date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_a_statutory_term_moves_as_the_law_says_also_without_policy(
    amount: int, unit: str, start: date, on: date
) -> None:
    assert due(amount, unit, start, (), MIDDEN, statutory=True, shift=False).on == on
    longer = due(amount, unit, start, (), MIDDEN, statutory=True, shift=True).on
    assert longer >= on
    assert MIDDEN.is_working_day(longer)


def test_the_law_does_not_know_closing_days_but_policy_does() -> None:
    closed = Calendar(closing_days=frozenset({date(2026, 5, 15)}))
    assert due(8, "d", date(2026, 5, 7), (), closed, statutory=True, shift=False).on == date(2026, 5, 15)
    found = due(8, "d", date(2026, 5, 7), (), closed)
    assert found.on == date(2026, 5, 18)
    assert "dat is een sluitingsdag van de gemeente, dus maandag 18 mei 2026" in found.sentence


def test_a_statutory_term_with_too_few_working_days_says_why() -> None:
    found = due(3, "d", date(2026, 11, 13), (), MIDDEN, statutory=True)
    assert found.on == date(2026, 11, 17)
    assert "minder dan twee werkdagen later, dus dinsdag 17 november 2026" in found.sentence
