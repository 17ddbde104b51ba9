"""Staff forward a patient's link to a third person, who uses it beside the patient and again after the visit."""

from django.test import Client

from tests.threats import T20_bad_links_open_nothing as T20
from tests.threats import T21_one_link_one_person as T21
from tests.threats.cast import Practice, presented
from tests.threats.red_team.plays import Play
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP and WebSocket as a guest who bears the same link")
    T21.test_while_the_patient_is_in_the_call_nobody_else_sits_down(practice)
    play.refused(practice, "party.get-ready", None, "seat-is-taken")
    T21.test_of_two_who_wait_one_can_be_let_in(practice)
    play.seen("before the call both stand by name in the waiting room, and one of them can be let in")
    T21.test_the_second_hears_nothing_of_the_call(practice, served, with_seat=False)
    T20.test_a_used_link_shows_another_device_no_summary(practice)
    play.prevented("after the visit a link leads on its own device alone to the summary")

    visit, eve = practice.visit(), Client()
    T20.revoke(practice, visit)
    assert presented(visit, eve).status_code == 403
    play.proved(practice, "invitation.revoke", practice.bea)
