"""A budget is honoured, what found no place waits for one, what was just below is told, and one matter is one alert."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from paravent.judgement.budget import (
    WAITS,
    Alerted,
    Filed,
    Places,
    Standing,
    alerts,
    give,
    just_below,
)
from paravent.judgement.frames import WEEKS
from paravent.judgement.tests.cast import ALI, MONDAY

FIRST, WEEK = MONDAY.date(), timedelta(weeks=1)
SUNDAY = timedelta(days=6)


def weeks_of(*scores: float) -> pl.DataFrame:
    """Return as many people's weeks with these scores."""
    rows = [
        {
            "person": nth,
            "week": FIRST,
            "accesses": 9,
            "unexplained": 1,
            "score": one,
            "reasons": [],
            "entries": [],
            "crowds": [],
            "apart": one,
        }
        for nth, one in enumerate(scores)
    ]
    return pl.DataFrame(rows, schema=dict(WEEKS))


def standing(*scores: float, week: date = FIRST, first: int = 0) -> list[Standing[int]]:
    """Return as many people's weeks as they stand in the order."""
    return [Standing(first + nth, 1, Alerted(week, score, {})) for nth, score in enumerate(scores)]


def of_a_crowd(weeks: pl.DataFrame, *crowd: int, apart: float = 0.0) -> pl.DataFrame:
    """Return weeks of which some people's were at one file with others, and score so much without it."""
    is_of_it = pl.col("person").is_in(crowd)
    return weeks.with_columns(
        crowds=pl.when(is_of_it).then([ALI]).otherwise(pl.lit([], dtype=WEEKS["crowds"])),
        apart=pl.when(is_of_it).then(apart).otherwise("apart"),
    )


def people(some: list[Standing[int]]) -> list[int]:
    """Return whose weeks these are."""
    return [one.person for one in some]


def test_the_highest_take_the_places_and_the_others_above_the_line_wait() -> None:
    given, waiting, _ = give(standing(1.2, 3.0, 2.0, 0.99), {}, Places(FIRST, per_week=2, taken=0))

    assert (people(given), people(waiting)) == ([1, 2], [0])


def test_a_place_that_is_taken_is_given_to_nobody_else_in_that_week() -> None:
    given, waiting, _ = give(standing(1.2, 3.0), {}, Places(FIRST + SUNDAY, per_week=5, taken=4))

    assert (people(given), people(waiting)) == ([1], [0])


def test_of_what_waited_and_what_is_new_the_higher_goes_first() -> None:
    both = [*standing(1.6, 1.9), *standing(1.7, 2.5, week=FIRST + WEEK, first=7)]
    given, waiting, _ = give(both, {}, Places(FIRST + WEEK, per_week=3, taken=0))

    assert (people(given), people(waiting)) == ([8, 1, 7], [0])


@pytest.mark.parametrize(("score", "on", "given"), [(1.49, 0, 3), (1.49, 5, 3), (1.49, 6, 5), (1.5, 0, 5)])
def test_what_waited_and_is_weak_leaves_two_places_of_five_to_what_is_new_until_sunday(
    score: float, on: int, given: int
) -> None:
    day = FIRST + WEEK + timedelta(days=on)

    assert len(give(standing(*[score] * 6), {}, Places(day, per_week=5, taken=0))[0]) == given
    new = standing(*[score] * 6, week=FIRST + WEEK)
    assert len(give(new, {}, Places(day, per_week=5, taken=0))[0]) == 5


@pytest.mark.parametrize(("weeks", "waits"), [(2, [0]), (3, [])])
def test_what_found_no_place_waits_two_weeks_and_no_longer(weeks: int, waits: list[int]) -> None:
    assert timedelta(weeks=2) == WAITS
    full = Places(FIRST + weeks * WEEK, per_week=5, taken=5)

    assert people(give(standing(1.2), {}, full)[1]) == waits
    assert people(give(standing(1.2), {}, Places(full.day, per_week=5, taken=0))[0]) == waits


def test_what_belongs_to_a_case_neither_takes_a_place_nor_waits() -> None:
    places = Places(FIRST, per_week=5, taken=5)
    known = {0: [Alerted(FIRST + WEEK, 1.3, {})], 1: [Alerted(FIRST - WEEK, 1.3, {})]}

    assert people(give(standing(1.2, 1.2, 1.2), known, places)[1]) == [2]


def test_two_weeks_of_one_matter_take_one_place() -> None:
    both = [*standing(1.5), *standing(1.6, week=FIRST + WEEK)]
    given, waiting, _ = give(both, {}, Places(FIRST + WEEK, per_week=5, taken=0))

    assert ([one.alerted.score for one in given], waiting) == ([1.6], [])


def test_equal_scores_stand_in_a_fixed_order() -> None:
    assert people(give(standing(2.0, 2.0, 2.0), {}, Places(FIRST, per_week=2, taken=0))[0]) == [0, 1]


def test_what_was_just_below_is_told_but_for_what_belongs_to_a_case() -> None:
    some = standing(0.2, 0.9, 0.0, 0.8, 0.3, 0.4, 0.5, 0.6)

    assert people(just_below(some, {3: [Alerted(FIRST, 1.0, {})]})) == [1, 7, 6, 5, 4]


