"""Driven by fhirpy, a client that we did not write, over a socket."""

from collections.abc import Iterator

import pytest
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import AuthorizationError, OperationOutcome, ResourceNotFound

from paravent.interop.tests import cast
from paravent.interop.tests.cast import Practice, pulse
from paravent.interop.tests.served import served


@pytest.fixture
def address(here: Practice) -> Iterator[str]:
    """Return the address of a server that is really there."""
    del here
    with served() as address:
        yield address


def client(address: str, token: str) -> SyncFHIRClient:
    return SyncFHIRClient(address, authorization=f"Bearer {token}")


def test_a_resource_lives_its_life(here: Practice, address: str) -> None:
    fhir = client(address, cast.given("bea", here.bea))
    made = fhir.resource("Observation", **{k: v for k, v in pulse(here.ali).items() if k != "resourceType"})
    made.save()
    assert made["meta"]["versionId"] == "1"
    made["status"] = "amended"
    made.save()
    assert fhir.reference("Observation", made["id"]).to_resource()["status"] == "amended"
    made.delete()
    with pytest.raises((ResourceNotFound, OperationOutcome)):
        fhir.reference("Observation", made["id"]).to_resource()


def test_searches_lead_through_all_pages(here: Practice, address: str) -> None:
    fhir = client(address, cast.given("bea", here.bea))
    for value in range(7):
        fhir.resource("Observation", **{k: v for k, v in pulse(here.ali, value).items() if k != "resourceType"}).save()
    found = fhir.resources("Observation").search(patient=str(here.ali), code="8867-4").limit(3).fetch_all()
    assert sorted(one["valueQuantity"]["value"] for one in found) == list(range(7))
    assert fhir.resources("Observation").search(patient=str(here.ali), date__ge="2027").fetch() == []
    # fhirpy counts by a parameter of another server's; whoever asks for leniency gets by.
    lenient = SyncFHIRClient(address, authorization="Bearer bea", extra_headers={"Prefer": "handling=lenient"})
    assert lenient.resources("Observation").search(patient=str(here.ali)).count() == 7
    (patient,) = fhir.resources("Patient").search(_id=str(here.ali)).fetch()
    assert patient["name"][0]["text"] == "Ali Demir"
    along = fhir.resources("Observation").search(patient=str(here.ali)).include("Observation", "subject").fetch_raw()
    assert {one["search"]["mode"] for one in along["entry"]} == {"match", "include"}


def test_refusals_are_outcomes_that_the_client_understands(here: Practice, address: str) -> None:
    fhir = client(address, cast.given("bea", here.bea))
    with pytest.raises(OperationOutcome):
        fhir.resource("Observation", status="final").save()
    with pytest.raises(OperationOutcome):
        fhir.resources("Observation").search(colour="red").fetch()
    with pytest.raises(AuthorizationError):
        client(address, "unknown").resources("Patient").fetch()
