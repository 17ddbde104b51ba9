"""What a table risks is what counting by hand says."""

import random
from collections import Counter, defaultdict
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.deid.coarsening import HIDDEN, advice
from paravent.deid.risk import alone_everywhere, group_sizes, risk_of, seen_together, together

QUASI = ["sex", "born", "place"]
row = st.tuples(
    st.sampled_from("mf"),
    st.sampled_from(["1950", "1951", "1962"]),
    st.sampled_from(["80", "81"]),
    st.sampled_from("xyz"),
)


def table_of(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    """Return rows of sex, year, place and illness as a table of people."""
    columns = ["who", *QUASI, "ill"]
    return pl.DataFrame([(str(one), *told) for one, told in enumerate(rows)], schema=columns, orient="row")


@settings(max_examples=60, deadline=None)
@given(st.lists(row, min_size=1, max_size=40), st.integers(1, 6))
def test_the_measures_are_those_that_counting_by_hand_gives(rows: list[tuple[str, ...]], fewest: int) -> None:
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for *known, ill in rows:
        groups[tuple(known)].append(ill)
    sizes = [len(group) for group in groups.values()]
    everybody = Counter(row[-1] for row in rows)

    found = risk_of(table_of(rows), QUASI, ["ill"], fewest=fewest)

    assert (found.people, found.k, found.below) == (len(rows), min(sizes), sum(one for one in sizes if one < fewest))
    assert found.prosecutor_max == max(1 / size for size in sizes)
    assert found.prosecutor_average == pytest.approx(sum(1 / len(groups[row[:3]]) for row in rows) / len(rows))
    assert found.unique == found.unique_in_population == sizes.count(1) / len(rows)
    assert found.l["ill"] == min(len(set(group)) for group in groups.values())
    assert found.t["ill"] == pytest.approx(
        max(
            sum(abs(group.count(value) / len(group) - count / len(rows)) for value, count in everybody.items()) / 2
            for group in groups.values()
        )
    )


def test_nobody_risks_nothing() -> None:
    found = risk_of(table_of([]), QUASI, ["ill"], fewest=11)

    assert (found.people, found.k, found.below, found.prosecutor_max, found.unique) == (0, None, 0, 0.0, 0.0)


def test_without_columns_all_are_one_group() -> None:
    assert risk_of(table_of([("m", "1950", "80", "x")] * 3), [], ["ill"], fewest=2).k == 3


def drawn(seed: int, share: float) -> tuple[float, float]:
    """Return the estimated and the true chance that who is alone in a sample is alone in a population of 4,000."""
    chance = random.Random(seed)
    people = [tuple(min(int(chance.expovariate(0.15)), 60) for _ in range(2)) for _ in range(4000)]
    whole = Counter(people)
    sample = Counter(chance.sample(people, int(4000 * share)))
    alone = [one for one, count in sample.items() if count == 1]
    return alone_everywhere(list(sample.values()), 4000), sum(whole[one] == 1 for one in alone) / len(alone)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_the_estimate_of_who_is_alone_everywhere_errs_to_the_careful_side(share: float) -> None:
    said, true = drawn(5, share)

    assert true - 0.02 <= said <= true + 0.25


def test_of_everybody_who_is_alone_is_alone() -> None:
    assert alone_everywhere([1, 1, 2], 4) == alone_everywhere([1, 1, 2], 0) == 1.0
    assert alone_everywhere([2, 3], 40) == 0.0


# Earlier releases


def test_two_releases_that_hide_everybody_find_somebody_together() -> None:
    people = [(f"p{one}", sex, place) for one, (sex, place) in enumerate(product("mf", ("80", "81")))] * 1
    people = [(f"{who}{twin}", sex, place) for who, sex, place in people for twin in range(2)]
    whole = pl.DataFrame(people, schema=["who", "sex", "place"], orient="row")
    assert min(group_sizes(whole, ["sex"])) == min(group_sizes(whole, ["place"])) == 4

    earlier = [(whole, ["place"])]
    found = risk_of(together(whole, ["sex"], earlier), seen_together(["sex"], earlier), fewest=4)

    assert (found.k, found.below) == (2, 8)


def test_who_is_missing_from_the_earlier_release_is_told_by_that() -> None:
    first = table_of([("m", "1950", "80", "x")] * 12)
    now = table_of([("m", "1950", "80", "x")] * 13)
    earlier = [(first, ["sex"])]

    assert risk_of(now, ["sex"], fewest=11).k == 13
    assert risk_of(together(now, ["sex"], earlier), seen_together(["sex"], earlier), fewest=11).k == 1


# What to do about it

DECADES = {"1950": "195x", "1951": "195x", "1962": "196x"}
EIGHTS = {"80": "8", "81": "8"}


def test_the_advice_names_the_steps_and_taking_them_brings_what_it_said() -> None:
    rows = [("m", "1950", "80", "x")] * 3 + [("m", "1951", "80", "y")] * 3 + [("m", "1950", "81", "y")] * 3
    table = table_of(rows)
    said = advice(table, QUASI, {"born": [DECADES], "place": [EIGHTS]}, 5)

    assert [(step.column, step.rung) for step in said.way] == [("born", 1), ("place", 1)]
    assert [(step.k, step.below) for step in said.way] == [(3, 3), (9, 0)]
    assert said.suffices
    taken = table.with_columns(pl.col("born").replace(DECADES), pl.col("place").replace(EIGHTS))
    assert min(group_sizes(taken, QUASI)) == said.way[-1].k


def test_every_column_has_a_next_step_and_the_best_stands_first() -> None:
    said = advice(table_of([("m", "1950", "80", "x")] * 3 + [("f", "1950", "80", "y")]), QUASI, {"born": [DECADES]}, 4)

    assert said.next[0].column == "sex"
    assert {step.column: step.below for step in said.next} == {"sex": 0, "born": 4, "place": 4}
    assert said.next[0].values == 1


def test_where_nothing_helps_it_says_so() -> None:
    said = advice(table_of([("m", "1950", "80", "x")] * 3), QUASI, {}, 4)

    assert not said.suffices
    assert len(said.way) == len(QUASI)


def test_a_table_that_is_safe_needs_no_step() -> None:
    assert advice(table_of([("m", "1950", "80", "x")] * 4), QUASI, {}, 4).way == ()
    assert HIDDEN == "*"
