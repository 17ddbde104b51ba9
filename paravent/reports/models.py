"""Reports. What was typed is sealed."""

import uuid

from django.db import models
from django.db.models import Q

from paravent.reports.terms import Noticed


class Report(models.Model):
    """Something that went wrong or looks odd, by whoever noticed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reporter_id = models.UUIDField()
    sealed_text = models.BinaryField()
    noticed = models.TextField(choices=[(one.value, one.name) for one in Noticed])
    reported_at = models.DateTimeField()
    sealed_answer = models.BinaryField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    breach_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="answered_reports_say_what_who_and_when",
                condition=Q(answered_at=None, answered_by=None, sealed_answer=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, sealed_answer__isnull=False),
            ),
        )
