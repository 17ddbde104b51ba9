"""The key of a recipient is named by the researcher, and approved by somebody else before it opens anything."""

from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.programs.signers import KeysUnclear, fingerprint
from paravent.releases import policy
from paravent.releases.models import Recipient
from paravent.releases.terms import Act, KeyUnclear
from paravent.research.queries import study_seen_by

FOR = Purpose.RESEARCH


def name_recipient(actor: Actor, study_id: UUID, name: str, public_key: str) -> UUID:
    """Bring the public key of who receives what a study is given; it opens nothing until somebody else approves it. Raises KeyUnclear.

    Whoever has a name that the study knows is that recipient, and goes on owing what they owe.
    """
    try:
        mark = fingerprint(public_key)
    except KeysUnclear:
        raise KeyUnclear from None
    recipient_id = uuid4()
    with operation(Act.NAME_RECIPIENT, actor, FOR) as op:
        op.note(study=study_id, recipient=recipient_id, sha256=mark)
        op.require(policy.may_name_recipient(actor, study_seen_by(study_id, actor.person)))
        row = Recipient(id=recipient_id, study_id=study_id, public_key=public_key.strip())
        row.name = _known_as(study_id, " ".join(name.split()))
        row.named_by, row.named_at = actor.person, clock.now()
        row.save(force_insert=True)
    return recipient_id


def _known_as(study_id: UUID, name: str) -> str:
    """Return a name as the study wrote it before, however small or large its letters are now."""
    before = Recipient.objects.filter(study_id=study_id).order_by("named_at").values_list("name", flat=True)
    return next((one for one in before if one.casefold() == name.casefold()), name)


def decide_recipient(actor: Actor, recipient_id: UUID, *, approves: bool) -> None:
    """Say that a key is the recipient's, or that it is not, once."""
    with operation(Act.DECIDE_RECIPIENT, actor, FOR) as op:
        row = Recipient.objects.get(pk=recipient_id)
        op.note(study=row.study_id, recipient=recipient_id, sha256=fingerprint(row.public_key), approved=approves)
        op.require(policy.may_decide_recipient(actor, row))
        undecided = Recipient.objects.filter(pk=recipient_id, decided_by=None)
        changed = undecided.update(is_approved=approves, decided_by=actor.person, decided_at=clock.now())
        op.was_first(changed, "decided-already")


def end_recipient(actor: Actor, recipient_id: UUID) -> None:
    """End a key for good; a token that was given by it opens nothing from now on."""
    with operation(Act.END_RECIPIENT, actor, FOR) as op:
        row = Recipient.objects.get(pk=recipient_id)
        op.note(study=row.study_id, recipient=recipient_id)
        op.require(policy.may_end_recipient(actor, row, study_seen_by(row.study_id, actor.person)))
        ended = Recipient.objects.filter(pk=recipient_id, ended_at=None).update(ended_at=clock.now())
        op.was_first(ended, "recipient-not-approved")
