"""The duty roster. Its table was made by the people package and keeps its name."""

import uuid

from django.db import models
from django.db.models import F, Q


class Duty(models.Model):
    """Hours for which somebody is rostered: with a team, or, where none is named, on the house's emergency duty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.UUIDField()
    removed_by = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_duty"
        indexes = (
            models.Index(name="duties_by_time", fields=["ends_at"]),
            models.Index(name="duties_of_person", fields=["person_id"]),
            models.Index(name="emergency_duties", fields=["starts_at"], condition=Q(team_id=None)),
        )
        constraints = (
            models.CheckConstraint(name="duties_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="removed_duties_say_when_and_by_whom",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        )
