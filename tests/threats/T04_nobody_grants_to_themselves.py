"""An administrator *cannot* give themselves a role or a place in a team, over HTTP or by SQL in their name, and *cannot* make the installation's own role; they *can* make an account for somebody else, which the log keeps with their name."""

from uuid import uuid4

import psycopg
import pytest

from paravent.access.terms import Refused, Role
from paravent.people import operations
from tests.threats.cast import Practice, speak_as

GRANT = """
INSERT INTO people_rolegrant (id, person_id, role, granted_by, starts_at)
VALUES (gen_random_uuid(), %s, %s, %s, now())
"""

JOIN = "INSERT INTO people_membership (id, team_id, person_id) VALUES (gen_random_uuid(), %s, %s)"
LEAVE = "UPDATE people_membership SET ends_at = clock_timestamp() WHERE team_id = %s"
WAS_IN = "INSERT INTO people_membership (id, team_id, person_id, starts_at) VALUES (gen_random_uuid(), %s, %s, now() - interval '1 week')"


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.DPO, Role.SYSTEM, Role.PATIENT])
def test_the_operation_refuses_and_the_log_keeps_it(practice: Practice, role: Role) -> None:
    with pytest.raises(Refused):
        operations.grant_role(practice.max.actor, practice.max.person, role)

    outcome, because, actor, _, facts = practice.log("role.grant")[-1]
    assert (outcome, actor, facts["role"]) == ("refused", practice.max.person, role)
    assert because in {"not-to-yourself", "not-a-staff-role"}


def test_no_page_takes_an_address_that_is_theirs_already(practice: Practice) -> None:
    form = {"name": "Max", "email": "max@practice.example", "roles": ["clinician"]}

    answer = practice.max.browser.post("/staff/add/", form)

    assert answer.status_code == 422
    assert practice.max.browser.get("/today/").status_code == 403


@pytest.mark.parametrize("role", ["system", "patient"])
def test_no_form_makes_a_role_that_is_not_for_staff(practice: Practice, role: str) -> None:
    form = {"name": "Eve", "email": "eve@practice.example", "roles": ["reception", role]}

    assert practice.max.browser.post("/staff/add/", form).status_code == 422


@pytest.mark.parametrize(
    ("who", "to", "role"),
    [("max", "max", "clinician"), ("max", "fen", "system"), ("bea", "bea", "dpo"), ("dua", "cem", "administrator")],
)
def test_the_database_refuses_as_well(practice: Practice, who: str, to: str, role: str) -> None:
    people = practice.everybody
    with practice.as_app() as app:
        speak_as(app, people[who].person)

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(GRANT, [people[to].person, role, people[who].person])


def test_the_database_refuses_a_grant_in_anothers_name(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.max.person)

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(GRANT, [practice.max.person, "clinician", practice.bea.person])


@pytest.mark.parametrize("column", ["person_id", "role", "granted_by", "starts_at"])
def test_a_grant_is_ended_and_never_rewritten(practice: Practice, column: str) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.max.person)

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            app.execute(f"UPDATE people_rolegrant SET {column} = {column}")


@pytest.mark.parametrize(
    ("who", "to", "purpose"),
    [
        ("max", "max", "SYSADMIN"),
        ("max", "bea", "TREAT"),
        ("cem", "cem", "SYSADMIN"),
        ("dua", "cem", "SYSADMIN"),
        ("gul", "cem", "SYSADMIN"),
        ("gul", "gul", "SYSADMIN"),
        (None, "cem", "SYSADMIN"),
    ],
)
def test_the_database_lets_nobody_into_a_team_by_their_own_or_a_friends_hand(
    practice: Practice, who: str | None, to: str, purpose: str
) -> None:
    people = practice.everybody
    with practice.as_app() as app:
        if who:
            speak_as(app, people[who].person, purpose=purpose)

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(JOIN, [uuid4(), people[to].person])


def test_nobody_has_been_in_a_team_before_they_were_put_into_it(practice: Practice) -> None:
    team, bea = uuid4(), practice.bea.person
    with practice.as_app() as app:
        speak_as(app, practice.max.person, purpose="SYSADMIN")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"), app.transaction():
            app.execute(WAS_IN, [team, bea])
        app.execute(JOIN, [team, bea])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"), app.transaction():
            app.execute("UPDATE people_membership SET ends_at = now() - interval '1 s' WHERE team_id = %s", [team])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"), app.transaction():
            app.execute("DELETE FROM people_membership WHERE team_id = %s", [team])
        app.rollback()


def test_the_database_knows_who_arranges_teams(practice: Practice) -> None:
    team, bea = uuid4(), practice.bea.person
    with practice.as_app() as app:
        speak_as(app, practice.max.person, purpose="SYSADMIN")
        app.execute(JOIN, [team, bea])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            # Somebody who does not work here: row security counts by id, so a patient's or an invented one is none.
            app.execute(JOIN, [team, uuid4()])

        for who in (bea, practice.gul.person):
            speak_as(app, who, purpose="SYSADMIN")
            assert app.execute(LEAVE, [team]).rowcount == 0
        speak_as(app, practice.max.person, purpose="SYSADMIN")
        assert app.execute(LEAVE, [team]).rowcount == 1
        app.rollback()
