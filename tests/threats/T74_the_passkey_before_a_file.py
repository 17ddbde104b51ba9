"""Whoever sits at the open screen of somebody who has to show their passkey *cannot* open a file, take it out or let a program in or back without it; an emergency does not wait."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from paravent.access.terms import BrakeKind, Purpose
from paravent.emergency.operations import break_glass
from paravent.records import operations as records
from paravent.vigilance import operations
from paravent.vigilance.tests.cast import a_case_about
from tests.threats.cast import Practice
from tests.threats.letting import App, Person, approved
from tests.threats.served import Served


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    cache.clear()


@pytest.fixture
def about_bea(practice: Practice) -> Iterator[UUID]:
    yield a_case_about(practice.bea.actor, practice.held.patient_id)
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM people_brake WHERE person_id = %s", [practice.bea.person])
        superuser.execute("DELETE FROM vigilance_case WHERE person_id = %s", [practice.bea.person])


@pytest.fixture
def elsewhere(practice: Practice) -> Client:
    browser = Client()
    practice.bea.passkey.sign_in(browser)
    return browser


def held_back(practice: Practice, case: UUID) -> None:
    operations.put_brake(practice.gul.actor, case, BrakeKind.STEP_UP)


def test_a_file_opens_after_the_passkey_and_in_that_browser_alone(
    practice: Practice, about_bea: UUID, elsewhere: Client
) -> None:
    file, bea = f"/files/{practice.held.patient_id}/", practice.bea.browser
    assert bea.get(file).status_code == 200
    held_back(practice, about_bea)

    asked = bea.get(file)
    assert asked["Location"].startswith("/account/show-passkey/?next=")
    assert bea.get(practice.document).status_code == 302
    assert bea.get("/today/").status_code == 200
    beside_a_call = bea.get(file, headers={"HX-Request": "true"}).content.decode()
    assert 'target="_blank"' in beside_a_call
    assert "Blood pressure" not in beside_a_call

    assert practice.bea.passkey.show(bea, asked["Location"])["Location"] == file
    assert bea.get(file).status_code == 200
    assert elsewhere.get(file).status_code == 302


def test_another_passkey_does_not_do(practice: Practice, about_bea: UUID) -> None:
    held_back(practice, about_bea)
    file, bea = f"/files/{practice.held.patient_id}/", practice.bea.browser

    shown = practice.cem.passkey.show(bea, bea.get(file)["Location"])

    assert shown.status_code == 422
    assert "That was no passkey of yours." in shown.content.decode()
    assert bea.get(file).status_code == 302


def test_the_way_back_leads_nowhere_else(practice: Practice, about_bea: UUID) -> None:
    held_back(practice, about_bea)

    shown = practice.bea.passkey.show(practice.bea.browser, "/account/show-passkey/?next=https://evil.example/")

    assert shown["Location"].startswith("/")


def test_a_program_comes_back_to_nobody_who_is_away(practice: Practice, served: Served, about_bea: UUID) -> None:
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    bea = Person(served, practice.bea)
    told = app.let_in_by(bea)
    held_back(practice, about_bea)

    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_grant"
    assert ("refused", "passkey-needed") in [line[:2] for line in practice.log("token.give")]
    let_in = bea.answers(App(served, app.program).question())
    assert "/account/show-passkey/" in let_in.headers["Location"]
    # Nothing was used up: with the brake off the program goes on.
    (brake,) = [one for one in operations.see_case(practice.gul.actor, about_bea).brakes if one.is_on]
    operations.lift_brake(practice.gul.actor, brake.brake_id, "She was on duty, the roster was wrong.")
    assert "access_token" in app.refreshes(told["refresh_token"])[1]


def test_an_emergency_does_not_wait(practice: Practice) -> None:
    case = a_case_about(practice.cem.actor, practice.held.patient_id)
    operations.put_brake(practice.gul.actor, case, BrakeKind.STEP_UP)

    break_glass(practice.cem.actor, practice.held.patient_id, "Unconscious in the waiting room, medication needed")

    assert records.open_chart(practice.cem.actor, Purpose.EMERGENCY, practice.held.patient_id)
