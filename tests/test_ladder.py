from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.due import due
from states.ladder import RUNGS, DueRung, RungSpec, parse_ladder, rungs
from states.policy import Override, Policy
from states.working_days import Calendar

MIDDEN = Calendar()
DAYS = st.dates(date(2024, 9, 1), date(2029, 6, 30))
CELLS = st.sampled_from(["", "mdo +5 wd", "veiligheidshuis +10 wd", "halfweg", "vooraf -5 wd tl", "mdo +5 wd, halfweg"])


def ladder(
    start: date,
    until: date,
    *,
    anchor: date | None = None,
    amount: int = 5,
    waits: str = "ons",
    cell: str = "",
    **more: Any,
) -> tuple[DueRung, ...]:
    settings: dict[str, Any] = {"policy": Policy(), "calendar": MIDDEN} | more
    return rungs(
        start=start,
        due=until,
        anchor=anchor,
        amount=amount,
        waits=waits,
        extra=parse_ladder(cell),
        **settings,
    )


def days(found: tuple[DueRung, ...]) -> dict[str, date]:
    return {rung.name: rung.on for rung in found}


def test_five_working_days_over_ascension_day() -> None:
    start = date(2026, 5, 11)
    until = due(5, "wd", start, (), MIDDEN).on
    assert until == date(2026, 5, 19)
    assert days(ladder(start, until)) == {
        "herinnering": date(2026, 5, 18),
        "verlopen": date(2026, 5, 20),
        "teamleider": date(2026, 5, 22),
    }


def test_a_longer_term_is_reminded_three_working_days_ahead_and_others_get_ten() -> None:
    found = ladder(date(2026, 11, 2), date(2026, 11, 16), amount=10, waits="school")
    assert days(found) == {
        "herinnering": date(2026, 11, 11),
        "verlopen": date(2026, 11, 17),
        "teamleider": date(2026, 11, 30),
    }


def test_niet_verschenen_over_christmas_gets_its_mdo() -> None:
    found = ladder(date(2026, 12, 18), date(2026, 12, 28), waits="ouders", cell="mdo +5 wd")
    assert [(rung.name, rung.on) for rung in found] == [
        ("herinnering", date(2026, 12, 24)),
        ("verlopen", date(2026, 12, 29)),
        ("mdo", date(2027, 1, 5)),
        ("teamleider", date(2027, 1, 12)),
    ]
    assert found[2].to == ("behandelaar", "teamleider")
    assert found[2].effect == "mdo"
    assert found[3].effect == "escalatie"


def test_nothing_escalates_to_others_while_it_waits_for_us() -> None:
    cell = "mdo +5 wd, veiligheidshuis +10 wd"
    assert set(days(ladder(date(2026, 11, 2), date(2026, 11, 9), cell=cell))) == {
        "herinnering", "verlopen", "teamleider",
    }  # fmt: skip


def test_a_report_two_days_after_the_talk_is_reminded_after_the_talk() -> None:
    talk = date(2026, 11, 19)
    found = ladder(date(2026, 11, 2), date(2026, 11, 23), anchor=talk, amount=2)
    assert days(found)["herinnering"] == date(2026, 11, 20)


def test_a_reminder_before_the_anchor_exists_only_when_nothing_is_added_to_it() -> None:
    anchor = date(2026, 11, 19)
    assert days(ladder(date(2026, 11, 2), anchor, anchor=anchor, amount=0))["herinnering"] == date(2026, 11, 18)
    own = Policy((Override("ladder.mdo.gepland.herinnering", -4, anchor),))
    found = ladder(
        date(2026, 11, 2),
        date(2026, 11, 23),
        anchor=anchor,
        amount=2,
        policy=own,
        proces="mdo",
        state="gepland",
    )
    assert "herinnering" not in days(found)


def test_a_term_of_one_day_has_no_reminder_on_its_first_day() -> None:
    assert "herinnering" not in days(ladder(date(2026, 11, 2), date(2026, 11, 3), amount=1))


def test_a_due_date_already_past_leaves_only_the_rungs_after_it() -> None:
    found = ladder(date(2026, 11, 20), date(2026, 11, 10), anchor=date(2026, 11, 10), amount=0, waits="partij")
    assert days(found) == {"verlopen": date(2026, 11, 11), "teamleider": date(2026, 11, 24)}


