"""Spacing, skill and choice, tried on learners whose true skill is known."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt
from random import Random
from statistics import mean

import pytest

from paravent.exercise.choosing import A_WEEK_AT_MOST, Done, choose, due_topics, has_time, next_due
from paravent.exercise.crowds import Crowd, sayable
from paravent.exercise.reading import scenarios
from paravent.exercise.skill import HARDNESS, Answer, answered, chance, estimate
from paravent.exercise.spacing import Practised, due_at
from paravent.exercise.terms import Difficulty, Grade, Nature, Topic

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
G, A = Grade.RIGHT, Grade.UNSAFE


def intervals(grades: list[Grade], longest_days: int) -> list[int]:
    """Return the days from each time of practice to the next, each done exactly when it was due."""
    history: list[Practised] = []
    days, now = [], START
    for grade in grades:
        history.append(Practised(now, grade))
        due = due_at(history, longest_days)
        assert due is not None
        days.append((due - now).days)
        now = due
    return days


def test_spacing_is_the_references() -> None:
    """py-fsrs 6's own test vector (tests/test_basic.py, test_interval_history), which FSRS implementations share."""
    assert intervals([G] * 6 + [A] * 2 + [G] * 5, 36_500) == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_nothing_is_spaced_beyond_four_months() -> None:
    assert intervals([G] * 6, 120) == [0, 2, 11, 46, 120, 120]


@pytest.mark.parametrize("answers", [12, 40])
def test_the_estimated_skill_recovers_the_true_one(answers: int) -> None:
    """200 learners, skills from N(0, 1), drills chosen as they are chosen: error and cover of the interval."""
    random = Random(20260105)
    errors, held = [], []
    for _ in range(200):
        true = random.gauss(0, 1)
        given: list[Answer] = []
        while len(given) < answers:
            aim = estimate(given).estimate - 1
            hardness = min(HARDNESS.values(), key=lambda one, aim=aim: (abs(one - aim), random.random()))
            given.append(Answer(hardness, random.random() < chance(true, hardness)))
        found = estimate(given)
        errors.append(found.estimate - true)
        held.append(found.low <= true <= found.high)

    rmse = sqrt(mean(error * error for error in errors))
    assert rmse < {12: 0.7, 40: 0.45}[answers]
    assert abs(mean(errors)) < 0.1
    assert 0.92 <= mean(held) <= 0.98


def test_without_answers_everything_is_open_and_more_answers_say_more() -> None:
    nothing, some, many = (estimate([Answer(0.0, is_safe=True)] * count) for count in (0, 5, 50))
    assert nothing.estimate == pytest.approx(0, abs=1e-9)
    assert nothing.low < -1.9 < 1.9 < nothing.high
    assert nothing.estimate < some.estimate < many.estimate
    assert many.high - many.low < some.high - some.low < nothing.high - nothing.low


def test_an_alarm_without_a_reason_counts_against() -> None:
    assert answered(Difficulty.CONTROL, A) == Answer(0.0, is_safe=False)
    assert answered(Difficulty.VERY, Grade.ACCEPTABLE) == Answer(1.0, is_safe=True)


def done(scenario: str, grade: Grade, at: datetime, seconds: int = 60) -> Done:
    return Done(scenario, scenarios()[scenario].topic, grade, at - timedelta(seconds=seconds), at)


def test_three_minutes_a_week_and_one_a_day() -> None:
    first = done("s10-rash-by-whatsapp", G, START)
    assert has_time([], START)
    assert not has_time([first], START + timedelta(hours=2))
    assert has_time([first], START + timedelta(days=1))
    week = [done("s10-rash-by-whatsapp", G, START + timedelta(days=day)) for day in range(3)]
    assert sum((one.took for one in week), timedelta()) == A_WEEK_AT_MOST
    assert not has_time(week, START + timedelta(days=4))
    assert has_time(week, START + timedelta(days=8))


def test_an_hour_in_which_a_page_stood_open_is_not_charged() -> None:
    assert has_time([done("s10-rash-by-whatsapp", G, START, seconds=3600)], START + timedelta(days=1))


def test_a_year_of_practice_keeps_its_limits_and_its_share_of_legitimate_ones() -> None:
    random, among = Random(7), scenarios()
    history: list[Done] = []
    for day in range(365):
        now = START + timedelta(days=day)
        if has_time(history, now) and (one := choose(history, among, now, random)):
            is_safe = random.random() < chance(0.5, HARDNESS[one.difficulty])
            history.append(done(one.id, G if is_safe else A, now + timedelta(minutes=1)))

    weeks = {week: [one for one in history if (one.decided_at - START).days // 7 == week] for week in range(52)}
    assert all(sum((one.took for one in week), timedelta()) <= A_WEEK_AT_MOST for week in weeks.values())
    share = mean(among[one.scenario].nature == Nature.LEGITIMATE for one in history)
    assert 0.1 <= share <= 0.33
    assert {one.topic for one in history} == set(Topic)
    assert all(a.scenario != b.scenario for a, b in pairwise(history))


def test_a_topic_that_went_wrong_comes_sooner() -> None:
    well = [done("s13-two-of-one-name", G, START), done("s13-two-of-one-name", G, START + timedelta(days=1))]
    badly = [well[0], done("s13-two-of-one-name", A, START + timedelta(days=1))]
    good, bad = next_due(well, Topic.RECIPIENTS), next_due(badly, Topic.RECIPIENTS)
    assert good is not None
    assert bad is not None
    assert bad < good
    assert due_topics(well, list(Topic), START + timedelta(days=2))[0] != Topic.RECIPIENTS
    assert choose(well, {"s13-two-of-one-name": scenarios()["s13-two-of-one-name"]}, START, Random(1)) is None


@pytest.mark.parametrize(
    ("teams", "shown"),
    [
        ([("a", 5), ("b", 9)], ["a", "b"]),
        ([("a", 4), ("b", 9)], []),
        ([("a", 4), ("b", 9), ("c", 6)], ["b"]),
        ([("a", 3), ("b", 2), ("c", 6)], ["c"]),
        ([("a", 4)], []),
        ([], []),
    ],
)
def test_what_is_said_of_teams_says_nothing_of_a_few(teams: list[tuple[str, int]], shown: list[str]) -> None:
    crowds = [Crowd(team, people, people * 4, people * 3) for team, people in teams]
    found = sayable(crowds)
    assert [one.team for one in found] == shown
    kept_back = sum(people for _, people in teams) - sum(one.people for one in found)
    assert kept_back == 0 or kept_back >= 5 or not found


def test_a_team_in_which_all_did_alike_is_kept_back() -> None:
    assert sayable([Crowd("a", 6, 24, 24), Crowd("b", 7, 20, 12)]) == [Crowd("b", 7, 20, 12)]


def test_newcomers_do_not_all_begin_with_the_same_drill() -> None:
    firsts = [choose([], scenarios(), START, Random(seed)) for seed in range(40)]
    assert len({one.id for one in firsts if one}) > 5
