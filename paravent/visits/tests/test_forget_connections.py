"""Two clocks: who was connected goes after 90 days, what the practice must keep stays."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel import clock
from paravent.ledger.queries import disclosures_by
from paravent.people.steps import register_patient
from paravent.people.terms import Identity
from paravent.visits.models import Invitation, Party, Visit
from paravent.visits.operations import forget_connections
from paravent.visits.queries import name_place, reason_place, sealed_for
from paravent.visits.steps import invite
from paravent.web.lifespan import forget

pytestmark = pytest.mark.django_db


def a_visit_that_ended(days_ago: float) -> UUID:
    """Make a visit of the past with its link and a guest's seat, written as the patient would have."""
    ended_at = clock.now() - timedelta(days=days_ago)
    with operation("test.past", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        patient, visit_id = register_patient(op, Identity("Ali Demir")), uuid4()
        visit = Visit(
            id=visit_id,
            patient_id=patient,
            clinician_id=uuid4(),
            starts_at=ended_at - timedelta(minutes=20),
            ends_at=ended_at,
            sealed_reason=sealed_for(patient, "Cough", reason_place(visit_id)),
            made_by=INSTALLATION.person,
            made_at=ended_at,
        )
        visit.save(force_insert=True)
        invite(op, visit)
        party = Party(visit_id=visit_id, patient_id=patient, kind="patient", state="left", since=ended_at)
        party.sealed_name = sealed_for(patient, "Ali Demir", name_place(party.id))
        speak_as(patient)
        party.save(force_insert=True)
        speak_as(INSTALLATION.person)
    return visit_id


def speak_as(person: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [person])


def left_of(visit_id: UUID) -> tuple[int, int, int]:
    """Return how many visits, links and seats are there."""
    speak_as(INSTALLATION.person)
    return (
        Visit.objects.filter(id=visit_id).count(),
        Invitation.objects.filter(visit_id=visit_id).count(),
        Party.objects.filter(visit_id=visit_id).count(),
    )


def test_two_rounds_before_90_days_are_over_seats_and_links_go_and_the_visit_stays() -> None:
    old, recent = a_visit_that_ended(days_ago=89.51), a_visit_that_ended(days_ago=89.49)

    forget()

    assert left_of(old) == (1, 0, 0)
    assert left_of(recent) == (1, 1, 1)


def test_the_log_says_how_much_went() -> None:
    a_visit_that_ended(days_ago=200)

    forget_connections(INSTALLATION)

    speak_as(INSTALLATION.person)
    newest = disclosures_by(INSTALLATION.person)[0]
    assert (newest.act, newest.facts) == (
        "visit.forget-connections",
        {"seats": "1", "links": "1", "summaries": "0", "whence": "0"},
    )


def test_nobody_else_forgets() -> None:
    old = a_visit_that_ended(days_ago=200)

    with pytest.raises(Refused, match="not-your-work"):
        forget_connections(Actor(INSTALLATION.person, frozenset({Role.ADMINISTRATOR})))

    assert left_of(old) == (1, 1, 1)


def test_the_database_lets_nothing_younger_go() -> None:
    recent = a_visit_that_ended(days_ago=89)

    speak_as(INSTALLATION.person)
    gone, _ = Party.objects.filter(visit_id=recent).delete()

    assert gone == 0
    assert left_of(recent) == (1, 1, 1)
