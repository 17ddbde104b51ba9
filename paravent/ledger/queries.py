"""Reading the log. Row security decides what each reader sees."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from paravent.ledger.models import Detail
from paravent.ledger.terms import Disclosure, Outcome


def disclosures_of(patient: UUID, since: datetime | None = None) -> list[Disclosure]:
    """Return the lines about one patient, newest first."""
    lines = Detail.objects.filter(patient_id=patient).order_by("-at")
    return _read(lines.filter(at__gte=since) if since else lines)


def disclosures_by(actor: UUID, limit: int = 200) -> list[Disclosure]:
    """Return the newest lines one person has caused."""
    return _read(Detail.objects.filter(actor_id=actor).order_by("-at")[:limit])


def lines(
    *,
    entry: UUID | None = None,
    patient: UUID | None = None,
    actor: UUID | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[Disclosure]:
    """Return lines that fit, newest first; `after` is the time and id of the last line of the page before.

    Call it inside an operation: row security shows a patient their own, staff what they did, the DPO everything.
    """
    wanted = {"entry_id": entry, "patient_id": patient, "actor_id": actor, "at__gte": since, "at__lt": before}
    found = Detail.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    if after:
        at, last = after
        found = found.filter(Q(at__lt=at) | Q(at=at, entry_id__lt=last))
    return _read(found.order_by("-at", "-entry_id")[:limit])


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
