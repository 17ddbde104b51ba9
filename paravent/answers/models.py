"""Budgets, charges, and what was asked and answered. No table here names a patient."""

import uuid

from django.db import models
from django.db.models import Q


class Grant(models.Model):
    """What a study may spend: said once, and never changed."""

    study_id = models.UUIDField(primary_key=True)
    budget = models.IntegerField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_study_is_given_one_epsilon_at_most", condition=Q(budget__gt=0, budget__lte=1000)
            ),
        )


class Charge(models.Model):
    """What an answer took from its study's budget and from everybody's year: written once, with the answer."""

    answer_id = models.UUIDField(primary_key=True)
    study_id = models.UUIDField(db_index=True)
    cost = models.IntegerField()
    charged_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="every_answer_costs", condition=Q(cost__gt=0)),)


class Answer(models.Model):
    """One question, and the noisy numbers once it was answered; both sealed under the practice's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    cost = models.IntegerField()
    sealed_question = models.BinaryField()
    sealed_numbers = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="an_answer_has_numbers",
                condition=Q(sealed_numbers=None, answered_at=None)
                | Q(sealed_numbers__isnull=False, answered_at__isnull=False),
            ),
        )
