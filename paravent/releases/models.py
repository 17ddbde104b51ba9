"""Releases and their files. What is asked, measured and handed out is sealed under the practice's key, files under the release's own."""

import uuid

from django.db import models
from django.db.models import F, Q


class Release(models.Model):
    """What was asked for, what it risks, who handed it out, and how far it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    sealed_wish = models.BinaryField()
    measured_at = models.DateTimeField(null=True)
    is_safe = models.BooleanField(null=True)
    sealed_findings = models.BinaryField(null=True)
    is_approved = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    sealed_key = models.BinaryField(null=True)
    sealed_plan = models.BinaryField(null=True)
    sealed_progress = models.BinaryField(null=True)
    made_until = models.IntegerField(default=0)
    sealed_table = models.BinaryField(null=True)
    sealed_dossier = models.BinaryField(null=True)
    use_id = models.UUIDField(null=True)
    vouched_by = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="nobody_hands_out_to_themselves",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="only_what_was_measured_as_safe_is_handed_out",
                condition=~Q(is_approved=True) | Q(is_safe=True, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_was_handed_out_is_made",
                condition=Q(wanted_at=None, finished_at=None, sealed_key=None) | Q(is_approved=True),
            ),
        )


class Piece(models.Model):
    """One file of a release: lines of JSON of one type, packed, and sealed under the release's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    release_id = models.UUIDField()
    number = models.IntegerField()
    kind = models.TextField()
    count = models.IntegerField()
    size = models.IntegerField()
    sha256 = models.TextField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_piece_is_there_once", fields=["release_id", "number"]),)


class Recipient(models.Model):
    """A public key by which a recipient of a study fetches its releases: named by the researcher, approved by somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField()
    name = models.TextField(default="", db_default="")
    """As the study calls them, and patients read it; a new key of the same name is the same recipient's."""
    public_key = models.TextField()
    named_by = models.UUIDField()
    named_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="nobody_approves_a_recipient_they_named",
                condition=Q(decided_by=None) | ~Q(decided_by=F("named_by")),
            ),
            models.CheckConstraint(
                name="a_recipient_is_approved_by_somebody",
                condition=Q(is_approved=None, decided_by=None) | Q(is_approved__isnull=False, decided_by__isnull=False),
            ),
        )

    @property
    def is_in_force(self) -> bool:
        """Tell whether it opens anything."""
        return bool(self.is_approved) and self.ended_at is None
