"""What an answer needs to know of each person: read at the moment of answering, and dropped with it."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from paravent.fhir.observed import measured
from paravent.fhir.terms import LOINC
from paravent.noise.people import steps_of
from paravent.noise.terms import SIGNS, Facts, Measure, Question
from paravent.people.terms import Person
from paravent.research.queries import age_of, found_among, newest_observed, sexes_of

TOGETHER = 400
"""People whose files are looked through at once."""


def facts_of(
    asked: Question, people: Mapping[UUID, Person], heard: Callable[[int], object] = lambda _in_100: None
) -> list[Facts]:
    """Return the facts of those of some people whom a question is about, in no order that tells who they are.

    Files are read some people at a time: however many they are, few are open at once. `heard` is told how much of 100 is read.
    """
    facts, ordered = list[Facts](), sorted(people)
    for at in range(0, len(ordered), TOGETHER):
        facts += _facts_of(asked, {one: people[one] for one in ordered[at : at + TOGETHER]})
        heard(min(100, 100 * (at + TOGETHER) // len(ordered)))
    return facts


def _facts_of(asked: Question, people: Mapping[UUID, Person]) -> list[Facts]:
    found = found_among(asked.cohort, people) if asked.cohort else {*people}
    cohort = {one: people[one] for one in sorted(found)}
    sexes = sexes_of(cohort) if asked.measure is Measure.SEX else {}
    features = [found_among(feature, cohort) for feature in asked.features]
    steps = _newest(asked.sign, cohort) if asked.sign else {}
    return [
        Facts(
            sex=sexes.get(one, "unknown"),
            age=age_of(person.identity.birth_date),
            features=frozenset(number for number, whose in enumerate(features) if one in whose),
            steps=steps.get(one),
        )
        for one, person in cohort.items()
    ]


def _newest(name: str, among: Collection[UUID]) -> dict[UUID, int]:
    """Return each person's newest usable value of a sign, in steps."""
    sign = SIGNS[name]
    code = f"{LOINC}|{sign.code}"
    pairs = [("code", ",".join(sign.searched))]
    return newest_observed(pairs, among, lambda one: steps_of(sign, measured(one, code, sign.unit)))
