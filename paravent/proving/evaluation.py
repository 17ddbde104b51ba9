"""Trials together: shares, recall and precision at the alert budget, days until caught, and false alarms against baselines."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

import polars as pl

from paravent.judgement.budget import WEEK
from paravent.proving.baselines import BY, FOREST, MISSING, SURNAME, VOLUME
from paravent.proving.intervals import Figure, across, auc, bootstrapped, middle, share
from paravent.proving.trials import Trial, week_over

IN_TIME = 7
OURS = "score"
ALL_BASELINES = (FOREST, SURNAME, VOLUME)
ABOVE = (1.0, 1.25, 1.5, 2.0, 3.0)
"""Scores from which a brake might go on by itself."""
WEEKS_A_MONTH = 365.25 / 12 / 7
MOST = 10_000
"""A place in a week's order that no budget reaches."""


def report(trials: Sequence[Trial]) -> dict[str, Any]:
    """Return everything that was measured, each figure with its interval."""
    caught = [one for trial in trials for one in caught_in(trial, OURS, trial.budget)]
    days = [one["days"] for one in caught if one["days"] is not None]
    houses = [shares_of([trial]) for trial in trials]
    return {
        "hospitals": [trial.name for trial in trials],
        "alerts_a_week": {trial.name: trial.budget for trial in trials},
        **{name: figure.as_json() for name, figure in shares_of(trials).items()},
        "across_hospitals": {name: across([house[name].value for house in houses]).as_json() for name in houses[0]},
        "per_hospital": {
            trial.name: {name: figure.as_json() for name, figure in house.items()}
            for trial, house in zip(trials, houses, strict=True)
        },
        "days_to_catch": middle(days).as_json(),
        "waited": sum(places_of(trial).filter(pl.col("told_at") > week_over()).height for trial in trials),
        "held_back": {f"{above:g}": _held_back(trials, above) for above in ABOVE},
        "per_scenario": _per_scenario(trials, caught),
        "missed": [one for trial in trials for one in _missed(trial)],
        "baselines": _baselines(trials, caught),
    }


def shares_of(trials: Sequence[Trial]) -> dict[str, Figure]:
    """Return what is counted of some hospitals together: what is explained, who was caught, and which alerts were right."""
    caught = [one for trial in trials for one in caught_in(trial, OURS, trial.budget)]
    places = pl.concat(places_of(trial).select("has_insider", "honest") for trial in trials)
    right, honest = int(places["has_insider"].sum()), int(places["honest"].sum())
    return {
        "explained_share": _explained(trials, "all"),
        "explained_share_of_first_accesses": _explained(trials, "first"),
        "explained_share_without_own_word": _explained(trials, "sound"),
        "recall_at_budget": share(sum(map(in_time, caught)), len(caught)),
        "recall_ever_at_budget": share(sum(one["days"] is not None for one in caught), len(caught)),
        "recall_of_people_at_budget": _people(trials),
        "precision_at_budget": share(right, right + honest),
        "places_with_insider": share(right, places.height),
    }


def places_of(trial: Trial) -> pl.DataFrame:
    """Return each place that was given: when, about which week, whether an insider stands in it, and how many honest people do.

    A place is right once, however many insiders stand in it; each honest person who stands in one is a false alarm.
    """
    marked = trial.incidents.select(*BY).unique().with_columns(is_insider=pl.lit(value=True))
    asked = trial.queue.join(marked, on=BY, how="left", maintain_order="left")
    asked = asked.with_columns(pl.col("is_insider").fill_null(value=False))
    return asked.group_by("place", maintain_order=True).agg(
        pl.col("week", "told_at").first(), has_insider=pl.col("is_insider").any(), honest=(~pl.col("is_insider")).sum()
    )


def in_time(one: dict[str, Any]) -> bool:
    """Tell whether an incident was caught within seven days."""
    return one["days"] is not None and one["days"] <= IN_TIME


def _explained(trials: Sequence[Trial], which: str) -> Figure:
    return share(sum(trial.explained[which][0] for trial in trials), sum(trial.explained[which][1] for trial in trials))


