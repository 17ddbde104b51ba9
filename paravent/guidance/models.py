"""What somebody does not want to be told again, and counts by week that are about nobody."""

from django.db import models


class Dismissed(models.Model):
    """Which pieces one person has put away, sealed; theirs alone."""

    person_id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()


class Count(models.Model):
    """How often in one week a piece could be shown, and how often the act was done. No person, no patient, no time finer than a week."""

    id = models.BigAutoField(primary_key=True)
    week = models.DateField()
    piece = models.CharField(max_length=16)
    edition = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField()
    occasions = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="a_week_counts_a_piece_once_each_way", fields=["week", "piece", "edition", "is_shown"]
            ),
            models.CheckConstraint(
                name="no_more_acts_than_occasions", condition=models.Q(done__lte=models.F("occasions"))
            ),
        )
