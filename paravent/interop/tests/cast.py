"""Programs for tests: whose token is what, and the requests they make."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.interop import asked
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people import steps as people
from paravent.people.operations import add_staff
from paravent.people.terms import Identity, Why
from paravent.programs.terms import Access, NoAccess, Scope

EVERYTHING = ("user/*.cruds", "system/*.cruds")
PROGRAM = UUID("3f0e4a52-6a0e-4b4e-9a7e-0d2b8c1f7a09")
TOKENS: dict[str, Access] = {}


def access_of(token: str) -> Access:
    """Return what a test's token stands for."""
    if token not in TOKENS:
        raise NoAccess("unknown")
    return TOKENS[token]


def given(token: str, actor: Actor, *scopes: str, patient: UUID | None = None, purpose: Purpose | None = None) -> str:
    """Give a program a token."""
    usual = Purpose.OPERATIONS if actor.roles & {Role.SYSTEM, Role.RECEPTION} else Purpose.TREATMENT
    why = purpose or (usual if actor.roles else Purpose.PATIENT_REQUEST)
    named = PatientId(patient) if patient else None
    TOKENS[token] = Access(actor, why, tuple(map(Scope.parse, scopes or EVERYTHING)), PROGRAM, named)
    return token


@dataclass
class Program:
    """A program with a token, over HTTP."""

    token: str
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        kind = headers.pop("content_type", "application/fhir+json")
        return self.client.generic(
            method,
            f"/fhir/R4{path}",
            body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else b"",
            content_type=kind,
            headers={"Authorization": f"Bearer {self.token}"} | headers,
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def search(self, kind: str, form: str) -> Any:
        answer = self.send("POST", f"/{kind}/_search", form, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200, answer.content
        return answer.json()


@dataclass
class Practice:
    """Bea who cares for Ali, Cem who cares for Eve, and the system that brings files over."""

    bea: Actor
    cem: Actor
    dua: Actor
    ali: PatientId
    eve: PatientId
    system: Program


def practice(monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Make a practice in a fresh database."""
    monkeypatch.setattr(asked, "access_of", access_of)
    TOKENS.clear()
    bea, cem = _staff("bea", Role.CLINICIAN), _staff("cem", Role.CLINICIAN)
    dua = _staff("dua", Role.RECEPTION)
    ali, eve = _patient("Ali Demir", bea), _patient("Eve Lindqvist", cem)
    return Practice(bea, cem, dua, ali, eve, Program(given("system", INSTALLATION)))


def _staff(name: str, role: Role) -> Actor:
    person, _ = add_staff(INSTALLATION, name=name.title(), email=f"{name}@practice.example", roles=frozenset({role}))
    return Actor(person, frozenset({role}))


def _patient(name: str, clinician: Actor) -> PatientId:
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        patient = people.register_patient(op, Identity(name))
    related(patient, clinician)
    return patient


def related(patient: PatientId, clinician: Actor) -> None:
    """Let a clinician care for a patient."""
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        people.open_care_relation(
            op,
            patient_id=patient,
            why=Why.REFERRAL,
            clinician_id=clinician.person,
            starts_at=clock.now() - timedelta(minutes=1),
            ends_at=clock.now() + timedelta(days=1),
        )


def pulse(patient: UUID, value: float = 72, **more: Any) -> dict[str, Any]:
    """Return a pulse of a patient."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}], "text": "Pulse"},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": "2026-03-04T10:15:00+01:00",
        "valueQuantity": {"value": value, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    } | more
