"""How a quarter stands against its limits, as people read it: sums alone, nobody's visit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paravent.billing.terms import LIKELY, CasesSaid, Terms
from paravent.kernel.ids import PersonId
from paravent.kernel.said import Said
from paravent.tariff.ceilings import Ceiling
from paravent.tariff.quarters import Quarter
from paravent.tariff.shares import Forecast, Share


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a quarter in the picture: its number from 0, and how many video-only cases there were by its end."""

    number: int
    video_only: int


@dataclass(frozen=True, slots=True)
class Meter:
    """Video-only cases of all cases of the practice against their limit, and where that leads. Shares are of one."""

    share: Share
    said: CasesSaid | None
    """None: nobody said how many cases there are, so there is no share yet."""
    forecast: Forecast | None
    weeks: tuple[Week, ...]

    @property
    def is_over(self) -> bool:
        """Tell whether the limit is exceeded."""
        return self.said is not None and self.share.is_over

    @property
    def is_near(self) -> bool:
        """Tell whether it is time to warn: near the limit, or on the way over it more probably than not."""
        return self.said is not None and (self.share.is_near or self.leads_over)

    @property
    def leads_over(self) -> bool:
        """Tell whether the limit is more probably exceeded in the end than not."""
        return self.forecast is not None and self.forecast.risk > LIKELY


@dataclass(frozen=True, slots=True)
class Doctor:
    """The points one doctor has under a ceiling, and how many it will be at the quarter's end, if it goes on so."""

    clinician_id: PersonId
    name: str
    codes: str
    text: Said
    """What the code is for, as people read it."""
    ceiling: Ceiling
    forecast: int
    visits_left: int
    """How many more visits are paid, the last of them perhaps in part."""
    lasts_until: date | None
    """The day on which nothing is left, if it goes on so; None: beyond the quarter."""

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is paid."""
        return self.ceiling.left == 0

    @property
    def is_near(self) -> bool:
        """Tell whether it is time to warn: near the ceiling, or half way and on a pace that leads over it.

        The pace of a quarter's first days leads over every ceiling, so it alone warns nobody.
        """
        is_half_way = self.ceiling.used * 2 >= self.ceiling.points
        return self.ceiling.is_near or (is_half_way and self.forecast > self.ceiling.points)


@dataclass(frozen=True, slots=True)
class NearLimit:
    """A code that may stand only so often for one patient in a quarter: how many cases have room for one more, and how many for none."""

    code: str
    text: Said
    at_most: int
    one_left: int
    full: int


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A quarter at a glance: sums alone, nobody's visit."""

    quarter: Quarter
    today: date
    meter: Meter
    doctors: tuple[Doctor, ...]
    bills: int
    codes: tuple[tuple[str, int], ...]
    """How often each code was billed."""
    near: tuple[NearLimit, ...]
    is_own: bool
    """The doctors are the reader alone."""
    held_back: int
    """Bills that are not handed out: in this quarter and the one before, of the reader or of all."""
    recalled: int
    """Bills that were taken back lately though they had left the house."""
    terms: Terms

    @property
    def elapsed(self) -> Decimal:
        """Which part of the quarter is over, of one."""
        day = min(max((self.today - self.quarter.begins_on).days + 1, 0), self.quarter.days)
        return Decimal(day) / self.quarter.days

    @property
    def close_doctors(self) -> tuple[Doctor, ...]:
        """Who is near a ceiling, or has reached it."""
        return tuple(one for one in self.doctors if one.is_near or one.is_over)
