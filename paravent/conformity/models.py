"""How it stands with each rule and how it stood before, and what people put on record for it. Of no patient."""

import uuid

from django.db import models
from django.db.models import F, Q

from paravent.conformity.terms import Result


class Standing(models.Model):
    """What one rule came to from an instant on, until another result followed; while it stays so, it is only seen again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rule = models.TextField()
    result = models.TextField(choices=[(result.value, result.name) for result in Result])
    findings = models.JSONField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_rule_stands_one_way_at_a_time", fields=["rule"], condition=Q(until=None)),
            models.CheckConstraint(
                name="a_standing_is_seen_before_it_ends",
                condition=Q(seen_at__gte=F("since")) & (Q(until=None) | Q(until__gte=F("seen_at"))),
            ),
        )


class Showing(models.Model):
    """What a person showed for a rule: the day it was done, the paper's hash, and the day it is due again. The paper stays with the practice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rule = models.TextField()
    done_on = models.DateField()
    due_on = models.DateField()
    sha256 = models.TextField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="what_is_shown_is_due_again", condition=Q(due_on__gt=F("done_on"))),
            models.CheckConstraint(name="what_is_shown_has_a_paper", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        )
