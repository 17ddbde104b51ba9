"""Lines that say the same are one row: how often, from when until when. Whoever wants each of them opens the row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from paravent.vigilance.terms import Asked, Look


@dataclass(frozen=True, slots=True)
class Repeat:
    """Accesses that differ in nothing but their time."""

    looks: tuple[Look, ...]

    @property
    def look(self) -> Look:
        """The first of them."""
        return self.looks[0]

    @property
    def last_at(self) -> datetime:
        """When the last of them was."""
        return self.looks[-1].at

    @property
    def is_of_one_day(self) -> bool:
        """Whether all of them were on one day."""
        return localtime(self.look.at).date() == localtime(self.last_at).date()

    @property
    def is_of_one_minute(self) -> bool:
        """Whether all of them were within the minute that a row shows."""
        return self.last_at.replace(second=0, microsecond=0) == self.look.at.replace(second=0, microsecond=0)

    @property
    def question(self) -> Asked | None:
        """What was asked about one of them: first what was answered."""
        asked = [look.question for look in self.looks if look.question]
        return next((one for one in asked if one.answer), asked[0] if asked else None)


def repeats(looks: Iterable[Look]) -> tuple[Repeat, ...]:
    """Return accesses in the order of their first, those that say the same together."""
    alike: dict[tuple[object, ...], list[Look]] = {}
    for look in sorted(looks, key=lambda one: one.at):
        told = (look.act, look.outcome, look.because, look.patient_id, look.explanation, look.met, look.reasons)
        alike.setdefault(told, []).append(look)
    return tuple(Repeat(tuple(same)) for same in alike.values())
