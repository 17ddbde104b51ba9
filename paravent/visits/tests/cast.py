"""The cast of a consultation, and what happens between them, in sentences."""

from datetime import datetime, timedelta

from paravent.access.bearers import digest_of
from paravent.access.terms import Actor, guest
from paravent.kernel import clock
from paravent.kernel.ids import PartyId, PatientId, VisitId
from paravent.people.tests.cast import TREAT, WORK
from paravent.visits import operations

HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def a_visit_of(clinician: Actor, with_: PatientId | None = None) -> VisitId:
    """Return a visit that has just been started, with somebody known or with whoever gets the link."""
    return operations.start_now(clinician, TREAT, with_).visit_id


def an_appointment_of(
    clinician: Actor,
    with_: PatientId,
    *,
    at: datetime | None = None,
    lasting: timedelta = HALF_AN_HOUR,
    reason: str = "follow-up",
) -> VisitId:
    """Return a booked visit; in an hour, where nobody says when."""
    return operations.book_visit(
        clinician,
        WORK,
        patient_id=with_,
        clinician_id=clinician.person,
        starts_at=at or clock.now() + HOUR,
        length=lasting,
        reason=reason,
    ).visit_id


def the_bearer_of_the_link_to(visit: VisitId, of: Actor) -> Actor:
    """Return whoever got the link that the clinician sent."""
    link = operations.show_invitation(of, WORK, visit)
    assert link is not None
    return guest(digest_of(link.secret))


def waiting(bearer: Actor, name: str = "Ali") -> Actor:
    """Return the bearer of a link on the device on which they sat down to wait."""
    _visit, party = operations.get_ready(bearer, name=name, language="en")
    return guest(bearer.bearer or b"", party)


def seat_of(somebody: Actor) -> PartyId:
    """Return the seat that this device took."""
    assert somebody.party is not None
    return somebody.party


def in_the_call(visit: VisitId, of: Actor, name: str = "Ali") -> Actor:
    """Return a patient who waited and was admitted."""
    patient = waiting(the_bearer_of_the_link_to(visit, of), name)
    operations.admit_party(of, TREAT, visit, seat_of(patient))
    return patient
