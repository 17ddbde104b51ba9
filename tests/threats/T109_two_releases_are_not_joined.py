"""Whoever holds two releases of the same people *cannot* join them by pseudonyms, by the order of lines, by invented names or by how days were moved. By measurements that are alike in both they *can*, which is why the measure takes it that they do."""

from datetime import date
from random import Random
from uuid import UUID

from paravent.deid.structured import Release, counted, disguised
from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.structured_rules import Resource
from paravent.deid.terms import Known, Label, Person
from paravent.deid.tests.releases import KEY, OPENING, OTHER_KEY, release
from paravent.releases.planning import in_order
from paravent.releases.texts import Clean

PEOPLE = [str(UUID(int=Random(3).getrandbits(128) + one)) for one in range(60)]


def file_of(number: int, name: str) -> list[Resource]:
    pulse = {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}
    about = {"reference": f"Patient/{name}"}
    measured = {"value": 60 + number, "system": "http://unitsofmeasure.org", "code": "/min"}
    return [
        {"resourceType": "Patient", "id": name, "gender": "male"},
        {
            "resourceType": "Observation",
            "id": f"o{number}",
            "code": pulse,
            "subject": about,
            "effectiveDateTime": "2024-03-04",
            "valueQuantity": measured,
        },
    ]


def leaving(chosen: Release) -> list[list[Resource]]:
    """Return the files of a release in the order in which it writes them."""
    files = {name: file_of(number, name) for number, name in enumerate(PEOPLE)}
    pool = counted(files.values(), chosen)
    order = map(str, in_order(map(UUID, PEOPLE), chosen))
    return [list(disguised(files[one], one, chosen, pool)) for one in order]


def pulses(left: list[list[Resource]]) -> list[int]:
    return [file[1]["valueQuantity"]["value"] for file in left]


def test_neither_names_nor_order_nor_days_join_two_releases() -> None:
    one, other = leaving(release(key=KEY)), leaving(release(key=OTHER_KEY))

    assert not {file[0]["id"] for file in one} & {file[0]["id"] for file in other}
    assert sorted(pulses(one)) == sorted(pulses(other))
    alike = sum(mine == theirs for mine, theirs in zip(pulses(one), pulses(other), strict=True))
    assert alike <= 5
    days = [{file[1]["valueQuantity"]["value"]: file[1]["effectiveDateTime"] for file in left} for left in (one, other)]
    same = sum(days[0][pulse] == days[1][pulse] for pulse in days[0])
    assert same <= 5
    assert OPENING.since == date(2019, 1, 1)


def test_the_same_person_is_somebody_else_in_the_texts_of_another_release() -> None:
    known = Known((Person(Label.PATIENT, "Annika", "Quermann"),))
    names = {Clean(known, bytes([key]) * 32, Shift(3, Grain.DAY), None)("Frau Quermann kam.") for key in range(12)}

    assert len(names) >= 11
