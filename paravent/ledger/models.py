"""Tables of the log. Entries name nobody; details name people and stand under row security."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One leaf: canonical JSON with a salted commitment in place of people. Only ever inserted."""

    id = models.UUIDField(primary_key=True)
    leaf = models.BinaryField()


class Detail(models.Model):
    """Who, whose, why: what the commitment in the leaf stands for. Opens with its salt."""

    entry_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    act = models.TextField()
    outcome = models.TextField()
    purpose = models.TextField()
    actor_id = models.UUIDField()
    patient_id = models.UUIDField(null=True)
    visit_id = models.UUIDField(null=True)
    because = models.TextField()
    facts = models.JSONField()
    salt = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(name="details_by_patient", fields=["patient_id", "-at"]),
            models.Index(name="details_by_actor", fields=["actor_id", "-at"]),
            models.Index(name="details_by_time", fields=["-at", "-entry_id"]),
        )


class Mention(models.Model):
    """Of whom a line about several patients showed something. Each sees their own; the line holds the commitment alone."""

    pk = models.CompositePrimaryKey("patient_id", "entry_id")
    patient_id = models.UUIDField()
    entry_id = models.UUIDField()
    shown = models.TextField()
    salt = models.BinaryField()
    commitment = models.TextField()

    class Meta:
        indexes = (models.Index(name="mentions_of_entry", fields=["entry_id"]),)
        constraints = (
            models.CheckConstraint(name="a_commitment_is_whole", condition=Q(commitment__regex="^[0-9a-f]{64}$")),
        )


class Pending(models.Model):
    """An entry that has no position yet. The one table of the log from which rows leave."""

    arrival = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField()


class Position(models.Model):
    """Where an entry stands in the tree, for ever."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signed statement: the tree of this size has this root (C2SP signed-note).

    Beside it the latest time that an entry up to here says, and how many of the new ones are dated well before it.
    """

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.BinaryField()
    edge = models.JSONField()
    note = models.TextField()
    latest_at = models.DateTimeField(null=True)
    back_dated = models.IntegerField(db_default=0)

    class Meta:
        indexes = (models.Index(name="checkpoints_that_ran_back", fields=["latest_at"], condition=Q(back_dated__gt=0)),)


class Subtree(models.Model):
    """The root over 256^level entries: one hash of a tile above the leaves. What is complete never changes."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    root = models.BinaryField()


class Cosignature(models.Model):
    """A witness's line under a checkpoint: at this time they had seen it, and nothing that contradicts it."""

    size = models.BigIntegerField()
    witness = models.TextField()
    line = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_witness_signs_once_a_second", fields=["witness", "size", "seen_at"]),
        )


class Forgotten(models.Model):
    """An entry whose details were deleted for an erasure; `erasure` is the digest that the erasure's own line holds."""

    entry_id = models.UUIDField(primary_key=True)
    erasure = models.TextField()


class Unmentioned(models.Model):
    """What a line holds of an erased patient whose mention was deleted: a commitment that nothing opens any more."""

    commitment = models.TextField(primary_key=True)
    erasure = models.TextField()


class Whence(models.Model):
    """From which session and which network a line came, blinded. Beside the log, because it goes after 90 days."""

    entry_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    device = models.BigIntegerField(null=True)
    place = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(name="whence_by_time", fields=["at"]),)
