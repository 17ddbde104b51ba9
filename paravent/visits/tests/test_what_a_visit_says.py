"""What a visit says about itself for as long as it is kept: who cancelled it, and when a second party was there."""

import pytest
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import Actor, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import TREAT, WORK
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.tests.cast import a_visit_of, an_appointment_of, in_the_call, seat_of


def test_when_a_second_party_came_is_said_by_the_visit_also_after_they_were_sent_out(bea: Actor) -> None:
    visit = a_visit_of(bea)
    assert Visit.objects.get(pk=visit).joined_at is None

    patient = in_the_call(visit, bea)
    operations.remove_party(bea, TREAT, visit, seat_of(patient))
    with operation("test.read", bea, TREAT) as op:
        op.require(allow("test"))
        joined_at = Visit.objects.get(pk=visit).joined_at

    assert joined_at is not None
    with pytest.raises(DatabaseError, match="said once"), operation("test.write", bea, TREAT):
        Visit.objects.filter(pk=visit).update(joined_at=None)


def test_nobody_lets_a_colleague_have_cancelled(bea: Actor, dua: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)

    with pytest.raises(DatabaseError, match="signs for it themselves"), operation("test.write", bea, WORK):
        Visit.objects.filter(pk=visit).update(status="cancelled", cancelled_at=clock.now(), cancelled_by=dua.person)

    operations.cancel_visit(dua, WORK, visit)
    with pytest.raises(DatabaseError, match="signs for it themselves"), operation("test.write", bea, WORK):
        Visit.objects.filter(pk=visit).update(cancelled_by=bea.person)