def test_what_waits_takes_a_place_of_the_next_week_and_no_week_has_more_than_its_places() -> None:
    filed = Filed(per_week=2)
    first = datetime(2026, 1, 11, tzinfo=UTC)
    filed.file(weeks_of(1.2, 3.0, 2.0, 1.6), FIRST + SUNDAY, first)
    filed.file(weeks_of(), FIRST + WEEK, first + WEEK)
    filed.file(weeks_of(), FIRST + WEEK + SUNDAY, first + 2 * WEEK)

    assert filed.queue().rows() == [
        (1, FIRST, first, 0),
        (2, FIRST, first, 1),
        (3, FIRST, first + WEEK, 2),
        (0, FIRST, first + WEEK, 3),
    ]


def test_what_is_judged_below_the_line_later_in_its_week_waits_no_more() -> None:
    filed = Filed(per_week=1)
    filed.file(weeks_of(1.2, 3.0), FIRST + timedelta(days=2), MONDAY)
    filed.file(weeks_of(0.9, 3.0), FIRST + SUNDAY, MONDAY)

    assert filed.waiting == []


def test_a_crowd_takes_one_place_and_all_of_it_stand_there() -> None:
    filed = Filed(per_week=2)
    filed.file(of_a_crowd(weeks_of(2.0, 1.9, 1.8, 0.3, 1.2), 0, 1, 3), FIRST + SUNDAY, MONDAY)

    places = filed.queue().sort("place", "person").select("place", "person").rows()
    assert places == [(0, 0), (0, 1), (0, 3), (1, 2)]
    assert people(filed.waiting) == [4]


def test_who_comes_to_the_file_when_its_crowd_has_a_place_stands_in_it() -> None:
    filed = Filed(per_week=1)
    filed.file(of_a_crowd(weeks_of(2.0), 0), FIRST + timedelta(days=2), MONDAY)
    filed.file(of_a_crowd(weeks_of(2.0, 1.5), 0, 1), FIRST + SUNDAY, MONDAY + timedelta(days=4))
    later = of_a_crowd(weeks_of(1.5, 1.5, 1.5), 0, 2).with_columns(week=pl.lit(FIRST + WEEK))
    filed.file(later, FIRST + WEEK, MONDAY + WEEK)

    assert filed.queue().select("person", "place").rows() == [(0, 0), (1, 0), (1, 1), (2, 0)]


def test_whose_week_is_a_question_without_the_crowd_takes_a_place_of_their_own() -> None:
    filed = Filed(per_week=5)
    filed.file(of_a_crowd(weeks_of(2.0, 1.9), 0, 1, apart=1.0), FIRST + SUNDAY, MONDAY)

    assert filed.queue().select("person", "place").rows() == [(0, 0), (1, 1)]


def test_what_stood_in_a_crowds_place_and_becomes_a_question_by_itself_takes_one() -> None:
    filed = Filed(per_week=5)
    early = of_a_crowd(weeks_of(2.0, 0.4), 0, 1)
    filed.file(early, FIRST, MONDAY)
    filed.file(of_a_crowd(weeks_of(2.0, 2.4), 0, 1, apart=1.6), FIRST + SUNDAY, MONDAY + WEEK)

    assert filed.queue().select("person", "place").rows() == [(0, 0), (1, 0), (1, 1)]


def test_a_crowd_that_waits_takes_one_place_of_the_next_week() -> None:
    filed = Filed(per_week=1)
    filed.file(of_a_crowd(weeks_of(2.0, 1.9, 3.0, 0.2), 0, 1, 3), FIRST + SUNDAY, MONDAY)
    filed.file(weeks_of(), FIRST + WEEK, MONDAY + WEEK)

    assert filed.queue().select("person", "place").rows() == [(2, 0), (0, 1), (1, 1), (3, 1)]


def test_a_log_that_is_judged_at_its_end_files_week_after_week() -> None:
    weeks = pl.concat(
        weeks_of(score).with_columns(week=pl.lit(FIRST) + timedelta(weeks=nth))
        for nth, score in enumerate((1.5, 1.6, 3.2, 1.2))
    )
    queue = alerts(weeks, per_week=5)

    assert queue["week"].to_list() == [FIRST, FIRST + 2 * WEEK]
    assert queue["told_at"].to_list() == [MONDAY + WEEK, MONDAY + 3 * WEEK]


def test_what_is_new_in_a_persons_week_and_were_an_alert_by_itself_is_another_matter() -> None:
    def one(week: int, **weights: float) -> pl.DataFrame:
        reasons = [{"name": name, "weight": weight, "evidence": None} for name, weight in weights.items()]
        row = weeks_of(sum(weights.values())).with_columns(week=pl.lit(FIRST) + timedelta(weeks=week))
        return row.with_columns(reasons=pl.Series([reasons], dtype=WEEKS["reasons"]))

    weeks = pl.concat([one(0, sweep=1.2), one(1, walk=1.1), one(2, drip=0.6, hours=0.9), one(3, walk=1.2)])
    assert alerts(weeks, per_week=5)["week"].to_list() == [FIRST, FIRST + WEEK]


def test_a_matter_of_long_ago_is_asked_about_anew() -> None:
    weeks = pl.concat(weeks_of(1.5).with_columns(week=pl.lit(FIRST) + timedelta(weeks=nth)) for nth in (0, 6))
    assert len(alerts(weeks, per_week=5)) == 2
