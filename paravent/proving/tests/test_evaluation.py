"""The arithmetic of the evaluation, on cases small enough to count by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from paravent.judgement.frames import SCHEMAS, Frames
from paravent.judgement.tests.cast import ALI, frames, look
from paravent.proving.evaluation import beats, caught_in, false_alarms, place_for, places_needed, report
from paravent.proving.evenings import EVENINGS, as_of
from paravent.proving.intervals import across, auc, bootstrapped, middle, share
from paravent.proving.simulation import simulate
from paravent.proving.terms import TRUTH
from paravent.proving.trials import Trial, budget_of, incidents_of, try_on, week_over

MONDAY, NEXT = date(2026, 1, 5), date(2026, 1, 12)
WEDNESDAY = datetime(2026, 1, 7, tzinfo=UTC)

CURIOUS, NAMESAKE, TREATS = range(10, 15), 20, 21

WEEKS = [
    # person, week, ours, volume, is_insider
    (1, MONDAY, 9.0, 2.0, True),
    (2, MONDAY, 5.0, 8.0, False),
    (3, MONDAY, 0.0, 4.0, False),
    (1, NEXT, 1.0, 1.0, False),
    (2, NEXT, 0.0, 7.0, False),
    (3, NEXT, 8.0, 3.0, True),
]
INCIDENTS = [(0, "a", WEDNESDAY, MONDAY, 1), (1, "b", WEDNESDAY, NEXT, 3)]


@pytest.fixture
def trial() -> Trial:
    weeks = pl.DataFrame(WEEKS, schema=["person", "week", "score", "volume", "is_insider"], orient="row")
    incidents = pl.DataFrame(
        INCIDENTS,
        schema={
            "incident": pl.Int32,
            "scenario": pl.String,
            "began_at": pl.Datetime("us", "UTC"),
            "week": pl.Date,
            "person": pl.Int64,
        },
        orient="row",
    )
    queue = weeks.filter(pl.col("score") > 4).select(
        "person", "week", told_at=week_over(), place=pl.int_range(pl.len())
    )
    explained = {"all": (97, 100), "first": (9, 10), "sound": (90, 100)}
    return Trial("by hand", 1, weeks, queue, incidents, explained, ("volume",))


@pytest.fixture
def crowd() -> Frames:
    refused = [look(34 + nth, actor=who, outcome="refused") for nth, who in enumerate((*CURIOUS, NAMESAKE))]
    treated = [look(36, actor=TREATS), look(60, actor=TREATS)]
    news = [{"patient": ALI, "kind": "news", "starts_at": 30.0, "ends_at": 90.0}]
    visit = [{"visit": 1, "clinician": TREATS, "starts_at": 35.0, "ends_at": 36.0}]
    everybody = [{"person": who} for who in (*CURIOUS, NAMESAKE, TREATS)]
    return frames(accesses=[*refused, *treated], visits=visit, notables=news, roles=everybody)


def test_a_share_has_wilsons_interval() -> None:
    found = share(19, 20)

    assert (found.value, found.of) == (0.95, 20)
    assert (found.low, found.high) == (pytest.approx(0.7639, abs=1e-4), pytest.approx(0.9911, abs=1e-4))


@pytest.mark.parametrize(("hits", "of"), [(0, 0)])
def test_a_share_of_nothing_is_no_share(hits: int, of: int) -> None:
    assert share(hits, of).value is None


def test_a_median_lies_within_its_bounds_and_is_the_same_each_time() -> None:
    found = middle([1.0, 2.0, 3.0, 4.0, 100.0])

    assert found.value == 3.0
    assert found.low is not None
    assert found.high is not None
    assert 1.0 <= found.low <= 3.0 <= found.high <= 100.0
    assert found == middle([1.0, 2.0, 3.0, 4.0, 100.0])


def test_a_share_across_hospitals_has_students_bounds_and_one_hospital_has_none() -> None:
    found = across([0.9, 0.95, 1.0, None])

    # The standard error of these three is 0.02887, and t of two degrees of freedom is 4.303.
    assert (found.value, found.low, found.of) == (pytest.approx(0.95), pytest.approx(0.8258, abs=1e-4), 3)
    assert found.high == 1.0
    assert across([0.9]).low is None


def test_a_full_auc_of_few_incidents_has_bounds_too() -> None:
    found = auc([9.0] * 5, lambda _: 1.0, others=1_000_000)

    # Solved by hand for so many others: (1 - a)(1 + a) = 1.96\u00b2 / 5 * a\u00b2.
    assert (found.value, found.high, found.of) == (1.0, 1.0, 5)
    assert found.low == pytest.approx((1 / (1 + 1.96**2 / 5)) ** 0.5, abs=1e-4)
    assert auc([9.0] * 50, lambda _: 1.0, others=1_000_000).low > found.low  # type: ignore[operator]
    half = auc([9.0] * 5, lambda _: 0.5, others=1_000_000)
    assert half.low < 0.5 < half.high  # type: ignore[operator]


def test_nothing_has_no_bounds() -> None:
    assert bootstrapped([], len).value is None


def test_an_incident_is_caught_when_the_week_of_its_alert_is_over(trial: Trial) -> None:
    found = {one["scenario"]: one["days"] for one in caught_in(trial, "score", 1)}

    assert found == {"a": 5.0, "b": 12.0}


def test_a_baseline_catches_what_its_budget_reaches(trial: Trial) -> None:
    assert [one["days"] for one in caught_in(trial, "volume", 1)] == [None, None]
    assert [one["days"] for one in caught_in(trial, "volume", 3)] == [5.0, 12.0]


def test_only_a_week_that_is_over_within_seven_days_counts_as_in_time(trial: Trial) -> None:
    assert places_needed(trial, "volume") == [3, 10_000]


def test_false_alarms_are_honest_weeks_down_to_a_place(trial: Trial) -> None:
    alarms = false_alarms([trial], "volume")

    assert [alarms(place) for place in (0, 1, 2, 3, 10_000)] == [0, 2, 3, 4, 4]


def test_as_many_are_caught_by_going_down_to_the_place_of_the_last_of_them() -> None:
    assert [place_for([2, 5, 9], wanted) for wanted in (0, 1, 2, 3)] == [0, 2, 5, 9]


def test_a_score_beats_those_below_and_half_of_those_beside_it() -> None:
    ranks = beats([0.0, 0.0, 1.0, 2.0])

    assert [ranks(score) for score in (0.0, 1.0, 3.0)] == [0.25, 0.625, 1.0]


def test_a_place_with_several_people_is_right_once_and_each_honest_one_is_a_false_alarm(trial: Trial) -> None:
    one = pl.col("week") == MONDAY
    crowd = trial.weeks.filter(one).select("person", "week", told_at=week_over(), place=pl.lit(0))
    found = report([replace(trial, queue=crowd)])

    assert found["precision_at_budget"] == share(1, 3).as_json()
    assert found["places_with_insider"] == share(1, 1).as_json()
    assert found["baselines"]["ours"]["false_alarms"] == 2


def test_of_a_crowd_each_is_judged_by_themselves(crowd: Frames) -> None:
    """Five come out of curiosity; one more meant a patient of the same name, and one has a visit with them."""
    curious = crowd.accesses.filter(pl.col("actor") < NAMESAKE)
    truth = curious.select("entry", "actor", scenario=pl.lit("a crowd"), incident=0).cast(TRUTH)
    tried = try_on("a crowd", crowd, truth, evenings=EVENINGS["each-evening"])
    found = report([tried])

    assert set(tried.queue["person"]) == {*CURIOUS, NAMESAKE}
    assert tried.queue["place"].n_unique() == 1
    # Whoever is named in it for a wrong click is a false alarm, beside five others too; the place is right once.
    assert found["precision_at_budget"] == share(1, 2).as_json()
    assert found["places_with_insider"] == share(1, 1).as_json()
    assert found["recall_of_people_at_budget"] == share(5, 5).as_json()
    assert found["baselines"]["ours"]["false_alarms"] == 1


def test_the_report_counts_what_the_weeks_say(trial: Trial) -> None:
    found = report([trial])

    assert found["explained_share"]["value"] == 0.97
    assert found["explained_share_of_first_accesses"]["value"] == 0.9
    assert found["recall_at_budget"]["value"] == 0.5
    assert found["across_hospitals"]["recall_at_budget"] == {"value": 0.5, "low": None, "high": None, "of": 1}
    assert found["per_hospital"]["by hand"]["recall_at_budget"] == found["recall_at_budget"]
    missed = {"trial": "by hand", "incident": 1, "scenario": "b", "days": 12.0, "score": 8.0}
    assert found["missed"] == [missed | {"places_taken": 1, "by_insiders": 1}]
    assert found["recall_ever_at_budget"]["value"] == 1.0
    assert found["precision_at_budget"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["days_to_catch"]["value"] == 8.5
    held = {above: one["honest_of_a_thousand_a_month"]["value"] for above, one in found["held_back"].items()}
    # Four honest weeks are about a month; one of them has a case, of a score of 5.
    assert held == dict.fromkeys(held, 1000.0)
    assert found["held_back"]["3"]["incidents"]["value"] == 1.0
    assert found["per_scenario"]["a"]["auc"]["value"] == 1.0
    volume: dict[str, Any] = found["baselines"]["volume"]
    assert volume["false_alarms_at_equal_recall"]["value"] == 4.0
    assert found["baselines"]["ours"]["false_alarms"] == 1
    assert volume["times_ours"] == 4.0
    assert "not installed" in found["baselines"]["isolation forest"]


@pytest.mark.parametrize(("staff", "alerts"), [(3, 1), (200, 1), (1000, 5), (3000, 15)])
def test_the_budget_is_five_a_week_for_a_thousand_people(staff: int, alerts: int) -> None:
    assert budget_of(staff) == alerts


def test_the_hour_of_an_incident_is_the_logs_where_the_clock_was_set_back() -> None:
    at = [datetime(2026, 1, 7, hour, tzinfo=UTC) for hour in (8, 20, 10)]
    accesses = pl.DataFrame({"entry": [0, 1, 2], "at": at}, schema={"entry": pl.Int64, "at": pl.Datetime("us", "UTC")})
    truth = pl.DataFrame({"entry": [2], "actor": [1], "scenario": ["clock"], "incident": [0]}, schema=TRUTH)

    assert incidents_of(accesses, truth)["began_at"].to_list() == [at[1]]


def test_what_comes_afterwards_is_not_known_before() -> None:
    made = simulate(staff=12, days=10, seed=100).frames
    until = datetime(2026, 1, 9, tzinfo=UTC)
    known = as_of(made, until)

    assert known.accesses["at"].max() < until < made.accesses["at"].max()  # type: ignore[operator]
    for column in ("opened_at", "joined_at", "ended_at", "cancelled_at"):
        assert known.visits.filter(pl.col(column) >= until).is_empty()
    assert known.visits.filter(pl.col("cancelled_at").is_null(), pl.col("cancelled_by").is_not_null()).is_empty()
    assert {name: getattr(known, name).schema for name in SCHEMAS} == SCHEMAS
    assert isinstance(known, Frames)


@pytest.mark.parametrize("evenings", EVENINGS.values(), ids=list(EVENINGS))
def test_a_hospital_is_tried_from_frames_and_truth(evenings: frozenset[int]) -> None:
    made = simulate(staff=12, days=10, seed=100)
    trial = try_on("practice", made.frames, made.truth, evenings=evenings)
    found = report([trial])

    assert trial.weeks.filter("is_insider").height == made.truth.join(
        made.frames.accesses.select("entry", week=pl.col("at").dt.truncate("1w")), on="entry"
    ).n_unique(["actor", "week"])
    assert found["explained_share"]["of"] > 0
    assert found["recall_at_budget"]["of"] == made.truth["incident"].n_unique()
    assert set(found["baselines"]) == {"ours", "isolation forest", "same surname", "volume"}
