"""Requests of patients, their deadline that the whole desk sees, the codes by which copies are fetched, and what was corrected."""

import uuid

from django.db import models
from django.db.models import Q


class Request(models.Model):
    """One request. What was asked and answered is sealed under the practice's key, and emptied when the patient is erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField(db_index=True)
    kind = models.TextField()
    sealed_wish = models.BinaryField()
    asked_at = models.DateTimeField()
    entered_by = models.UUIDField()
    sealed_extension = models.BinaryField(null=True)
    outcome = models.TextField(null=True)
    sealed_answer = models.BinaryField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="an_answer_says_how_who_and_when",
                condition=Q(answered_at=None, outcome=None, sealed_answer=None, answered_by=None)
                | Q(
                    answered_at__isnull=False,
                    outcome__isnull=False,
                    sealed_answer__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        )


class RequestDeadline(models.Model):
    """Until when a request has to be answered. Says nothing about whose it is, or what for."""

    request_id = models.UUIDField(primary_key=True)
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)


class PickUp(models.Model):
    """A code by which a patient fetches their copy, kept as its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.BinaryField(unique=True)
    request_id = models.UUIDField()
    patient_id = models.UUIDField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Telling(models.Model):
    """A patient who is told by e-mail when somebody looked into their file, and up to when they have been."""

    patient_id = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    told_until = models.DateTimeField()
    told_at = models.DateTimeField(null=True)


class Correction(models.Model):
    """How a patient's identity stood before it was corrected, sealed, and who corrected it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_id = models.UUIDField(null=True)
    patient_id = models.UUIDField()
    sealed_before = models.BinaryField()
    corrected_by = models.UUIDField()
    corrected_at = models.DateTimeField()
