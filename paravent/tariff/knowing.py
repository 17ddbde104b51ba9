"""Which version answers: for a visit on a day, as was known on another.

Two clocks, as in bitemporal tables: the days for which a rule holds (`valid_from`, `valid_to`), and the day since when that is known
(`decided_on`). Of the versions that were known and hold, the one decided last answers. Source for the idea: R. T. Snodgrass,
Developing Time-Oriented Database Applications in SQL (1999), chapter 10; SQL:2011 calls the clocks application time and system time.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from paravent.tariff.catalogue import Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


def known_version(versions: Iterable[AnyVersion], *, visit_on: date, known_on: date) -> AnyVersion | None:
    """Return the version that answers for a visit, as was known on a day; nothing where none did."""
    answering = [one for one in versions if one.decided_on <= known_on and one.holds_on(visit_on)]
    return max(answering, key=lambda one: one.decided_on, default=None)


def nearest_version(versions: Iterable[AnyVersion], *, visit_on: date, known_on: date) -> AnyVersion | None:
    """Return, where none answers, the known version that ended last before the visit, or else begins first after it."""
    known = [one for one in versions if one.decided_on <= known_on]
    ended = [one for one in known if one.valid_to and one.valid_to < visit_on]
    if ended:
        return max(ended, key=lambda one: (one.valid_to or date.min, one.decided_on))
    return min((one for one in known if one.valid_from > visit_on), key=lambda one: one.valid_from, default=None)


def quarrels(versions: Iterable[Version]) -> list[tuple[Version, Version]]:
    """Return the pairs that were decided on one day and hold on a common one: nobody could say which answers."""
    ordered = list(versions)
    return [
        (one, other)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
        if one.decided_on == other.decided_on
        and one.valid_from <= (other.valid_to or date.max)
        and other.valid_from <= (one.valid_to or date.max)
    ]
