"""Writes about texts in doubt, for use inside somebody's operation."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.consent.terms import Topic
from paravent.doubts import queries
from paravent.doubts.models import Doubt
from paravent.doubts.terms import Asking, Held
from paravent.kernel import clock
from paravent.kernel.sealing import DataKey
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.records.queries import row_ids


def hold(op: Operation, patient_id: UUID, study_id: UUID, topics: Collection[Topic], held: Iterable[Held]) -> None:
    """Put texts of a patient into the queue for a study; one that waits already, or has new doubts since it was decided, waits from now on."""
    texts = {queries.digest_of(patient_id, one.text): one for one in held}
    if not texts:
        return
    rows = row_ids(patient_id, {(one.kind, one.fhir_id) for one in texts.values()})
    key = patient_key(patient_id, Scope.CLINICAL)
    earlier = _asking_already(patient_id, texts)
    Doubt.objects.filter(patient_id=patient_id, digest__in=list(texts)).delete()
    for digest, one in texts.items():
        if (one.kind, one.fhir_id) not in rows:
            # The resource went since it was read: there is nobody to whom its text could be shown.
            continue
        doubt_id = uuid4()
        others = [asking for asking in earlier.get(digest, ()) if asking.study_id != study_id]
        Doubt(
            id=doubt_id,
            patient_id=patient_id,
            resource_id=rows[one.kind, one.fhir_id],
            digest=digest,
            topics=sorted({*topics, *(topic for asking in others for topic in asking.topics)}),
            studies=[*(asking.study_id for asking in others), study_id],
            sealed=queries.sealed(key, doubt_id, one.as_json()),
            held_at=clock.now(),
        ).save(force_insert=True)
    del op  # holding it is the proof that the gate is open


def _asking_already(patient_id: UUID, digests: Collection[bytes]) -> dict[bytes, tuple[Asking, ...]]:
    """Return which studies that run wait for some texts already: they go on waiting for them."""
    rows = list(Doubt.objects.filter(patient_id=patient_id, digest__in=list(digests), decided_at=None))
    studies = queries.running() if rows else {}
    return {bytes(row.digest): queries.asking(row, studies) for row in rows}


def forget_texts_of(op: Operation, patient_id: UUID) -> None:
    """Take all of a patient's texts out of the queue, and forget what was decided about them."""
    gone, _ = Doubt.objects.filter(patient_id=patient_id).delete()
    op.note(doubts_gone=gone)


def forget_where(op: Operation, patient_id: UUID, ended: Collection[Topic]) -> None:
    """Take a patient's texts out of the queue that wait for what they permit no longer."""
    gone, _ = Doubt.objects.filter(patient_id=patient_id, topics__overlap=list(ended)).delete()
    op.note(doubts_gone=gone)


def seal_anew(op: Operation, patient_id: UUID, old: DataKey, new: DataKey) -> int:
    """Seal a patient's texts and decisions under a new key."""
    rows = list(Doubt.objects.select_for_update().filter(patient_id=patient_id))
    for row in rows:
        Doubt.objects.filter(pk=row.id).update(sealed=queries.sealed(new, row.id, queries.told_in(old, row)))
    op.note(doubts="sealed-anew")
    return len(rows)
