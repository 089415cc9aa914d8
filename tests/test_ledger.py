from datetime import date

import pytest

from states.due import ClockError, Entry, check_suspension
from states.ledger import Base

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
        (stop(date(2026, 11, 3), date(2026, 11, 30)), "al opgeschort, van 9 november 2026 tot 16 november 2026"),
        (stop(date(2026, 11, 20), date(2026, 11, 30), "zomaar"), "Grond 'zomaar' bestaat niet"),
        (stop(date(2026, 11, 20), date(9999, 12, 31)), "ten hoogste 3650 dagen"),
        (more(0), "minstens 1"),
        (more(-3), "minstens 1"),
        (more(4000), "ten hoogste 3650"),
        (more(3, "uur"), "Eenheid 'uur' bestaat niet"),
        (more(3, ground=""), "Grond '' bestaat niet"),
        (Entry("hervatten", date(2026, 11, 16)), "niet opgeschort"),
        (Entry("hervatten", NOV2), "niet opgeschort"),
        (Entry("corrigeren", NOV2, ground="vergissing"), "vanaf wanneer"),
        (Entry("corrigeren", NOV2, NOV2, 10, ground="ziekte"), "Grond 'ziekte' bestaat niet"),
        (Entry("corrigeren", NOV2, NOV2, -1, ground="vergissing"), "0 tot en met 3650"),
        (Entry("corrigeren", NOV2, NOV2, 10, ground="vergissing"), "al zo"),
        (Entry("corrigeren", NOV2, date(1890, 1, 1), 10, ground="vergissing"), "te ver weg"),
        (stop(date(2026, 11, 1), date(2026, 11, 5)), "vóór de termijn zelf, die op 2 november 2026 begon"),
        (stop(date(1890, 1, 1), date(1890, 2, 1)), "vóór de termijn zelf"),
        (Entry("vergeten", NOV2), "geen regel van een termijn"),
    ],
)
def test_a_line_that_does_not_fit_the_ledger_is_refused_in_dutch(entry: Entry, reason: str) -> None:
    with pytest.raises(ClockError, match=reason):
        check_suspension(LEDGER, entry, Base(10, NOV2), NOV2)


@pytest.mark.parametrize(
    "entry",
    [
        stop(date(2026, 11, 16), date(2026, 11, 17)),
        stop(date(2026, 11, 2), date(2026, 11, 9), "anders"),
        Entry("hervatten", date(2026, 11, 9)),
        Entry("hervatten", date(2026, 11, 15)),
        more(3, "lw"),
        Entry("corrigeren", NOV2, date(2026, 11, 1), 10, ground="vergissing"),
        Entry("corrigeren", NOV2, NOV2, 12, ground="nieuw_beleid"),
        Entry("gehaald", date(2026, 11, 10)),
    ],
)
def test_a_line_that_fits_the_ledger_is_let_through(entry: Entry) -> None:
    check_suspension(LEDGER, entry, Base(10, NOV2), NOV2)
