"""The question at a visit's end: which codes, and why; which not, and why not. One function answers it."""

from dataclasses import replace
from datetime import date

from paravent.kernel.said import Said
from paravent.tariff.assessment import Assessment, Proposal, Refusal
from paravent.tariff.catalogue import Catalogue, Code, CodeVersion
from paravent.tariff.conditions import unmet
from paravent.tariff.evidence import Evidence
from paravent.tariff.exclusions import Candidate, beside_the_past, settled
from paravent.tariff.facts import used
from paravent.tariff.knowing import known_version, nearest_version
from paravent.tariff.payer import Payer
from paravent.tariff.pricing import Price, price, price_against_all
from paravent.tariff.reading import phrases
from paravent.tariff.shares import share_notes
from paravent.tariff.situation import Miss, Situation, ref, refusal, said
from paravent.tariff.standing import Standing
from paravent.tariff.terms import Cause


class AnotherScheme(Exception):
    """The payer does not pay by the catalogue that was given. Arguments: the payer's scheme, the catalogue's."""


def assess(
    catalogue: Catalogue,
    evidence: Evidence,
    standing: Standing,
    payer: Payer,
    *,
    visit_on: date,
    known_on: date,
) -> Assessment:
    """Return what may be billed for a visit on a day, as the rules were known on another, each code with its reason.

    The same arguments give the same answer, whenever it is asked. Raises AnotherScheme.
    """
    if payer.scheme != catalogue.scheme:
        raise AnotherScheme(payer.scheme, catalogue.scheme)
    situation = Situation(catalogue, evidence, standing, payer, visit_on, known_on)
    candidates: list[Candidate] = []
    refusals: dict[int, Refusal] = {}
    for place, code in enumerate(catalogue.codes):
        looked = _looked_at(code, place, situation)
        if isinstance(looked, Candidate):
            candidates.append(looked)
        elif looked:
            refusals[place] = looked
    proposals = _priced(candidates, situation, refusals)
    return Assessment(
        scheme=catalogue.scheme,
        edition=catalogue.edition,
        visit_on=visit_on,
        known_on=known_on,
        proposals=tuple(proposals),
        refusals=tuple(refusals[place] for place in sorted(refusals)),
        notes=_notes(situation),
    )


def _looked_at(code: Code, place: int, situation: Situation) -> Candidate | Refusal | None:
    """Return a code that fits the visit, why it does not, or nothing where nobody knew of it on that day."""
    days = {"visit_on": situation.visit_on, "known_on": situation.known_on}
    version = known_version(code.versions, **days)
    if version is None:
        near = nearest_version(code.versions, **days)
        return refusal(situation, code, near, _at_another_time(near, situation)) if near else None
    one = Candidate(code, version, place)
    if version.is_gone:
        return refusal(situation, code, version, Miss(Cause.CODE_DELETED, {"day": version.valid_from}))
    miss = unmet(version, situation) or beside_the_past(one, situation)
    return _refused(one, miss, situation) if miss else one


def _refused(one: Candidate, miss: Miss, situation: Situation) -> Refusal:
    """Return the refusal of a code that exists, with what it would come to if somebody overruled."""
    found = refusal(situation, one.code, one.version, miss)
    worth = price_against_all(one, situation)
    return replace(found, otherwise=replace(_proposal(one, worth, situation), why=found.why))


def _at_another_time(version: CodeVersion, situation: Situation) -> Miss:
    if version.valid_from > situation.visit_on:
        return Miss(Cause.NOT_YET_VALID, {"day": version.valid_from})
    return Miss(Cause.NO_LONGER_VALID, {"day": version.valid_to})


def _priced(candidates: list[Candidate], situation: Situation, refusals: dict[int, Refusal]) -> list[Proposal]:
    """Return the proposals, and put what has no room left among the refusals."""
    prices = {one.place: price(one, situation) for one in candidates}
    misses = [(one, found) for one in candidates if isinstance(found := prices[one.place], Miss)]
    kept, excluded = settled([one for one in candidates if isinstance(prices[one.place], Price)], situation)
    for one, miss in (*misses, *excluded):
        refusals[one.place] = _refused(one, miss, situation)
    return [_proposal(one, found, situation) for one in kept if isinstance(found := prices[one.place], Price)]


def _proposal(one: Candidate, found: Price, situation: Situation) -> Proposal:
    version, evidence, standing = one.version, situation.evidence, situation.standing
    return Proposal(
        code=one.name,
        text=one.code.text,
        points=found.points,
        amount=found.amount,
        currency=situation.catalogue.currency,
        why=_why(one, situation),
        rule=ref(situation, one.code, version),
        source=version.source,
        is_checked=found.is_checked,
        quantity=found.quantity,
        factor=found.factor,
        factor_reason=found.factor_reason,
        usual_factor=found.usual_factor,
        modifiers=found.modifiers,
        place_of_service=found.place_of_service,
        is_added_by_association=version.is_added_by_association,
        is_marker=version.is_marker,
        to_confirm=(*(said(each) for each in version.to_confirm), *found.to_confirm),
        warnings=(*(said(each) for each in version.beware), *found.warnings),
        is_certain=found.is_certain and not version.to_confirm,
        used=used(version.evidence, evidence, standing),
    )


def _why(one: Candidate, situation: Situation) -> Said:
    evidence, why = situation.evidence, one.version.why
    if why is None:
        return Said("", "")
    facts: dict[str, object] = {
        "code": one.name,
        "minutes": situation.minutes_under(one.version.conditions),
        "tool": evidence.tool_name or "Paravent",
        "day": evidence.last_in_person_on or Said("never", "nie"),
    }
    return said(why, **facts)


def _notes(situation: Situation) -> tuple[Said, ...]:
    evidence = situation.evidence
    if not evidence.is_admissible:
        app = evidence.app or Said("another app", "eine andere App")
        return (said(phrases().beware["detour"], app=app),)
    return share_notes(situation)
