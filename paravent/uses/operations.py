"""What is done about uses. One function, one use case, one line in the log; none of them names a patient."""

from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.keys.custody import signers
from paravent.ledger.queries import receipt_of
from paravent.uses import policy, queries, steps
from paravent.uses.models import Use
from paravent.uses.terms import Act, Batch, BatchUnknown, CodeUnknown, UseView

FOR = Purpose.RESEARCH
WITH_THE_CODE = ""
"""Who has the code of a release was given its files in another way than by a key, and has no name here."""


def see_uses(actor: Actor, study_id: UUID) -> list[UseView]:
    """Return what came out of a study, and who has to delete somebody since when."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(study=study_id)
        op.require(policy.may_see(actor))
        return queries.uses_of(study_id)


def give_code(actor: Actor, use_id: UUID) -> str:
    """Return the code by which a recipient fetches whom to delete; it is shown once, and an earlier one ends."""
    with operation(Act.GIVE_CODE, actor, FOR) as op:
        op.note(use=use_id)
        op.require(policy.may_answer_for(actor))
        return steps.give_code(op, use_id)


def take_list(actor: Actor, use_id: UUID, recipient: str = "") -> list[Batch]:
    """Return whom a recipient has to delete, for a letter to one who fetches nothing, or nothing any more."""
    with operation(Act.TAKE_LIST, actor, FOR) as op:
        op.note(use=use_id)
        op.require(policy.may_answer_for(actor))
        queries.held_by(recipient, use_id)
        steps.put_into_a_list(op, use_id, recipient)
        return queries.batches_of(use_id, recipient)


def confirm_removal(actor: Actor, use_id: UUID, recipient: str = "") -> None:
    """Note that a recipient wrote back: whom their lists name is deleted, or their model is used no further."""
    with operation(Act.CONFIRM, actor, FOR) as op:
        op.note(use=use_id)
        op.require(policy.may_answer_for(actor))
        queries.held_by(recipient, use_id)
        op.was_first(steps.confirm(op, use_id, recipient), "nothing-to-confirm")


def fetch_lists(code: str) -> list[Batch]:
    """Return to a recipient whom they have to delete and have not yet said to have deleted. Raises CodeUnknown."""
    with operation(Act.FETCH, INSTALLATION, FOR) as op:
        use_id = _use_of(op, code)
        steps.put_into_a_list(op, use_id, WITH_THE_CODE)
        return queries.batches_of(use_id, WITH_THE_CODE)


def fetch_list(code: str, batch_id: UUID) -> Batch:
    """Return one list to its recipient, as often as they ask. Raises CodeUnknown, BatchUnknown."""
    with operation(Act.FETCH, INSTALLATION, FOR) as op:
        found = queries.batches_of(_use_of(op, code), WITH_THE_CODE, batch_id)
        if not found:
            raise BatchUnknown
        op.note(batch=batch_id)
        return found[0]


def acknowledge(code: str, batch_id: UUID) -> None:
    """Keep that a recipient deleted whom a list names. Raises CodeUnknown, BatchUnknown."""
    with operation(Act.ACKNOWLEDGE, INSTALLATION, FOR) as op:
        steps.acknowledge(op, _use_of(op, code), WITH_THE_CODE, batch_id)


def fetch_receipt(code: str, batch_id: UUID) -> str:
    """Return to a recipient the receipt of the line in which they said that a list is deleted. Raises CodeUnknown, BatchUnknown, NotYetProved."""
    with operation(Act.FETCH, INSTALLATION, FOR) as op:
        line = queries.acknowledged_in(_use_of(op, code), WITH_THE_CODE, batch_id)
        op.note(batch=batch_id, receipt=line)
        return str(receipt_of(line, signers()))


def _use_of(op: Operation, code: str) -> UUID:
    """Return the use that a code is for."""
    op.require(policy.may_serve(op.actor))
    use = Use.objects.filter(code_digest=queries.digest_of(code)).first()
    if use is None:
        raise CodeUnknown
    op.note(use=use.id)
    return use.id
