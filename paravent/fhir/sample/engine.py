"""From stories to FHIR resources: dates, drift, noise. Deterministic: a story's key seeds everything about it."""

import base64
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from paravent.fhir.making import VITALS
from paravent.fhir.sample.chronic import CHRONIC
from paravent.fhir.sample.everyday import EVERYDAY
from paravent.fhir.sample.regulars import REGULARS
from paravent.fhir.sample.story import Course, Story
from paravent.fhir.terms import CATEGORY, LOINC, SNOMED, UCUM, Resource

NAMESPACE = uuid.UUID("5f6a3b1e-3c0e-5d55-9d58-1f3a0a7b6c01")
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
OTHER = {"HbA1c": ("4548-4", "HbA1c", "%"), "peak-flow": ("33452-4", "Peak expiratory flow", "L/min")}
MISSED = 0.08
YEAR = timedelta(days=365.25)
WHOLE_NUMBERS = {"blood-pressure", "pulse", "glucose", "oxygen-saturation", "peak-flow"}


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented patient and their file."""

    key: str
    patient_id: uuid.UUID
    name: str
    birth_date: date
    phone: str
    resources: tuple[Resource, ...]


def samples(as_of: date) -> Iterator[Sample]:
    """Return those whom our stories are about, with files that end on the day before."""
    for story in (*CHRONIC, *EVERYDAY):
        yield _Teller(story, as_of).sample()


@lru_cache(maxsize=1)
def regulars(as_of: date) -> tuple[Sample, ...]:
    """Return the practice's other patients, with small files that end on the day before: made once for a day, and changed by nobody."""
    return tuple(_Teller(story, as_of).sample() for story in REGULARS)


