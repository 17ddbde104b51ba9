"""A case as the run files it, about somebody who opened a file."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import disclosures_by
from paravent.records import operations as records
from paravent.vigilance.models import Case, Run

REASONS = [
    {"name": "family", "weight": 1.2, "evidence": {}},
    {"name": "refused", "weight": 0.1, "evidence": {}},
]
REMARK = "I asked them, and the ward confirms it."


def this_monday() -> date:
    today = clock.now().date()
    return today - timedelta(days=today.weekday())


def a_case_about(
    person: Actor, patient: PatientId, times: int = 1, reasons: list[dict[str, Any]] | None = None, **told: Any
) -> UUID:
    """Let somebody try a file that is closed to them, and file that as a case; `told` is what its lines say besides."""
    with suppress(Refused):
        records.open_chart(person, Purpose.TREATMENT, patient)
    with operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        line = disclosures_by(person.person, limit=1)[0]
        look = {"at": line.at.isoformat(), "act": line.act, "outcome": line.outcome.value, "because": line.because}
        look |= {"patient": str(patient), "explanation": "", "reasons": ["family"], "met": {}} | told
        case = Case(
            person_id=person.person,
            # A week is one case: the next about the same person is of the week before.
            week=this_monday() - timedelta(weeks=Case.objects.filter(person_id=person.person).count()),
            score=1.3,
            version="1",
            accesses=4,
            unexplained=1,
            reasons=reasons or REASONS,
            looks=[look | {"entry": str(entry)} for entry in (line.entry_id, *(uuid4() for _ in range(times - 1)))],
            filed_at=clock.now(),
        )
        case.save(force_insert=True)
        Run(at=clock.now(), version="1", below=[]).save(force_insert=True)
    return case.id


def entry_of(case_id: UUID) -> UUID:
    """Return the access that a case is about."""
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        return UUID(Case.objects.get(pk=case_id).looks[0]["entry"])
