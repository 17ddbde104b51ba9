"""Visits, the invitations to them, who is there, and the note."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from paravent.visits.terms import PartyKind, PartyState, Status


class VisitSpan(Func):
    """The time a visit takes: [starts_at, ends_at)."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Visit(models.Model):
    """An appointment or a spontaneous consultation. Its reason and its occasion are sealed under the patient's identity key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    clinician_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_spontaneous = models.BooleanField(default=False)
    sealed_reason = models.BinaryField()
    sealed_occasion = models.BinaryField(null=True)
    """Null in rows of before there were marks: an ordinary visit."""
    status = models.TextField(choices=[(status.value, status.name) for status in Status], default=Status.BOOKED)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    class Meta:
        indexes = (
            models.Index(name="visits_of_clinician", fields=["clinician_id", "starts_at"]),
            models.Index(name="visits_of_patient", fields=["patient_id"]),
        )
        constraints = (
            models.CheckConstraint(name="visits_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="cancelled_visits_say_when",
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | ~Q(status="cancelled") & Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="only_cancelled_visits_say_by_whom", condition=Q(cancelled_by=None) | Q(status="cancelled")
            ),
            models.CheckConstraint(
                name="ended_visits_say_when",
                condition=Q(status="ended", ended_at__isnull=False) | ~Q(status="ended") & Q(ended_at=None),
            ),
            ExclusionConstraint(
                name="nobody_is_double_booked",
                expressions=[
                    ("clinician_id", RangeOperators.EQUAL),
                    (VisitSpan("starts_at", "ends_at", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_spontaneous=False) & ~Q(status="cancelled"),
            ),
        )


class Invitation(models.Model):
    """A link to one visit, kept as the digest of its secret. The secret itself is sealed, for staff to show again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit_id = models.UUIDField()
    patient_id = models.UUIDField()
    digest = models.BinaryField(unique=True)
    sealed_secret = models.BinaryField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="a_visit_has_one_live_invitation", fields=["visit_id"], condition=Q(revoked_at=None)
            ),
        )


class Party(models.Model):
    """Somebody's seat in a visit. A name is sealed under the patient's identity key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit_id = models.UUIDField()
    patient_id = models.UUIDField()
    kind = models.TextField(choices=[(kind.value, kind.name) for kind in PartyKind])
    staff_id = models.UUIDField(null=True)
    sealed_name = models.BinaryField()
    state = models.TextField(choices=[(state.value, state.name) for state in PartyState])
    since = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    flow = models.JSONField(null=True)
    """On the clinician's seat: for how long sound and picture flowed. It goes with the seat."""

    class Meta:
        indexes = (models.Index(name="parties_of_visit", fields=["visit_id"]),)
        constraints = (
            models.UniqueConstraint(
                name="staff_sit_once_in_a_visit",
                fields=["visit_id", "staff_id"],
                condition=Q(staff_id__isnull=False),
            ),
        )


class Note(models.Model):
    """The note of a visit while it is written; once signed it lives in the file as a Composition."""

    visit_id = models.UUIDField(primary_key=True)
    patient_id = models.UUIDField()
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    composition_id = models.UUIDField(null=True)
    version = models.IntegerField(default=0)


class Summary(models.Model):
    """What the patient is told at the end of a visit, behind the same link for a while."""

    visit_id = models.UUIDField(primary_key=True)
    patient_id = models.UUIDField()
    sealed = models.BinaryField()
    readable_until = models.DateTimeField()


class Withheld(models.Model):
    """Whose name a patient is not told where they read who looked, until when, and why: sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField()
    ground = models.TextField()
    sealed_reason = models.BinaryField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class Erasure(models.Model):
    """Why a patient was erased, on what ground and by whom. Sealed under the practice's key: theirs is destroyed."""

    patient_id = models.UUIDField(primary_key=True)
    ground = models.TextField()
    sealed_reason = models.BinaryField()
    erased_by = models.UUIDField()
    erased_at = models.DateTimeField()
    entry_id = models.UUIDField()
