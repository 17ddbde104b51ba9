"""Surveys. Of answers there are sums alone: no row stands for somebody's."""

import uuid

from django.db import models
from django.db.models import Q


class Wave(models.Model):
    """One survey: while it is open a sealed list of tickets and, apart, a sealed box of sums; then what may be told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    invited = models.PositiveIntegerField()
    sealed_tickets = models.BinaryField(null=True)
    sealed_box = models.BinaryField(null=True)
    sealed_statement = models.BinaryField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    told = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_survey_is_open_at_a_time",
                fields=["closed_at"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_closed_survey_keeps_neither_tickets_nor_box",
                condition=Q(
                    closed_at=None,
                    closed_by=None,
                    told=None,
                    sealed_tickets__isnull=False,
                    sealed_box__isnull=False,
                )
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    told__isnull=False,
                    sealed_tickets=None,
                    sealed_box=None,
                ),
            ),
        )
