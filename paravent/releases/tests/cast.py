"""What the tests of releases share: people with a file, a study that counted them, and what is asked for."""

import base64
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.consent import steps as consent
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.operations import register_patient, verify_patient
from paravent.people.terms import Identity, VerifiedHow
from paravent.people.tests.cast import ASKED, TREAT, WORK
from paravent.records.tests.cast import cares_for, filed
from paravent.releases.terms import Column, Wish
from paravent.research import operations as research
from paravent.research.queries import asked_in
from paravent.research.terms import Plan

ICD = "http://hl7.org/fhir/sid/icd-10"
BACK_PAIN = f"Condition?code={ICD}|M54"
COARSE = {Column.SEX: 0, Column.BORN: 3, Column.PLACE: 2, Column.DIED: 0}


def an_open_study(fen: Actor, gul: Actor, *, texts: bool = False) -> UUID:
    """Return a study of Fen's that Gül approved, with texts or without."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan(
        "Back pain", "How it goes with age", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until, texts=texts
    )
    study = research.propose_study(fen, plan)
    research.decide_study(gul, study, approves=True)
    return study


def people(bea: Actor, many: int, *, first: int = 0) -> list[PatientId]:
    """Return verified patients with back pain: two sexes, one year of birth for each two, one place; all of them agree."""
    found = [a_person(bea, number) for number in range(first, first + many)]
    agree(found)
    return found


def agree(patients: list[PatientId]) -> None:
    """Let patients permit research."""
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        for patient in patients:
            consent.give_beyond_care(op, Topic.RESEARCH_SCIENCE, patient_id=patient, language="en")


def take_back(patients: list[PatientId]) -> None:
    """Let patients take their permission back, which nobody can for them."""
    for patient in patients:
        with operation("research.choose", Actor(PersonId(patient), frozenset({Role.PATIENT})), ASKED) as op:
            op.require(allow("test"))
            consent.withdraw_beyond_care(op, Topic.RESEARCH_SCIENCE, patient)


def a_person(bea: Actor, number: int) -> PatientId:
    """Return one patient, whose name is nobody else's."""
    born = date(1960 + number // 2, 3, 7)
    name = f"Annika{_letters(number)} Quermann{_letters(number)}"
    patient = register_patient(INSTALLATION, WORK, Identity(name, birth_date=born, phone=f"0661 9300{number:03}"))
    cares_for(bea, patient)
    verify_patient(bea, TREAT, patient, VerifiedHow.KNOWN_PERSONALLY)
    for resource in file_of(patient, number, name, born):
        filed(patient, resource)
    return patient


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def file_of(patient: PatientId, number: int, name: str, born: date) -> list[dict[str, Any]]:
    """Return a Patient, a diagnosis, a measurement and a letter that names them."""
    about = {"reference": f"Patient/{patient}", "display": name}
    letter = base64.b64encode(f"Frau {name} kam heute wieder. Der Blutdruck ist gut.".encode()).decode()
    attachment = {"contentType": "text/plain", "data": letter, "title": f"{name}.txt"}
    return [
        {
            "resourceType": "Patient",
            "id": str(patient),
            "gender": "female" if number % 2 else "male",
            "birthDate": born.isoformat(),
            "name": [{"family": name.split()[1], "given": [name.split(maxsplit=1)[0]]}],
            "address": [{"postalCode": "36037", "city": "Fulda", "line": ["Am Rain 4"]}],
        },
        {
            "resourceType": "Condition",
            "id": f"c-{patient}",
            "code": {"coding": [{"system": ICD, "code": "M54"}], "text": f"Rückenschmerz von {name}"},
            "subject": about,
            "recordedDate": "2024-05-06",
            "note": [{"text": f"{name} nimmt es genau."}],
        },
        {
            "resourceType": "Observation",
            "id": f"o-{patient}",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
            "subject": about,
            "effectiveDateTime": "2024-05-06T10:00:00+02:00",
            "valueQuantity": {"value": 140 + number, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
        },
        {
            "resourceType": "DocumentReference",
            "id": f"d-{patient}",
            "status": "current",
            "subject": about,
            "content": [{"attachment": attachment}],
        },
    ]


def a_wish(fen: Actor, study: UUID, **others: Any) -> Wish:
    """Return what is asked for of the study's cohort, which is counted first."""
    research.preview_cohort(fen, study, BACK_PAIN)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        (preview,) = asked_in(study)
    told: dict[str, Any] = {"kinds": ("Condition", "Observation"), "rungs": dict.fromkeys(Column, 0)}
    return Wish(preview, **{**told, **others})
