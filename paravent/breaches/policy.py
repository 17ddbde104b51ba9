"""How severe a breach is, who has to be told, and who works on it. Pure functions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.breaches.terms import MALICE, Addressee, Factors, Level, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from paravent.breaches.models import Breach

LEVELS = ((Decimal(4), Level.VERY_HIGH), (Decimal(3), Level.HIGH), (Decimal(2), Level.MEDIUM), (Decimal(0), Level.LOW))
"""From which score on: ENISA 2013, section 3.4."""


def severity(factors: Factors) -> Severity:
    """Return SE = DPC x EI + CB with its level."""
    losses = (factors.confidentiality, factors.integrity, factors.availability)
    circumstances = sum((Decimal(loss.value) for loss in losses), Decimal(0))
    circumstances += MALICE if factors.is_malicious else 0
    score = Decimal(factors.context.value) * Decimal(factors.ease.value) + circumstances
    return Severity(score, circumstances, next(level for least, level in LEVELS if score >= least))


def addressees(found: Severity) -> frozenset[Addressee]:
    """Return who is told: the authority unless a risk is unlikely (Art. 33(1)), the patients where the risk is high (Art. 34(1))."""
    if found.level == Level.LOW:
        return frozenset()
    is_high = found.level in {Level.HIGH, Level.VERY_HIGH}
    return frozenset(Addressee) if is_high else frozenset({Addressee.AUTHORITY})


def to_tell(
    found: Severity | None, told: Mapping[Addressee, datetime | None], added: Mapping[Addressee, datetime | None]
) -> frozenset[Addressee]:
    """Return who has to be told now: who never was, and who does not know of what was added since (Art. 33(4) and 34(1))."""

    def knows(one: Addressee) -> bool:
        last, newest = told[one], added[one]
        return last is not None and (newest is None or newest <= last)

    return frozenset(one for one in addressees(found) if not knows(one)) if found else frozenset()


def may_open(actor: Actor) -> Decision:
    """Whoever watches opens one: the clock does not wait for the right person."""
    watches = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return allow("watches") if watches else refuse("only-dpo-handles-breaches")


def may_handle(actor: Actor, breach: Breach | None = None) -> Decision:
    """The data-protection officer reads, assesses and tells; what is closed stays as it is."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-handles-breaches")
    return refuse("closed-already") if breach is not None and breach.closed_at is not None else allow("watches")


def may_close(actor: Actor, breach: Breach, left: frozenset[Addressee]) -> Decision:
    """A breach is closed once nobody is left who has to be told."""
    handles = may_handle(actor, breach)
    return refuse("somebody-has-to-be-told") if handles.allowed and left else handles
