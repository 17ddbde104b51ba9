"""Giving, withdrawing and moving consents, for use inside somebody's operation."""

from uuid import UUID

from paravent.access.operation import Operation
from paravent.consent.models import Consent
from paravent.consent.queries import wording
from paravent.consent.terms import COVERS_FROM, Topic
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


def give_beyond_care(op: Operation, topic: Topic, *, patient_id: UUID, language: str) -> None:
    """Keep that the patient agreed to something that is no visit's.

    Who agrees already goes on agreeing to the words they were shown, unless those said less than is done today: then the new words
    take the place of the old ones.
    """
    live = Consent.objects.filter(patient_id=patient_id, topic=topic, withdrawn_at=None)
    if live.filter(version__gte=COVERS_FROM.get(topic, 1)).exists():
        return
    live.update(withdrawn_at=clock.now())
    words = wording(topic, language)
    op.note(consent=f"{topic} v{words.version} {words.language}")
    Consent.objects.create(
        patient_id=patient_id,
        topic=topic,
        version=words.version,
        language=words.language,
        text_digest=words.digest,
        given_at=clock.now(),
    )


def withdraw_beyond_care(op: Operation, topic: Topic, patient_id: UUID) -> int:
    """Withdraw what was agreed to and is no visit's, and return how many choices ended."""
    ended = Consent.objects.filter(topic=topic, patient_id=patient_id, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    if ended:
        op.note(withdrawn=topic)
    return ended


def withdraw(op: Operation, topic: Topic, visit_id: UUID) -> int:
    """Withdraw what was agreed for a visit and return how many choices ended."""
    op.note(withdrawn=topic)
    live = Consent.objects.filter(topic=topic, visit_id=visit_id, withdrawn_at=None)
    return live.update(withdrawn_at=clock.now())


def move(op: Operation, visit_id: UUID, to_patient: UUID) -> None:
    """Let a visit's consents follow it into the right patient's file."""
    op.note(consents="moved")
    Consent.objects.filter(visit_id=visit_id).update(patient_id=to_patient)
