"""A made hospital is the same each time, holds together, and keeps its insiders' names to itself."""

from dataclasses import fields

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from paravent.judgement.frames import SCHEMAS, Frames
from paravent.proving.simulation import simulate
from paravent.proving.terms import Scenario, Simulation


@pytest.fixture(scope="module")
def hospital() -> Simulation:
    return simulate(staff=120, days=35, seed=100, incidents=38)


def test_the_same_seed_is_the_same_hospital(hospital: Simulation) -> None:
    again = simulate(staff=120, days=35, seed=100, incidents=38)

    assert_frame_equal(again.truth, hospital.truth)
    for frame in fields(Frames):
        assert_frame_equal(getattr(again.frames, frame.name), getattr(hospital.frames, frame.name))


def test_another_seed_is_another_hospital(hospital: Simulation) -> None:
    assert not simulate(staff=120, days=35, seed=101).frames.accesses.equals(hospital.frames.accesses)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_frame_has_the_columns_that_may_be_judged_and_no_other(hospital: Simulation, name: str) -> None:
    assert getattr(hospital.frames, name).schema == SCHEMAS[name]


def test_whoever_opened_a_relation_works_there() -> None:
    # In this one a neighbour was in the team's care for months.
    hospital = simulate(staff=120, days=35, seed=101, incidents=38)

    assert set(hospital.frames.relations["made_by"].unique()) <= set(range(len(hospital.staff)))


def test_no_scenario_stands_in_a_frame(hospital: Simulation) -> None:
    words = set(Scenario)
    for name in SCHEMAS:
        for column in getattr(hospital.frames, name).select(pl.col(pl.String)).iter_columns():
            assert words.isdisjoint(column.unique())


def test_the_truth_names_lines_of_the_log_by_those_who_wrote_them(hospital: Simulation) -> None:
    joined = hospital.truth.join(hospital.frames.accesses, on="entry", suffix="_there")

    assert joined.height == hospital.truth.height > 0
    assert joined["actor"].equals(joined["actor_there"], check_names=False)


def test_every_scenario_comes_about_in_a_hospital(hospital: Simulation) -> None:
    assert set(hospital.truth["scenario"]) == set(Scenario)


def test_a_file_opens_by_a_relation_that_holds_at_that_moment(hospital: Simulation) -> None:
    """As Paravent's gate would have it: what the log says was done, somebody was related for."""
    opened = hospital.frames.accesses.filter(pl.col("because").str.starts_with("relation-"), outcome="done")
    found = opened.join(hospital.frames.relations, on="patient").filter(
        pl.col("because") == "relation-" + pl.col("why"),
        pl.col("at").is_between("starts_at", "ends_at"),
        (pl.col("person") == pl.col("actor")) | pl.col("person").is_null(),
    )

    assert opened.join(found, on="entry", how="anti").height == 0


def test_lines_stand_in_the_order_of_time_but_for_a_clock_that_was_set_back(hospital: Simulation) -> None:
    backwards = hospital.frames.accesses.filter(pl.col("at") < pl.col("at").shift())
    clock = hospital.truth.filter(scenario=Scenario.CLOCK)

    assert 0 < backwards.join(clock, on="entry").height == backwards.height
