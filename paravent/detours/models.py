"""Counts by week, and by a keyed hash which visits were held elsewhere. No person, no visit, no time finer than a week: it can be told to nobody whom a count was about."""

from django.db import models


class Count(models.Model):
    """How often something happened in one week, in the whole practice."""

    id = models.BigAutoField(primary_key=True)
    week = models.DateField()
    kind = models.CharField(max_length=16)
    app = models.CharField(max_length=16)
    what = models.CharField(max_length=32)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_week_counts_a_thing_once", fields=["week", "kind", "app", "what"]),
        )


class Mark(models.Model):
    """That one visit was held elsewhere, as a keyed hash: who knows the visit can ask, who holds the table can tell none."""

    mark = models.BinaryField(primary_key=True)
    quarter_on = models.DateField()
