"""What one question is about: a visit, how things stand, who pays, on which two days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paravent.kernel.said import Said
from paravent.tariff.assessment import Refusal, RuleVersion
from paravent.tariff.catalogue import PLACEHOLDERS, Catalogue, Code, CodeVersion, Conditions, Sentence
from paravent.tariff.evidence import Evidence
from paravent.tariff.facts import used
from paravent.tariff.knowing import known_version
from paravent.tariff.payer import Payer
from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import phrases
from paravent.tariff.standing import Standing
from paravent.tariff.terms import Cause

REPLACED = {Cause.PAYER_DOES_NOT_TAKE, Cause.CODE_DELETED}
"""Causes for which a rule names the code that is taken instead."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A condition that is not met, and what its sentence needs."""

    cause: Cause
    facts: dict[str, object]
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything an answer depends on; nothing else may enter it."""

    catalogue: Catalogue
    evidence: Evidence
    standing: Standing
    payer: Payer
    visit_on: date
    known_on: date

    @property
    def quarter(self) -> Quarter:
        """The quarter in which the visit lies."""
        return Quarter.of(self.visit_on)

    @property
    def point_value(self) -> tuple[Decimal | None, bool]:
        """What a point is worth in cents, as far as is known, and whether that is checked."""
        if self.payer.point_value is not None:
            return self.payer.point_value, True
        found = known_version(self.catalogue.point_values, visit_on=self.visit_on, known_on=self.known_on)
        return (found.cents, found.checked) if found else (None, True)

    def was_seen(self, quarters_before: int) -> bool:
        """Tell whether the patient was there in person, before this visit, in this quarter or one of so many before it.

        Of a contact in this quarter nobody says whether another lies before it: who came now is known to the practice.
        """
        last = self.evidence.last_in_person_on
        return last is not None and Quarter.of(last) >= self.quarter.before(quarters_before)

    def minutes_under(self, conditions: Conditions) -> int:
        """Return the minutes that a rule counts: what the clinician stated where it counts their whole time, else the talking."""
        stated = self.evidence.stated_minutes
        return self.evidence.minutes if conditions.minutes is None or stated is None else stated

    @property
    def is_video_only_case(self) -> bool:
        """Tell whether nobody saw the patient in person in this quarter, so far."""
        last = self.evidence.last_in_person_on
        return not self.standing.case_had_in_person and (last is None or Quarter.of(last) != self.quarter)


def said(sentence: Sentence, **facts: object) -> Said:
    """Return a sentence with its facts; what is not said stays empty."""
    return sentence.filled(dict.fromkeys(PLACEHOLDERS, "") | facts)


def ref(situation: Situation, code: Code, version: CodeVersion) -> RuleVersion:
    """Return which wording was applied."""
    return RuleVersion(situation.catalogue.scheme, code.code, version.valid_from, version.decided_on)


def refusal(situation: Situation, code: Code, version: CodeVersion, miss: Miss) -> Refusal:
    """Return a miss as a sentence, with its rule and its evidence."""
    return Refusal(
        code=code.code,
        text=code.text,
        cause=miss.cause,
        why=said(phrases().causes[miss.cause], code=code.code, **miss.facts),
        source=version.source,
        is_checked=version.checked,
        rule=ref(situation, code, version),
        instead=miss.instead or (version.instead if miss.cause in REPLACED else ""),
        used=used(version.evidence, situation.evidence, situation.standing),
    )
