"""Dates move together, and what is known of the practice does not betray by how much."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.deid.structured_dates import SHIFTS, Grain, Opening, Shift, believable, shift_of, shown
from paravent.deid.tests.releases import CLOSED, KEY, OPENING, OTHER_KEY, WORKING

UNTIL = OPENING.until
FEWEST = 11


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(WORKING), min_size=1, max_size=80), st.integers(0, 999))
def test_as_many_shifts_as_said_can_be_believed(visits: set[date], number: int) -> None:
    shift = shift_of(KEY, f"p{number}", visits, OPENING, FEWEST)
    seen = {shift.moved(day) for day in visits}

    assert shift.grain is Grain.YEAR or len(believable(seen, OPENING, shift.grain)) >= FEWEST


def test_the_true_shift_is_one_of_them_and_intervals_stay() -> None:
    visits = random.Random(7).sample(WORKING[200:1500], 20)
    shift = shift_of(KEY, "ali", visits, OPENING, FEWEST)
    moved = [shift.moved(day) for day in visits]

    assert shift.grain is Grain.DAY
    assert shift.weeks in believable(moved, OPENING, Grain.DAY)
    assert {one - day for one, day in zip(moved, visits, strict=True)} == {timedelta(weeks=shift.weeks)}


def test_most_patients_keep_their_days() -> None:
    chance = random.Random(3)
    grains = [shift_of(KEY, f"p{one}", chance.sample(WORKING, 12), OPENING, FEWEST).grain for one in range(100)]

    assert grains.count(Grain.DAY) >= 95


def test_who_comes_all_the_time_leaves_as_weeks() -> None:
    assert shift_of(KEY, "ali", WORKING[60:1600], OPENING, FEWEST).grain is Grain.WEEK


def test_who_was_there_from_the_first_to_the_last_day_leaves_as_years() -> None:
    assert shift_of(KEY, "ali", WORKING, OPENING, FEWEST).grain is Grain.YEAR


def test_without_closed_days_there_are_no_days() -> None:
    blind = Opening(OPENING.since, OPENING.until)

    assert shift_of(KEY, "ali", WORKING[100:110], blind, FEWEST).grain is Grain.WEEK


def test_a_shift_is_the_patients_and_the_releases() -> None:
    visits = WORKING[300:310]
    shifts = [shift_of(KEY, f"p{one}", visits, OPENING, FEWEST) for one in range(40)]
    others = [shift_of(OTHER_KEY, f"p{one}", visits, OPENING, FEWEST) for one in range(40)]

    assert len({shift.weeks for shift in shifts}) > 20
    assert shifts != others
    assert shifts == [shift_of(KEY, f"p{one}", visits, OPENING, FEWEST) for one in range(40)]


def test_a_holiday_on_which_somebody_fell_ill_is_no_evidence() -> None:
    assert date(2024, 12, 25) in CLOSED
    assert shift_of(KEY, "ali", {date(2024, 12, 25), date(1990, 1, 1)}, OPENING, FEWEST).grain is Grain.DAY


@pytest.mark.parametrize(
    ("said", "grain", "left"),
    [
        ("2020-03-04", Grain.DAY, "2020-03-18"),
        ("2020-03-04T08:15:00+01:00", Grain.DAY, "2020-03-18"),
        ("2020-03-04T08:15:00+01:00", Grain.WEEK, "2020-03-16"),
        ("2020-03-04", Grain.YEAR, "2020"),
        ("2020-03", Grain.DAY, "2020-03"),
        ("2020-12", Grain.DAY, "2020-12"),
        ("2020", Grain.DAY, "2020"),
        ("1936-05-01", Grain.DAY, "1936-05-15"),
        ("1935-05-01", Grain.DAY, None),
        ("2020-13-01", Grain.DAY, None),
        ("9999-12-31", Grain.DAY, None),
        ("0001-01-01", Grain.DAY, None),
        ("4.3.2020", Grain.DAY, None),
        ("2020-03-04 Ali", Grain.DAY, None),
        (20200304, Grain.DAY, None),
    ],
)
def test_a_date_leaves_no_finer_than_it_was_said(said: object, grain: Grain, left: str | None) -> None:
    assert shown(said, Shift(2, grain), UNTIL) == left


def test_the_range_is_a_year_to_either_side_and_never_none() -> None:
    assert (min(SHIFTS), max(SHIFTS), len(SHIFTS)) == (-52, 52, 104)
    assert 0 not in SHIFTS


near = st.integers(-900, 3400).map(lambda days: OPENING.since + timedelta(days=days))


@settings(max_examples=60, deadline=None)
@given(seen=st.sets(near, max_size=12), grain=st.sampled_from(list(Grain)), knows=st.booleans())
def test_what_can_be_believed_is_what_asking_day_by_day_gives(seen: set[date], grain: Grain, *, knows: bool) -> None:
    opening = OPENING if knows else Opening(OPENING.since, OPENING.until)
    by_hand = [weeks for weeks in SHIFTS if all(opening.might_be(day - timedelta(weeks=weeks), grain) for day in seen)]

    assert believable(seen, opening, grain) == by_hand
