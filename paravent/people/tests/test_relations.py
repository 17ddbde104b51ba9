"""Relations of care in the database itself: who sees them, and which of them open a file."""

from datetime import timedelta

import pytest
from django.db import connection

from paravent.access.terms import Actor
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.queries import relation_to
from paravent.people.steps import open_care_relation
from paravent.people.terms import Why
from paravent.records.tests.cast import a_condition, cares_for, filed, written_by

pytestmark = pytest.mark.django_db


def seen(table: str, person: object, patient: PatientId) -> int:
    """Return how many of a patient's rows somebody sees in a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'TREAT')", [person])
        cursor.execute(f"SELECT count(*) FROM {table} WHERE patient_id = %s", [patient])
        return int(cursor.fetchone()[0])


def test_a_relation_is_seen_by_those_it_concerns(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)

    assert [seen("people_carerelation", who, ali) for who in (bea.person, ali, dua.person)] == [1, 1, 1]
    assert seen("people_carerelation", cem.person, ali) == 0


def test_a_relation_of_a_team_is_seen_by_the_team(bea: Actor, cem: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)

    assert [seen("people_carerelation", one.person, ali) for one in (bea, cem)] == [1, 0]


def test_a_referral_to_oneself_shows_no_row_of_the_file(bea: Actor, cem: Actor, ali: PatientId) -> None:
    filed(ali, a_condition(ali))
    for made_by, times in ((bea, 0), (cem, 1)):
        with written_by(made_by) as op:
            open_care_relation(
                op,
                patient_id=ali,
                why=Why.REFERRAL,
                clinician_id=bea.person,
                starts_at=clock.now() - timedelta(days=1),
                ends_at=clock.now() + timedelta(days=1),
            )
        assert seen("records_resource", bea.person, ali) == times
        assert bool(relation_to(bea.person, ali)) == bool(times)
