"""Roles and teams after the first day: given and taken by somebody else, each change a line in the log."""

import pytest
from django.test import Client

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel.ids import PatientId, PersonId
from paravent.ledger.queries import disclosures_by
from paravent.people import operations
from paravent.people.models import Membership
from paravent.people.queries import relation_to, teams, teams_of
from paravent.people.standing import roles_of
from paravent.people.terms import Identity, TeamTaken
from paravent.people.tests.cast import Device, arrive, colleague

pytestmark = pytest.mark.django_db


def max_and_bea() -> tuple[Actor, PersonId]:
    (max_, _), (bea, _) = colleague("Max", Role.ADMINISTRATOR), colleague("Bea", Role.CLINICIAN)
    return Actor(max_, frozenset({Role.ADMINISTRATOR})), bea


def test_a_role_is_taken_at_once() -> None:
    max_, bea = max_and_bea()

    operations.end_role(max_, bea, Role.CLINICIAN)

    assert roles_of(bea) == frozenset()


def test_nobody_ends_their_own_role() -> None:
    max_, _ = max_and_bea()

    with pytest.raises(Refused, match="not-to-yourself"):
        operations.end_role(max_, PersonId(max_.person), Role.ADMINISTRATOR)

    assert roles_of(max_.person) == {Role.ADMINISTRATOR}


def test_a_team_opens_the_files_it_cares_for_to_who_is_in_it() -> None:
    max_, bea = max_and_bea()
    team = operations.make_team(max_, "Brandt")
    ali = operations.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Ali Demir"), team=team)
    assert why(bea, ali) is None

    operations.join_team(max_, bea, team)
    assert why(bea, ali) == "team"

    operations.leave_team(max_, bea, team)
    assert why(bea, ali) is None
    (place,) = Membership.objects.filter(team_id=team, person_id=bea)
    assert place.ends_at is not None


def test_who_is_let_go_is_in_no_team_any_more_and_that_they_were_stays() -> None:
    max_, bea = max_and_bea()
    team = operations.make_team(max_, "Brandt")
    operations.join_team(max_, bea, team)

    operations.end_staff(max_, bea)

    assert teams_of(bea) == []
    assert Membership.objects.filter(team_id=team, person_id=bea).exclude(ends_at=None).exists()


def why(person: PersonId, patient: PatientId) -> str | None:
    """Return why somebody may open a file now, as they are told."""
    from paravent.access.operation import operation
    from paravent.access.terms import allow

    with operation("test.ask", Actor(person), Purpose.TREATMENT) as op:
        op.require(allow("test"))
        relation = relation_to(person, patient)
    return relation.why if relation else None


def test_nobody_puts_themselves_into_a_team() -> None:
    max_, _ = max_and_bea()
    team = operations.make_team(max_, "Brandt")

    with pytest.raises(Refused, match="not-to-yourself"):
        operations.join_team(max_, PersonId(max_.person), team)

    assert teams_of(max_.person) == []


def test_a_team_is_there_once() -> None:
    max_, _ = max_and_bea()
    operations.make_team(max_, "Brandt")

    with pytest.raises(TeamTaken):
        operations.make_team(max_, "Brandt")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.SYSTEM}])
def test_nobody_but_administrators_arranges(role: Role) -> None:
    is_staff = role not in {Role.PATIENT, Role.PROGRAM, Role.PAUSED}
    person = colleague("Eve", role)[0] if is_staff else PersonId(INSTALLATION.person)

    with pytest.raises(Refused, match="not-your-work"):
        operations.make_team(Actor(person, frozenset({role})), "Mine")

    assert teams() == []


def test_the_page_makes_each_change_a_line_of_its_own(client: Client) -> None:
    max_, secret = colleague("Max", Role.ADMINISTRATOR)
    bea, _ = colleague("Bea", Role.CLINICIAN)
    arrive(client, secret)
    Device().join(client)
    client.post("/staff/teams/add/", {"name": "Brandt"})
    ((team, _),) = teams()

    answer = client.post(f"/staff/{bea}/arrange/", {"roles": ["reception"], "teams": [str(team)]})

    assert answer.status_code == 302
    assert roles_of(bea) == {Role.RECEPTION}
    assert teams_of(bea) == [team]
    assert said_by(max_) == ["role.end", "role.grant", "team.join", "team.make"]
    assert "Team Brandt" in client.get("/staff/").content.decode()


def said_by(person: PersonId) -> list[str]:
    """Return what somebody changed, as the log names it."""
    from paravent.access.operation import operation
    from paravent.access.terms import allow

    with operation("test.read", Actor(person), Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        lines = disclosures_by(person)
    return sorted(line.act for line in lines if line.act.startswith(("role.", "team.")))


def test_a_team_of_that_name_is_refused_in_words(client: Client) -> None:
    _, secret = colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)
    Device().join(client)
    client.post("/staff/teams/add/", {"name": "Brandt"})

    answer = client.post("/staff/teams/add/", {"name": "Brandt"})

    assert answer.status_code == 422
    assert "There is a team of this name already." in answer.content.decode()
