"""What a study asks of diagnoses refuses a release that tells an illness by a group, and coarser ones are proposed."""

from uuid import uuid4

from paravent.releases import coarse
from paravent.releases.terms import Column, Why, Wish

MEN_ALL_HAVE_ONE = {f"p{one}": "M54" if one % 2 else ("E11", "I10")[one % 4 == 0] for one in range(48)}


def ground(diagnoses: dict[str, str] | None = MEN_ALL_HAVE_ONE) -> coarse.Ground:
    """Return 24 men with one illness and 24 women with two, of one year and place."""
    people = {
        f"p{one}": {
            Column.SEX: "male" if one % 2 else "female",
            Column.BORN: "1960",
            Column.PLACE: "DE-36",
            Column.DIED: "no",
        }
        for one in range(48)
    }
    return coarse.Ground(
        frozenset(people), lambda staying: {who: people[who] for who in staying}, 1936, (), 48, diagnoses
    )


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
