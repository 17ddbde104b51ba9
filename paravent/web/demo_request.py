"""The sample practice's request: one patient wrote a letter, so that the officer's page of requests shows what it is for."""

from datetime import timedelta
from uuid import UUID

from paravent.access.terms import Actor
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.rights.operations import enter_request
from paravent.rights.terms import Kind

CAME_AGO = timedelta(days=9)
WISH = "Please tell me what you hold about me, and who has looked at it."


def make_request(officer: Actor, patient_id: UUID) -> None:
    """Enter what came by letter nine days ago: three weeks are left."""
    enter_request(officer, PatientId(patient_id), Kind.ACCESS, WISH, clock.now() - CAME_AGO)
