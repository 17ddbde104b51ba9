"""Drills. No column leads to a patient, a visit, a file or a message: only to whoever practises."""

import uuid

from django.db import models
from django.db.models import F, Q

from paravent.kernel.crowds import FEWEST


class Drill(models.Model):
    """One drill of one person. What they did, and what it was worth, is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    scenario = models.TextField()
    offered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    sealed_outcome = models.BinaryField(null=True)

    class Meta:
        indexes = (models.Index(name="drills_of_person", fields=["person_id", "decided_at"]),)
        constraints = (
            models.UniqueConstraint(name="one_drill_at_a_time", fields=["person_id"], condition=Q(decided_at=None)),
            models.CheckConstraint(name="a_drill_names_a_scenario", condition=Q(scenario__regex=r"^[a-z0-9-]{1,48}$")),
            models.CheckConstraint(
                name="decided_drills_say_when_and_what",
                condition=Q(decided_at=None, sealed_outcome=None)
                | Q(decided_at__gte=F("opened_at"), opened_at__isnull=False, sealed_outcome__isnull=False),
            ),
        )


class TeamQuarter(models.Model):
    """A team's drills of a quarter that is over, where five people or more did some."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team_id = models.UUIDField()
    begins_on = models.DateField()
    people = models.PositiveSmallIntegerField()
    drills = models.PositiveIntegerField()
    safe = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_team_has_a_quarter_once", fields=["team_id", "begins_on"]),
            models.CheckConstraint(name="a_team_is_shown_from_five_people_up", condition=Q(people__gte=FEWEST)),
            models.CheckConstraint(name="not_all_of_a_team_did_alike", condition=Q(safe__gt=0, safe__lt=F("drills"))),
        )
