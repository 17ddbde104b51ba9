"""Whoever's searches are slowed down *cannot* go through names any faster in another window, over FHIR, by paging or with many searches in one bundle."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from paravent.access.terms import BrakeKind, Role
from paravent.programs.tests.cast import a_program, a_token
from paravent.vigilance import operations
from paravent.vigilance.tests.cast import a_case_about
from tests.threats.cast import Colleague, Practice, hired


@pytest.fixture
def ole(practice: Practice) -> Iterator[Colleague]:
    who = hired("Ole", Role.CLINICIAN)
    operations.put_brake(practice.gul.actor, a_case_about(who.actor, practice.held.patient_id), BrakeKind.SLOW_SEARCH)
    yield who
    with practice.as_superuser() as superuser:
        superuser.execute("UPDATE people_staff SET is_active = false, email = email || id WHERE id = %s", [who.person])


def asks(token: str, path: str, body: Any = None) -> Any:
    """Ask as a program does."""
    headers = {"Authorization": f"Bearer {token}"}
    if body is None:
        return Client().get(f"/fhir/R4{path}", headers=headers)
    kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/fhir+json"
    return Client().post(f"/fhir/R4{path}", body, content_type=kind, headers=headers)


def test_a_second_search_waits_wherever_it_comes_from(practice: Practice, ole: Colleague) -> None:
    token = a_token(a_program().id, ole.actor, "user/*.rs")
    other = Client()
    ole.passkey.sign_in(other)

    assert ole.browser.post("/files/", {"q": "Ali"}).status_code == 200

    page = other.post("/files/", {"q": "Quillvanter"})
    assert page.status_code == 429
    assert "Your searches are slowed down for now." in page.content.decode()
    assert "Quillvanter" not in page.content.decode().replace('value="Quillvanter"', "")
    booking = other.post("/visits/find-patient/", {"q": "Ali"}, headers={"HX-Request": "true"})
    assert booking.status_code in {200, 429}
    assert "slowed down" in booking.content.decode()
    program = asks(token, "/Patient/_search", "name=Quillvanter")
    assert program.status_code == 429
    assert program["Retry-After"] == "20"
    assert asks(token, "/Patient").status_code == 429
    assert asks(token, "/Observation?code=8867-4").status_code == 200
    assert practice.log("patient.search")[-1][:3] == ("refused", "search-too-soon", ole.person)


def test_a_search_of_a_program_counts_on_the_pages(ole: Colleague) -> None:
    token = a_token(a_program().id, ole.actor, "user/*.rs")

    assert asks(token, "/Patient/_search", "name=Ali").status_code == 200

    assert ole.browser.post("/files/", {"q": "Ali"}).status_code == 429
    assert asks(token, "/Patient/_search", "name=Ali").status_code == 429


def test_a_bundle_holds_one_search(ole: Colleague) -> None:
    token = a_token(a_program().id, ole.actor, "user/*.cruds")
    entries = [{"request": {"method": "GET", "url": f"Patient?name={name}"}} for name in ("Ali", "Hans")]

    done = asks(token, "/", {"resourceType": "Bundle", "type": "transaction", "entry": entries})

    assert done.status_code == 429


def test_colleagues_search_as_ever(practice: Practice, ole: Colleague) -> None:
    del ole
    for _ in range(3):
        assert practice.bea.browser.post("/files/", {"q": "Ali"}).status_code == 200
