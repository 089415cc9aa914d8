from tests.office import Office


def test_an_ignored_melding_is_reminded_once_and_then_listed_as_overdue(office: Office) -> None:
    case = office.on("2026-05-11").report()  # Monday; five working days, Ascension Thursday not counted

    assert office.on("2026-05-15").sweep() == 0
    assert office.on("2026-05-18").sweep() == 1
    assert office.on("2026-05-18").sweep() == 0  # twice is once
    assert office.on("2026-05-19").overdue() == []
    assert office.on("2026-05-20").overdue() == [case]
