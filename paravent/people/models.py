"""Staff, roles, teams, patients, and the relations of care between them."""

import uuid
from importlib import import_module
from typing import ClassVar, Self, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from paravent.access.terms import BrakeKind
from paravent.people.terms import Because, Why


class Staff(AbstractBaseUser):
    """Somebody who works here and signs in. No superuser flag exists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    name = models.TextField()
    language = models.TextField(default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role somebody holds from one instant to another. Row security reads this table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    role = models.TextField()
    granted_by = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="a_role_is_held_once", fields=["person_id", "role"], condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="roles_end_after_they_start",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        )


class Team(models.Model):
    """People who care for patients together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's place in a team, from when until when. Row security reads this table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team_id = models.UUIDField()
    person_id = models.UUIDField()
    # The database's own time: nobody has been in a team before they were put into it.
    starts_at = models.DateTimeField(db_default=TransactionNow())
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="memberships_of_person", fields=["person_id"]),)
        constraints = (
            models.UniqueConstraint(
                name="a_team_has_a_member_once", fields=["team_id", "person_id"], condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="memberships_end_after_they_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        )


class Patient(models.Model):
    """Somebody we care for. Who they are is sealed; `tokens` finds them by name without naming them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sealed = models.BinaryField()
    tokens = ArrayField(models.BinaryField())
    home_tokens = ArrayField(models.BinaryField(), default=list)
    index_edition = models.SmallIntegerField(default=1)
    is_provisional = models.BooleanField(default=False)
    works_here = models.BooleanField(default=False)
    merged_into = models.UUIDField(null=True)
    verified_how = models.TextField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = (
            GinIndex(name="patients_by_token", fields=["tokens"]),
            GinIndex(name="patients_by_home", fields=["home_tokens"]),
        )
        constraints = (
            models.CheckConstraint(
                name="verification_says_how_who_and_when",
                condition=Q(verified_how=None, verified_by=None, verified_at=None)
                | Q(verified_how__isnull=False, verified_by__isnull=False, verified_at__isnull=False),
            ),
        )


class CareRelation(models.Model):
    """Why a clinician, or a team, may open a patient's file, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    clinician_id = models.UUIDField(null=True)
    team_id = models.UUIDField(null=True)
    why = models.TextField(choices=[(why.value, why.name) for why in Why])
    visit_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        indexes = (
            models.Index(name="relations_of_clinician", fields=["clinician_id", "ends_at"]),
            models.Index(name="relations_of_team", fields=["team_id", "ends_at"]),
            models.Index(name="relations_of_visit", fields=["visit_id"]),
            models.Index(name="relations_of_patient", fields=["patient_id"]),
        )
        constraints = (
            models.CheckConstraint(
                name="a_relation_names_a_clinician_or_a_team",
                condition=Q(clinician_id__isnull=False, team_id=None) | Q(clinician_id=None, team_id__isnull=False),
            ),
            models.CheckConstraint(name="relations_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
        )


class Block(models.Model):
    """Whom a patient keeps out of their file ("not Dr. C"), from when until when. A reason is not asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    person_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField()
    lifted_by = models.UUIDField(null=True)

    class Meta:
        indexes = (models.Index(name="blocks_of_person", fields=["person_id", "patient_id"]),)
        constraints = (
            models.UniqueConstraint(
                name="somebody_is_kept_out_once", fields=["patient_id", "person_id"], condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="lifted_blocks_say_when_and_by_whom",
                condition=Q(ends_at=None, lifted_by=None) | Q(ends_at__isnull=False, lifted_by__isnull=False),
            ),
        )


class Enrolment(models.Model):
    """A one-time link by which somebody sets up their first passkey. Kept as the digest of its secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    digest = models.BinaryField(unique=True)
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    made_by = models.UUIDField()


class Notice(models.Model):
    """Somebody leaves: since when that is known, and at which instant their roles end. A later word replaces an earlier one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    given_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="notices_of_person", fields=["person_id"]),)
        constraints = (
            models.CheckConstraint(name="notice_is_given_before_leaving", condition=Q(leaves_at__gte=F("given_at"))),
        )


class Brake(models.Model):
    """What holds a colleague back for a while, because of a case. Row security reads the pauses; a remark is sealed.

    A pause of somebody who is in a consultation begins later; until then they have that visit, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    kind = models.TextField(choices=[(kind.value, kind.name) for kind in BrakeKind])
    because = models.TextField(choices=[(because.value, because.name) for because in Because])
    case_id = models.UUIDField()
    put_by = models.UUIDField()
    put_at = models.DateTimeField(db_default=TransactionNow())
    starts_at = models.DateTimeField(db_default=TransactionNow())
    ends_at = models.DateTimeField()
    visit_id = models.UUIDField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    sealed_remark = models.BinaryField(null=True)

    class Meta:
        indexes = (
            models.Index(name="brakes_of_person", fields=["person_id"], condition=Q(lifted_at=None)),
            models.Index(name="brakes_of_case", fields=["case_id"]),
        )
        constraints = (
            models.CheckConstraint(name="brakes_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="nobody_brakes_themselves", condition=~Q(put_by=F("person_id"))),
            models.CheckConstraint(
                name="lifted_brakes_say_when_and_by_another",
                condition=Q(lifted_by=None, lifted_at=None, sealed_remark=None)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lifted_by=F("person_id")),
            ),
            models.CheckConstraint(
                name="a_pause_alone_waits_for_a_visit", condition=Q(visit_id=None) | Q(kind="pause")
            ),
        )


class Session(AbstractBaseSession):
    """A session of a browser under a digest of its key, and who is signed in by it, if anybody is."""

    person_id = models.UUIDField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return what reads and writes sessions; the roof has it."""
        return cast("type[SessionBase]", import_module(settings.SESSION_ENGINE).SessionStore)
