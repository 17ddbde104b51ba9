"""How it stands with files: counts of nobody, for whoever holds the installation against rules."""

from django.db.models import F, Sum

from paravent.records.models import Earlier, Resource


def versions_lacking() -> int:
    """Return how many earlier versions are not there although a later one is: each version but the last has a row of its own."""
    expected = Resource.objects.aggregate(number=Sum(F("version") - 1))["number"] or 0
    return max(0, int(expected) - Earlier.objects.count())
