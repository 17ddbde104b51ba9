"""Breaches, who is concerned, and the clock that everybody who answers for it sees. What was typed is sealed."""

import uuid

from django.db import models
from django.db.models import F, Q


class Breach(models.Model):
    """One personal data breach, by however many people. What happened and what was done is sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    became_aware_at = models.DateTimeField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    sealed_happened = models.BinaryField()
    sealed_account = models.BinaryField(null=True)
    """What the notices say happened, where somebody has put it in other words than whoever found it."""
    sealed_measures = models.BinaryField(null=True)
    factors = models.JSONField(null=True)
    assessed_by = models.UUIDField(null=True)
    assessed_at = models.DateTimeField(null=True)
    authority_told_at = models.DateTimeField(null=True)
    patients_told_at = models.DateTimeField(null=True)
    authority_last_told_at = models.DateTimeField(null=True)
    patients_last_told_at = models.DateTimeField(null=True)
    sealed_closing = models.BinaryField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_breach_is_opened_after_it_was_known", condition=Q(opened_at__gte=F("became_aware_at"))
            ),
            models.CheckConstraint(
                name="a_closed_breach_says_why_who_and_when",
                condition=Q(closed_at=None, closed_by=None, sealed_closing=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, sealed_closing__isnull=False),
            ),
        )


class Concerned(models.Model):
    """A patient whose data it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    breach_id = models.UUIDField()
    patient_id = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_patient_is_concerned_once", fields=["breach_id", "patient_id"]),)


class Involved(models.Model):
    """Somebody of the staff whose act it was, as one case found. What was found of them is sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    breach_id = models.UUIDField()
    person_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    known_at = models.DateTimeField()
    added_at = models.DateTimeField()
    sealed_found = models.BinaryField(null=True)
    """Null where it was kept before a breach had several people: then it says what the breach says."""


class Deadline(models.Model):
    """When the authority has to know, whether the clock has stopped, and of which matter the breach is. Says nothing about whom or what."""

    breach_id = models.UUIDField(primary_key=True)
    matter_id = models.UUIDField(null=True)
    """What led to it; null where nothing did, and somebody reported it by hand."""
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="a_matter_is_one_open_breach", fields=["matter_id"], condition=Q(closed_at=None)
            ),
        )
