"""Whoever got hold of a patient's link *cannot* listen in, take the patient's seat, or be in a call as a second person; they *can* sit in the waiting room under a name of their choice, where the clinician sees them beside the patient."""

import json

import pytest
from django.test import Client

from paravent.access.bearers import COOKIE
from tests.threats.cast import Practice, admitted, presented, waiting
from tests.threats.served import Served


def test_while_the_patient_is_in_the_call_nobody_else_sits_down(practice: Practice) -> None:
    visit, ali, eve = practice.visit(), Client(), Client()
    admitted(practice, visit, ali)
    presented(visit, eve)

    answer = eve.post(f"{visit.page}ready/", {"name": "Ali Demir"})

    assert answer.status_code == 409
    assert practice.log("party.get-ready")[-1][:2] == ("refused", "seat-is-taken")


def test_of_two_who_wait_one_can_be_let_in(practice: Practice) -> None:
    visit, ali, eve = practice.visit(), Client(), Client()
    seats = [waiting(visit, "Ali Demir", ali), waiting(visit, "Eve", eve)]
    admit = f"/visits/{visit.visit_id}/admit/"

    said = practice.bea.browser.get(f"/visits/{visit.visit_id}/waiting/").content.decode()
    assert "Ali Demir" in said
    assert "Eve" in said
    assert [practice.bea.browser.post(admit, {"party": seat}).status_code for seat in seats] == [302, 409]


@pytest.mark.parametrize("with_seat", [False, True])
def test_the_second_hears_nothing_of_the_call(practice: Practice, served: Served, *, with_seat: bool) -> None:
    visit, ali, eve = practice.visit(), Client(), Client()
    presented(visit, eve)
    if with_seat:
        waiting(visit, "Eve", eve)
    party = admitted(practice, visit, ali)

    with (
        served.hears(f"{visit.page}socket/", f"{COOKIE}={ali.cookies[COOKIE].value}") as ali_hears,
        served.hears(f"/ws/visits/{visit.visit_id}/", f"paravent-session={practice.bea.session}") as bea_hears,
        served.hears(f"{visit.page}socket/", f"{COOKIE}={eve.cookies[COOKIE].value}") as eve_hears,
    ):
        me = json.loads(bea_hears.recv(20))["me"]["party_id"]
        first = json.loads(eve_hears.recv(20))
        ali_hears.recv(20)
        for to in (me, party):
            if with_seat:
                eve_hears.send(json.dumps({"tag": "commit", "to": to, "commitment": "evequokka"}))
        bea_hears.send(json.dumps({"tag": "commit", "to": party, "commitment": "real"}))
        heard = [json.loads(ali_hears.recv(20))]
        while heard[-1]["tag"] != "commit":
            heard.append(json.loads(ali_hears.recv(20)))

    assert first["tag"] == ("room" if with_seat else "refused")
    assert "Ali Demir" not in json.dumps(first)
    assert "evequokka" not in json.dumps(heard)


def test_the_summary_is_for_who_was_in_the_call(practice: Practice) -> None:
    visit, ali, eve = practice.visit(), Client(), Client()
    waiting(visit, "Eve", eve)
    admitted(practice, visit, ali)
    practice.bea.browser.post(f"/visits/{visit.visit_id}/end/", {"for_patient": "drink water"})

    assert "drink water" in ali.get(visit.page).content.decode()
    assert "drink water" not in eve.get(visit.page).content.decode()
