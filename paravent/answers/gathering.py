"""What an answer needs to know of each person: read at the moment of answering, and dropped with it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from paravent.consent.terms import Topic
from paravent.fhir.observed import measured
from paravent.fhir.terms import LOINC
from paravent.kernel.lots import in_lots
from paravent.noise.people import steps_of
from paravent.noise.terms import SIGNS, Facts, Measure, Question
from paravent.people.terms import Person
from paravent.research.queries import (
    age_of,
    found_among,
    newest_observed,
    permitting_now,
    sexes_of,
    verified_among,
)

TOGETHER = 400
"""People whose files are looked through at once."""


@dataclass(slots=True)
class Gathered:
    """Everybody who was looked at, and the facts of those of them whom the question is about."""

    people: set[UUID] = field(default_factory=set)
    facts: dict[UUID, Facts] = field(default_factory=dict)

    def keep(self, permitting: Collection[UUID]) -> None:
        """Forget whoever is not among those who permit it: somebody may have taken it back while files were read."""
        gone = self.people.difference(permitting)
        self.people -= gone
        for one in gone:
            self.facts.pop(one, None)


def gathered(
    asked: Question, topics: Iterable[Topic], heard: Callable[[int], object] = lambda _in_100: None
) -> Gathered:
    """Return what a question is answered from: of everybody who permits all topics at this moment, in no order that tells who they are.

    People and their files are opened some at a time: however many they are, few are open at once. `heard` is told how much of 100 is read.
    """
    found, permitting = Gathered(), permitting_now(topics)
    for nth, some in enumerate(in_lots(permitting, TOGETHER), 1):
        people = verified_among(some)
        found.people |= people.keys()
        found.facts |= _facts_of(asked, people)
        heard(min(100, 100 * nth * TOGETHER // len(permitting)))
    return found


def _facts_of(asked: Question, people: Mapping[UUID, Person]) -> dict[UUID, Facts]:
    found = found_among(asked.cohort, people) if asked.cohort else {*people}
    cohort = {one: people[one] for one in sorted(found)}
    sexes = sexes_of(cohort) if asked.measure is Measure.SEX else {}
    features = [found_among(feature, cohort) for feature in asked.features]
    steps = _newest(asked.sign, cohort) if asked.sign else {}
    return {
        one: Facts(
            sex=sexes.get(one, "unknown"),
            age=age_of(person.identity.birth_date),
            features=frozenset(number for number, whose in enumerate(features) if one in whose),
            steps=steps.get(one),
        )
        for one, person in cohort.items()
    }


def _newest(name: str, among: Collection[UUID]) -> dict[UUID, int]:
    """Return each person's newest usable value of a sign, in steps."""
    sign = SIGNS[name]
    code = f"{LOINC}|{sign.code}"
    pairs = [("code", ",".join(sign.searched))]
    return newest_observed(pairs, among, lambda one: steps_of(sign, measured(one, code, sign.unit)))
