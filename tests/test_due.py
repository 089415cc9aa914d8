from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.due import Entry, due
from states.ledger import Base, base_before
from states.working_days import Calendar

MIDDEN = Calendar()
NOV2 = date(2026, 11, 2)  # a Monday
STARTS = st.dates(date(2024, 9, 1), date(2028, 12, 31))
UNITS = st.sampled_from(["wd", "d", "wk", "mnd", "lw"])
AMOUNTS = st.integers(1, 12)


def stop(first: date, until: date, ground: str = "ziekte") -> Entry:
    return Entry("opschorten", first, until, ground=ground)


def more(amount: int, unit: str = "", on: date = NOV2, ground: str = "op_verzoek") -> Entry:
    return Entry("verlengen", on, amount=amount, unit=unit, ground=ground)


@st.composite
def stops(draw: st.DrawFn, start: date) -> list[Entry]:
    """Suspensions one after the other, some of them ended earlier."""
    entries: list[Entry] = []
    day = start + timedelta(days=draw(st.integers(-5, 10)))
    for _ in range(draw(st.integers(0, 3))):
        until = day + timedelta(days=draw(st.integers(1, 12)))
        entries.append(stop(day, until))
        if draw(st.booleans()):
            entries.append(Entry("hervatten", day + timedelta(days=draw(st.integers(0, (until - day).days - 1)))))
        day = until + timedelta(days=draw(st.integers(0, 6)))
    return entries


Term = tuple[int, str, date, list[Entry]]
TERMS: st.SearchStrategy[Term] = STARTS.flatmap(lambda start: st.tuples(AMOUNTS, UNITS, st.just(start), stops(start)))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "anchored", "on", "sentence"),
    [
        (10, "wd", NOV2, False, date(2026, 11, 16),
            "10 werkdagen vanaf 2 november 2026, dus uiterlijk 16 november 2026."),
        (2, "wd", date(2026, 11, 12), True, date(2026, 11, 16),
            "2 werkdagen na 12 november 2026, dus uiterlijk 16 november 2026."),
        (5, "wd", date(2026, 12, 18), False, date(2026, 12, 28),
            "5 werkdagen vanaf 18 december 2026, dus uiterlijk 28 december 2026; "
            "25 december (eerste kerstdag) telt niet."),
        (10, "wd", date(2026, 12, 21), False, date(2027, 1, 6),
            "10 werkdagen vanaf 21 december 2026, dus uiterlijk 6 januari 2027; "
            "25 december (eerste kerstdag) en 1 januari (Nieuwjaarsdag) tellen niet."),
        (7, "d", date(2026, 11, 14), True, date(2026, 11, 23),
            "7 dagen na 14 november 2026, dus 21 november; dat is een zaterdag, "
            "dus maandag 23 november 2026."),
        (1, "wk", date(2026, 5, 7), False, date(2026, 5, 15),
            "1 week vanaf 7 mei 2026, dus 14 mei; dat is Hemelvaartsdag, dus vrijdag 15 mei 2026."),
        (4, "wk", date(2026, 12, 4), False, date(2027, 1, 4),
            "4 weken vanaf 4 december 2026, dus 1 januari; dat is Nieuwjaarsdag, "
            "dus maandag 4 januari 2027."),
        (30, "d", date(2026, 12, 2), False, date(2027, 1, 4), None),
        (0, "d", date(2026, 11, 14), True, date(2026, 11, 16),
            "Uiterlijk 14 november 2026; dat is een zaterdag, dus maandag 16 november 2026."),
        (0, "d", date(2026, 11, 13), True, date(2026, 11, 13), "Uiterlijk 13 november 2026."),
        (6, "lw", date(2026, 9, 14), False, date(2026, 11, 2),
            "6 lesweken vanaf 14 september 2026, dus uiterlijk 2 november 2026; "
            "herfstvakantie (17 tot en met 25 oktober) telt niet mee."),
        (6, "lw", date(2026, 11, 23), False, date(2027, 1, 18),
            "6 lesweken vanaf 23 november 2026, dus uiterlijk 18 januari 2027; "
            "kerstvakantie (19 december 2026 tot en met 3 januari 2027) telt niet mee."),
        (1, "mnd", date(2027, 1, 31), False, date(2027, 3, 1),
            "1 maand vanaf 31 januari 2027, dus 28 februari; dat is een zondag, dus maandag 1 maart 2027."),
        (1, "mnd", date(2028, 1, 31), False, date(2028, 2, 29), None),
        (12, "mnd", date(2028, 2, 29), False, date(2029, 2, 28), None),
        (3, "mnd", date(2026, 11, 30), False, date(2027, 3, 1), None),
        (5, "wd", date(2031, 4, 21), False, date(2031, 4, 28), None),  # Koningsdag on Saturday 26 April
        (1, "wk", date(2027, 4, 20), False, date(2027, 4, 28), None),  # Koningsdag on Tuesday
    ],
)  # fmt: skip
def test_terms_of_autumn_and_after(
    amount: int, unit: str, start: date, anchored: bool, on: date, sentence: str | None
) -> None:
    found = due(amount, unit, start, (), MIDDEN, anchored=anchored)
    assert found.on == on
    assert sentence is None or found.sentence == sentence


