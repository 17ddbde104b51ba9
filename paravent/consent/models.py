"""Consent texts and choices. Texts are only added; a choice is only ever given and withdrawn."""

import uuid

from django.db import models
from django.db.models import F, Q


class Text(models.Model):
    """One version of a consent's words in one language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    topic = models.TextField()
    version = models.IntegerField()
    language = models.TextField()
    body = models.TextField()
    digest = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_version_has_one_text_a_language", fields=["topic", "version", "language"]),
        )


class Consent(models.Model):
    """A patient's choice, for one visit where the topic is a visit's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    topic = models.TextField()
    version = models.IntegerField()
    language = models.TextField()
    text_digest = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="consents_by_patient", fields=["patient_id", "topic"]),)
        constraints = (
            models.CheckConstraint(
                name="consents_are_withdrawn_after_they_are_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
        )
