"""What was billed, sealed under the practice's key: it outlives the file. Beside it a tally that knows no patient."""

import uuid

from django.db import models
from django.db.models import Q


class Bill(models.Model):
    """What was accepted for one visit: codes, evidence, reasons. Taken back, it stays with its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit_id = models.UUIDField()
    patient_id = models.UUIDField()
    clinician_id = models.UUIDField()
    quarter_on = models.DateField()
    held_at = models.DateTimeField()
    scheme = models.TextField()
    sealed = models.BinaryField()
    accepted_by = models.UUIDField()
    accepted_at = models.DateTimeField()
    sealed_end = models.BinaryField(null=True)
    taken_back_by = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    number = models.IntegerField(null=True)
    numbered_at = models.DateTimeField(null=True)
    handed_out_at = models.DateTimeField(null=True)
    """When it left the house first: in a table, for another program, or as an invoice."""

    class Meta:
        indexes = (
            models.Index(name="bills_of_quarter", fields=["quarter_on", "clinician_id"]),
            models.Index(name="bills_of_patient", fields=["patient_id"]),
        )
        constraints = (
            models.UniqueConstraint(
                name="a_visit_is_billed_once", fields=["visit_id"], condition=Q(taken_back_at=None)
            ),
            models.UniqueConstraint(name="an_invoice_number_is_given_once", fields=["number"]),
            models.CheckConstraint(
                name="what_is_taken_back_says_why_who_and_when",
                condition=Q(taken_back_at=None, taken_back_by=None, sealed_end=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, sealed_end__isnull=False),
            ),
            models.CheckConstraint(
                name="a_numbered_bill_says_since_when",
                condition=Q(number=None, numbered_at=None) | Q(number__isnull=False, numbered_at__isnull=False),
            ),
        )


class Tally(models.Model):
    """What one bill adds to the sums of a quarter. Its case is a keyed hash: two of one patient are one, whose it is nobody can say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    quarter_on = models.DateField()
    week = models.SmallIntegerField()
    case = models.BinaryField()
    clinician_id = models.UUIDField()
    codes = models.JSONField()
    is_statutory = models.BooleanField()
    is_video_only = models.BooleanField()
    is_counted = models.BooleanField(default=True)
    """No on-call or TSS acute case: those count for no limit."""
    is_known = models.BooleanField(default=True)
    """The patient was there in person in this quarter or the three before; true in rows of before this was asked."""
    taken_back = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(name="tallies_of_quarter", fields=["quarter_on"]),)


class CasesSaid(models.Model):
    """How many cases the practice had in a quarter by a day, as somebody read in the practice software."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    quarter_on = models.DateField()
    cases = models.IntegerField()
    unknown = models.IntegerField(null=True)
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="cases_are_counted_from_nothing", condition=Q(cases__gte=0)),)


class Terms(models.Model):
    """What billing needs to know of the practice. The newest row counts; none is changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    terms = models.JSONField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
