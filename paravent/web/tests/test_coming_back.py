"""Whose session has ended signs in and is where they were; what they had sent is lost, and they are told."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.people.tests.cast import TREAT, Device, a_browser_of, arrive, at, colleague
from paravent.visits.operations import end_visit
from paravent.visits.tests.cast import a_visit_of, in_the_call

pytestmark = pytest.mark.django_db


def somebody_who_works(name: str) -> tuple[Client, Device]:
    client, device, (_, secret) = Client(), Device(), colleague(name, Role.ADMINISTRATOR)
    arrive(client, secret)
    device.join(client)
    return client, device


def shows(client: Client, answer: Any) -> tuple[str, str]:
    """Return where an answer leads, and what stands there."""
    return answer["Location"], unescape(client.get(answer["Location"]).content.decode())


def test_who_signs_in_again_is_where_they_were() -> None:
    client, device = somebody_who_works("Max")
    with at(clock.now() + timedelta(minutes=31)):
        leads_to, sign_in = shows(client, client.get("/staff/"))
        again = device.sign_in(client, next="/staff/")

        assert leads_to == "/account/login/?next=/staff/"
        # By the passkey and by the password.
        assert sign_in.count('name="next" value="/staff/"') == 2
        assert again["Location"] == "/staff/"
        assert client.get("/staff/").status_code == 200


def test_whoever_comes_after_somebody_else_begins_at_their_own_work() -> None:
    client, _ = somebody_who_works("Max")
    _, device = somebody_who_works("Mia")
    with at(clock.now() + timedelta(minutes=31)):
        client.get("/staff/")

        assert device.sign_in(client, next="/staff/")["Location"] == "/"


def test_what_was_sent_is_lost_and_both_pages_say_so() -> None:
    client, device = somebody_who_works("Max")
    with at(clock.now() + timedelta(minutes=31)):
        sent = client.post("/staff/teams/add/", {"name": "Night"}, headers={"Referer": "http://testserver/staff/"})
        leads_to, sign_in = shows(client, sent)
        _, page = shows(client, device.sign_in(client, next="/staff/?lost=1"))

        assert leads_to == "/account/login/?lost=1&next=/staff/%3Flost%3D1"
        assert "what you sent last was not kept" in sign_in
        assert "what you sent last was not kept" in page
        assert "Night" not in page


def test_a_part_of_a_page_says_that_the_session_has_ended() -> None:
    part = Client().get("/today/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/today/?on=1"})

    assert "Your session has ended." in part.content.decode()
    assert "/account/login/?next=/today/%3Fon%3D1" in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("what", ["rights", "research"])
def test_a_patient_whom_nobody_knows_yet_is_led_back_to_their_visit(bea: Actor, what: str) -> None:
    visit = a_visit_of(bea)
    ali = in_the_call(visit, bea)
    early = a_browser_of(ali).get(f"/join/{visit}/{what}/")
    end_visit(bea, TREAT, visit, for_patient="")
    page = a_browser_of(ali).get(f"/join/{visit}/{what}/")

    assert "It opens when your visit has ended" in early.content.decode()
    assert page.status_code == 403
    assert "once the practice knows for sure who you are" in page.content.decode()
    assert f'href="/join/{visit}/"' in page.content.decode()


def test_a_patient_whose_link_is_over_is_told_so_by_every_page_of_their_visit(bea: Actor) -> None:
    visit = a_visit_of(bea)

    for part in ("", "rights/", "research/"):
        page = Client().get(f"/join/{visit}/{part}")
        assert page.status_code == 403
        assert "This link does not work." in page.content.decode()
