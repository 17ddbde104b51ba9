"""A study with a budget, and patients with something to measure."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from paravent.access.terms import Actor
from paravent.answers.operations import answer_what_waits, ask
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.noise.questions import question
from paravent.noise.terms import Measure, Question
from paravent.research.operations import decide_study, give_budget, propose_study
from paravent.research.terms import Plan

SCIENCE = Topic.RESEARCH_SCIENCE
COUNT = question(Measure.COUNT)


def a_study(fen: Actor, gul: Actor, budget: int = 1000) -> UUID:
    """Return a study of Fen's that Gül approved and gave a budget."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Blood pressure", "How high it is by age", "University of Fulda", (SCIENCE,), until)
    study_id = propose_study(fen, plan)
    decide_study(gul, study_id, approves=True)
    give_budget(gul, study_id, budget)
    return study_id


def answered(fen: Actor, study_id: UUID, asked: Question, cost: int) -> UUID:
    """Ask, and let the installation answer what waits, as the server does beside the requests."""
    answer_id = ask(fen, study_id, asked, cost)
    answer_what_waits()
    return answer_id


def a_pressure(patient_id: UUID, systolic: float, *, fhir_id: str, on: str = "2026-03-01") -> dict[str, Any]:
    """Return a blood pressure as a visit files it."""
    part = {
        "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
        "valueQuantity": {"value": systolic, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
    }
    return {
        "resourceType": "Observation",
        "id": fhir_id,
        "status": "final",
        "category": [
            {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
        "subject": {"reference": f"Patient/{patient_id}"},
        "effectiveDateTime": on,
        "component": [part],
    }
