"""Colleagues: who is listed, given a role, asked in, and let in by a link. Each with its line in the log."""

from datetime import timedelta

import pytest

from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.operations import enrol, grant_role, list_staff, refer_patient
from paravent.people.queries import relation_to
from paravent.people.standing import roles_of
from paravent.people.terms import Why
from paravent.people.tests.cast import a_patient, colleague, newest_lines, somebody
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_() -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


def said(count: int = 1) -> list[tuple[str, str, str]]:
    """Return act, outcome and reason of the newest lines."""
    return [(line.act, line.outcome, line.because) for line in newest_lines(count)]


def test_an_administrator_is_told_who_works_here(max_: Actor, bea: Actor) -> None:
    names = {one.name for one in list_staff(max_)}

    assert names == {"Max", "Bea"}
    assert said() == [("staff.list", "done", "manages-staff")]
    assert bea.person in {one.person_id for one in list_staff(max_)}


def test_a_clinician_is_not_and_the_refusal_is_kept(bea: Actor) -> None:
    with pytest.raises(Refused):
        list_staff(bea)

    assert said() == [("staff.list", "refused", "not-your-work")]


def test_a_role_counts_from_its_grant_on(max_: Actor, bea: Actor) -> None:
    grant_role(max_, bea.person, Role.DPO)

    assert roles_of(bea.person) == {Role.CLINICIAN, Role.DPO}
    assert said() == [("role.grant", "done", "manages-staff")]


def test_nobody_makes_themselves_anything(max_: Actor) -> None:
    with pytest.raises(Refused):
        grant_role(max_, max_.person, Role.CLINICIAN)

    assert roles_of(max_.person) == {Role.ADMINISTRATOR}
    assert said() == [("role.grant", "refused", "not-to-yourself")]


def test_a_colleague_who_is_asked_in_has_a_reason_until_then(bea: Actor) -> None:
    cem, ali = somebody("Cem", Role.CLINICIAN), a_patient()
    a_visit_of(bea, ali)
    until = clock.now() + timedelta(days=3)

    refer_patient(bea, Purpose.TREATMENT, ali, to=cem.person, until=until)

    assert said() == [("care-relation.open", "done", "relation-visit")]
    relation = relation_to(cem.person, ali)
    assert relation is not None
    assert (relation.why, relation.ends_at) == (Why.REFERRAL, until)


def test_whoever_does_not_care_for_somebody_asks_nobody_in(bea: Actor) -> None:
    cem, ali = somebody("Cem", Role.CLINICIAN), a_patient()

    with pytest.raises(Refused):
        refer_patient(cem, Purpose.TREATMENT, ali, to=bea.person, until=clock.now() + timedelta(days=3))

    assert said() == [("care-relation.open", "refused", "no-care-relation")]


def test_a_link_lets_its_owner_in_once() -> None:
    person, secret = colleague("Dua", Role.RECEPTION)

    first, again, guessed = enrol(secret), enrol(secret), enrol("guessed")

    assert (first, again, guessed) == (PersonId(person), None, None)
    assert said(2) == [
        ("staff.use-link", "refused", "link-used-or-old"),
        ("staff.use-link", "done", "one-time-link"),
    ]
