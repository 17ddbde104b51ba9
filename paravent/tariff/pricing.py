"""What an admissible code pays in a situation: points under a ceiling, factor, amount, modifiers, place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Carried, CodeVersion
from paravent.tariff.ceilings import NEAR, Ceiling, ceilings_over
from paravent.tariff.evidence import ChosenFactor
from paravent.tariff.exclusions import Candidate
from paravent.tariff.money import ONE, amount_of
from paravent.tariff.reading import phrases
from paravent.tariff.situation import Miss, Situation, said
from paravent.tariff.terms import Cause, Modality, Place

PLACES_OF_SERVICE = {Place.HOME: "10", Place.ELSEWHERE: "02", Place.NOT_SAID: ""}
"""CMS Place of Service Code Set: telehealth in the patient's home, and elsewhere."""


@dataclass(slots=True)
class Price:
    """What a code pays, while it is worked out; then it is read only."""

    points: int | None
    quantity: int = 1
    amount: Decimal | None = None
    factor: Decimal | None = None
    usual_factor: Decimal | None = None
    factor_reason: Said | None = None
    modifiers: tuple[str, ...] = ()
    place_of_service: str = ""
    is_checked: bool = True
    is_certain: bool = True
    to_confirm: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)


def price(one: Candidate, situation: Situation) -> Price | Miss:
    """Return what a code pays, or that its ceiling leaves nothing."""
    found = _worth(one.version, situation)
    for ceiling in ceilings_over(one.version, situation):
        if miss := _under(ceiling, found):
            return miss
    return _completed(one, situation, found)


def price_against_all(one: Candidate, situation: Situation) -> Price:
    """Return what a code would pay if a clinician overruled whatever stands against it, its ceilings included."""
    return _completed(one, situation, _worth(one.version, situation))


def _worth(version: CodeVersion, situation: Situation) -> Price:
    quantity = _quantity(version, situation)
    points = None if version.points is None else version.points * quantity
    return Price(points=points, quantity=quantity, is_checked=version.checked)


def _completed(one: Candidate, situation: Situation, found: Price) -> Price:
    _ask_whether_they_talked(one.version, situation, found)
    _say_what_is_uncertain(one.version, found)
    _charge(one, situation, found)
    _mark(one.version, situation, found)
    return found


def _quantity(version: CodeVersion, situation: Situation) -> int:
    """Return how often a code counts in one visit."""
    if version.repeats is None:
        return 1
    return version.repeats.count(situation.minutes_under(version.conditions))


def _under(ceiling: Ceiling, found: Price) -> Miss | None:
    """Cut the points to what the ceiling leaves, and say so before it is reached."""
    asked = found.points or 0
    if ceiling.left == 0:
        return Miss(Cause.CEILING_REACHED, {"ceiling": ceiling.points, "points": ceiling.used})
    found.is_checked &= ceiling.is_checked or ceiling.is_own_setting
    found.points = min(asked, ceiling.left)
    left, beware = ceiling.left - found.points, phrases().beware
    if found.points < asked:
        found.warnings.append(said(beware["cut-to-ceiling"], left=ceiling.left, points=asked, ceiling=ceiling.points))
    elif ceiling.used + found.points >= ceiling.points * NEAR:
        found.warnings.append(said(beware["near-ceiling"], left=left, ceiling=ceiling.points))
    if ceiling.is_own_setting:
        found.warnings.append(said(beware["practice-setting"], ceiling=ceiling.points))
    elif ceiling.contradiction:
        found.warnings.append(said(beware["contradiction"], other=ceiling.contradiction))
    return None


def _ask_whether_they_talked(version: CodeVersion, situation: Situation, found: Price) -> None:
    """Ask whether seconds of picture and sound were a consultation, where the rule itself says no shortest time."""
    asked = version.conditions
    is_timed = asked.talk is not None or asked.minutes is not None
    if asked.carried_by != Carried.NOTHING and not is_timed and situation.evidence.minutes == 0:
        found.is_certain = False
        found.to_confirm.append(said(phrases().confirm["hardly-talked"]))


def _say_what_is_uncertain(version: CodeVersion, found: Price) -> None:
    if not version.checked:
        found.warnings.append(said(phrases().beware["unchecked"]))
    if version.contradiction:
        found.warnings.append(said(phrases().beware["contradiction"], other=version.contradiction))


def _charge(one: Candidate, situation: Situation, found: Price) -> None:
    """Work out the amount: from points and their value, from the rule's own price, or from the payer's list."""
    if one.version.is_marker:
        found.amount = Decimal("0.00")
    elif found.points is not None:
        _charge_by_points(one, situation, found)
    else:
        found.amount = situation.payer.fees.get(one.name, one.version.price)
        if found.amount is None:
            found.to_confirm.append(said(phrases().confirm["price"]))


def _charge_by_points(one: Candidate, situation: Situation, found: Price) -> None:
    cents, is_checked = situation.point_value
    found.is_checked &= is_checked
    _set_factor(one, situation, found)
    if cents is None:
        found.warnings.append(said(phrases().beware["no-point-value"]))
    else:
        step = situation.catalogue.rounding.step
        found.amount = amount_of(found.points or 0, cents, found.factor or ONE, step)


def _set_factor(one: Candidate, situation: Situation, found: Price) -> None:
    """Choose the factor of the GOÄ, and say why it is that one, in the clinician's words where they chose another."""
    rule = one.version.factor
    if rule is None:
        return
    chosen = situation.evidence.factors.get(one.name) or ChosenFactor(rule.usual)
    found.factor, found.usual_factor = min(chosen.factor, rule.at_most), rule.usual
    word = "capped" if chosen.factor > rule.at_most else "usual" if chosen.factor == rule.usual else "other"
    value = chosen.factor if word == "capped" else rule.usual
    reason = said(phrases().factor[word], factor=found.factor, value=value)
    told = [one.version.analogy, reason, Said(chosen.reason, chosen.reason)]
    found.factor_reason = Said(*(" ".join(text for text in texts if text) for texts in _in_both(told)))
    if found.factor > rule.usual and not chosen.reason:
        found.to_confirm.append(said(phrases().confirm["higher-factor"], factor=found.factor))


def _in_both(sentences: Iterable[Said | None]) -> tuple[list[str], list[str]]:
    known = [one for one in sentences if one]
    return [one.en for one in known], [one.de for one in known]


def _mark(version: CodeVersion, situation: Situation, found: Price) -> None:
    """Add the modifiers and the place that the payer asks for, and what has to be confirmed for them."""
    found.modifiers = version.modifiers
    evidence, payer, confirm = situation.evidence, situation.payer, phrases().confirm
    if version.takes_modality_modifier and evidence.modality == Modality.VIDEO and payer.asks_modifier_95:
        found.modifiers += ("95",)
    if version.takes_modality_modifier and evidence.modality == Modality.AUDIO and payer.asks_modifier_93:
        found.modifiers += ("93",)
        if not evidence.clinician_had_video:
            found.to_confirm.append(said(confirm["clinician-had-video"]))
    if version.takes_place_of_service:
        found.place_of_service = PLACES_OF_SERVICE[evidence.place]
        if not found.place_of_service:
            found.to_confirm.append(said(confirm["place"]))
    if version.quiet:
        hours = version.quiet.hours_after
        within = Said(f"{hours} hours after", f"{hours} Stunden danach")
        found.to_confirm.append(said(confirm["no-visit-after"], value=within))
