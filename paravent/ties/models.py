"""What connects staff and patients outside of care. What exactly it is stands sealed; that there is something, in clear."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Declaration(models.Model):
    """One of the two said that they are close, or were: the colleague themselves, or the patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    patient_id = models.UUIDField()
    by_patient = models.BooleanField()
    sealed_kind = models.BinaryField()
    noted_by = models.UUIDField()
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="declarations_of_person", fields=["person_id", "patient_id"]),)
        constraints = (
            models.UniqueConstraint(
                name="each_side_declares_once",
                fields=["person_id", "patient_id", "by_patient"],
                condition=Q(withdrawn_at=None),
            ),
        )


class Notable(models.Model):
    """A patient whom many are curious about: standing, or from one instant to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    kind = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    sealed_remark = models.BinaryField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    declined = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(name="notables_of_patient", fields=["patient_id"]),)
        constraints = (
            models.CheckConstraint(
                name="who_is_in_the_news_is_so_for_a_time", condition=Q(kind="vip") | Q(ends_at__isnull=False)
            ),
            models.CheckConstraint(
                name="notables_end_after_they_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(
                name="decisions_say_when_and_by_whom",
                condition=Q(decided_at=None, decided_by=None, declined=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        )


class Home(models.Model):
    """Where somebody of the staff lives and is called. Tokens find patients of the same telephone or the same door."""

    person_id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    phone_tokens = ArrayField(models.BinaryField())
    door_tokens = ArrayField(models.BinaryField())
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
