"""Giving, withdrawing and moving consents, for use inside somebody's operation."""

from uuid import UUID

from paravent.access.operation import Operation
from paravent.consent.models import Consent
from paravent.consent.queries import wording
from paravent.consent.terms import Topic
from paravent.kernel import clock


def give(op: Operation, topic: Topic, *, patient_id: UUID, visit_id: UUID, language: str) -> None:
    """Keep that the patient agreed to the words they were shown."""
    words = wording(topic, language)
    op.note(consent=f"{topic} v{words.version} {words.language}")
    Consent.objects.create(
        patient_id=patient_id,
        visit_id=visit_id,
        topic=topic,
        version=words.version,
        language=words.language,
        text_digest=words.digest,
        given_at=clock.now(),
    )


def withdraw(op: Operation, topic: Topic, visit_id: UUID) -> int:
    """Withdraw what was agreed for a visit and return how many choices ended."""
    op.note(withdrawn=topic)
    live = Consent.objects.filter(topic=topic, visit_id=visit_id, withdrawn_at=None)
    return live.update(withdrawn_at=clock.now())


def move(op: Operation, visit_id: UUID, to_patient: UUID) -> None:
    """Let a visit's consents follow it into the right patient's file."""
    op.note(consents="moved")
    Consent.objects.filter(visit_id=visit_id).update(patient_id=to_patient)
