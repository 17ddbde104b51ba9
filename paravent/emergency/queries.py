"""Reading what was opened in emergencies. Row security decides what each reader sees."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from paravent.emergency.models import Glass
from paravent.emergency.terms import Breaking, Verdict
from paravent.kernel.ids import PatientId, PersonId
from paravent.kernel.piles import Pile
from paravent.kernel.sealing import unseal
from paravent.keys.queries import patient_keys
from paravent.keys.terms import Scope
from paravent.ledger.queries import disclosures_of
from paravent.people.queries import names_of, patients_by_id, was_blocked


def place(glass_id: UUID, what: str) -> tuple[str, ...]:
    """Return what a reason or a remark is sealed to."""
    return ("emergency.glass", str(glass_id), what)


def unreviewed(at: datetime) -> list[Breaking]:
    """Return what waits for a review, the most urgent first."""
    return _read(Glass.objects.filter(reviewed_at=None).order_by("review_due_at"), at)


def reviewed(at: datetime, most: int = 50) -> list[Breaking]:
    """Return the newest reviews."""
    return _read(Glass.objects.exclude(reviewed_at=None).order_by("-reviewed_at")[:most], at)


def pile_for(reader: UUID) -> Pile:
    """Return what waits for this reader's review: nobody reviews what they opened themselves."""
    rows = Glass.objects.filter(reviewed_at=None).exclude(clinician_id=reader)
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("opened_at"), due_at=Min("review_due_at")))


def overdue_count(at: datetime) -> int:
    """Return how many reviews are late."""
    return Glass.objects.filter(reviewed_at=None, review_due_at__lt=at).count()


def _read(rows: Iterable[Glass], at: datetime) -> list[Breaking]:
    rows = list(rows)
    patients = patients_by_id({row.patient_id for row in rows})
    keys = patient_keys({row.patient_id for row in rows}, Scope.IDENTITY)
    staff = {row.clinician_id for row in rows} | {row.reviewed_by for row in rows if row.reviewed_by}
    names = names_of(staff)

    def text(row: Glass, sealed: bytes | memoryview | None, what: str) -> str:
        # After an erasure the key is gone: that it happened stays, why does not.
        key = keys.get(row.patient_id)
        return unseal(key, bytes(sealed), place(row.id, what)).decode() if sealed and key else ""

    return [
        Breaking(
            glass_id=row.id,
            patient_id=PatientId(row.patient_id),
            patient_name=patients[row.patient_id].identity.name if row.patient_id in patients else "",
            clinician_id=PersonId(row.clinician_id),
            clinician_name=names.get(row.clinician_id, ""),
            reason=text(row, row.sealed_reason, "reason"),
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            review_due_at=row.review_due_at,
            verdict=Verdict(row.verdict) if row.verdict else None,
            remark=text(row, row.sealed_remark, "remark"),
            reviewed_by=names.get(row.reviewed_by, "") if row.reviewed_by else "",
            reviewed_at=row.reviewed_at,
            is_overdue=row.reviewed_at is None and row.review_due_at < at,
            lines=_openings(row),
            is_despite_block=was_blocked(row.patient_id, row.clinician_id, row.opened_at),
        )
        for row in rows
    ]


def _openings(row: Glass) -> int:
    """Return how often the file was looked into through this glass."""
    lines = disclosures_of(row.patient_id, since=row.opened_at)
    return sum(1 for line in lines if line.actor == row.clinician_id and line.because == "relation-emergency")
