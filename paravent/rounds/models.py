"""Charters that were agreed to, seats, what was given to which round, and models. No table here names a patient."""

import uuid

from django.db import models
from django.db.models import F, Q


class Agreement(models.Model):
    """A charter in a study: one researcher brings it, the data-protection officer agrees. One charter, one run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField(db_index=True)
    digest = models.TextField(unique=True)
    charter = models.TextField()
    attached_by = models.UUIDField()
    attached_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_charter_is_agreed_to_by_somebody_at_some_time",
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_agrees_to_their_own_charter",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("attached_by")),
            ),
        )


class Seat(models.Model):
    """What this site remembers of a run, sealed: with it a share could be opened."""

    agreement_id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()


class Letter(models.Model):
    """A letter of a run that has come or was written here, whole, as it was signed: it names sites, and no patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement_id = models.UUIDField(db_index=True)
    digest = models.TextField()
    content = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_letter_lies_here_once", fields=["agreement_id", "digest"]),)


class Share(models.Model):
    """That our patients' numbers went into a round, and which use the patients read of."""

    use_id = models.UUIDField(primary_key=True)
    agreement_id = models.UUIDField(db_index=True)
    round = models.IntegerField()
    attempt = models.IntegerField()
    shared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="an_attempt_is_answered_once", fields=["agreement_id", "round", "attempt"]),
        )


class Model(models.Model):
    """A model after a round, sealed: it was learned from people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement_id = models.UUIDField(db_index=True)
    after = models.IntegerField()
    version = models.TextField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_round_makes_one_model", fields=["agreement_id", "after"]),
            models.CheckConstraint(name="a_model_comes_after_a_round", condition=Q(after__gte=1)),
        )
