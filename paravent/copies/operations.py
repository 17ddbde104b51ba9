"""How something leaves a file. One function, one use case, one line in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.copies import policy, queries
from paravent.copies.terms import Act, Left, Mark, Printed
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.queries import names_of, patient, relation_to
from paravent.people.terms import Relation
from paravent.records import queries as records
from paravent.records.policy import labels_open
from paravent.records.terms import Opened


def export_file(actor: Actor, purpose: Purpose, patient_id: PatientId) -> dict[str, Any]:
    """Return a whole file as a FHIR Bundle that says who took it."""
    with _at(Act.EXPORT, actor, purpose, patient_id) as (op, relation, used):
        op.require(policy.may_export(actor, purpose, relation, used=used, most=settings.EXPORTS_A_DAY))
        assert relation is not None  # noqa: S101 (the policy has refused None)
        bundle = queries.bundle_of(patient_id, actor.person, labels_open(relation), _mark(op))
        op.note(resources=len(bundle["entry"]))
        return bundle


def print_file(actor: Actor, purpose: Purpose, patient_id: PatientId) -> Printed:
    """Return a file as it goes on paper, with the mark of who printed it."""
    with _at(Act.PRINT, actor, purpose, patient_id) as (op, relation, used):
        op.require(policy.may_print(actor, purpose, relation, used=used, most=settings.PRINTS_A_DAY))
        assert relation is not None  # noqa: S101 (the policy has refused None)
        labels = labels_open(relation)
        chart = records.chart_of(patient_id, actor.person, labels)
        return Printed(Opened(chart, patient(patient_id), relation.ends_at, labels), _mark(op))


def copy_letter(actor: Actor, purpose: Purpose, patient_id: PatientId, fhir_id: str) -> str:
    """Return a letter of a file as text, to be put elsewhere; DoesNotExist for what is no text."""
    with _at(Act.COPY, actor, purpose, patient_id) as (op, relation, used):
        op.require(policy.may_copy(actor, purpose, relation, used=used, most=settings.COPIES_A_DAY))
        assert relation is not None  # noqa: S101 (the policy has refused None)
        row, text = records.letter(patient_id, fhir_id, actor.person, labels_open(relation))
        op.note(document=row, characters=len(text))
        return text


def note_copy(actor: Actor, purpose: Purpose, patient_id: PatientId, characters: int) -> bool:
    """Keep that something was copied by hand, how long it was and not what; tell whether it was much."""
    with _at(Act.COPY_BY_HAND, actor, purpose, patient_id) as (op, relation, _used):
        op.note(characters=characters)
        op.require(policy.may_note_copy(actor, relation))
        return characters >= settings.MUCH_COPIED


def list_copies(actor: Actor) -> Left:
    """Return what was taken out of files today, and what other programs read."""
    with operation(Act.LIST, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_list(actor))
        now = clock.now()
        left = Left(tuple(queries.taken_today(now)), tuple(queries.read_today(now)))
        op.note(count=len(left.taken), programs=len(left.read))
        return left


@contextmanager
def _at(
    act: Act, actor: Actor, purpose: Purpose, patient_id: PatientId
) -> Iterator[tuple[Operation, Relation | None, int]]:
    with operation(act, actor, purpose) as op:
        op.note(patient=patient_id)
        # One after the other: two at once would each find a place left.
        op.alone(f"{act} by {actor.person}")
        relation = relation_to(actor.person, patient_id, in_emergency=purpose == Purpose.EMERGENCY)
        yield op, relation, queries.used_today(actor.person, act, clock.now())


def _mark(op: Operation) -> Mark:
    person = op.actor.person
    return Mark(names_of([person]).get(person, ""), clock.now(), op.entry_id)
