"""Studies, what was asked about their cohorts, and what they may spend of ε. No table here names a patient."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from paravent.research.terms import FEWEST_ALIKE, YEAR


class Study(models.Model):
    """Who wants to know what, of which data, by which exits, for whom, until when, how well whoever is in a release is protected; who said yes or no to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.TextField()
    why = models.TextField()
    recipients = models.TextField()
    topics = ArrayField(models.TextField())
    until = models.DateField()
    fewest = models.IntegerField(default=FEWEST_ALIKE)
    diagnoses = models.IntegerField(default=1)
    farthest = models.FloatField(default=1.0)
    texts = models.BooleanField(default=False, db_default=False)
    kinds = ArrayField(models.TextField())
    exits = ArrayField(models.TextField())
    proposed_by = models.UUIDField(db_index=True)
    proposed_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_study_is_decided_by_somebody_at_some_time",
                condition=Q(is_approved=None, decided_by=None, decided_at=None)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_study",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="no_study_asks_for_less_than_eleven_alike",
                condition=Q(fewest__gte=FEWEST_ALIKE, diagnoses__gte=1, farthest__gt=0, farthest__lte=1),
            ),
            models.CheckConstraint(name="a_study_names_the_data_it_needs", condition=Q(kinds__len__gte=1)),
        )


class Preview(models.Model):
    """One question about a cohort, sealed under the practice's key, and the rounded answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study_id = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    sealed_question = models.BinaryField()
    shown = models.IntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="few_are_not_numbered",
                condition=Q(shown=None) | Q(shown__gte=10, counted_at__isnull=False),
            ),
        )


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
    """What an answer, or the run of a charter, took from its study's budget and from everybody's year: written once, with what it paid for."""

    charged_for = models.UUIDField(primary_key=True)
    study_id = models.UUIDField(db_index=True)
    cost = models.IntegerField()
    charged_at = models.DateTimeField()
    counts_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="every_answer_costs", condition=Q(cost__gt=0)),
            models.CheckConstraint(
                name="a_charge_counts_for_a_year_at_least", condition=Q(counts_until__gte=F("charged_at") + YEAR)
            ),
        )
