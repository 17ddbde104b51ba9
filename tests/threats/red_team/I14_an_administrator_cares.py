"""Max, an administrator, makes himself a clinician and a member of a team, reads, and takes it back."""

import re

import psycopg
import pytest

from paravent.access.terms import Role
from paravent.people.tests.cast import Device, arrive
from tests.threats.cast import Colleague, Practice, speak_as
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served
from tests.threats.T04_nobody_grants_to_themselves import GRANT


def an_accomplice(house: House, desk: Desk) -> Colleague:
    """Return a second administrator: an account that Max makes, whose enrolment link he uses himself."""
    from django.core.cache import cache
    from django.test import Client

    form = {"name": "Eva", "email": "eva@practice.example", "roles": Role.ADMINISTRATOR}
    status, page = desk.posts("/staff/add/", **form)
    assert status == 200, page
    secret = re.findall(r"/account/enrol/#([\w-]{20,})", page)
    assert secret, page
    cache.clear()
    browser, passkey = Client(), Device()
    arrive(browser, secret[0])
    passkey.join(browser)
    with house.practice.as_superuser() as superuser:
        (person,) = superuser.execute("SELECT id FROM people_staff WHERE name = 'Eva'").fetchone() or (None,)
    return Colleague(person, frozenset({Role.ADMINISTRATOR}), browser, passkey)


def by_himself(play: Play, practice: Practice, desk: Desk) -> None:
    arranged = f"/staff/{practice.max.person}/arrange/"
    assert desk.posts(arranged, roles=["administrator", "clinician"])[0] == 403
    play.refused(practice, "role.grant", practice.max, "not-to-yourself")
    with practice.as_app() as app:
        speak_as(app, practice.max.person)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(GRANT, [practice.max.person, "clinician", practice.max.person])
    play.prevented("row security, which lets nobody grant to themselves")


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("HTTP and SQL in his name; then by a second account, made and used by himself; the log judged afterwards")
    practice, desk = house.practice, Desk(server, house.practice.max)
    by_himself(play, practice, desk)

    eva = an_accomplice(house, desk)
    helper, arranged = Desk(server, eva), f"/staff/{practice.max.person}/arrange/"
    assert helper.posts(arranged, roles=["administrator", "clinician"], teams=[str(house.teams[0])])[0] == 302
    opened = [desk.reads(f"/files/{patient}/")[0] for patient in house.patients[0][:6]]
    assert opened[0] == 200
    # From the second on a brake may be on already: the log is followed while he reads.
    assert set(opened) <= {200, 302}
    assert helper.posts(arranged, roles=["administrator"])[0] == 302

    play.proved(practice, "role.grant", eva)
    play.proved(practice, "chart.open", practice.max)
    play.case_about(practice, practice.max)
