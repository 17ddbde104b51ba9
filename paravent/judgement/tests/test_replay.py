"""A judgement is the same in whatever order its rows come, and a person's slice says what the whole says."""

from dataclasses import fields, replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from paravent.judgement.frames import Frames
from paravent.judgement.scoring import judge
from paravent.judgement.slices import slice_of
from paravent.judgement.tests.cast import ALI, BEA, BY_TURNS, CEM, LATER_DUTY, look, many, peers, told
from paravent.judgement.tests.test_scoring import PHANTOM

EVERYTHING = told(
    {
        "accesses": sorted(
            [
                *many(12),
                *peers(2),
                *[look(10 + nth / 20, patient=ALI, **where) for nth, where in enumerate(BY_TURNS)],
                look(12),
                look(12, actor=CEM),
            ],
            key=lambda line: line["at"],
        ),
        "visits": [PHANTOM, {"visit": 18, "patient": 1000}],
        "kinships": [{"person": BEA, "patient": ALI, "kind": kind} for kind in ("surname", "family")],
        "relations": [{"team": 7, "patient": 1050}, {"team": 7, "patient": 1100}],
        "memberships": [{"person": CEM, "team": 7}],
        "duties": LATER_DUTY,
    }
)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_makes_no_difference(seed: int) -> None:
    shuffled = replace(
        EVERYTHING,
        **{
            field.name: getattr(EVERYTHING, field.name).sample(fraction=1, shuffle=True, seed=seed)
            for field in fields(Frames)
        },
    )
    first, again = judge(EVERYTHING), judge(shuffled)
    assert_frame_equal(first.accesses, again.accesses)
    assert_frame_equal(first.weeks, again.weeks)


def test_what_a_persons_slice_says_of_their_accesses_is_what_the_whole_says() -> None:
    theirs = EVERYTHING.accesses.filter(pl.col("actor") == BEA)["entry"].to_list()
    whole = judge(EVERYTHING).accesses.filter(pl.col("entry").is_in(theirs))
    assert len(whole) > len(theirs) / 2
    assert_frame_equal(judge(slice_of(EVERYTHING, BEA)).accesses.filter(pl.col("entry").is_in(theirs)), whole)


def test_a_slice_leaves_out_what_does_not_concern_a_persons_files() -> None:
    assert len(slice_of(EVERYTHING, CEM).accesses) < len(EVERYTHING.accesses) / 2
