"""The sample practice's bills: what Bea and Cem held by video in the last two months, as the engine bills it. Made once, kept after."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.billing import queries, steps
from paravent.billing.terms import Stated
from paravent.fhir.sample import samples
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.people.queries import patients_by_id
from paravent.people.steps import keep_coverage
from paravent.people.terms import Coverage
from paravent.tariff.terms import IdentityCheck
from paravent.visits.steps import bring_held
from paravent.visits.terms import Flow, Held, Status
from paravent.web.terms import Act

DAYS = 62
SUNDAY = 6
OF_BEA = ("ali", "marie", "lina", "tom", "irina", "hans", "sophie")
OF_CEM = ("eve", "georg", "yusuf")
ROUNDS = (("bea", OF_BEA, 3, time(10, 15)), ("cem", OF_CEM, 9, time(14, 30)))
"""Who holds one by video every so many days, with whom in turn, and when on that day."""
PRIVATE = {"sophie": Coverage("goae", "Debeka", "P 204 117"), "georg": Coverage("goae", "Signal Iduna", "77-1043")}
STATUTORY = Coverage("ebm", "AOK Nordost", "")
CASES_FOR_EACH = 5, 2
"""The practice has five cases for two by video alone, where nobody has counted."""


def ensure_bills(staff: dict[str, UUID]) -> None:
    """Bill the past of a sample practice that has billed nothing yet."""
    known = {one.key: PatientId(one.patient_id) for one in samples(timezone.localdate())}
    with operation(Act.MAKE_BILLS, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("sample-practice"))
        quarter = queries.quarter_of(clock.now())
        if queries.cases_said(quarter):
            return
        people = patients_by_id(known.values())
        for key, patient_id in known.items():
            keep_coverage(op, people[patient_id], PRIVATE.get(key, STATUTORY))
        people = patients_by_id(known.values())
        for held in _held(staff, known):
            bring_held(op, held, booked_by=INSTALLATION.person, booked_at=held.starts_at - timedelta(days=2))
            found = queries.considered(
                held, people[held.patient_id], Stated(identity_check=IdentityCheck.KNOWN_BY_SIGHT)
            )
            lines = tuple(steps.proposed(one) for one in found.assessment.proposals if one.is_certain)
            if lines:
                steps.keep_bill(op, found, lines, "")
        video_only = len(queries.video_only_cases(queries.tallies_of(quarter)))
        steps.keep_cases(op, quarter, max(1, video_only * CASES_FOR_EACH[0] // CASES_FOR_EACH[1]))


def _held(staff: dict[str, UUID], known: dict[str, PatientId]) -> Iterator[Held]:
    """Yield the visits of the last two months, oldest first."""
    today = timezone.localdate()
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for clinician, patients, every, at in ROUNDS:
            if ago % every == 0 and day.weekday() != SUNDAY:
                begun = timezone.make_aware(datetime.combine(day, at))
                nth = ago // every
                yield _visit(staff[clinician], known[patients[nth % len(patients)]], begun, minutes=8 + nth * 5 % 13)


def _visit(clinician: UUID, patient: PatientId, begun: datetime, *, minutes: int) -> Held:
    seconds = minutes * 60
    return Held(
        visit_id=VisitId(uuid5(NAMESPACE_URL, f"urn:paravent:sample:{clinician}:{begun.isoformat()}")),
        patient_id=patient,
        clinician_id=PersonId(clinician),
        status=Status.ENDED,
        starts_at=begun,
        joined_at=begun,
        ended_at=begun + timedelta(minutes=minutes + 1),
        flow=Flow(seconds, seconds, seconds, seconds, seconds, seconds, interruptions=int(minutes % 7 == 0)),
    )