def placed(trial: Trial, score: str) -> pl.DataFrame:
    """Return every person's week with its place in the week's order, from 1; what scores nothing has none."""
    order = [pl.col(score), pl.col("person")]
    flagged = trial.weeks.filter(pl.col(score) > 0).sort("week", *order, descending=[False, True, False])
    return flagged.with_columns(place=pl.int_range(1, pl.len() + 1).over("week"))


def caught_in(trial: Trial, score: str, budget: int | None) -> list[dict[str, Any]]:
    """Return each incident with the days until the first alert about it; none where the budget never reached it.

    Our own queue is asked, which leaves out what is below the line, and says when each alert came. A baseline has no line,
    and compares whole weeks: its alerts come when a week is over.
    """
    if score == OURS:
        told = trial.queue
    else:
        places = placed(trial, score).with_columns(told_at=week_over())
        told = places if budget is None else places.filter(pl.col("place") <= budget)
    found = trial.incidents.join(told.select(*BY, "told_at"), on=BY, how="left")
    return [
        {"trial": trial.name, "incident": key[0], "scenario": rows["scenario"][0], "days": _days(rows)}
        for key, rows in found.group_by("incident", maintain_order=True)
    ]


def _days(rows: pl.DataFrame) -> float | None:
    """Return the days until the first alert that came after it all began: one from before was about something else."""
    after = rows.filter(pl.col("told_at") > pl.col("began_at"))
    days = (after["told_at"] - after["began_at"]).min()
    return days / timedelta(days=1) if isinstance(days, timedelta) else None


def _people(trials: Sequence[Trial]) -> Figure:
    """Count people rather than incidents: of a curious crowd each one apart."""
    there = [trial.incidents.select("incident", "person").unique() for trial in trials]
    met = [
        trial.incidents.join(trial.queue, on=BY, how="semi").select("incident", "person").unique() for trial in trials
    ]
    return share(sum(one.height for one in met), sum(one.height for one in there))


def _held_back(trials: Sequence[Trial], above: float) -> dict[str, Any]:
    """Return how many honest people of a thousand a case of such a score would hold back in a month, and how many incidents."""
    cases = [trial.queue.join(trial.weeks.select(*BY, OURS, "is_insider"), on=BY) for trial in trials]
    high = [some.filter((pl.col(OURS) * 100).round() >= above * 100) for some in cases]
    months = sum(trial.weeks.filter(~pl.col("is_insider")).height for trial in trials) / WEEKS_A_MONTH
    honest = sum(some.filter(~pl.col("is_insider"))["person"].n_unique() for some in high)
    there = [trial.incidents.select("incident").n_unique() for trial in trials]
    met = [
        trial.incidents.join(some, on=BY, how="semi")["incident"].n_unique()
        for trial, some in zip(trials, high, strict=True)
    ]
    return {
        "honest_of_a_thousand_a_month": share(honest, round(months)).times(1000).as_json(),
        "incidents": share(sum(met), sum(there)).as_json(),
    }


def _per_scenario(trials: Sequence[Trial], caught: list[dict[str, Any]]) -> dict[str, Any]:
    honest = sorted(score for trial in trials for score in trial.weeks.filter(~pl.col("is_insider"))[OURS])
    found = {}
    for scenario in sorted({one["scenario"] for one in caught}):
        mine = [one for one in caught if one["scenario"] == scenario]
        days = [one["days"] for one in mine if one["days"] is not None]
        found[scenario] = {
            "recall_at_budget": share(sum(map(in_time, mine)), len(mine)).as_json(),
            "days_to_catch": middle(days).as_json(),
            "auc": auc(_highest(trials, scenario), beats(honest), len(honest)).as_json(),
        }
    return found


def _highest(trials: Sequence[Trial], scenario: str) -> list[float]:
    """Return each incident's highest week, as it was scored."""
    scored = [
        trial.incidents.filter(scenario=scenario).join(trial.weeks, on=BY).group_by("incident").agg(pl.col(OURS).max())
        for trial in trials
    ]
    return [value for one in scored for value in one.sort("incident")[OURS]]


