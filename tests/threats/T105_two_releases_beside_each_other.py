"""Whoever holds every release of a practice and a public register of sex, year of birth and place *cannot* name anybody for certain, nor guess better than one in eleven: whoever stands out by what left before is left out or the release is refused. Who laid the two beside each other without that *could*."""

import random
from collections import Counter
from uuid import uuid4

from paravent.releases import coarse
from paravent.releases.terms import Column, Wish

FEWEST = 11
OLDEST = 1936
PEOPLE = 900
BY_AGE = {Column.SEX: 0, Column.BORN: 2, Column.PLACE: 3, Column.DIED: 1}
BY_PLACE = {Column.SEX: 1, Column.BORN: 4, Column.PLACE: 0, Column.DIED: 1}


def town() -> dict[str, dict[Column, str]]:
    """Return what the people of a practice are known by, in a register as in their files."""
    chance = random.Random(7)
    return {
        f"p{one}": {
            Column.SEX: chance.choice(["male", "female"]),
            Column.BORN: str(chance.randint(1937, 2016)),
            Column.PLACE: f"DE-{chance.choice((80, 81, 82, 85, 86, 10))}",
            Column.DIED: "no",
        }
        for one in range(PEOPLE)
    }


def ground(everybody: dict[str, dict[Column, str]], *earlier: coarse.Told) -> coarse.Ground:
    people = coarse.columns((who, *(person[column] for column in Column)) for who, person in everybody.items())
    return coarse.Ground(people, OLDEST, earlier, PEOPLE)


def a_wish(rungs: dict[Column, int], *, leaves_out: bool = False) -> Wish:
    return Wish(uuid4(), ("Condition",), rungs, leaves_out=leaves_out, fewest=FEWEST)


def best_guess(register: dict[str, dict[Column, str]], *held: coarse.Table) -> float:
    """Return how sure whoever holds the register and these releases can be of a row of the last one, at best.

    Rows of two releases are the same person's where their measurements are alike: so the attacker joins them by person.
    """
    tables = [
        dict(zip(one["who"], zip(*(one[name] for name in coarse.QUASI), strict=True), strict=True)) for one in held
    ]
    rows = {who: tuple(table.get(who) for table in tables) for who in tables[-1]}
    assert rows.keys() <= register.keys()
    return max(1 / count for count in Counter(rows.values()).values())


def test_two_releases_that_hide_everybody_by_themselves_find_somebody_together_and_the_measure_sees_it() -> None:
    everybody = town()
    first, alone = (coarse.measured(ground(everybody), a_wish(rungs)) for rungs in (BY_AGE, BY_PLACE))
    assert min(first.risk.k or 0, alone.risk.k or 0) >= FEWEST
    assert best_guess(everybody, coarse.kept(first), coarse.kept(alone)) == 1.0

    beside = ground(everybody, coarse.as_told(coarse.kept(first)))
    said = coarse.findings(beside, a_wish(BY_PLACE), has_tagger=False)

    assert not said.is_safe
    assert said.proposals
    for offered in said.proposals:
        taken = coarse.measured(beside, a_wish(dict(offered.rungs), leaves_out=offered.leaves_out))
        assert best_guess(everybody, coarse.kept(first), coarse.kept(taken)) <= 1 / FEWEST


def test_who_came_in_between_two_releases_is_not_told_by_being_in_the_second_alone() -> None:
    everybody = town()
    before = {who: known for who, known in everybody.items() if who not in {"p3", "p4", "p5"}}
    first = coarse.kept(coarse.measured(ground(before), a_wish(BY_AGE)))
    beside = ground(everybody, coarse.as_told(first))
    careless = coarse.kept(coarse.measured(ground(everybody), a_wish(BY_AGE)))
    assert best_guess(everybody, first, careless) == 1.0

    assert not coarse.findings(beside, a_wish(BY_AGE), has_tagger=False).is_safe
    careful = coarse.measured(beside, a_wish(BY_AGE, leaves_out=True))

    assert {*careful.table["who"]} == {*before}
    assert best_guess(everybody, first, coarse.kept(careful)) <= 1 / FEWEST
