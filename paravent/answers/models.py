"""What was asked and answered. No table here names a patient."""

import uuid

from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """One question, and the noisy numbers once it was answered; both sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    cost = models.IntegerField()
    sealed_question = models.BinaryField()
    sealed_numbers = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="an_answer_has_numbers",
                condition=Q(sealed_numbers=None, answered_at=None)
                | Q(sealed_numbers__isnull=False, answered_at__isnull=False),
            ),
        )
