"""What a study asks of diagnoses refuses a release that tells an illness by a group, and coarser ones are proposed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from paravent.deid.structured import Release, counted, disguised, homes_of
from paravent.deid.structured_dates import Opening
from paravent.releases import coarse
from paravent.releases.terms import Column, Why, Wish

TODAY = date(2026, 11, 29)
MEN_ALL_HAVE_ONE = {f"p{one}": "M54" if one % 2 else ("E11", "I10")[one % 4 == 0] for one in range(48)}


def ground(diagnoses: dict[str, str] | None = MEN_ALL_HAVE_ONE) -> coarse.Ground:
    """Return 24 men with one illness and 24 women with two, of one year and place."""
    people = coarse.columns((f"p{one}", "male" if one % 2 else "female", "1960", "DE-36", "no") for one in range(48))
    had = coarse.leading([{who: [code] for who, code in diagnoses.items()}]) if diagnoses else None
    return coarse.Ground(people, 1936, (), 48, had)


def found(wish: Wish, beneath: coarse.Ground | None = None) -> tuple[tuple[Why, ...], list[dict[Column, int]]]:
    """Return why a wish is refused, and how coarse the proposals are."""
    told = coarse.findings(beneath or ground(), wish, has_tagger=True)
    return told.why, [dict(one.rungs) for one in told.proposals]


def a_wish(diagnoses: int = 1, farthest: float = 1.0) -> Wish:
    """Return a wish for diagnoses, as finely as can be."""
    return Wish(uuid4(), ("Condition",), diagnoses=diagnoses, farthest=farthest)


def test_a_study_that_asks_nothing_of_diagnoses_lets_one_illness_through() -> None:
    assert found(a_wish()) == ((), [])


def test_who_is_known_to_be_a_man_would_be_known_to_have_it() -> None:
    why, proposals = found(a_wish(diagnoses=2))
    assert why == (Why.SAME_DIAGNOSIS,)
    assert proposals[0][Column.SEX] == 1
    assert found(a_wish(farthest=0.3))[0] == (Why.FAR_FROM_ALL,)


def test_what_no_coarsening_reaches_is_not_proposed_and_without_diagnoses_nothing_is_asked() -> None:
    assert found(a_wish(diagnoses=4)) == ((Why.SAME_DIAGNOSIS,), [])
    assert found(a_wish(diagnoses=4), ground(diagnoses=None)) == ((), [])


HOMES = st.lists(st.sampled_from(["80331", "80469", "36037", "37073", "10115", "12"]), max_size=2)


@given(st.lists(HOMES, max_size=60), st.integers(min_value=2, max_value=8))
def test_a_place_is_measured_as_it_leaves(homes: list[list[str]], fewest: int) -> None:
    release = Release(bytes(32), Opening(TODAY, TODAY), fewest=fewest)
    patients = [
        {"resourceType": "Patient", "id": f"p{at}", "address": [{"postalCode": one} for one in where]}
        for at, where in enumerate(homes)
    ]
    pool = counted(([one] for one in patients), release)
    leaving = [left for one in patients for left in disguised([one], str(one["id"]), release, pool)]

    people = coarse.columns(coarse.known_by(str(one["id"]), {}, homes_of(one, release)) for one in patients)
    table = coarse.table_of(people, replace(a_wish(), fewest=fewest), 1936)

    shown = {who: table["place"][at] for at, who in enumerate(table["who"])}
    assert [shown[str(one["id"])] for one in patients] == [first_place(left) for left in leaving]


def first_place(patient: Mapping[str, Any]) -> str:
    """Return the place of the first address of a Patient that leaves."""
    (place, *_) = patient.get("address", [{}])
    return "-".join(place.values())


def test_a_table_lies_sealed_as_ways_and_one_from_before_is_read_as_well() -> None:
    table = coarse.kept(coarse.measured(ground(), a_wish()))
    assert coarse.unpacked(json.loads(json.dumps(coarse.packed(table)))) == table
    assert len(coarse.packed(table)["ways"]) == 2
    assert coarse.unpacked(table) == table
