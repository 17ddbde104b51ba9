"""What the practice keeps in its own tables, as FHIR shows it: appointments, consents, its people and itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paravent.fhir.terms import Resource

TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
STATUSES = {"booked": "booked", "open": "arrived", "ended": "fulfilled", "cancelled": "cancelled"}
ENCOUNTERS = {"booked": "planned", "open": "in-progress"}
"""Visits that are not over yet; the others are filed, or have never been."""


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment, as far as FHIR tells it. Why somebody comes is not told."""

    visit_id: str
    patient_id: str
    clinician_id: str
    clinician_name: str
    starts_at: datetime
    ends_at: datetime
    status: str
    made_at: datetime
    opened_at: datetime | None = None


def appointment(visit: Booked) -> Resource:
    """Return an appointment."""
    whom = [
        {"actor": {"reference": f"Patient/{visit.patient_id}"}, "status": "accepted"},
        {
            "actor": {"reference": f"Practitioner/{visit.clinician_id}", "display": visit.clinician_name},
            "status": "accepted",
        },
    ]
    return {
        "resourceType": "Appointment",
        "id": visit.visit_id,
        "status": STATUSES[visit.status],
        "start": visit.starts_at.isoformat(),
        "end": visit.ends_at.isoformat(),
        "created": visit.made_at.isoformat(),
        "participant": whom if visit.clinician_name else [whom[0], _unnamed(visit)],
    }


def encounter(visit: Booked) -> Resource:
    """Return a visit that is still to come or goes on. When it ends it is filed, under the same id (making.encounter)."""
    going_on = {"period": {"start": visit.opened_at.isoformat()}} if visit.opened_at else {}
    return {
        "resourceType": "Encounter",
        "id": visit.visit_id,
        "status": ENCOUNTERS[visit.status],
        "class": {"system": TERMINOLOGY + "v3-ActCode", "code": "VR", "display": "virtual"},
        "subject": {"reference": f"Patient/{visit.patient_id}"},
        "participant": [{"individual": {"reference": f"Practitioner/{visit.clinician_id}"}}],
        "appointment": [{"reference": f"Appointment/{visit.visit_id}"}],
        **going_on,
    }


def _unnamed(visit: Booked) -> Resource:
    return {"actor": {"reference": f"Practitioner/{visit.clinician_id}"}, "status": "accepted"}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A patient's choice, as far as FHIR tells it."""

    consent_id: str
    patient_id: str
    topic: str
    version: int
    language: str
    text_digest: str
    given_at: datetime
    withdrawn_at: datetime | None


MII_POLICY = "2.16.840.1.113883.3.1937.777.24.5.3"
MII_CODES = {"research-science": f"{MII_POLICY}.8"}
"""What the broad consent of the German Medical Informatics Initiative has a word for: MDAT wissenschaftlich nutzen EU DSGVO NIVEAU."""
TOPIC = "urn:paravent:consent"
RESEARCHED = {"system": TERMINOLOGY + "v3-ActReason", "code": "HRESCH"}


def consent(choice: Agreed) -> Resource:
    """Return a consent: what was agreed, in which words, and whether it still holds."""
    period = {"start": choice.given_at.isoformat()}
    if choice.withdrawn_at:
        period |= {"end": choice.withdrawn_at.isoformat()}
    return {
        "resourceType": "Consent",
        "id": choice.consent_id,
        "status": "inactive" if choice.withdrawn_at else "active",
        "scope": {"coding": [{"system": TERMINOLOGY + "consentscope", "code": _scope(choice.topic)}]},
        "category": [
            {
                "coding": [{"system": TERMINOLOGY + "v3-ActCode", "code": "INFAO"}],
                "text": f"{choice.topic}, version {choice.version}, {choice.language}",
            }
        ],
        "patient": {"reference": f"Patient/{choice.patient_id}"},
        "dateTime": choice.given_at.isoformat(),
        "policyRule": {"text": f"{choice.topic} sha256:{choice.text_digest}"},
        "provision": {"type": "permit", "period": period} | _provided(choice.topic),
    } | _taken_back(choice)


def _taken_back(choice: Agreed) -> dict[str, Any]:
    """Return who took a consent back when, as the Provenance of its becoming inactive: contained, so that it goes wherever the consent goes."""
    if choice.withdrawn_at is None:
        return {}
    participant = {"coding": [{"system": TERMINOLOGY + "provenance-participant-type", "code": "author"}]}
    told = {
        "resourceType": "Provenance",
        "id": "taken-back",
        "target": [{"reference": "#"}],
        "recorded": choice.withdrawn_at.isoformat(),
        "reason": [{"coding": [{"system": TERMINOLOGY + "v3-ActReason", "code": "PATRQT"}]}],
        "activity": {"coding": [{"system": TERMINOLOGY + "v3-DataOperation", "code": "UPDATE"}], "text": "taken back"},
        "agent": [{"type": participant, "who": {"reference": f"Patient/{choice.patient_id}"}}],
    }
    return {"contained": [told]}


def _scope(topic: str) -> str:
    return "research" if topic.startswith("research-") else "treatment"


def _provided(topic: str) -> dict[str, Any]:
    """Return what is permitted, as codes: ours for each topic, the initiative's where it has one; and research as the purpose."""
    codes = [{"system": TOPIC, "code": topic}]
    if mii := MII_CODES.get(topic):
        codes.append({"system": f"urn:oid:{MII_POLICY}", "code": mii})
    return {"code": [{"coding": codes}]} | ({"purpose": [RESEARCHED]} if _scope(topic) == "research" else {})


def practitioner(staff_id: str, name: str) -> Resource:
    """Return a member of staff."""
    return {"resourceType": "Practitioner", "id": staff_id, "active": True, "name": [{"text": name}]}


def practitioner_role(staff_id: str, role: str, organization: str) -> Resource:
    """Return what a member of staff does here."""
    return {
        "resourceType": "PractitionerRole",
        "id": f"{staff_id}-{role}",
        "active": True,
        "practitioner": {"reference": f"Practitioner/{staff_id}"},
        "organization": {"reference": f"Organization/{organization}"},
        "code": [{"coding": [{"system": "urn:paravent:role", "code": role}]}],
    }


def organization(fhir_id: str, name: str) -> Resource:
    """Return the practice itself."""
    return {"resourceType": "Organization", "id": fhir_id, "active": True, "name": name}


@dataclass(frozen=True, slots=True)
class Known:
    """Who a patient is, as reception knows it."""

    patient_id: str
    name: str
    birth_date: date | None
    phone: str
    email: str
    language: str


def patient(known: Known) -> Resource:
    """Return a patient of whom no Patient was filed: who they are, and nothing else."""
    resource: Resource = {"resourceType": "Patient", "id": known.patient_id, "active": True}
    if known.name:
        resource["name"] = [{"text": known.name}]
    if known.birth_date:
        resource["birthDate"] = known.birth_date.isoformat()
    reached = {"phone": known.phone, "email": known.email}
    if telecom := [{"system": system, "value": value} for system, value in reached.items() if value]:
        resource["telecom"] = telecom
    if known.language:
        resource["communication"] = [{"language": {"coding": [{"code": known.language}]}}]
    return resource
