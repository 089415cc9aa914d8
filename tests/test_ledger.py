from datetime import date

import pytest

from states.due import ClockError, Entry, check_suspension

NOV2 = date(2026, 11, 2)


def stop(first: date, until: date, ground: str = "ziekte") -> Entry:
    return Entry("opschorten", first, until, ground=ground)


def more(amount: int, unit: str = "", ground: str = "op_verzoek") -> Entry:
    return Entry("verlengen", NOV2, amount=amount, unit=unit, ground=ground)


LEDGER = [stop(date(2026, 11, 9), date(2026, 11, 16))]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("opschorten", NOV2, ground="ziekte"), "tot wanneer"),
        (stop(NOV2, NOV2), "niet na het begin"),
        (stop(date(2026, 11, 12), date(2026, 11, 20)), "al opgeschort"),
        (stop(date(2026, 11, 1), date(2026, 11, 30)), "al opgeschort"),
        (stop(date(2026, 11, 20), date(2026, 11, 30), "zomaar"), "Grond 'zomaar' bestaat niet"),
        (stop(date(2026, 11, 20), date(9999, 12, 31)), "ten hoogste 3650 dagen"),
        (more(0), "minstens 1"),
        (more(-3), "minstens 1"),
        (more(4000), "ten hoogste 3650"),
        (more(3, "uur"), "Eenheid 'uur' bestaat niet"),
        (more(3, ground=""), "Grond '' bestaat niet"),
        (Entry("hervatten", date(2026, 11, 16)), "niet opgeschort"),
        (Entry("hervatten", NOV2), "niet opgeschort"),
        (Entry("corrigeren", NOV2), "nieuwe einddatum"),
        (Entry("vergeten", NOV2), "geen regel van een termijn"),
    ],
)
def test_a_line_that_does_not_fit_the_ledger_is_refused_in_dutch(entry: Entry, reason: str) -> None:
    with pytest.raises(ClockError, match=reason):
        check_suspension(LEDGER, entry)


@pytest.mark.parametrize(
    "entry",
    [
        stop(date(2026, 11, 16), date(2026, 11, 17)),
        stop(date(2026, 11, 2), date(2026, 11, 9), "anders"),
        Entry("hervatten", date(2026, 11, 9)),
        Entry("hervatten", date(2026, 11, 15)),
        more(3, "lw"),
        Entry("corrigeren", NOV2, date(2026, 12, 1)),
        Entry("gehaald", date(2026, 11, 10)),
    ],
)
def test_a_line_that_fits_the_ledger_is_let_through(entry: Entry) -> None:
    check_suspension(LEDGER, entry)
