"""Only what is listed leaves, and each of it in its way."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.deid.structured import KeyTooShort, Release
from paravent.deid.structured_dates import Opening
from paravent.deid.structured_rules import Treatment, read, rules
from paravent.deid.tests.releases import ICD, KEY, OPENING, OTHER_KEY, condition, leaving, patient, release
from paravent.kernel.written import Unreadable

SECRET = "Yildirim"
NAMES = sorted({name for tree in rules().trees.values() for name in tree})
INSIDE = [
    "coding",
    "system",
    "code",
    "display",
    "text",
    "div",
    "reference",
    "identifier",
    "value",
    "unit",
    "start",
    "end",
]
STRANGE = [
    "extension",
    "modifierExtension",
    "_birthDate",
    "contained",
    "name",
    "telecom",
    "photo",
    "url",
    "valueString",
    "id",
]

leaf = st.sampled_from(
    [SECRET, f"Patient/{SECRET}", f"2020-01-01T{SECRET}", f"mm[{SECRET}]", f"http://x/{SECRET}", f"1{SECRET}"]
)
anything = st.recursive(
    leaf,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(NAMES + INSIDE + STRANGE), below, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None)
@given(elements=st.dictionaries(st.sampled_from(NAMES + STRANGE), anything, max_size=12))
def test_no_word_leaves_whatever_it_stands_in(elements: dict[str, Any]) -> None:
    """Neither an element nobody thought of nor a listed one with something else in it lets a name through, in whatever type it stands."""
    mine = {"reference": "Patient/a"}
    coded = {"coding": [{"system": ICD, "code": "E11.9", "display": SECRET, "id": SECRET}], "text": SECRET}
    concepts = dict.fromkeys(["code", "vaccineCode", "medicationCodeableConcept"], coded)
    every = [
        {"resourceType": kind, "id": "a", "subject": mine, "patient": mine, **concepts, **elements}
        for kind in sorted(rules().trees)
    ]

    left = leaving({"a": [*every, condition("a", "E11.9")], "b": [condition("b", "E11.9")]})

    assert left["b"]
    assert SECRET not in json.dumps(left)


@settings(max_examples=100, deadline=None)
@given(name=st.from_regex(r"[a-zA-Z_]{1,20}", fullmatch=True), value=st.integers() | st.booleans() | st.text())
def test_an_element_is_dropped_until_it_is_listed(name: str, value: object) -> None:
    added = condition(
        "a", "E11.9", **({} if name in rules().trees["Condition"] or name == "resourceType" else {name: value})
    )

    left = leaving({"a": [added], "b": [condition("b", "E11.9")]})["a"][0]

    assert set(left) == {"resourceType", "meta", "id", "code", "subject"}


def test_a_type_that_is_not_listed_does_not_leave() -> None:
    person = {"resourceType": "RelatedPerson", "id": "x", "patient": {"reference": "Patient/a"}}

    assert leaving({"a": [person], "b": [{"resourceType": ["Patient"]}]}) == {"a": [], "b": []}


def test_every_type_says_whose_it_is_or_does_not_leave() -> None:
    assert [
        kind for kind, needs in rules().needs.items() if not {"subject", "patient"} & {*needs} and kind != "Patient"
    ] == []
    assert [kind for kind, needs in rules().needs.items() if "id" not in needs] == []


def test_a_resource_about_somebody_else_does_not_leave() -> None:
    own, other = condition("a", "E11.9"), condition("b", "E11.9")

    left = leaving({"a": [other, patient("b"), own], "b": [other]})

    assert left == leaving({"a": [own], "b": [other]})


def test_pseudonyms_hold_a_release_together_and_join_no_two() -> None:
    visit = {"resourceType": "Encounter", "id": "v", "subject": {"reference": "Patient/a"}}
    ill = condition("a", "E11.9", encounter={"reference": "Encounter/v/_history/3", "display": SECRET})
    files = {"a": [patient("a"), visit, ill], "b": [condition("b", "E11.9")]}

    who, when, what = leaving(files)["a"]
    other = leaving(files, release(key=OTHER_KEY))["a"]

    assert what["subject"] == {"reference": f"Patient/{who['id']}"}
    assert what["encounter"] == {"reference": f"Encounter/{when['id']}"}
    assert {who["id"], when["id"], what["id"]}.isdisjoint(left["id"] for left in other)


@pytest.mark.parametrize(
    "reference",
    [
        "Practitioner/bea",
        "https://elsewhere/Patient/a",
        "urn:uuid:a",
        "#a",
        "Patient/b",
        "Patient?identifier=1|2",
        7,
        None,
    ],
)
def test_a_reference_leads_to_the_patients_own_file_or_nowhere(reference: object) -> None:
    ill = condition("a", "E11.9", subject={"reference": reference, "display": SECRET})

    assert leaving({"a": [ill], "b": [condition("b", "E11.9")]})["a"] == []


def test_a_key_that_can_be_guessed_makes_no_release() -> None:
    with pytest.raises(KeyTooShort):
        Release(b"practice", OPENING)
    assert "key" not in repr(release())


# Rare codes


def codes_of(codes: dict[str, str], fewest: int) -> dict[str, str]:
    """Return as which code each patient's illness leaves; who has none that may be shown is not in it."""
    left = leaving({name: [condition(name, code)] for name, code in codes.items()}, release(fewest=fewest))
    return {name: file[0]["code"]["coding"][0]["code"] for name, file in left.items() if file}


