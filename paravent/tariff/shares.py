"""The quarter at a glance: how many cases were treated by video alone, how many may be, and where that leads."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, floor, fsum, lgamma

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Catalogue, LimitKind
from paravent.tariff.ceilings import NEAR
from paravent.tariff.knowing import known_version
from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import phrases
from paravent.tariff.situation import Situation, said

TAIL = 0.025
"""Of the forecast's 95 % interval, on each side."""
JEFFREYS = 0.5
FEW = 20
"""Cases below which a share says nothing yet: at a visit's end nobody is warned of it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases of a practice in a quarter, until now. On-call and TSS acute cases are not among them."""

    cases: int
    video_only: int
    unknown: int = 0
    """Cases of patients without a contact in person in the three quarters before."""
    video_only_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """Cases by video alone against their limit, as the limit was known on a day."""

    limit_id: str
    text: Said
    video_only: int
    cases: int
    limit: Decimal
    """As a fraction of one: 0.50."""
    is_checked: bool
    source: str
    decided_on: date

    @property
    def share(self) -> Fraction:
        """Which fraction of the cases it is; of none, nothing."""
        return Fraction(self.video_only, self.cases) if self.cases else Fraction(0)

    @property
    def percent(self) -> Decimal:
        """The share in percent, with one decimal, cut off: 49.96 % is not yet 50 %."""
        return (Decimal(self.share.numerator * 1000 // self.share.denominator) / 10).quantize(Decimal("0.1"))

    @property
    def is_near(self) -> bool:
        """Tell whether it is time to warn: at nine tenths of the limit, 45 % of 50 %."""
        return self.cases > 0 and self.share >= Fraction(self.limit * NEAR)

    @property
    def is_over(self) -> bool:
        """Tell whether the limit is exceeded; exactly the limit is not."""
        return self.share > Fraction(self.limit)

    @property
    def room(self) -> int:
        """How many further cases by video alone fit, if nobody else came; each of them is one more case, too."""
        limit = Fraction(self.limit)
        if limit >= 1 or self.cases == 0:
            return 0
        return max(0, floor((limit * self.cases - self.video_only) / (1 - limit)))


def shares(catalogue: Catalogue, counts: Counts, *, visit_on: date, known_on: date) -> tuple[Share, ...]:
    """Return the limits on cases by video alone that hold on a day, as was known on another, with how far they are used."""
    counted = {
        LimitKind.VIDEO_ONLY_SHARE: (counts.video_only, counts.cases),
        LimitKind.VIDEO_ONLY_SHARE_KNOWN: (counts.video_only - counts.video_only_unknown, counts.cases),
        LimitKind.VIDEO_ONLY_SHARE_UNKNOWN: (counts.video_only_unknown, counts.unknown),
    }
    found = []
    for limit in catalogue.limits:
        version = known_version(limit.versions, visit_on=visit_on, known_on=known_on)
        if limit.kind in counted and version and version.value is not None:
            text, (video_only, cases) = limit.text, counted[limit.kind]
            found.append(
                Share(
                    limit.id,
                    text,
                    video_only,
                    cases,
                    version.value,
                    version.checked,
                    version.source,
                    version.decided_on,
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a share ends with its quarter, if it goes on as it did: the likeliest, and the 95 % interval, as fractions of one."""

    expected: float
    low: float
    high: float
    risk: float
    """How probable it is that the limit is exceeded in the end."""
    further_cases: int
    """How many cases are still expected."""


def forecast(share: Share, quarter: Quarter, today: date) -> Forecast | None:
    """Return where a share leads, or nothing in a quarter that has not begun or in which nobody came.

    It supposes that new cases come as often per day as until now, each by video alone as probably as until now, and that nobody who
    was seen by video alone comes in later. What is uncertain is that probability (Jeffreys' prior) and chance: the number of the
    further cases by video is beta-binomial. That cases come unevenly over a quarter is not in it.
    """
    elapsed = min((today - quarter.begins_on).days + 1, quarter.days)
    if elapsed < 1 or share.cases == 0:
        return None
    further = round(share.cases * (quarter.days - elapsed) / elapsed)
    weights = _beta_binomial(further, share.video_only + JEFFREYS, share.cases - share.video_only + JEFFREYS)
    ends = [(share.video_only + more) / (share.cases + further) for more in range(further + 1)]
    limit = float(share.limit)
    return Forecast(
        expected=sum(end * weight for end, weight in zip(ends, weights, strict=True)),
        low=_quantile(ends, weights, TAIL),
        high=_quantile(ends, weights, 1 - TAIL),
        risk=sum(weight for end, weight in zip(ends, weights, strict=True) if end > limit),
        further_cases=further,
    )


def _beta_binomial(of: int, a: float, b: float) -> list[float]:
    """Return how probable each number of hits is, of so many tries, if their probability is Beta(a, b)."""
    start = lgamma(of + 1) + lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(of + a + b)
    weights = [
        exp(start - lgamma(hits + 1) - lgamma(of - hits + 1) + lgamma(hits + a) + lgamma(of - hits + b))
        for hits in range(of + 1)
    ]
    # What lgamma loses in the last digits is shared out again: the weights come to one.
    whole = fsum(weights)
    return [weight / whole for weight in weights]


def _quantile(values: list[float], weights: list[float], share: float) -> float:
    passed = 0.0
    for value, weight in zip(values, weights, strict=True):
        passed += weight
        if passed >= share:
            return value
    return values[-1]


def share_notes(situation: Situation) -> tuple[Said, ...]:
    """Return the warnings that a visit needs, because its case brings the practice near a limit or over it."""
    if not (situation.standing.case_is_counted and situation.is_video_only_case):
        return ()
    days = {"visit_on": situation.visit_on, "known_on": situation.known_on}
    after = shares(situation.catalogue, _with_this_case(situation), **days)
    return tuple(
        said(
            phrases().beware["share-over" if share.is_over else "share-near"],
            value=share.percent,
            ceiling=round(share.limit * 100),
            group=share.text,
        )
        for share in after
        if share.is_near and share.cases >= FEW
    )


def _with_this_case(situation: Situation) -> Counts:
    standing, more = situation.standing, int(situation.standing.is_first_in_quarter)
    unknown = more if not situation.was_seen(KNOWN_FOR) else 0
    return Counts(
        cases=standing.practice_cases + more,
        video_only=standing.video_only_cases + more,
        unknown=standing.unknown_cases + unknown,
        video_only_unknown=standing.video_only_unknown_cases + unknown,
    )


KNOWN_FOR = 3
"""Quarters: a patient is known with a contact in person in one of the three before (KV Hessen, KV Brandenburg)."""
