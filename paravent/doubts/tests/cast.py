"""What the tests of doubts share: a letter in doubt, of a patient whom Bea cares for and who permits research."""

import base64
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.consent import steps as consent
from paravent.consent.terms import Topic
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.doubting import weighed
from paravent.deid.surrogates import Surrogates
from paravent.deid.terms import Known, Label, Person
from paravent.doubts import steps
from paravent.doubts.models import Doubt
from paravent.doubts.terms import Held
from paravent.people.tests.cast import a_patient
from paravent.records.tests.cast import cares_for, filed

LETTER = (
    "Frau Kurz kam kurz vorbei.\nIhre Nachbarin Mathilde fuhr sie, der Bäcker am Eck half. Dr. Wamsler sah den Befund."
)


def a_letter(patient: UUID, fhir_id: str = "letter-1") -> dict[str, Any]:
    """Return a letter as it stands in a file."""
    data = base64.b64encode(LETTER.encode()).decode()
    return {
        "resourceType": "DocumentReference",
        "id": fhir_id,
        "status": "current",
        "subject": {"reference": f"Patient/{patient}"},
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}],
    }


def held(about: dict[str, Any]) -> Held:
    """Return the letter with what is doubtful in it."""
    found = Deidentifier(Known((Person(Label.PATIENT, "Annika", "Kurz"),))).find(LETTER)
    return Held.of(about, LETTER, weighed(LETTER, found, {"annika", "kurz"}), Surrogates(key=bytes(32)))


def in_the_name_of_the_installation(do: Callable[[Any], object]) -> None:
    """Do something inside somebody's operation."""
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        do(op)


def a_text_in_doubt(bea: Actor, name: str = "Annika Kurz", study: UUID | None = None) -> Doubt:
    """Return what waits for a study, or for one that nobody knows."""
    patient = a_patient(name)
    cares_for(bea, patient)
    about = a_letter(patient, f"letter-{patient}")
    filed(patient, about)

    def hold(op: Any) -> None:
        consent.give_beyond_care(op, Topic.RESEARCH_SCIENCE, patient_id=patient, language="en")
        steps.hold(op, patient, study or uuid4(), [Topic.RESEARCH_SCIENCE], [held(about)])

    in_the_name_of_the_installation(hold)
    return found_of(patient)


def found_of(patient: UUID) -> Doubt:
    """Return the one text of a patient that is in doubt or decided."""
    rows: list[Doubt] = []
    in_the_name_of_the_installation(lambda _op: rows.extend(Doubt.objects.filter(patient_id=patient)))
    (row,) = rows
    return row
