"""Cases, the questions in them, the budget, and what was judged when. Nobody's name stands here; what was typed is sealed."""

import uuid

from django.db import models
from django.db.models import F, Q

from paravent.access.terms import BrakeKind
from paravent.vigilance.terms import Answer, Mode, Verdict


class Case(models.Model):
    """A person's week that was worth a question. Remarks are sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    week = models.DateField()
    beside_id = models.UUIDField(null=True)
    """The case in whose place it stands, as a further member of one crowd; null where it has its own."""
    score = models.FloatField()
    version = models.TextField()
    accesses = models.IntegerField()
    unexplained = models.IntegerField()
    reasons = models.JSONField()
    looks = models.JSONField()
    filed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    verdict = models.TextField(null=True, choices=[(verdict.value, verdict.name) for verdict in Verdict])
    sealed_remark = models.BinaryField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    sealed_second_remark = models.BinaryField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="cases_by_person", fields=["person_id", "week"]),)
        constraints = (
            models.UniqueConstraint(name="a_week_is_one_case", fields=["person_id", "week"]),
            models.CheckConstraint(
                name="a_decision_says_what_who_and_when",
                condition=Q(verdict=None, decided_by=None, decided_at=None)
                | Q(verdict__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_decides_about_themselves",
                condition=Q(decided_by=None) | ~Q(decided_by=F("person_id")),
            ),
            models.CheckConstraint(
                name="the_second_pair_of_eyes_is_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")) & ~Q(confirmed_by=F("person_id")),
            ),
        )


class Question(models.Model):
    """Why did you open this file? One question an access, one answer a question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case_id = models.UUIDField()
    entry_id = models.UUIDField(unique=True)
    person_id = models.UUIDField()
    patient_id = models.UUIDField(null=True)
    sealed_patient = models.BinaryField(null=True)
    act = models.TextField()
    outcome = models.TextField(default="done")
    at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = models.TextField(null=True, choices=[(answer.value, answer.name) for answer in Answer])
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="questions_of_case", fields=["case_id"]),)
        constraints = (
            models.CheckConstraint(
                name="an_answer_says_when",
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
            ),
        )


class Budget(models.Model):
    """How many cases a week. The newest row counts; the older ones say who changed it when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    per_week = models.IntegerField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="a_budget_is_a_number_one_can_keep", condition=Q(per_week__range=(0, 50))),
        )


class Explanation(models.Model):
    """What was decided about a proposed explanation. Taken back it stays, so that an old run can be played again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    proposal = models.JSONField()
    is_adopted = models.BooleanField()
    sealed_remark = models.BinaryField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    sealed_end = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="an_explanation_is_decided_once", fields=["name"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="what_was_taken_back_says_by_whom_and_why",
                condition=Q(ended_by=None, ended_at=None, sealed_end=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False, sealed_end__isnull=False),
            ),
        )


class Run(models.Model):
    """That the log was judged: when, by which version and adopted explanations, which weeks stayed just below the line, and what was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    version = models.TextField()
    below = models.JSONField()
    adopted = models.JSONField(default=list)
    proposals = models.JSONField(default=list)


class BrakeRule(models.Model):
    """How a brake is used. The newest row of its kind counts; the older ones say who changed it when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField(choices=[(kind.value, kind.name) for kind in BrakeKind])
    mode = models.TextField(choices=[(mode.value, mode.name) for mode in Mode])
    above = models.FloatField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
