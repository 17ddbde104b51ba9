"""Visits that were held, to be billed."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.tests.cast import TREAT, at
from paravent.records.steps import file_resource
from paravent.tariff.terms import Occasion
from paravent.visits import operations as visits
from paravent.visits.terms import Flow
from paravent.visits.tests.cast import in_the_call


def video(minutes: int) -> Flow:
    """Return what flowed in a call with picture and sound both ways."""
    seconds = minutes * 60
    return Flow(seconds, seconds, seconds, seconds, seconds, seconds)


def sound(minutes: int) -> Flow:
    """Return what flowed in a call without picture."""
    seconds = minutes * 60
    return Flow(heard=seconds, spoke=seconds, talked=seconds)


def a_visit_that_was_held(
    by: Actor, with_: PatientId, flow: Flow | None, *, lasting: int = 20, occasion: Occasion = Occasion.ORDINARY
) -> VisitId:
    """Return a visit that was held until just now."""
    with at(clock.now() - timedelta(minutes=lasting)):
        visit = visits.start_now(by, TREAT, with_, occasion=occasion).visit_id
        visits.enter_room(by, TREAT, visit)
        in_the_call(visit, by)
    visits.end_visit(by, TREAT, visit, for_patient="", flow=flow)
    return visit


def seen_in_the_practice(patient: PatientId, on: date) -> None:
    """File that a patient was in the practice in person."""
    with operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        day = datetime.combine(on, datetime.min.time(), tzinfo=clock.now().tzinfo)
        encounter = {
            "resourceType": "Encounter",
            "id": str(uuid4()),
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
            "subject": {"reference": f"Patient/{patient}"},
            "period": {"start": day.isoformat(), "end": day.isoformat()},
        }
        file_resource(op, patient_id=patient, resource=encounter)