def test_halfway_is_a_working_day_in_the_middle() -> None:
    found = ladder(date(2026, 11, 9), date(2026, 12, 21), waits="school", cell="halfweg")
    assert days(found)["halfweg"] == date(2026, 11, 30)
    assert [rung.effect for rung in found if rung.name == "halfweg"] == ["controle"]
    free = ladder(date(2026, 12, 16), date(2027, 1, 4), cell="halfweg")  # half is Christmas
    assert days(free)["halfweg"] == date(2026, 12, 28)


def test_in_advance_goes_to_whom_the_state_says() -> None:
    found = ladder(date(2026, 11, 2), date(2026, 12, 2), amount=30, cell="vooraf -5 wd tl")
    rung = next(rung for rung in found if rung.name == "vooraf")
    assert (rung.on, rung.to, rung.effect) == (date(2026, 11, 25), ("teamleider",), "herinnering")


@pytest.mark.parametrize(
    ("proposed_from", "on"),
    [(date(2026, 11, 1), date(2026, 11, 17)), (date(2026, 12, 7), date(2026, 12, 7))],
)
def test_an_overdue_afspraak_of_an_mdo_goes_to_the_veiligheidshuis(proposed_from: date | None, on: date) -> None:
    found = ladder(
        date(2026, 10, 26), date(2026, 11, 16), anchor=date(2026, 11, 16), amount=0, waits="partij",
        veiligheidshuis_from=proposed_from,
    )  # fmt: skip
    assert days(found)["veiligheidshuis"] == on


def test_one_veiligheidshuis_per_term_the_earliest() -> None:
    found = ladder(
        date(2026, 11, 2), date(2026, 11, 9), waits="tafel", cell="veiligheidshuis +10 wd",
        veiligheidshuis_from=date(2026, 11, 1),
    )  # fmt: skip
    assert [rung.on for rung in found if rung.name == "veiligheidshuis"] == [date(2026, 11, 10)]


def test_a_gemeente_moves_rungs_for_all_states_or_for_one() -> None:
    start, until = date(2026, 11, 2), date(2026, 11, 16)
    own = Policy(
        (
            Override("ladder.teamleider", 4, start),
            Override("ladder.hulp.aangeboden.mdo", 8, start),
            Override("ladder.hulp.aangeboden.verlopen", 2, start),
        )
    )
    where: dict[str, Any] = {"policy": own, "proces": "hulp", "state": "aangeboden"}
    assert days(ladder(start, until, **where))["teamleider"] == date(2026, 11, 20)
    found = days(ladder(start, until, waits="ouders", cell="mdo +5 wd", **where))
    assert (found["mdo"], found["verlopen"]) == (date(2026, 11, 26), date(2026, 11, 18))


@pytest.mark.parametrize(
    ("cell", "specs"),
    [
        ("", ()),
        ("  ", ()),
        ("mdo +5 wd", (RungSpec("mdo", 5),)),
        ("halfweg", (RungSpec("halfweg"),)),
        ("vooraf -5 wd tl", (RungSpec("vooraf", -5, "wd", ("teamleider",)),)),
        ("halfweg, veiligheidshuis +10 d", (RungSpec("halfweg"), RungSpec("veiligheidshuis", 10, "d"))),
    ],
)
def test_a_ladder_cell_is_read(cell: str, specs: tuple[RungSpec, ...]) -> None:
    assert parse_ladder(cell) == specs


@pytest.mark.parametrize(
    "cell", ["mdo", "mdo 5 wd", "mdo +5", "politie +5 wd", "vooraf -5 wd", "halfweg,", "mdo +5 lw"]
)
def test_a_ladder_cell_that_says_something_else_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is niet te lezen"):
        parse_ladder(cell)


@given(DAYS, st.integers(0, 120), st.sampled_from(["ons", "ouders"]), CELLS, st.none() | DAYS)
def test_rungs_are_sorted_unique_and_after_the_start(
    start: date, length: int, waits: str, cell: str, proposed_from: date | None
) -> None:
    until = start + timedelta(days=length)
    found = ladder(start, until, waits=waits, cell=cell, veiligheidshuis_from=proposed_from)
    order = [(rung.on, list(RUNGS).index(rung.name)) for rung in found]
    assert order == sorted(order)
    assert len({rung.name for rung in found}) == len(found)
    assert {"verlopen", "teamleider"} <= set(days(found))
    assert all(rung.to for rung in found)
    assert all(rung.on > start for rung in found if rung.name in ("herinnering", "halfweg"))
    assert all(rung.on > until for rung in found if rung.name in ("verlopen", "teamleider", "mdo"))