def test_a_rare_code_leaves_with_its_neighbours_or_not_at_all() -> None:
    found = codes_of({"a": "E11.90", "b": "E11.91", "c": "E11.21", "d": "G35.0"}, 3)

    assert found == {"a": "E11", "b": "E11", "c": "E11"}


def test_the_coarse_code_does_not_stand_for_the_few_who_are_left_over() -> None:
    many = {f"p{one}": "E11.90" for one in range(5)}

    assert codes_of({**many, "x": "E11.21", "y": "E11.72"}, 3) == many


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["E11.90", "E11.91", "E11.2", "E11", "E10.1", "G35", "G35.1"]), max_size=25),
    st.integers(2, 6),
)
def test_no_shown_code_is_of_fewer_than_said(codes: list[str], fewest: int) -> None:
    found = list(codes_of({f"p{number}": code for number, code in enumerate(codes)}, fewest).values())

    assert [code for code in found if found.count(code) < fewest] == []


@pytest.mark.parametrize(
    ("system", "code"),
    [(ICD, "Yil.1"), ("http://snomed.info/sct", "1712345006"), ("urn:own", "1"), ("http://loinc.org", "8480-7")],
)
def test_what_is_no_code_of_a_listed_system_leaves_for_nobody(system: str, code: str) -> None:
    coded = {"code": {"coding": [{"system": system, "code": code}]}}

    assert leaving({name: [condition(name, "E11") | coded] for name in "ab"}) == {"a": [], "b": []}


# Places, births, numbers, words


def place_of(address: object, **others: Any) -> object:
    """Return where two patients of one address live, as it leaves."""
    left = leaving({name: [patient(name, address=[address])] for name in "ab"}, release(**others))
    return left["a"][0].get("address")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ({"postalCode": "80331", "city": SECRET, "line": [SECRET]}, [{"country": "DE", "postalCode": "80"}]),
        ({"postalCode": "10115", "country": "DE"}, [{"country": "DE", "postalCode": "101"}]),
        ({"postalCode": "8001", "country": "CH"}, [{"country": "CH"}]),
        ({"postalCode": SECRET, "country": "DE"}, [{"country": "DE"}]),
        ({"postalCode": "80331", "country": SECRET}, None),
        (SECRET, None),
    ],
)
def test_a_place_leaves_where_many_live(address: object, shown: object) -> None:
    people = {("DE", "10115"): 19_999, ("DE", "101"): 90_000, ("CH", "8001"): 12_000}

    assert place_of(address, populations=people) == shown


def test_a_place_of_few_in_the_release_is_pooled() -> None:
    homes = {"a": "80331", "b": "81541", "c": "10115"}
    left = leaving({name: [patient(name, address=[{"postalCode": code}])] for name, code in homes.items()})

    assert [left[name][0].get("address") for name in "abc"] == [[{"country": "DE", "postalCode": "8"}]] * 2 + [None]


