"""What a round needs to know of each patient: read at the moment of a share, and dropped with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from paravent.fhir.observed import measured, named
from paravent.learning.terms import Charter, Column, Facts, Source
from paravent.people.terms import Person
from paravent.research.queries import age_of, asked_now, found_among, newest_observed, permitting_now, sexes_of
from paravent.research.terms import StudyView
from paravent.rounds.terms import AGE_BAND


@dataclass(slots=True)
class Gathered:
    """Who was looked at, once they were."""

    charter: Charter
    study: StudyView
    people: set[UUID] = field(default_factory=set)

    def __call__(self) -> tuple[list[Facts], list[bool]]:
        """Return the facts of those of the cohort who permit it, also once all was read, and who of them has the label."""
        asked = asked_now(self.study.plan.topics)
        found = found_among(self.charter.cohort, asked)
        cohort = {one: asked[one] for one in sorted(found)}
        having = found_among(self.charter.label, cohort)
        known = [(column, _known(column, cohort)) for column in self.charter.columns]
        # Files are read for long, and meanwhile somebody may have taken it back.
        self.people = {*cohort}.intersection(permitting_now(self.study.plan.topics))
        staying = [one for one in cohort if one in self.people]
        facts: list[Facts] = [
            {column.name: values[one] for column, values in known if one in values} for one in staying
        ]
        return facts, [one in having for one in staying]


def _known(column: Column, cohort: Mapping[UUID, Person]) -> Mapping[UUID, float | str]:
    match column.source:
        case Source.AGE:
            ages = {one: _band(person.identity.birth_date) for one, person in cohort.items()}
            return {one: age for one, age in ages.items() if age is not None}
        case Source.SEX:
            return sexes_of(cohort)
        case Source.OBSERVATION:
            return _newest(column, cohort)


def _band(born: date | None) -> float | None:
    """Return the middle of the band of five years in which an age lies."""
    years = age_of(born)
    return None if years is None else years // AGE_BAND * AGE_BAND + AGE_BAND / 2


def _newest(column: Column, among: Collection[UUID]) -> dict[UUID, float | str]:
    """Return each patient's newest usable value of an observation, or of a part of one, as blood pressure has two."""
    return newest_observed([("combo-code", column.code)], among, partial(_value, column))


def _value(column: Column, resource: Mapping[str, Any]) -> float | str | None:
    if column.among:
        return named(resource, column.code, column.among)
    number = measured(resource, column.code, column.unit)
    return None if number is None else float(number)
