"""Our invented patients: valid, believable, the same each time."""

from datetime import date, timedelta

import orjson

from paravent.fhir.resources import validated
from paravent.fhir.sample import Sample, regulars, samples
from paravent.fhir.summaries import chart

DAY = date(2026, 3, 1)


def everybody() -> list[Sample]:
    return [*samples(DAY), *regulars(DAY)]


def test_the_same_day_gives_the_same_bytes() -> None:
    assert [orjson.dumps(one.resources) for one in everybody()] == [orjson.dumps(one.resources) for one in everybody()]


def test_everything_is_valid_and_in_the_past_and_has_an_id_of_its_own() -> None:
    ids = [validated(resource)["id"] for one in everybody() for resource in one.resources]
    assert len(ids) == len(set(ids))
    last = [reading.on for one in everybody() for series in chart(one.resources).series for reading in series.readings]
    assert max(last) < DAY


def test_alis_story_is_told() -> None:
    ali = next(one for one in samples(DAY) if one.key == "ali")
    file = chart(ali.resources)
    assert [item.words for item in file.allergies] == ["Penicillin"]
    assert {"Essential hypertension", "Type 2 diabetes mellitus"} <= {
        item.words for item in file.problems if item.is_current
    }
    assert [item.words for item in file.past_medication] == ["Metformin 500 mg", "Ramipril 2.5 mg"]
    pressure = file.series[0]
    assert pressure.kind == "blood-pressure"
    # Treated: the first reading is higher than those of the second medicine's year.
    assert pressure.readings[0].values[0] > 150 > pressure.readings[len(pressure.readings) // 2].values[0]


def test_the_others_are_made_once_for_a_day() -> None:
    assert regulars(DAY)[0] is regulars(DAY)[0]
    tomorrow = regulars(DAY + timedelta(days=1))
    assert tomorrow[0].patient_id == regulars(DAY)[0].patient_id
    assert tomorrow[0].resources != regulars(DAY)[0].resources


def test_the_others_are_many_with_small_files_and_nobody_shares_a_name_with_the_cast() -> None:
    others, cast = list(regulars(DAY)), list(samples(DAY))
    assert len(others) >= 40
    assert max(len(one.resources) for one in others) < 20
    families = [one.name.split()[-1] for one in (*others, *cast)]
    assert len({*families}) == len(families)
