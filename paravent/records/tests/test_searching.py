"""Searching sealed files: what is found was opened, pages hold still, and tokens of two files are never equal."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from paravent.access.operation import Operation, operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.fhir.search import understood
from paravent.fhir.wanted import Search
from paravent.kernel import clock
from paravent.people import steps as people
from paravent.people.terms import Identity
from paravent.records import queries, searching, steps
from paravent.records.models import Resource
from paravent.records.terms import Page, Reach, Spot

EVERYBODY = Reach(frozenset(), is_everybody=True)


@pytest.fixture
def op(db: None) -> Iterator[Operation]:
    """Return an open operation of the installation."""
    with operation("test.look", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        yield op


def observation(fhir_id: str, code: str, day: str, value: float = 1.0) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": fhir_id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "effectiveDateTime": day,
        "valueQuantity": {"value": value, "unit": "kg"},
    }


def patient(op: Operation, *resources: dict[str, Any]) -> UUID:
    patient_id = people.register_patient(op, Identity("Ali Demir"))
    subject = {"reference": f"Patient/{patient_id}"}
    steps.file_many(op, patient_id=patient_id, resources=[one | {"subject": subject} for one in resources])
    return patient_id


def asked(*pairs: tuple[str, str]) -> Search:
    return understood("Observation", pairs, now=clock.now())


def found(*pairs: tuple[str, str], reach: Reach = EVERYBODY) -> list[str]:
    page = searching.page_of(asked(*pairs), reach)
    return sorted(one.fhir_id for one in page.found)


def test_codes_dates_and_numbers_find_what_is_sealed(op: Operation) -> None:
    ali = patient(op, observation("a", "8867-4", "2026-01-05", 70), observation("b", "29463-7", "2026-03-05", 80))
    patient(op, observation("c", "8867-4", "2026-05-05", 90))

    assert found(("code", "8867-4")) == ["a", "c"]
    assert found(("code", "8867-4"), ("patient", str(ali))) == ["a"]
    assert found(("date", "ge2026-03")) == ["b", "c"]
    assert found(("date", "lt2026-03")) == ["a"]
    assert found(("value-quantity", "gt75||kg")) == ["b", "c"]
    assert found(("code:not", "8867-4")) == ["b"]
    assert found(("_id", "a,c")) == ["a", "c"]
    assert found(("code", "8867-4"), reach=Reach(frozenset({ali}))) == ["a"]
    assert searching.count_of(asked(("code", "8867-4")), EVERYBODY) == 2


def test_equal_codes_of_two_patients_have_no_equal_token(op: Operation) -> None:
    patient(op, observation("a", "8867-4", "2026-01-05"))
    patient(op, observation("b", "8867-4", "2026-01-05"))
    first, second = Resource.objects.filter(resource_type="Observation")
    assert first.tokens
    assert not {bytes(one) for one in first.tokens} & {bytes(one) for one in second.tokens}


@pytest.mark.parametrize("order", ["", "date", "-date", "_lastUpdated", "-_lastUpdated"])
def test_whoever_pages_while_others_write_sees_everything_once(op: Operation, order: str) -> None:
    ali = patient(op, *(observation(f"o{number}", "8867-4", f"2026-01-{number % 3 + 1:02}") for number in range(7)))
    search = asked(("_count", "2"), *([("_sort", order)] if order else []))
    shown: list[str] = []
    spot: Spot | None = None
    for turn in range(10):
        page: Page = searching.page_of(search, EVERYBODY, spot)
        shown += [one.fhir_id for one in page.found]
        spot = page.end
        if spot is None:
            break
        steps.file_many(op, patient_id=ali, resources=[observation(f"new{turn}", "8867-4", "2026-01-02")])
    old = [one for one in shown if one.startswith("o")]
    assert sorted(old) == [f"o{number}" for number in range(7)]
    assert len(shown) == len(set(shown))


def test_a_page_is_ordered_by_the_instant(op: Operation) -> None:
    patient(
        op, observation("later", "1", "2026-01-01T10:00:00Z"), observation("sooner", "1", "2026-01-01T11:00:00+02:00")
    )
    page = searching.page_of(asked(("_sort", "date")), EVERYBODY)
    assert [one.fhir_id for one in page.found] == ["sooner", "later"]


def test_a_search_that_opens_too_much_goes_on_where_it_stopped(op: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    patient(op, *(observation(f"o{number}", "1", "2026-01-01", number) for number in range(6)))
    monkeypatch.setattr(searching, "MOST_OPENED", 2)
    search, spot, shown = asked(("value-quantity", "5")), None, []
    for _ in range(4):
        page = searching.page_of(search, EVERYBODY, spot)
        shown += [one.fhir_id for one in page.found]
        spot = page.end
        if spot is None:
            break
    assert shown == ["o5"]


def test_a_deleted_resource_is_not_found_and_its_versions_stay(op: Operation) -> None:
    patient(op, observation("a", "8867-4", "2026-01-05"))
    steps.mark_deleted(op, Resource.objects.get(fhir_id="a"))

    assert found() == []
    assert queries.filed("Observation", "a").is_deleted
    assert queries.filed_version("Observation", "a", 1).resource["status"] == "final"
    page = queries.history("Observation", EVERYBODY, fhir_id="a", since=None, most=10, after=None)
    assert [(one.version, one.is_deleted) for one in page.found] == [(2, True), (1, False)]


def test_history_goes_on_page_by_page(op: Operation) -> None:
    patient(op, observation("a", "1", "2026-01-05"), observation("b", "1", "2026-01-05"))
    for value in range(3):
        row = Resource.objects.get(fhir_id="a")
        steps.next_version(op, row, observation("a", "1", "2026-01-05", value))
    seen, spot = [], None
    for _ in range(5):
        page = queries.history("Observation", EVERYBODY, since=None, most=2, after=spot)
        seen += [(one.fhir_id, one.version) for one in page.found]
        spot = page.end
        if spot is None:
            break
    assert sorted(seen) == [("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 1)]
    late = queries.history("Observation", EVERYBODY, since=clock.now() + timedelta(hours=1), most=2, after=None)
    assert late.found == ()
