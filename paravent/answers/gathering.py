"""What an answer needs to know of each person: read at the moment of answering, and dropped with it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from paravent.fhir.search import understood
from paravent.fhir.wanted import MOST
from paravent.kernel import clock
from paravent.noise.people import newest_steps
from paravent.noise.terms import SIGNS, Facts, Measure, Question
from paravent.people.terms import Person
from paravent.records.queries import filed_patients
from paravent.records.searching import page_of
from paravent.records.terms import Reach
from paravent.research.queries import found_among


def facts_of(asked: Question, people: Mapping[UUID, Person]) -> list[Facts]:
    """Return the facts of those of some people whom a question is about, in no order that tells who they are."""
    found = found_among(asked.cohort, people) if asked.cohort else {*people}
    cohort = {one: people[one] for one in sorted(found)}
    sexes = _sexes(cohort) if asked.measure is Measure.SEX else {}
    features = [found_among(feature, cohort) for feature in asked.features]
    steps = _newest(asked.sign, cohort) if asked.sign else {}
    return [
        Facts(
            sex=sexes.get(one, "unknown"),
            age=_age(person.identity.birth_date),
            features=frozenset(number for number, whose in enumerate(features) if one in whose),
            steps=steps.get(one),
        )
        for one, person in cohort.items()
    ]


def _sexes(among: Collection[UUID]) -> dict[UUID, str]:
    return {one.patient_id: str(one.resource.get("gender", "unknown")) for one in filed_patients(among)}


def _age(born: date | None) -> int | None:
    if born is None:
        return None
    today = clock.now().date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _newest(name: str, among: Collection[UUID]) -> dict[UUID, int]:
    """Return each person's newest usable value of a sign, in steps."""
    sign, reach, after = SIGNS[name], Reach(frozenset(among)), None
    asked = understood("Observation", [("code", ",".join(sign.searched)), ("_sort", "-date")], now=clock.now())
    wanted = replace(asked, count=MOST)
    values: dict[UUID, int] = {}
    while True:
        page = page_of(wanted, reach, after)
        for one in page.found:
            steps = newest_steps(sign, [one.resource])
            if steps is not None:
                values.setdefault(one.patient_id, steps)
        if page.end is None:
            return values
        after = page.end