def test_a_suspension_makes_room_and_says_so() -> None:
    found = due(10, "wd", NOV2, [stop(date(2026, 11, 9), date(2026, 11, 14))], MIDDEN, key_basis="aanname")
    assert found.on == date(2026, 11, 23)
    assert found.sentence == (
        "10 werkdagen (aanname) vanaf 2 november 2026, dus uiterlijk 23 november 2026; "
        "5 dagen opgeschort wegens ziekte."
    )


def test_a_suspension_that_was_resumed_earlier_counts_until_then() -> None:
    ledger = [
        stop(date(2026, 11, 9), date(2026, 11, 30), "wachtlijst"),
        Entry("hervatten", date(2026, 11, 11)),
    ]
    found = due(14, "d", NOV2, ledger, MIDDEN)
    assert found.on == date(2026, 11, 18)
    assert "2 dagen opgeschort wegens een wachtlijst" in found.sentence


def test_a_suspension_resumed_on_its_first_day_never_was_and_a_new_one_that_day_is_kept() -> None:
    first = [stop(date(2026, 11, 9), date(2026, 11, 30)), Entry("hervatten", date(2026, 11, 9))]
    assert due(14, "d", NOV2, first, MIDDEN).on == date(2026, 11, 16)
    second = [
        stop(date(2026, 11, 4), date(2026, 11, 30)),
        Entry("hervatten", date(2026, 11, 9)),
        stop(date(2026, 11, 9), date(2026, 11, 11), "capaciteit"),
    ]
    assert due(14, "d", NOV2, second, MIDDEN).on == date(2026, 11, 23)


def test_suspended_days_that_overlap_count_once_and_days_before_the_start_not_at_all() -> None:
    ledger = [stop(date(2026, 10, 20), date(2026, 11, 5)), stop(date(2026, 11, 4), date(2026, 11, 6))]
    assert due(7, "d", NOV2, ledger, MIDDEN).on == date(2026, 11, 12)  # 3, 4 and 5 November


def test_a_suspension_in_a_holiday_the_lesson_weeks_skip_is_not_counted_again() -> None:
    herfst = stop(date(2026, 10, 17), date(2026, 10, 26), "schoolvakantie")
    assert due(6, "lw", date(2026, 9, 14), [herfst], MIDDEN).on == date(2026, 11, 2)
    lessons = stop(date(2026, 10, 5), date(2026, 10, 12), "ziekte")
    assert due(6, "lw", date(2026, 9, 14), [lessons], MIDDEN).on == date(2026, 11, 9)


def test_a_term_cannot_lapse_while_it_is_suspended() -> None:
    found = due(0, "d", date(2026, 11, 12), [stop(date(2026, 11, 10), date(2026, 11, 17))], MIDDEN, anchored=True)
    assert found.on == date(2026, 11, 17)
    assert "in een opschorting, dus dinsdag 17 november 2026" in found.sentence


@pytest.mark.parametrize(
    ("entry", "on", "clause"),
    [
        (more(5), date(2026, 11, 23), "verlengd met 5 werkdagen op verzoek"),
        (more(1, "wk"), date(2026, 11, 23), "verlengd met 1 week op verzoek"),
        (
            more(5, "d"),
            date(2026, 11, 23),
            "dat is een zaterdag, dus maandag 23 november 2026; verlengd met 5 dagen",
        ),
        (more(1, "mnd"), date(2026, 12, 16), "verlengd met 1 maand"),
    ],
)
def test_an_extension_comes_after_the_term(entry: Entry, on: date, clause: str) -> None:
    found = due(10, "wd", NOV2, [entry], MIDDEN)
    assert found.on == on
    assert clause in found.sentence


def test_extensions_in_months_are_added_as_one_sum() -> None:
    assert due(1, "mnd", date(2028, 1, 31), [more(1)], MIDDEN).on == date(2028, 3, 31)


def test_a_correction_is_told_with_what_it_was_and_leaves_the_rest_of_the_ledger_alone() -> None:
    was = Base(8, date(2026, 10, 30))
    mended = Entry("corrigeren", date(2026, 11, 5), NOV2, amount=10, ground="vergissing", before=was)
    found = due(10, "wd", NOV2, [mended], MIDDEN)
    assert found.on == date(2026, 11, 16)
    assert found.sentence == (
        "10 werkdagen vanaf 2 november 2026, dus uiterlijk 16 november 2026; "
        "gecorrigeerd op 5 november 2026 na een vergissing (was 8 werkdagen vanaf 30 oktober 2026)."
    )
    ledger = [stop(date(2026, 11, 10), date(2026, 11, 12)), mended, more(1)]
    assert due(10, "wd", NOV2, ledger, MIDDEN).on == date(2026, 11, 19)


