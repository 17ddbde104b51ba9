"""Searching: what is understood, what it means, and that the index loses nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.fhir.indexing import wanted_words, when, words
from paravent.fhir.matching import matches
from paravent.fhir.parameters import TABLE, Kind, ordering, parameters
from paravent.fhir.search import MODIFIERS, PREFIXES, understood
from paravent.fhir.terms import Resource, Unclear
from paravent.fhir.times import span, span_of
from paravent.fhir.wanted import Search

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PULSE: Resource = {
    "resourceType": "Observation",
    "id": "pulse",
    "status": "final",
    "category": [{"coding": [{"system": "urn:category", "code": "vital-signs"}]}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}], "text": "Pulse"},
    "subject": {"reference": "Patient/ali"},
    "encounter": {"reference": "urn:uuid:visit"},
    "effectiveDateTime": "2026-03-04T10:15:00+01:00",
    "valueQuantity": {"value": 72.5, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
}
ALI: Resource = {
    "resourceType": "Patient",
    "id": "ali",
    "active": True,
    "name": [{"family": "Müller-Demir", "given": ["Ali", "José"]}],
    "telecom": [{"system": "phone", "value": "030 1"}, {"system": "email", "value": "ali@example.org"}],
    "birthDate": "1970-03-04",
}


def asked(kind: str, *pairs: tuple[str, str]) -> Search:
    return understood(kind, pairs, now=NOW)


def is_found(resource: Resource, name: str, value: str) -> bool:
    (criterion,) = asked(resource["resourceType"], (name, value)).criteria
    return matches(resource, criterion)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("code", "8867-4", True),
        ("code", "http://loinc.org|8867-4", True),
        ("code", "http://loinc.org|", True),
        ("code", "http://snomed.info/sct|8867-4", False),
        ("code", "|8867-4", False),
        ("code", "1,8867-4", True),
        ("code:not", "8867-4", False),
        ("code:text", "heart", True),
        ("code:missing", "true", False),
        ("status", "final", True),
        ("subject", "Patient/ali", True),
        ("patient", "ali", True),
        ("patient", "https://example.org/fhir/Patient/ali", True),
        ("subject", "Group/ali", False),
        ("subject:Patient", "ali", True),
        ("encounter", "Encounter/visit", True),
        ("performer:missing", "true", True),
        ("date", "2026-03", True),
        ("date", "2026-03-04T09:15:00Z", True),
        ("date", "2026-03-04T10:15:00Z", False),
        ("date", "ge2026-03-04", True),
        ("date", "gt2026-03-04", False),
        ("date", "lt2026-03-04", False),
        ("date", "sa2026-03-03", True),
        ("date", "eb2026-03-04", False),
        ("date", "ne2026", False),
        ("date", "ap2026-03-20", True),
        ("value-quantity", "72.5", True),
        ("value-quantity", "73", True),
        ("value-quantity", "72.50", True),
        ("value-quantity", "72", False),
        ("value-quantity", "gt72|http://unitsofmeasure.org|/min", True),
        ("value-quantity", "gt72||/min", True),
        ("value-quantity", "gt72||kg", False),
        ("value-quantity", "le72.5", True),
        ("value-quantity", "ap70", True),
    ],
)
def test_an_observation_is_found_by_what_it_says(name: str, value: str, expected: bool) -> None:
    assert is_found(PULSE, name, value) is expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("name", "muell", True),
        ("name", "MÜLLER-d", True),
        ("name", "demir", False),
        ("family", "ali", False),
        ("given", "jose", True),
        ("given:exact", "José", True),
        ("given:exact", "Jose", False),
        ("family:contains", "demi", True),
        ("phone", "030 1", True),
        ("phone", "ali@example.org", False),
        ("email", "ali@example.org", True),
        ("active", "true", True),
        ("deceased", "false", True),
        ("birthdate", "1970", True),
        ("birthdate", "lt1970", False),
    ],
)
def test_a_patient_is_found_by_who_they_are(name: str, value: str, expected: bool) -> None:
    assert is_found(ALI, name, value) is expected


@pytest.mark.parametrize(
    ("name", "value", "code", "where"),
    [
        ("colour", "red", "not-supported", "http.colour"),
        ("code:in", "x", "not-supported", "http.code"),
        ("date", "soon", "invalid", "http.date"),
        ("date", "2026-13", "invalid", "http.date"),
        ("value-quantity", "NaN", "invalid", "http.value-quantity"),
        ("value-quantity", "1e99999", "invalid", "http.value-quantity"),
        ("code:missing", "perhaps", "invalid", "http.code"),
        ("_count", "-1", "invalid", "http._count"),
        ("_sort", "code", "not-supported", "http._sort"),
        ("_include", "Patient:organization", "not-supported", "http._include"),
        ("_include:iterate", "Observation:subject", "not-supported", "http._include"),
        ("subject.name", "Ali", "not-supported", "http.subject.name"),
        ("_summary", "much", "not-supported", "http._summary"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(name: str, value: str, code: str, where: str) -> None:
    with pytest.raises(Unclear) as raised:
        asked("Observation", (name, value))
    (complaint,) = raised.value.complaints
    assert (complaint.code, complaint.where) == (code, where)
    assert value not in complaint.words


def test_only_who_asks_for_leniency_is_shown_more_than_asked_for() -> None:
    search = understood("Observation", [("colour", "red"), ("code", "1")], now=NOW, lenient=True)
    assert (search.ignored, search.said) == (("colour",), (("code", "1"),))


def test_a_line_break_in_a_name_hides_nothing() -> None:
    place = {"resourceType": "Organization", "id": "o", "address": [{"city": "Bad\rOrb"}]}
    (criterion,) = asked("Organization", ("address-city", "Bad\r")).criteria
    assert matches(place, criterion)
    assert (wanted_words(criterion) or set()) & words(place)


def test_a_period_without_an_end_goes_on() -> None:
    encounter = {"resourceType": "Encounter", "id": "e", "period": {"start": "2026-03-04"}}
    assert is_found(encounter, "date", "ge2027")
    assert not is_found(encounter, "date", "eb2028")


def test_every_parameter_reads_elements_that_its_type_has() -> None:
    from fhir.resources.R4B import get_fhir_model_class

    for kind in TABLE:
        known = {field.alias or name for name, field in get_fhir_model_class(kind).model_fields.items()}
        heads = {path[0] for one in parameters(kind).values() for path in one.paths}
        assert heads <= known, kind


PLAIN = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=14)
NAME = st.one_of(
    st.sampled_from(["Müller", "Ångström", "van der Berg", "Straße", "İpek", "ﬁ", "Ō-Neil", "-"]),
    PLAIN,
    st.text(max_size=14),
)
CODING = st.fixed_dictionaries({"code": PLAIN}, optional={"system": PLAIN, "display": NAME})
DATE = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z"),
)
ELEMENTS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TOKEN: st.one_of(st.fixed_dictionaries({"coding": st.lists(CODING, max_size=2), "text": NAME}), CODING, PLAIN),
    Kind.REFERENCE: st.one_of(
        PLAIN.map(lambda one: {"reference": f"Patient/{one}"}), PLAIN.map(lambda one: {"reference": f"urn:uuid:{one}"})
    ),
    Kind.DATE: st.one_of(DATE, st.fixed_dictionaries({"start": DATE}), st.fixed_dictionaries({"end": DATE})),
    Kind.STRING: NAME,
    Kind.QUANTITY: st.decimals(-1000, 1000, places=2).map(lambda one: {"value": float(one), "code": "kg"}),
    Kind.URI: PLAIN,
}


def _placed(path: tuple[str, ...], element: Any) -> dict[str, Any]:
    for step in reversed(path):
        name, is_where, wanted = step.partition("=")
        placed = {**element, name: wanted} if is_where and isinstance(element, dict) else {step: element}
        element = {step: [element]} if step == "coding" else placed
    return element


def _asked(draw: Any, kind: Kind, element: Any) -> str:
    """Return a value that may well be met by the element."""
    prefix = draw(st.sampled_from(["", *PREFIXES]))
    if kind == Kind.DATE:
        said = element if isinstance(element, str) else next(iter(element.values()))
        return prefix + draw(st.sampled_from([said, said[:4], draw(DATE)]))
    if kind == Kind.QUANTITY:
        return f"{prefix}{element['value']}"
    if kind == Kind.REFERENCE:
        return str(element["reference"])
    if kind == Kind.TOKEN:
        coding = (element.get("coding") or [element])[0] if isinstance(element, dict) else {"code": element}
        return draw(
            st.sampled_from([str(coding.get("code", "x")), f"{coding.get('system', '')}|{coding.get('code', 'x')}"])
        )
    return str(element)[: draw(st.integers(0, 20))].replace("\\", "").replace(",", "") or "x"


@given(st.data())
def test_the_index_finds_whatever_matches(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(TABLE)))
    parameter = data.draw(st.sampled_from(TABLE[kind]))
    element = data.draw(ELEMENTS[parameter.kind])
    resource = {"resourceType": kind, "id": "x"} | _placed(data.draw(st.sampled_from(parameter.paths)), element)
    modifier = data.draw(st.sampled_from(["", *sorted(MODIFIERS[parameter.kind] - {"missing"})]))
    name = f"{parameter.name}:{modifier}" if modifier else parameter.name
    (criterion,) = asked(kind, (name, _asked(data.draw, parameter.kind, element))).criteria

    looked_for = wanted_words(criterion)

    if matches(resource, criterion) and looked_for is not None:
        assert looked_for & words(resource)


@given(st.sampled_from(sorted(kind for kind in TABLE if ordering(kind))), st.data())
def test_the_span_in_clear_covers_every_date_that_is_searched(kind: str, data: st.DataObject) -> None:
    parameter = ordering(kind)
    assert parameter is not None
    element = data.draw(ELEMENTS[Kind.DATE])
    resource = {"resourceType": kind, "id": "x"} | _placed(parameter.paths[0], element)
    own, whole = span_of(element), when(resource)
    assert (own is None) == (whole is None)
    if own and whole:
        assert whole.contains(own)


@given(st.text(max_size=40))
def test_no_text_is_a_date_by_accident_or_breaks_anything(text: str) -> None:
    found = span(text)
    assert found is None or found.low < found.high


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(["code", "date", "_sort", "_include", "value-quantity", "_count", "subject"]),
                st.text(max_size=8),
            ),
            st.text(max_size=12),
        ),
        max_size=4,
    )
)
def test_any_search_is_understood_or_complained_of(pairs: list[tuple[str, str]]) -> None:
    try:
        search = understood("Observation", pairs, now=NOW)
    except Unclear:
        pass
    else:
        assert all(isinstance(matches(PULSE, one), bool) for one in search.criteria)
