"""Writes about uses, for use inside somebody's operation."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID, uuid4

from paravent.access.operation import Operation
from paravent.kernel import clock
from paravent.uses import queries
from paravent.uses.models import Part, Removal, Use
from paravent.uses.terms import Kind, Told

AT_ONCE = 1000
"""Rows in one statement."""


def record(op: Operation, told: Told, parts: Mapping[UUID, str]) -> None:
    """Keep a use and who took part, with the pseudonym the recipient knows them by: empty where the recipient knows nobody.

    Each of them reads the line of the log, which names no other.
    """
    op.note(use=told.use_id, study=told.study_id, patients=len(parts))
    Use(
        id=told.use_id,
        study_id=told.study_id,
        kind=told.kind,
        recipient=told.recipient,
        facts=dict(told.facts),
        used_at=clock.now(),
    ).save(force_insert=True)
    rows = []
    # Sorted by chance, not by how they were found: the order of rows would tell something of it.
    for patient_id, part_id in sorted({one: uuid4() for one in parts}.items(), key=lambda one: one[1]):
        op.show(patient_id)
        sealed = queries.sealed_pseudonym(part_id, parts[patient_id])
        rows.append(Part(id=part_id, use_id=told.use_id, patient_id=patient_id, sealed_pseudonym=sealed))
    Part.objects.bulk_create(rows, batch_size=AT_ONCE)


def take_out(op: Operation, patient_id: UUID, studies: Collection[UUID] | None = None) -> Counter[Kind]:
    """Take a patient out of what some studies, or all, were given: recipients of rows have to delete them from now on.

    Returns of how many uses of each kind they were part until now.
    """
    parts = Part.objects.select_for_update().filter(patient_id=patient_id, left_at=None)
    uses = {use.id: use for use in Use.objects.filter(pk__in=[part.use_id for part in parts])}
    left: Counter[Kind] = Counter()
    for part in parts:
        use = uses[part.use_id]
        if studies is None or use.study_id in studies:
            _leave(part)
            left[Kind(use.kind)] += 1
    op.note(left=left.total())
    return left


def take_out_for_good(op: Operation, patient_id: UUID) -> None:
    """Take an erased patient out of everything, and forget who it was: a recipient's list keeps the pseudonym alone."""
    take_out(op, patient_id)
    Part.objects.filter(patient_id=patient_id).delete()


def _leave(part: Part) -> None:
    pseudonym = queries.pseudonym_of(part.id, part.sealed_pseudonym)
    if pseudonym:
        part.removal_id = uuid4()
        # Sealed anew and dated by the day: neither the bytes nor the moment tell whose it was.
        Removal(
            id=part.removal_id,
            use_id=part.use_id,
            sealed_pseudonym=queries.sealed_pseudonym(part.removal_id, pseudonym),
            since=clock.now().date(),
        ).save(force_insert=True)
    part.left_at = clock.now()
    part.save(update_fields=["left_at", "removal_id"])
