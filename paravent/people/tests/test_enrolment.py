"""From a one-time link to a passkey, and what is open on the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from paravent.access.terms import INSTALLATION, Actor, Refused, Role
from paravent.kernel import clock
from paravent.ledger.models import Detail
from paravent.people.models import Enrolment
from paravent.people.operations import end_staff, forget_links, renew_enrolment
from paravent.people.tests.cast import Device, arrive, colleague

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_the_set_up_of_a_sign_in(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)

    answer = arrive(client, secret)

    assert answer.status_code == 302
    assert answer["Location"] == "/account/set-up/"
    assert "Add a passkey" in client.get("/account/set-up/").content.decode()


def test_a_link_works_once(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)

    again = arrive(Client(), secret)

    assert again.status_code == 410
    assert "has been used" in again.content.decode()


def test_the_log_says_when_a_link_was_used_and_when_somebody_tried_again() -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(Client(), secret)
    arrive(Client(), secret)

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
    lines = Detail.objects.filter(act="staff.use-link").order_by("at").values_list("outcome", "because")
    assert list(lines) == [("done", "one-time-link"), ("refused", "link-used-or-old")]


def test_the_digest_of_a_link_goes_with_its_time_and_not_before() -> None:
    bea, _ = colleague("Bea", Role.CLINICIAN)
    max_, _ = colleague("Max", Role.ADMINISTRATOR)
    Enrolment.objects.filter(person_id=bea).update(valid_until=clock.now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="not-your-work"):
        forget_links(Actor(max_, frozenset({Role.ADMINISTRATOR})))
    assert forget_links(INSTALLATION) == 1
    assert set(Enrolment.objects.values_list("person_id", flat=True)) == {max_}


def test_an_old_a_renewed_an_ended_and_an_unknown_link_open_nothing(client: Client) -> None:
    max_, renewed = colleague("Max", Role.ADMINISTRATOR)
    renew_enrolment(INSTALLATION, max_)
    dua, ended = colleague("Dua", Role.RECEPTION)
    end_staff(INSTALLATION, dua)
    bea, old = colleague("Bea", Role.CLINICIAN)
    Enrolment.objects.filter(person_id=bea).update(valid_until=clock.now() - timedelta(seconds=1))

    answers = [arrive(client, secret).status_code for secret in (renewed, ended, old, "A" * 22, "")]

    assert answers == [410] * 5
    assert "_auth_user_id" not in client.session


def test_opening_the_page_uses_nothing_up(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)

    page = client.get("/account/enrol/")

    assert page.status_code == 200
    assert "people/enrol" in page.content.decode()
    assert arrive(client, secret).status_code == 302


@pytest.mark.parametrize("path", ["/", "/staff/", "/today/", "/my-accesses/"])
def test_a_link_alone_opens_no_work(client: Client, path: str) -> None:
    _, secret = colleague("Max", *(set(Role) - {Role.PATIENT, Role.SYSTEM, Role.PROGRAM, Role.PAUSED}))
    arrive(client, secret)

    answer = client.get(path, follow=True)

    assert answer.redirect_chain[-1][0] == "/account/set-up/"


def test_after_a_link_the_pages_of_two_factor_sign_in_are_open(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)

    for page in ("2fa/webauthn/add/", "2fa/totp/activate/", "password/set/", "2fa/"):
        path = f"/account/{page}"
        assert client.get(path).status_code == 200, path
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/account/set-up/")["Location"].startswith("/account/login/")


def test_a_new_passkey_opens_the_work_at_once_and_signs_in_the_next_time(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)
    phone = Device()

    phone.join(client)

    assert client.get("/staff/").status_code == 200
    tomorrow = Client()
    assert phone.sign_in(tomorrow)["Location"] == "/"
    assert tomorrow.get("/staff/").status_code == 200


def test_who_lost_their_passkey_adds_another_by_a_new_link(client: Client) -> None:
    max_, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)
    Device().join(client)
    browser, laptop = Client(), Device()
    arrive(browser, renew_enrolment(INSTALLATION, max_))

    assert browser.get("/staff/").status_code == 302
    laptop.join(browser)

    assert browser.get("/staff/").status_code == 200
