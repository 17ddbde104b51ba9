"""A guest *cannot* reach a page, a socket or an act of the staff, nor the rest of their own file: their link opens one visit and its summary."""

import json

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus

from paravent.access.bearers import COOKIE, digest_of
from tests.threats.cast import CLINICAL, WORDS, Practice, addresses, speak_as
from tests.threats.served import Served


def with_their_cookie(practice: Practice) -> Client:
    """Return a browser that sends Ali's cookie everywhere, which the real one does not."""
    return Client(headers={"cookie": f"{COOKIE}={practice.ali.cookies[COOKIE].value}"})


def test_no_address_outside_the_own_visit_shows_anything(practice: Practice) -> None:
    for browser in (practice.ali, with_their_cookie(practice), Client()):
        for address in addresses(practice):
            if address != practice.held.page:
                said = browser.get(address).content.decode(errors="replace")
                assert not [name for name, word in WORDS.items() if word in said], address


@pytest.mark.parametrize("part", ["admit/", "remove/", "end/", "note/", "accepted/", "cancel/", "invitation/renew/"])
def test_no_act_of_the_staff_is_theirs(practice: Practice, part: str) -> None:
    visit = practice.visit()
    form = {"party": str(visit.visit_id), "kind": "document", "for_patient": "forged"}

    for browser in (practice.ali, with_their_cookie(practice)):
        answer = browser.post(f"/visits/{visit.visit_id}/{part}", form)
        assert answer.status_code in {302, 403, 404, 422}
        if answer.status_code == 302:
            assert answer["Location"] == "/account/login/?lost=1"


@pytest.mark.parametrize("path", ["/ws/day/", "/ws/visits/{visit}/"])
def test_no_socket_of_the_staff_is_theirs(practice: Practice, served: Served, path: str) -> None:
    cookie = f"{COOKIE}={practice.ali.cookies[COOKIE].value}"
    try:
        with served.hears(path.format(visit=practice.held.visit_id), cookie) as socket:
            heard = [json.loads(message)["tag"] for message in socket]
    except (InvalidStatus, ConnectionClosed):
        heard = []

    assert set(heard) <= {"refused"}


def test_sql_in_a_guests_name_finds_no_file(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.cem.person, digest_of(practice.held.secret))
        assert app.execute("SELECT paravent_actor()").fetchone() == (practice.held.patient_id,)

        for table in ("records_resource", "records_earlier", "records_blob", "visits_note"):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_the_summary_holds_what_was_said_for_them_alone(practice: Practice) -> None:
    said = practice.ali.get(practice.held.page).content.decode()

    assert WORDS["summary"] in said
    assert not [name for name in set(CLINICAL) - {"summary", "title", "temperature"} if WORDS[name] in said]
