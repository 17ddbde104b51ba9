"""Ivo, who gave notice and was let go, comes back by his session, his passkey and a program's token."""

from datetime import timedelta

from django.test import Client

from paravent.access.terms import Role
from paravent.kernel import clock
from tests.threats.cast import CLINICAL, WORDS, Practice, hired
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk, a_program_of
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with the session that he had, a sign-in by his passkey, a FHIR program that he had let in")
    ivo = hired("Ivo", Role.CLINICIAN)
    program = a_program_of(practice, served, ivo)
    desk, max_ = Desk(served, ivo), Desk(served, practice.max)
    assert (desk.reads("/today/")[0], program.reads("Observation")[0]) == (200, 200)

    today = clock.now().date()
    noted = {"given_on": today.isoformat(), "leaves_on": (today + timedelta(days=30)).isoformat()}
    assert max_.posts(f"/staff/{ivo.person}/leave/", **noted)[0] == 302
    assert max_.posts(f"/staff/{ivo.person}/end/")[0] == 302

    status, said = desk.reads(f"/files/{practice.held.patient_id}/")
    assert status in {302, 403}
    assert not [name for name in CLINICAL if WORDS[name] in said]
    assert desk.reads("/today/")[0] == 302
    assert program.reads("Observation")[0] == 401
    assert ivo.passkey.sign_in(Client())["Location"] == "/account/inactive/"
    play.prevented("sessions, roles, passkey and tokens end in the moment in which he is let go")
    play.proved(practice, "staff.leave", practice.max)
    play.proved(practice, "staff.end", practice.max)