def test_what_a_term_was_counted_from_is_known_again() -> None:
    first, second, now = Base(8, date(2026, 10, 30)), Base(10, NOV2), Base(12, NOV2)
    lines = [
        Entry("corrigeren", NOV2, NOV2, amount=10, ground="vergissing", before=first),
        Entry("corrigeren", NOV2, NOV2, amount=12, ground="nieuw_beleid", before=second),
    ]
    assert [base_before(now, lines[n:]) for n in range(3)] == [first, second, now]


@pytest.mark.parametrize(
    ("entry", "on", "skipped"),
    [
        # Goede Vrijdag, and then Easter Monday too
        (None, date(2026, 4, 7), "dat is Goede Vrijdag, dus dinsdag 7 april 2026; 6 april (tweede paasdag) telt niet"),
        (more(3, "wd"), date(2026, 4, 10), "verlengd met 3 werkdagen op verzoek; 3 april (Goede Vrijdag) en 6 april"),
    ],
)
def test_every_free_day_on_the_way_is_named_also_after_the_term_and_in_its_extension(
    entry: Entry | None, on: date, skipped: str
) -> None:
    found = due(7, "d", date(2026, 3, 27), [entry] if entry else [], MIDDEN)
    assert found.on == on
    assert skipped in found.sentence


def test_without_shifting_a_term_ends_where_it_ends() -> None:
    assert due(7, "d", date(2026, 11, 14), (), MIDDEN, shift=False).on == date(2026, 11, 21)


@pytest.mark.parametrize(("amount", "unit"), [(-1, "wd"), (5, "jaar"), (5, "")])
def test_what_is_no_term_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="is geen termijn"):
        due(amount, unit, NOV2, (), MIDDEN)


@given(TERMS)
def test_a_term_that_shifts_ends_on_a_working_day_that_is_not_suspended(term: Term) -> None:
    amount, unit, start, ledger = term
    on = due(amount, unit, start, ledger, MIDDEN).on
    assert on > start
    assert unit == "lw" or MIDDEN.is_working_day(on)


@given(STARTS, AMOUNTS)
def test_counting_back_returns_the_start_of_a_term_in_working_days(day: date, amount: int) -> None:
    start = MIDDEN.working_day_on_or_after(day)
    assert MIDDEN.add_working_days(due(amount, "wd", start, (), MIDDEN).on, -amount) == start


Law = tuple[bool, bool]
LAWS: st.SearchStrategy[Law] = st.tuples(st.booleans(), st.booleans())  # statutory, shift
CALENDARS = st.sampled_from([
    MIDDEN, Calendar("noord", frozenset({date(2026, 5, 15), date(2027, 5, 7)})),
    Calendar("zuid", own_holidays=(("tweede meiweek", date(2027, 5, 1), date(2027, 5, 9)),)),
])  # fmt: skip


def last_day(term: Term, ledger: list[Entry], law: Law, where: Calendar) -> date:
    return due(*term[:3], ledger, where, statutory=law[0], shift=law[1]).on


@given(TERMS, st.randoms(), LAWS, CALENDARS)
def test_the_order_of_entry_does_not_matter(term: Term, random: Random, law: Law, where: Calendar) -> None:
    ledger = [*term[3], more(3), more(2, "wk")]
    shuffled = random.sample(ledger, len(ledger))
    assert last_day(term, shuffled, law, where) == last_day(term, ledger, law, where)


@given(TERMS, st.integers(1, 60), st.one_of(st.just(""), UNITS), LAWS, CALENDARS)
def test_neither_suspension_nor_extension_makes_a_term_end_earlier(
    term: Term, amount: int, unit: str, law: Law, where: Calendar
) -> None:
    plain = last_day(term, [], law, where)
    suspended = last_day(term, term[3], law, where)
    assert plain <= suspended <= last_day(term, [*term[3], more(amount, unit)], law, where)


@given(TERMS, st.integers(1, 60), UNITS, st.integers(1, 60), UNITS)
def test_a_second_extension_makes_no_term_end_earlier(term: Term, a: int, first: str, b: int, second: str) -> None:
    n, own, start, ledger = term
    once = [*ledger, more(a, first)]
    assert due(n, own, start, once, MIDDEN).on <= due(n, own, start, [*once, more(b, second)], MIDDEN).on


@given(STARTS, st.integers(1, 40), st.integers(0, 20), st.integers(1, 30))
def test_a_term_in_days_grows_by_the_days_suspended_in_it(start: date, amount: int, after: int, length: int) -> None:
    first = start + timedelta(days=1 + after)
    found = due(amount, "d", start, [stop(first, first + timedelta(days=length))], MIDDEN, shift=False)
    assert (found.on - start).days == amount + (length if after < amount else 0)


@given(TERMS)
def test_every_sentence_is_one_sentence_that_names_the_date(term: Term) -> None:
    amount, unit, start, ledger = term
    found = due(amount, unit, start, ledger, MIDDEN)
    assert found.sentence.endswith(".")
    assert found.sentence.count(".") == 1
    assert f" {found.on.year}" in found.sentence
