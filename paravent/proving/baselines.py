"""What vigilance is held against: three ways of finding insiders that need no explanation of anything."""

from importlib.util import find_spec

import polars as pl

from paravent.judgement.frames import Frames

FOREST, SURNAME, VOLUME = "isolation forest", "same surname", "volume"
MISSING = "not installed: it needs PyOD, which `pip install -r requirements/dev.txt` brings"
COPIES = ("file.export", "file.print", "file.copy", "file.copy-by-hand", "fhir.everything")
BY = ["person", "week"]


def week(at: str = "at") -> pl.Expr:
    """Return the Monday of an instant's week."""
    return pl.col(at).dt.date().dt.truncate("1w")


def counts(frames: Frames) -> pl.DataFrame:
    """Return what can be counted of every person's week."""
    at, act, outcome = pl.col("at"), pl.col("act"), pl.col("outcome")
    is_night = ~at.dt.hour().is_between(6, 21)
    counted = frames.accesses.group_by(person="actor", week=week()).agg(
        lines=pl.len(),
        patients=pl.col("patient").n_unique(),
        opened=(act == "chart.open").sum(),
        searches=(act == "patient.search").sum(),
        copies=act.is_in(COPIES).sum(),
        refused=(outcome == "refused").sum(),
        glasses=(act == "glass.break").sum(),
        nights=is_night.sum(),
        weekends=(at.dt.weekday() > 5).sum(),  # noqa: PLR2004 (Saturday and Sunday)
        devices=pl.col("device").n_unique(),
        places=pl.col("place").n_unique(),
    )
    return counted.sort(BY)


def with_baselines(weeks: pl.DataFrame, frames: Frames) -> tuple[pl.DataFrame, list[str]]:
    """Return person-weeks with what each baseline says of them, and which baselines could be asked."""
    counted = counts(frames)
    scores = [counted.select(*BY, pl.col("patients").cast(pl.Float64).alias(VOLUME)), same_surname(frames)]
    asked = [VOLUME, SURNAME]
    if is_forest_there():
        scores.append(forest(counted))
        asked.append(FOREST)
    for score in scores:
        weeks = weeks.join(score, on=BY, how="left")
    return weeks.with_columns(pl.col(asked).fill_null(0.0)), asked


def same_surname(frames: Frames) -> pl.DataFrame:
    """Return of how many patients of their own surname somebody opened the file in a week."""
    opened = frames.accesses.filter(act="chart.open")
    kin = frames.kinships.filter(pl.col("kind").is_in(["surname", "self"])).select("person", "patient").unique()
    met = opened.join(kin, left_on=["actor", "patient"], right_on=["person", "patient"])
    return met.group_by(person="actor", week=week()).agg(pl.col("patient").n_unique().cast(pl.Float64).alias(SURNAME))


def is_forest_there() -> bool:
    """Tell whether the library is installed."""
    return find_spec("pyod") is not None and find_spec("sklearn") is not None


def forest(counted: pl.DataFrame) -> pl.DataFrame:
    """Return how soon an isolation forest isolates a person's week among all, by its counts."""
    from pyod.models.iforest import IForest  # a requirement of development: a practice measures no baselines

    model = IForest(n_estimators=200, random_state=95)
    model.fit(counted.drop(BY).to_numpy())
    found = pl.Series(FOREST, model.decision_scores_.tolist(), dtype=pl.Float64)
    # Its scores go below nothing; every week has a place in its order.
    return counted.select(BY).with_columns(found - found.min() + 1)