class _Teller:
    """Tells one story as resources."""

    def __init__(self, story: Story, as_of: date) -> None:
        self.story, self.as_of = story, as_of
        self.random = random.Random(f"paravent {story.key}")  # noqa: S311 (a story, not a secret)
        self.patient_id = uuid.uuid5(NAMESPACE, story.key)
        self.count = 0

    def sample(self) -> Sample:
        """Return the patient with the whole file."""
        story = self.story
        birth_date = date(self.as_of.year - story.age, *story.birthday)
        return Sample(
            story.key,
            self.patient_id,
            f"{story.given} {story.family}",
            birth_date,
            story.phone,
            (self.patient(birth_date), *self.history(), *self.measurements()),
        )

    def new(self, kind: str, **elements: Any) -> Resource:
        """Return a resource with the next id of this story."""
        self.count += 1
        fhir_id = str(uuid.uuid5(self.patient_id, f"{kind} {self.count}"))
        return {"resourceType": kind, "id": fhir_id, **elements}

    def day(self, ago: float) -> date:
        """Return the day so many years ago."""
        return self.as_of - timedelta(days=max(1, round(ago * YEAR.days)))

    def at(self, ago: float) -> str:
        """Return an instant in practice hours on that day."""
        day = self.day(ago)
        return datetime(
            day.year, day.month, day.day, self.random.randint(7, 16), self.random.choice((5, 20, 40)), tzinfo=UTC
        ).isoformat()

    @property
    def subject(self) -> dict[str, str]:
        """The reference to the patient."""
        return {"reference": f"Patient/{self.patient_id}"}

    def patient(self, birth_date: date) -> Resource:
        """Return the Patient."""
        story = self.story
        return {
            "resourceType": "Patient",
            "id": str(self.patient_id),
            "name": [{"use": "official", "family": story.family, "given": [story.given]}],
            "gender": story.sex,
            "birthDate": birth_date.isoformat(),
            "telecom": [{"system": "phone", "value": story.phone}],
        }

    def history(self) -> Iterator[Resource]:
        """Return problems, allergies, medicines, visits, letters, vaccinations, procedures."""
        yield from self.conditions()
        yield from self.allergies()
        yield from self.medicines()
        yield from self.contacts()
        yield from self.letters()
        for done in self.story.vaccinations:
            coded = _concept("http://hl7.org/fhir/sid/cvx", done.code, done.words)
            on = self.day(done.ago).isoformat()
            yield self.new(
                "Immunization", status="completed", vaccineCode=coded, patient=self.subject, occurrenceDateTime=on
            )
        for done in self.story.procedures:
            coded, on = _concept(SNOMED, done.code, done.words), self.day(done.ago).isoformat()
            yield self.new("Procedure", status="completed", code=coded, subject=self.subject, performedDateTime=on)

    def conditions(self) -> Iterator[Resource]:
        """Return the problems; one that is over says when it ended."""
        for one in self.story.conditions:
            code = _concept(SNOMED, one.snomed, one.words)
            code["coding"].append({"system": "http://hl7.org/fhir/sid/icd-10", "code": one.icd10})
            status = "active" if one.until is None else "resolved"
            ended = {} if one.until is None else {"abatementDateTime": self.day(one.until).isoformat()}
            yield self.new(
                "Condition",
                clinicalStatus={"coding": [{"system": CLINICAL, "code": status}]},
                code=code,
                subject=self.subject,
                onsetDateTime=self.day(one.since).isoformat(),
                **ended,
            )

    def allergies(self) -> Iterator[Resource]:
        """Return the allergies."""
        for one in self.story.allergies:
            yield self.new(
                "AllergyIntolerance",
                clinicalStatus={"coding": [{"system": ALLERGY, "code": "active"}]},
                code=_concept(SNOMED, one.snomed, one.words),
                patient=self.subject,
                recordedDate=self.day(one.since).isoformat(),
                reaction=[{"manifestation": [{"text": one.reaction}]}],
            )

    def medicines(self) -> Iterator[Resource]:
        """Return the medicines, present and past."""
        for one in self.story.medicines:
            yield self.new(
                "MedicationRequest",
                status="active" if one.until is None else "stopped",
                intent="order",
                medicationCodeableConcept=_concept("http://www.whocc.no/atc", one.atc, one.words),
                subject=self.subject,
                authoredOn=self.day(one.since).isoformat(),
                dosageInstruction=[{"text": one.dose}],
            )

    def contacts(self) -> Iterator[Resource]:
        """Return the visits to the practice."""
        for one in self.story.contacts:
            start = datetime.fromisoformat(self.at(one.ago))
            end = start + timedelta(minutes=self.random.choice((10, 15, 20)))
            yield self.new(
                "Encounter",
                status="finished",
                **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
                type=[{"text": "Consultation"}],
                subject=self.subject,
                reasonCode=[{"text": one.reason}],
                period={"start": start.isoformat(), "end": end.isoformat()},
            )

    def letters(self) -> Iterator[Resource]:
        """Return the letters, their text inline."""
        for one in self.story.letters:
            inline = base64.b64encode(one.text.encode()).decode()
            attachment = {"contentType": "text/plain", "title": one.title, "data": inline}
            yield self.new(
                "DocumentReference",
                status="current",
                type={"text": one.title},
                subject=self.subject,
                date=self.at(one.ago),
                content=[{"attachment": attachment}],
            )

    def measurements(self) -> Iterator[Resource]:
        """Return every course as Observations."""
        for course in self.story.courses:
            first = course.waypoints[0][0]
            for step in range(round(first * course.times_a_year) + 1):
                # People come when they can: some weeks early, some late, sometimes not at all.
                ago = first - step / course.times_a_year + self.random.uniform(-0.06, 0.06)
                if ago > 0 and self.random.random() > MISSED:
                    yield self.observation(course, ago)

    def observation(self, course: Course, ago: float) -> Resource:
        """Return one measurement of a course."""
        values = [self.noisy(course, value) for value in _between(course.waypoints, ago)]
        vital = VITALS.get(course.kind)
        code, words, unit = (vital.loinc, vital.words, "") if vital else OTHER[course.kind]
        parts = vital.parts if vital else ()
        quantities = [
            {
                "value": value,
                "unit": parts[at].shown_unit if parts else unit,
                "system": UCUM,
                "code": parts[at].unit if parts else unit,
            }
            for at, value in enumerate(values)
        ]
        measured: dict[str, Any] = {"valueQuantity": quantities[0]}
        if len(quantities) > 1:
            measured = {
                "component": [
                    {"code": _concept(LOINC, part.loinc, part.words), "valueQuantity": quantity}
                    for part, quantity in zip(parts, quantities, strict=True)
                ]
            }
        category = vital.category if vital else "laboratory"
        return self.new(
            "Observation",
            status="final",
            category=[{"coding": [{"system": CATEGORY, "code": category}]}],
            code=_concept(LOINC, code, words),
            subject=self.subject,
            effectiveDateTime=self.at(ago),
            **measured,
        )

    def noisy(self, course: Course, value: float) -> float:
        """Return a value as an instrument would show it that day."""
        shown = value + self.random.gauss(0, course.noise)
        if course.kind == "oxygen-saturation":
            shown = min(shown, 100)
        return round(shown) if course.kind in WHOLE_NUMBERS else round(shown, 1)


def _between(waypoints: tuple[tuple[float, ...], ...], ago: float) -> list[float]:
    """Return the values at a time, on the straight line between the waypoints around it."""
    for earlier, later in pairwise(waypoints):
        if earlier[0] >= ago >= later[0]:
            share = (earlier[0] - ago) / (earlier[0] - later[0])
            return [a + share * (b - a) for a, b in zip(earlier[1:], later[1:], strict=True)]
    return list(waypoints[0][1:] if ago > waypoints[0][0] else waypoints[-1][1:])


def _concept(system: str, code: str, words: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}
