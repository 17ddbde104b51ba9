"""A program *cannot* open anything with no token, with one that is over or was taken back, or with one whose person left or lost their role; a token opens what its person may open at that moment."""

import pytest

from paravent.access.terms import INSTALLATION, Purpose, Role
from paravent.people import operations as people
from paravent.programs import operations
from tests.threats.cast import Practice, hired
from tests.threats.letting import App, Person, approved, opens
from tests.threats.served import Served


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def test_a_program_that_was_let_in_opens_files_and_without_its_token_nothing(
    practice: Practice, served: Served
) -> None:
    app = App(served, approved(practice, "user/*.rs"))

    told = app.let_in_by(Person(served, practice.bea))

    assert opens(served, told["access_token"]) == 200
    assert opens(served, "") == 401
    assert opens(served, told["access_token"][:-1]) == 401


def test_a_token_dies_with_the_role_of_its_person(practice: Practice, served: Served) -> None:
    eve = hired("Eve", Role.CLINICIAN)
    told = App(served, approved(practice, "user/*.rs")).let_in_by(Person(served, eve))
    assert opens(served, told["access_token"]) == 200

    people.end_role(INSTALLATION, eve.person, Role.CLINICIAN)

    assert opens(served, told["access_token"]) == 401


def test_a_token_dies_when_its_person_leaves(practice: Practice, served: Served) -> None:
    ines = hired("Ines", Role.CLINICIAN)
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    told = app.let_in_by(Person(served, ines))

    people.end_staff(INSTALLATION, ines.person)

    assert opens(served, told["access_token"]) == 401
    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_grant"


def test_a_token_dies_with_its_program(practice: Practice, served: Served) -> None:
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    told = app.let_in_by(Person(served, practice.bea))

    operations.revoke_program(practice.gul.actor, app.program)

    assert opens(served, told["access_token"]) == 401
    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_client"


def test_a_token_dies_when_its_mandate_is_taken_back(practice: Practice, served: Served) -> None:
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    told = app.let_in_by(Person(served, practice.bea))
    mine = operations.list_mandates(practice.bea.actor, Purpose.TREATMENT)
    (mandate,) = [one.mandate_id for one in mine if one.program_id == app.program]

    operations.withdraw_mandate(practice.bea.actor, Purpose.TREATMENT, mandate)

    assert opens(served, told["access_token"]) == 401
    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_grant"