@pytest.mark.parametrize(
    ("born", "band", "shown"),
    [
        ("1961-03-07", 1, "1961"),
        ("1961-03-07", 10, "1960"),
        ("1936-01-01", 1, "1936"),
        ("1935-12-31", 1, "1935"),
        ("1912", 1, "1935"),
        ("1912-05", 10, "1935"),
        ("2031-01-01", 1, None),
        (SECRET, 1, None),
    ],
)
def test_a_birth_leaves_as_a_year_and_the_oldest_share_one(born: str, band: int, shown: str | None) -> None:
    left = leaving({"a": [patient("a", birthDate=born)]}, release(birth_band=band))["a"][0]

    assert left.get("birthDate") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (120, 120),
        (7.25, 7.25),
        (1234567, 1235000),
        (0.000123456, 0.0001235),
        (4915112345678, None),
        ("7", None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_a_number_is_no_number_of_somebody(value: object, shown: object) -> None:
    measured = {"value": value, "unit": SECRET, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    left = leaving({name: [seen(name, valueQuantity=measured)] for name in "ab"})["a"][0]

    assert left.get("valueQuantity", {}).get("value") == shown
    assert SECRET not in json.dumps(left)


@pytest.mark.parametrize("unit", [SECRET, "{Yildirim}", ["mm[Hg]"], None])
def test_a_unit_that_somebody_made_up_takes_its_number_along(unit: object) -> None:
    measured = {"value": 7, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": unit}
    left = leaving({name: [seen(name, valueQuantity=measured)] for name in "ab"})["a"][0]

    assert "valueQuantity" not in left


def seen(name: str, **elements: Any) -> dict[str, Any]:
    """Return an Observation."""
    code = {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}
    return {
        "resourceType": "Observation",
        "id": name,
        "code": code,
        "subject": {"reference": f"Patient/{name}"},
        **elements,
    }


def test_words_leave_only_through_what_cleans_them() -> None:
    div = f"<div><p title='{SECRET}'>Herr {SECRET} &lt; 3 Tage</p></div>"
    letter = base64.b64encode(f"Herr {SECRET}".encode()).decode()
    note = {
        "resourceType": "Composition",
        "type": {"coding": [{"system": "http://loinc.org", "code": "34109-9"}]},
        "section": [{"title": SECRET, "text": {"status": "generated", "div": div}}],
    }
    papers = [
        {
            "resourceType": "DocumentReference",
            "content": [{"attachment": {"contentType": kind, "title": SECRET, "data": letter}}],
        }
        for kind in ("text/plain; charset=utf-8", "application/pdf")
    ]
    ours = {"id": "1", "subject": {"reference": "Patient/a"}}
    files = {"a": [{**one, **ours} for one in (note, *papers)], "b": []}

    assert leaving(files)["a"] == []
    cleaned = leaving(files, release(fewest=1), words=lambda text, _about: text.replace(SECRET, "[PATIENT]"))["a"]

    assert [one["resourceType"] for one in cleaned] == ["Composition", "DocumentReference"]
    assert "Herr [PATIENT] &lt; 3 Tage" in cleaned[0]["section"][0]["text"]["div"]
    assert base64.b64decode(cleaned[1]["content"][0]["attachment"]["data"]) == b"Herr [PATIENT]"
    assert SECRET not in json.dumps(cleaned)


# The file of rules


def test_every_treatment_is_used_and_every_file_is_of_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "pathways.yaml"
    file.write_text("systems: {}\nunits: []\nresources:\n  Patient: {needs: [id], elements: {name: as-it-is}}\n")

    with pytest.raises(Unreadable, match=r"pathways.yaml, line 4: resources.Patient.elements.name"):
        read(file)
    used = {rule for tree in rules().trees.values() for rule in _rules_in(tree)}
    assert {rule for rule in used if isinstance(rule, Treatment)} == set(Treatment)


def _rules_in(tree: Any) -> list[Any]:
    return [rule for one in tree.values() for rule in _rules_in(one)] if isinstance(tree, dict) else [tree]


def test_the_key_is_of_this_release_alone() -> None:
    assert Release(KEY, Opening(OPENING.since, OPENING.until)).fewest == 11
