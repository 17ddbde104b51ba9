"""What a doctor may still bill of a code in a quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Catalogue, CodeVersion, Limit, LimitKind
from paravent.tariff.knowing import known_version
from paravent.tariff.payer import Payer
from paravent.tariff.situation import Situation

NEAR = Decimal("0.9")
"""Above so much of a limit people are warned: 45 % of 50 %, 630 of 700 points."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A ceiling on points as it was known on a day, and how much of it is used."""

    limit_id: str
    text: Said
    points: int
    used: int
    is_checked: bool
    is_own_setting: bool
    contradiction: Said | None
    source: str

    @property
    def left(self) -> int:
        """Points that are still paid."""
        return max(0, self.points - self.used)

    @property
    def is_near(self) -> bool:
        """Tell whether it is time to warn: not after the limit, but before."""
        return self.used >= self.points * NEAR


def ceilings(
    catalogue: Catalogue, payer: Payer, doctor_points: Mapping[str, int], *, visit_on: date, known_on: date
) -> tuple[Ceiling, ...]:
    """Return the ceilings that hold for a doctor on a day, with what is used of each in the quarter."""
    every = (
        ceiling_of(catalogue, limit, payer, doctor_points, visit_on=visit_on, known_on=known_on)
        for limit in catalogue.limits
        if limit.kind == LimitKind.POINTS_PER_DOCTOR
    )
    return tuple(one for one in every if one)


def ceiling_of(
    catalogue: Catalogue,
    limit: Limit,
    payer: Payer,
    doctor_points: Mapping[str, int],
    *,
    visit_on: date,
    known_on: date,
) -> Ceiling | None:
    """Return one ceiling, or nothing where none was known to hold."""
    version = known_version(limit.versions, visit_on=visit_on, known_on=known_on)
    if version is None or version.value is None:
        return None
    own = payer.limits.get(limit.id) if limit.may_be_set else None
    return Ceiling(
        limit_id=limit.id,
        text=limit.text,
        points=int(version.value if own is None else own),
        used=sum(doctor_points.get(code, 0) for code in codes_under(catalogue, limit.id)),
        is_checked=version.checked,
        is_own_setting=own is not None,
        contradiction=version.contradiction or None,
        source=version.source,
    )


def codes_under(catalogue: Catalogue, limit_id: str) -> frozenset[str]:
    """Return the codes whose points a limit counts."""
    return frozenset(one.code for one in catalogue.codes if any(limit_id in each.limits for each in one.versions))


def ceilings_over(version: CodeVersion, situation: Situation) -> tuple[Ceiling, ...]:
    """Return the ceilings under which a code stands in a situation."""
    every = (
        ceiling_of(
            situation.catalogue,
            situation.catalogue.limit(limit_id),
            situation.payer,
            situation.standing.doctor_points,
            visit_on=situation.visit_on,
            known_on=situation.known_on,
        )
        for limit_id in version.limits
    )
    return tuple(one for one in every if one)
