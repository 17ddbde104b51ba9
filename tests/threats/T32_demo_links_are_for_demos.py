"""A sign-in link of the demonstration *cannot* open anything outside one: the address is not there, and a session that came by such a link has no roles."""

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client, RequestFactory

from paravent.people.models import Staff
from paravent.people.terms import InSession
from paravent.web import demo_sign_in
from paravent.web.demo_sign_in import sign_in
from tests.threats.cast import Practice
from tests.threats.served import Served


def test_the_right_link_is_not_there(practice: Practice, served: Served) -> None:
    path = link(practice)

    assert not settings.PARAVENT_DEMO
    assert Client().get(path).status_code == 404
    assert served.asks("GET", path)[0] == 404


def link(practice: Practice) -> str:
    """Return the path that the demonstration would print for Bea; its route is not there to be reversed."""
    mac = demo_sign_in._mac(practice.bea.person)
    return f"/demo/sign-in/{practice.bea.person.hex}.{mac}/"


def test_a_session_that_came_by_one_has_no_roles(practice: Practice) -> None:
    browser = Client()
    browser.force_login(Staff.objects.get(pk=practice.bea.person))
    session = browser.session
    session[InSession.DEMO] = True
    session.save()

    assert browser.get("/today/").status_code == 302


@pytest.mark.parametrize(
    "token", ["", "x", "{person}", "{person}.", "{person}.AAAAAAAAAAAAAAAAAAAAAA", "{other}.{mac}"]
)
def test_a_forged_link_signs_nobody_in_even_in_one(practice: Practice, token: str) -> None:
    mac = link(practice).rstrip("/").rpartition(".")[2]
    text = token.format(person=practice.bea.person.hex, other=practice.cem.person.hex, mac=mac)

    with pytest.raises(Http404):
        sign_in(RequestFactory().get("/"), text)
