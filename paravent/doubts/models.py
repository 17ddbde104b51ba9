"""Texts in doubt, and what was decided about them. All of a text is sealed under its patient's clinical key."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Doubt(models.Model):
    """One text of a patient: as it stands while it waits, and once it is decided the decided places alone, without a word of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    resource_id = models.UUIDField()
    digest = models.BinaryField()
    topics = ArrayField(models.TextField())
    studies = ArrayField(models.UUIDField(), default=list)
    sealed = models.BinaryField()
    held_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="doubts_that_wait", fields=["decided_at", "held_at"]),)
        constraints = (
            models.UniqueConstraint(name="a_text_is_in_doubt_once", fields=["patient_id", "digest"]),
            models.CheckConstraint(
                name="a_decision_says_who_and_when",
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        )
