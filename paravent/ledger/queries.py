"""Reading the log. Row security decides what each reader sees."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from paravent.ledger.models import Detail
from paravent.ledger.terms import Disclosure, Outcome


def disclosures_of(patient: UUID, since: datetime | None = None) -> list[Disclosure]:
    """Return the lines about one patient, newest first."""
    lines = Detail.objects.filter(patient_id=patient).order_by("-at")
    return _read(lines.filter(at__gte=since) if since else lines)


def disclosures_by(actor: UUID, limit: int = 200) -> list[Disclosure]:
    """Return the newest lines one person has caused."""
    return _read(Detail.objects.filter(actor_id=actor).order_by("-at")[:limit])


def _read(details: Iterable[Detail]) -> list[Disclosure]:
    return [
        Disclosure(
            entry_id=detail.entry_id,
            at=detail.at,
            act=detail.act,
            outcome=Outcome(detail.outcome),
            purpose=detail.purpose,
            actor=detail.actor_id,
            because=detail.because,
            patient=detail.patient_id,
            visit=detail.visit_id,
            facts=detail.facts,
        )
        for detail in details
    ]
