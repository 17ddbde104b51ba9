"""How fast rows leave for a study, and whether more of them need more memory.

Each release is made in a process of its own, from the word to make it to the last file read back, so that its memory is its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from bench.ground import Ground
from bench.spread import Comparison, Goal
from paravent.access.operation import operation
from paravent.access.purposes import rehearse
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.consent import steps as consent
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.people import operations as people
from paravent.people import steps
from paravent.people.terms import Identity, VerifiedHow, Why
from paravent.records import steps as file
from paravent.releases import operations as releases
from paravent.releases.terms import Column, Wish
from paravent.research import operations as research
from paravent.research.terms import Plan
from paravent.web import cluster

GOAL_A_SECOND = 5_000
FLAT = Goal(1.25, at_most=True)
FEW, EACH = 40, 25
"""A thousand resources: so many patients with so many each."""
KINDS = ("Condition", "Observation", "MedicationRequest", "Encounter")
ICD, LOINC, UCUM = "http://hl7.org/fhir/sid/icd-10", "http://loinc.org", "http://unitsofmeasure.org"
ILL = ("I10", "E11.90", "J45.9", "M54.5", "F32.1", "E78.0", "N18.3", "K21.0", "C50.9", "G43.1")
MEASURED = (("8480-6", "mm[Hg]"), ("8867-4", "/min"), ("4548-4", "%"), ("29463-7", "kg"))
COARSE = {Column.SEX: 0, Column.BORN: 3, Column.PLACE: 2, Column.DIED: 1}
FIRST_DAY = date(2019, 1, 7)
CHILD = "bench.making"

rehearse(["bench.take-in"])


def making(ground: Ground, *, patients: int, each: int) -> Iterator[Comparison]:
    """Yield how fast a release of that many is made beside the goal, and its memory beside that of a thousand resources."""
    with ground.fresh_database():
        fen, gul, bea = (somebody(name, role) for name, role in STAFF)
        for number in range(FEW):
            take_in(bea, number, EACH, [Topic.RESEARCH_SCIENCE])
        for number in range(FEW, FEW + patients):
            take_in(bea, number, each, [Topic.RESEARCH_AI])
        address = ground.server.url(cluster.APP, "bench_fresh")
        small = _made(address, _handed_out(fen, gul, Topic.RESEARCH_SCIENCE))
        large = _made(address, _handed_out(fen, gul, Topic.RESEARCH_AI))
    name = f"A release of {large['resources']:,.0f} resources"
    yield Comparison(
        f"{name}, from the word to the last file", "resources/s", [large["rate"]], [GOAL_A_SECOND], Goal(1)
    )
    yield Comparison(
        f"{name}: peak memory beside one of {small['resources']:,.0f}", "MiB", [large["mib"]], [small["mib"]], FLAT
    )


STAFF = (("Fen", Role.RESEARCHER), ("Gul", Role.DPO), ("Bea", Role.CLINICIAN))


def somebody(name: str, role: Role) -> Actor:
    """Return somebody who works here."""
    person, _ = people.add_staff(INSTALLATION, name=name, email=f"{name}@praxis.example", roles=frozenset({role}))
    return Actor(person, frozenset({role}))


def take_in(bea: Actor, number: int, each: int, topics: list[Topic]) -> None:
    """Let there be a patient who permits it, with a file."""
    patient_id = uuid4()
    born = date(1960 + number % 20, 3, 7)
    with operation("bench.take-in", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("bench"))
        now = clock.now()
        steps.register_patient(op, Identity(f"Nobody {number}", born), patient_id=patient_id)
        steps.open_care_relation(
            op,
            patient_id=patient_id,
            clinician_id=bea.person,
            why=Why.REFERRAL,
            starts_at=now,
            ends_at=now + timedelta(days=9),
        )
        file.file_many(op, patient_id=patient_id, resources=list(_file(patient_id, number, each, born)))
        for topic in topics:
            consent.give_beyond_care(op, topic, patient_id=patient_id, language="en")
    people.verify_patient(bea, Purpose.TREATMENT, patient_id, VerifiedHow.KNOWN_PERSONALLY)


def _file(patient_id: UUID, number: int, each: int, born: date) -> Iterator[dict[str, Any]]:
    about = {"reference": f"Patient/{patient_id}", "display": f"Nobody {number}"}
    yield {
        "resourceType": "Patient",
        "id": str(patient_id),
        "gender": ("female", "male")[number % 2],
        "birthDate": born.isoformat(),
        "name": [{"text": f"Nobody {number}"}],
        "address": [{"postalCode": "36037", "city": "Fulda"}],
    }
    for one in range(each - 1):
        day = FIRST_DAY + timedelta(days=7 * (one % 300) + number % 5)
        yield {**_resource(one, number, f"{day}T09:00:00+01:00"), "id": str(uuid4()), "subject": about}


def _resource(one: int, number: int, at: str) -> dict[str, Any]:
    ill = {"coding": [{"system": ICD, "code": ILL[(one + number) % len(ILL)], "display": "as it is called"}]}
    match one % 10:
        case 0:
            return {"resourceType": "Condition", "code": ill, "recordedDate": at}
        case 1:
            kind = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
            period = {"start": at, "end": at}
            return {"resourceType": "Encounter", "status": "finished", "class": kind, "period": period}
        case 2:
            drug = {"coding": [{"system": "http://www.whocc.no/atc", "code": "C09AA05"}]}
            told = {"status": "active", "intent": "order", "medicationCodeableConcept": drug, "authoredOn": at}
            return {"resourceType": "MedicationRequest", **told}
    code, unit = MEASURED[one % len(MEASURED)]
    measured = {"value": 60 + (one * 7 + number) % 90, "unit": unit, "system": UCUM, "code": unit}
    coded = {"coding": [{"system": LOINC, "code": code, "display": "as it is called"}]}
    told = {"status": "final", "code": coded, "effectiveDateTime": at, "valueQuantity": measured}
    return {"resourceType": "Observation", **told}


def _handed_out(fen: Actor, gul: Actor, topic: Topic) -> UUID:
    """Return a release that waits to be made."""
    until = clock.now().date() + timedelta(days=9)
    study = research.propose_study(fen, Plan("Measured", "How fast it is", "Nobody at all", (topic,), until))
    research.decide_study(gul, study, approves=True)
    research.preview_cohort(fen, study, "Patient?birthdate=ge1900")
    questions = releases.list_releases(fen, study).questions
    release = releases.ask_for_release(fen, study, Wish(next(iter(questions)), KINDS, COARSE))
    releases.decide_release(gul, release, approves=True)
    releases.begin_release(fen, release)
    return release


def _made(address: str, release: UUID) -> dict[str, float]:
    """Return how fast a release was made by a process of its own, and how much memory it had at most."""
    environment = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run(
        [sys.executable, "-m", CHILD, str(release)], env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
