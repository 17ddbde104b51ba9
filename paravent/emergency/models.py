"""The broken glass: who, whose file, until when, and what the review found. What people typed is sealed."""

import uuid

from django.db import models
from django.db.models import F, Q

from paravent.emergency.terms import Verdict


class Glass(models.Model):
    """One opening. The reason and the remark are sealed under the patient's identity key: the DPO reads them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    clinician_id = models.UUIDField()
    sealed_reason = models.BinaryField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    verdict = models.TextField(null=True, choices=[(verdict.value, verdict.name) for verdict in Verdict])
    sealed_remark = models.BinaryField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(name="glass_by_due", fields=["reviewed_at", "review_due_at"]),
            models.Index(name="glass_of_patient", fields=["patient_id"]),
        )
        constraints = (
            models.CheckConstraint(name="glass_closes_after_it_opens", condition=Q(closes_at__gt=F("opened_at"))),
            models.CheckConstraint(
                name="a_review_says_what_who_and_when",
                condition=Q(verdict=None, reviewed_by=None, reviewed_at=None)
                | Q(verdict__isnull=False, reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_reviews_themselves", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("clinician_id"))
            ),
        )
