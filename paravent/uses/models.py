"""Uses, whose data they were, and what a recipient has to delete. Pseudonyms are sealed under the practice's key."""

import uuid

from django.db import models
from django.db.models import F, Q


class Use(models.Model):
    """One release, answer or round: for which study, who received it, and what protects whoever took part."""

    id = models.UUIDField(primary_key=True)
    study_id = models.UUIDField(db_index=True)
    kind = models.TextField()
    recipient = models.TextField()
    facts = models.JSONField()
    used_at = models.DateTimeField()
    code_digest = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_use_is_a_release_an_answer_or_a_round", condition=Q(kind__in=["release", "answer", "round"])
            ),
        )


class Taking(models.Model):
    """That the files of a use were taken on a day, by which of its recipients or by the researcher."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    use_id = models.UUIDField()
    by = models.TextField()
    recipient = models.TextField(default="", db_default="")
    """As the study calls who fetched; empty for the researcher, and for whom it called nothing."""
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_taking_is_kept_once_a_day", fields=["use_id", "by", "recipient", "day"]),
            models.CheckConstraint(
                name="taken_by_a_recipient_or_a_researcher", condition=Q(by__in=["recipient", "researcher"])
            ),
        )


class Part(models.Model):
    """That a patient's data were in a use, and since when they want them out of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    use_id = models.UUIDField()
    patient_id = models.UUIDField(db_index=True)
    sealed_pseudonym = models.BinaryField()
    left_at = models.DateTimeField(null=True)
    removal_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_patient_is_in_a_use_once", fields=["use_id", "patient_id"]),
            models.CheckConstraint(
                name="only_who_has_left_is_deleted", condition=Q(removal_id=None) | Q(left_at__isnull=False)
            ),
        )


class Removal(models.Model):
    """A pseudonym that recipients have to delete, and since which day. Of nobody: no patient stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    use_id = models.UUIDField(db_index=True)
    sealed_pseudonym = models.BinaryField()
    since = models.DateField()


class Listing(models.Model):
    """That a removal stands in a list that one recipient was given, and whether they said that they did it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    removal_id = models.UUIDField()
    recipient = models.TextField()
    """As the study calls them; empty for whoever was given the files in another way than by a key."""
    batch = models.UUIDField(db_index=True)
    fetched_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_in = models.UUIDField(null=True)
    """The line of the log that says so; its receipt is the recipient's proof."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_recipient_is_told_of_a_removal_once", fields=["removal_id", "recipient"]),
            models.CheckConstraint(
                name="what_was_acknowledged_was_listed",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__gte=F("fetched_at")),
            ),
        )