def _missed(trial: Trial) -> list[dict[str, Any]]:
    """Return what was not caught in time: the days after which it was caught all the same, the score of its oddest week, and who had that week's places."""
    weeks = trial.incidents.join(trial.weeks.select(*BY, OURS), on=BY).sort(OURS, "week", descending=[True, False])
    oddest = {row["incident"]: row for row in weeks.unique("incident", keep="first").iter_rows(named=True)}
    late = [one for one in caught_in(trial, OURS, trial.budget) if not in_time(one)]
    return [one | _places(trial, oddest[one["incident"]]) for one in late]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _places(trial: Trial, oddest: dict[str, Any]) -> dict[str, Any]:
    """Return who had the places of that week: those that were filed in it, whichever week they are about."""
    in_week = (pl.col("told_at") > _midnight(oddest["week"])) & (pl.col("told_at") <= _midnight(oddest["week"] + WEEK))
    taken = places_of(trial).filter(in_week)
    by_insiders = int(taken["has_insider"].sum())
    return {"score": round(oddest[OURS], 2), "places_taken": taken.height, "by_insiders": by_insiders}


def beats(honest: list[float]) -> Callable[[float], float]:
    """Return a function that tells what share of honest weeks a score beats; a tie counts half."""

    def rank(score: float) -> float:
        return (bisect_left(honest, score) + bisect_right(honest, score)) / (2 * len(honest)) if honest else 0.0

    return rank


def _baselines(trials: Sequence[Trial], caught: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how each baseline does with the same budget, and how many false alarms it takes to catch as many as we do."""
    ours = sum(int(places_of(trial)["honest"].sum()) for trial in trials)
    found: dict[str, Any] = {"ours": {"false_alarms": ours}}
    for name in ALL_BASELINES:
        asked = [trial for trial in trials if name in trial.baselines]
        found[name] = _held_against(asked, name, caught, ours) if asked else MISSING
    return found


def _held_against(trials: Sequence[Trial], name: str, caught: list[dict[str, Any]], ours: int) -> dict[str, Any]:
    same = [one for trial in trials for one in caught_in(trial, name, trial.budget)]
    alarms = false_alarms(trials, name)
    needed = [place for trial in trials for place in places_needed(trial, name)]
    pairs = list(zip(needed, map(in_time, caught), strict=True))

    def at_equal_recall(some: Sequence[tuple[int, bool]]) -> float:
        return float(alarms(place_for(sorted(place for place, _ in some), sum(is_caught for _, is_caught in some))))

    figure = bootstrapped(pairs, at_equal_recall, rounds=300)
    reached = sum(place < MOST for place in needed)
    return {
        "recall_at_budget": share(sum(map(in_time, same)), len(same)).as_json(),
        "false_alarms_at_equal_recall": figure.as_json(),
        "reaches_equal_recall": reached >= sum(map(in_time, caught)),
        "times_ours": None if ours == 0 or figure.value is None else round(figure.value / ours, 2),
    }


def place_for(places: Sequence[int], wanted: int) -> int:
    """Return how far down every week's order one must go to catch so many incidents."""
    return 0 if wanted == 0 else places[wanted - 1]


def places_needed(trial: Trial, score: str) -> list[int]:
    """Return how far down the order each incident first stands in a week that counts as in time."""
    places = placed(trial, score).select(*BY, "place")
    is_early = week_over() - pl.col("began_at") <= timedelta(days=IN_TIME)
    met = trial.incidents.join(places, on=BY, how="left").with_columns(
        place=pl.when(is_early).then(pl.col("place")).fill_null(MOST)
    )
    return met.group_by("incident").agg(pl.col("place").min()).sort("incident")["place"].to_list()


def false_alarms(trials: Sequence[Trial], score: str) -> Callable[[int], int]:
    """Return a function that counts, down to a place in every week's order, the weeks in which nobody did anything."""
    counts: dict[int, int] = {}
    for trial in trials:
        honest = placed(trial, score).filter(~pl.col("is_insider"))
        for place in honest["place"]:
            counts[place] = counts.get(place, 0) + 1
    places = sorted(counts)
    totals = [0, *accumulate(counts[place] for place in places)]
    return lambda place: totals[bisect_right(places, place)]
