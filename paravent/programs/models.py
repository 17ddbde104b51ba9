"""Programs, what people allowed them, and digests of what they show. Secrets are not stored."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from paravent.programs.terms import Kind, Lasting, Use


class Program(models.Model):
    """Another program as an administrator described it. A backend program acts itself: its id is a person's as well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    kind = models.TextField(choices=[(kind.value, kind.name) for kind in Kind])
    redirect_uris = ArrayField(models.TextField())
    launch_uri = models.TextField(default="")
    jwks = models.TextField(default="")
    scopes = ArrayField(models.TextField())
    purposes = ArrayField(models.TextField())
    teams = ArrayField(models.UUIDField())
    registered_by = models.UUIDField()
    registered_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="an_approval_says_who_and_when",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_revocation_says_who_and_when",
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_registered",
                condition=Q(approved_by=None) | ~Q(approved_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="who_holds_a_key_shows_it", condition=Q(kind="public", jwks="") | ~Q(kind="public") & ~Q(jwks="")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Tell whether somebody approved it and nobody took that back."""
        return self.approved_at is not None and self.revoked_at is None


class Mandate(models.Model):
    """What somebody allowed a program: which scopes, what for, with which patient, until when.

    `sealed_session` is the session in which it was given, where it may not outlive that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    program_id = models.UUIDField()
    person_id = models.UUIDField()
    purpose = models.TextField()
    scopes = ArrayField(models.TextField())
    patient_id = models.UUIDField(null=True)
    visit_id = models.UUIDField(null=True)
    lasting = models.TextField(choices=[(lasting.value, lasting.name) for lasting in Lasting], default=Lasting.ONCE)
    tells = ArrayField(models.TextField(), default=list)
    sealed_session = models.BinaryField(null=True)
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="mandates_of_person", fields=["person_id", "ends_at"]),)
        constraints = (
            models.CheckConstraint(name="mandates_end_after_they_are_given", condition=Q(ends_at__gt=F("given_at"))),
        )


class Code(models.Model):
    """What a program exchanges for its first token. Kept after its use: coming twice is how a theft shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.BinaryField(unique=True)
    mandate_id = models.UUIDField()
    program_id = models.UUIDField()
    person_id = models.UUIDField()
    purpose = models.TextField()
    redirect_uri = models.TextField()
    challenge = models.TextField()
    nonce = models.TextField(default="")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Token(models.Model):
    """One token as its digest. A refresh token is kept after its use, for the same reason as a code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.BinaryField(unique=True)
    use = models.TextField(choices=[(use.value, use.name) for use in Use])
    mandate_id = models.UUIDField()
    program_id = models.UUIDField()
    person_id = models.UUIDField()
    purpose = models.TextField()
    scopes = ArrayField(models.TextField())
    sealed_patient = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="tokens_of_mandate", fields=["mandate_id"]),)


class Launch(models.Model):
    """A program that was started out of a patient's file: once, by one person, with that patient and that visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    digest = models.BinaryField(unique=True)
    program_id = models.UUIDField()
    person_id = models.UUIDField()
    patient_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Assertion(models.Model):
    """A signed statement of a program that was shown once, so that it is not taken twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    program_id = models.UUIDField()
    digest = models.BinaryField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_statement_is_taken_once", fields=["program_id", "digest"]),)
