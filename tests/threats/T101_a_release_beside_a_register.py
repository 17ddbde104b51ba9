"""Whoever lays a release beside a public register of sex, year of birth and place *cannot* find more people than the measured risk said they would; after the steps that it advises they *can* guess one in eleven at best."""

import random
from collections import Counter, defaultdict

import polars as pl

from paravent.deid.coarsening import advice
from paravent.deid.risk import risk_of
from paravent.deid.structured_rules import Resource
from paravent.deid.tests.releases import leaving, release

FEWEST = 11
QUASI = ["sex", "born", "place"]
DECADES = {str(year): str(year - year % 10) for year in range(1930, 2026)}
FIRST_DIGITS = {str(place): str(place)[0] for place in range(10, 100)}
PEOPLE = 600


def town() -> dict[str, list[Resource]]:
    """Return the Patients of a practice with patients from all over the country."""
    chance = random.Random(2)
    return {
        f"p{one}": [
            {
                "resourceType": "Patient",
                "id": f"p{one}",
                "gender": chance.choice(["male", "female"]),
                "birthDate": f"{chance.randint(1930, 2020)}-0{chance.randint(1, 9)}-11",
                "address": [{"postalCode": f"{chance.choice((80, 81, 10))}{chance.randint(100, 999)}", "city": "x"}],
            }
        ]
        for one in range(PEOPLE)
    }


def seen(patient: Resource) -> tuple[str, str, str]:
    """Return what a patient is known by, in a register as in a release."""
    place = (patient.get("address") or [{}])[0].get("postalCode", "")
    return patient["gender"], patient["birthDate"][:4], place[:2]


def found_by(register: dict[str, tuple[str, ...]], shown: dict[str, tuple[str, ...]]) -> tuple[int, float]:
    """Return how many people the register leads to without a doubt, and the best guess that can be made of anybody."""
    rows = Counter(shown.values())
    persons: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, known in register.items():
        persons[known].append(name)
    right = [name for known, names in persons.items() if rows[known] == len(names) == 1 for name in names]
    assert all(shown[name] == register[name] for name in right)
    return len(right), max(1 / count for count in rows.values())


def test_the_register_finds_those_whom_the_measure_counted_and_none_after_its_advice() -> None:
    files = town()
    left = leaving(files, release(fewest=FEWEST))
    shown = {name: seen(file[0]) for name, file in left.items()}
    table = pl.DataFrame([(name, *told) for name, told in shown.items()], schema=["who", *QUASI], orient="row")
    said = risk_of(table, QUASI, fewest=FEWEST)
    register = {name: seen(file[0]) for name, file in files.items()}

    assert said.unique > 0.1
    assert found_by(register, shown) == (round(said.unique * PEOPLE), said.prosecutor_max)

    way = advice(table, QUASI, {"born": [DECADES], "place": [FIRST_DIGITS]}, FEWEST)
    rungs = {step.column: step.rung for step in way.way}
    assert way.suffices

    def coarse(known: tuple[str, ...]) -> tuple[str, ...]:
        ladders = {"sex": (), "born": (DECADES,), "place": (FIRST_DIGITS,)}
        steps = [ladders[name][: rungs.get(name, 0)] for name in QUASI]
        hidden = [rungs.get(name, 0) > len(ladders[name]) for name in QUASI]
        values = [rising[-1][value] if rising else value for value, rising in zip(known, steps, strict=True)]
        return tuple("*" if hide else value for value, hide in zip(values, hidden, strict=True))

    alone, guess = found_by(
        {name: coarse(known) for name, known in register.items()},
        {name: coarse(known) for name, known in shown.items()},
    )
    assert alone == 0
    assert guess <= 1 / FEWEST
