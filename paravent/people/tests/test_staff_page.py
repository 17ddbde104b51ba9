"""The administrator's page: who works here, who comes, who goes."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from paravent.access.terms import Role
from paravent.kernel.ids import PersonId
from paravent.people.queries import colleagues
from paravent.people.standing import roles_of
from paravent.people.tests.cast import Device, arrive, colleague, somebody

pytestmark = pytest.mark.django_db


def signed_in(name: str, *roles: Role) -> tuple[Client, PersonId]:
    """Return the browser of a new colleague who has come in by a passkey."""
    client, (person, secret) = Client(), colleague(name, *roles)
    arrive(client, secret)
    Device().join(client)
    return client, person


def test_an_administrator_sees_who_works_here() -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)
    colleague("Bea", Role.CLINICIAN, Role.DPO)

    page = max_.get("/staff/").content.decode()

    assert "bea@practice.example" in page
    assert re.findall(r'class="chip">(.+?)</span>', page) == ["Clinician", "Data protection", "Administrator"]


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.RESEARCHER])
def test_nobody_else_does(role: Role) -> None:
    browser, person = signed_in("Dua", role)

    answers = [
        browser.get("/staff/"),
        browser.post("/staff/add/", {"name": "Eve", "email": "eve@practice.example", "roles": "clinician"}),
        browser.post(f"/staff/{person}/renew/"),
        browser.post(f"/staff/{person}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert [one.name for one in colleagues()] == ["Dua"]


def test_however_many_work_here_they_are_asked_for_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("Bea", "Cem", "Dua", "Gul"):
        somebody(name, Role.CLINICIAN)

    with django_assert_num_queries(4):
        held = colleagues()

    assert [(one.name, one.roles) for one in held] == [
        (name, {Role.CLINICIAN}) for name in ("Bea", "Cem", "Dua", "Gul")
    ]


def test_a_stranger_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get("/staff/")["Location"] == "/account/login/?next=/staff/"


def test_a_new_colleague_gets_a_link_that_is_shown_once() -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)

    page = max_.post(
        "/staff/add/", {"name": "Bea", "email": "Bea@practice.example", "roles": ["clinician", "dpo"]}
    ).content.decode()

    (link,) = re.findall(r'data-enrolment-link value="(.+?)"', page)
    assert re.fullmatch(r"http://localhost:8000/account/enrol/#[A-Za-z0-9_-]{22}", link)
    assert 'class="qr"' in page
    (bea,) = [one for one in colleagues() if one.name == "Bea"]
    assert bea.email == "bea@practice.example"
    assert bea.roles == {Role.CLINICIAN, Role.DPO}
    assert arrive(Client(), link.rpartition("#")[2]).status_code == 302
    assert "enrol/#" not in max_.get("/staff/").content.decode()


def test_an_address_is_used_by_one_colleague_alone() -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)

    answer = max_.post("/staff/add/", {"name": "Max II", "email": "MAX@practice.example", "roles": "reception"})

    assert answer.status_code == 422
    assert "already signs in" in answer.content.decode()


@pytest.mark.parametrize("role", ["patient", "system", "surgeon", ""])
def test_a_role_that_is_not_for_staff_is_not_given(role: str) -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)

    answer = max_.post("/staff/add/", {"name": "Eve", "email": "eve@practice.example", "roles": role})

    assert answer.status_code == 422
    assert [one.name for one in colleagues()] == ["Max"]


def test_a_new_link_replaces_the_earlier_one() -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)
    bea, first = colleague("Bea", Role.CLINICIAN)

    page = max_.post(f"/staff/{bea}/renew/").content.decode()

    (second,) = re.findall(r"enrol/#([\w-]{22})", page)
    assert arrive(Client(), first).status_code == 410
    assert arrive(Client(), second).status_code == 302


def test_who_is_let_go_is_out_at_once() -> None:
    max_, _ = signed_in("Max", Role.ADMINISTRATOR)
    dua, person = signed_in("Dua", Role.RECEPTION)
    assert dua.get("/account/set-up/").status_code == 200

    max_.post(f"/staff/{person}/end/")

    assert dua.get("/account/set-up/")["Location"].startswith("/account/login/")
    assert roles_of(person) == frozenset()
    assert "Dua" not in max_.get("/staff/").content.decode()


def test_changes_are_made_by_post_with_a_token_alone() -> None:
    _, person = signed_in("Max", Role.ADMINISTRATOR)
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(f"/staff/{person}/end/").status_code == 405
    assert strict.post("/staff/add/", {"name": "Eve"}).status_code == 403
    assert strict.post("/account/enrol/", {"secret": "A" * 22}).status_code == 403
