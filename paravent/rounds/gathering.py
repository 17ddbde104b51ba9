"""What a round needs to know of each patient: read at the moment of a share, some patients at a time, and dropped with it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from paravent.fhir.observed import measured, named
from paravent.kernel.lots import in_lots
from paravent.learning.terms import Charter, Column, Facts, Source
from paravent.people.terms import Person
from paravent.research.queries import age_of, found_among, newest_observed, permitting_now, sexes_of, verified_among
from paravent.research.terms import StudyView
from paravent.rounds.terms import AGE_BAND

TOGETHER = 400
"""Patients whose files are looked through at once."""


@dataclass(slots=True)
class Gathered:
    """Who was looked at, once they were. `hold` is done before it is looked for the last time who permits it."""

    charter: Charter
    study: StudyView
    hold: Callable[[], object]
    people: set[UUID] = field(default_factory=set)

    def __call__(self) -> tuple[list[Facts], list[bool]]:
        """Return the facts of those of the cohort who permit it, also once all was read, and who of them has the label."""
        read: dict[UUID, tuple[Facts, bool]] = {}
        topics = self.study.plan.topics
        for some in in_lots(permitting_now(topics), TOGETHER):
            read |= self._read(verified_among(some))
        # Files are read for long, and meanwhile somebody may have taken it back.
        self.hold()
        self.people = {*read}.intersection(permitting_now(topics))
        staying = [read[one] for one in sorted(self.people)]
        return [facts for facts, _ in staying], [has_it for _, has_it in staying]

    def _read(self, people: Mapping[UUID, Person]) -> dict[UUID, tuple[Facts, bool]]:
        cohort = {one: people[one] for one in found_among(self.charter.cohort, people)}
        having = found_among(self.charter.label, cohort)
        known = [(column.name, _known(column, cohort)) for column in self.charter.columns]
        return {one: ({name: values[one] for name, values in known if one in values}, one in having) for one in cohort}


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
