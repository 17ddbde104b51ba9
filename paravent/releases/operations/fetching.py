"""What a recipient fetches by a key of their own. The installation serves them; each fetch is a line of the log, of nobody in it."""

from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import INSTALLATION, Purpose, Refused
from paravent.keys.custody import signers
from paravent.ledger.queries import receipt_of
from paravent.programs.signers import StatementUnclear, checked, named_in
from paravent.programs.steps import take_statement
from paravent.releases import gathering, policy, queries
from paravent.releases.models import Recipient, Release
from paravent.releases.operations.making import want
from paravent.releases.operations.taking import forget_files, forget_if_taken_back
from paravent.releases.terms import Act, Fetchable, NoRecipient, NotReady, OneFile, PermissionTakenBack, State, Stop
from paravent.research.terms import StudyView
from paravent.uses import queries as uses
from paravent.uses import steps
from paravent.uses.terms import Act as UseAct
from paravent.uses.terms import Batch, BatchUnknown, Taker

FOR = Purpose.RESEARCH


def let_in(statement: str, audience: str) -> str:
    """Return the token for a recipient who signed that they are themselves, for us, just now. Raises NoRecipient."""
    try:
        who = named_in(statement)
        with operation(Act.LET_IN, INSTALLATION, FOR) as op:
            row = Recipient.objects.filter(pk=who).first()
            if row is None:
                raise NoRecipient
            op.note(recipient=row.id, study=row.study_id)
            number = checked(statement, row.public_key, audience)
            op.require(policy.may_let_in(op.actor, row, is_new=take_statement(op, row.id, number)))
            return queries.token_for(row.id)
    except (StatementUnclear, Refused):
        raise NoRecipient from None


def begin_for_recipient(token: str, release_id: UUID) -> None:
    """Let a release be made, or made anew, because its recipient asks; nothing happens where it is made or the study is over."""
    with operation(Act.BEGIN, INSTALLATION, FOR) as op:
        recipient, row, study = _asked(op, token, release_id)
        op.require(policy.may_tell(op.actor, recipient, row))
        if policy.may_begin_for(op.actor, recipient, row, study).allowed:
            want(op, row)
        elif row.is_approved is None:
            raise Refused("not-handed-out")


def see_for_recipient(token: str, release_id: UUID) -> Fetchable:
    """Return how far a release is, why nothing comes where that is so, and whom its recipient has to delete of any release."""
    with operation(Act.SAY, INSTALLATION, FOR) as op:
        recipient, row, study = _asked(op, token, release_id)
        op.require(policy.may_tell(op.actor, recipient, row))
        stop = _stop(row, study)
        op.note(stop=stop or "nothing")
        told = Fetchable(queries.view_of(row, study, is_own=False), stop, _removals(op, row.study_id, recipient.name))
    if stop is Stop.TAKEN_BACK and told.view.state is State.READY:
        forget_files(INSTALLATION, release_id)
    return told


def _stop(row: Release, study: StudyView) -> Stop | None:
    if not study.is_open:
        return Stop.STUDY_OVER
    if row.is_approved is False:
        return Stop.REFUSED
    table = queries.table_of(row)
    if row.finished_at and table and not gathering.are_all_in(table, study.plan.topics):
        return Stop.TAKEN_BACK
    return Stop.FILES_DELETED if row.gone_at else None


def _removals(op: Operation, study_id: UUID, name: str) -> tuple[Batch, ...]:
    """Return the lists that a recipient has not acknowledged, of each release that they fetched: a withdrawal reaches earlier ones too."""
    found: list[Batch] = []
    for use_id in uses.releases_of(study_id, name):
        steps.put_into_a_list(op, use_id, name)
        found += uses.batches_of(use_id, name)
    return tuple(found)


def fetch_file(token: str, release_id: UUID, number: int) -> tuple[OneFile, bytes]:
    """Return one file to its recipient, unless somebody in it took their permission back. Raises PermissionTakenBack, NoRecipient."""
    if forget_if_taken_back(release_id):
        raise PermissionTakenBack
    with operation(Act.FETCH, INSTALLATION, FOR) as op:
        recipient, row, study = _asked(op, token, release_id)
        op.note(file=number)
        op.require(policy.may_fetch(op.actor, recipient, row, study))
        told, content = queries.content_of(row, number)
        op.note(sha256=told.sha256)
        if row.use_id:
            steps.note_taken(op, row.use_id, Taker.RECIPIENT, recipient.name)
        return told, content


def give_back_for_recipient(token: str, release_id: UUID) -> None:
    """Delete the files because their recipient has them."""
    with operation(Act.GIVE_BACK, INSTALLATION, FOR) as op:
        op.require(policy.may_fetch(op.actor, *_asked(op, token, release_id)))
    forget_files(INSTALLATION, release_id)


def fetch_removals(token: str, release_id: UUID, batch_id: UUID) -> Batch:
    """Return one list of whom a recipient has to delete, as often as they ask. Raises BatchUnknown, NoRecipient."""
    with operation(UseAct.FETCH, INSTALLATION, FOR) as op:
        recipient, row, _study = _asked(op, token, release_id)
        op.require(policy.may_tell(op.actor, recipient, row))
        _use, batch = _listed(row.study_id, recipient.name, batch_id)
        return batch


def acknowledge_removals(token: str, release_id: UUID, batch_id: UUID) -> None:
    """Keep that a recipient deleted whom a list names. Raises BatchUnknown, NoRecipient."""
    with operation(UseAct.ACKNOWLEDGE, INSTALLATION, FOR) as op:
        recipient, row, _study = _asked(op, token, release_id)
        op.require(policy.may_tell(op.actor, recipient, row))
        use_id, batch = _listed(row.study_id, recipient.name, batch_id)
        steps.acknowledge(op, use_id, recipient.name, batch.batch_id)


def _listed(study_id: UUID, name: str, batch_id: UUID) -> tuple[UUID, Batch]:
    for use_id in uses.releases_of(study_id, name):
        for batch in uses.batches_of(use_id, name, batch_id):
            return use_id, batch
    raise BatchUnknown


def fetch_dossier(token: str, release_id: UUID) -> bytes:
    """Return to a recipient what a release that was made consists of, also once its files are gone. Raises NotReady, NoRecipient."""
    with operation(Act.TAKE_DOSSIER, INSTALLATION, FOR) as op:
        return queries.dossier_of(_vouched(op, token, release_id))


def fetch_proof(token: str, release_id: UUID) -> str:
    """Return to a recipient the receipt of the line that holds the dossier's hash. Raises NotReady, NotYetProved, NoRecipient."""
    with operation(Act.TAKE_DOSSIER, INSTALLATION, FOR) as op:
        return _receipt(op, _vouched(op, token, release_id).vouched_by)


def fetch_acknowledgement(token: str, release_id: UUID, batch_id: UUID) -> str:
    """Return to a recipient the receipt of the line in which they said that a list is deleted. Raises BatchUnknown, NotYetProved, NoRecipient."""
    with operation(UseAct.FETCH, INSTALLATION, FOR) as op:
        recipient, row, _study = _asked(op, token, release_id)
        op.require(policy.may_tell(op.actor, recipient, row))
        use_id, batch = _listed(row.study_id, recipient.name, batch_id)
        return _receipt(op, uses.acknowledged_in(use_id, recipient.name, batch.batch_id))


def _vouched(op: Operation, token: str, release_id: UUID) -> Release:
    recipient, row, _study = _asked(op, token, release_id)
    op.require(policy.may_tell(op.actor, recipient, row))
    if row.vouched_by is None:
        raise NotReady
    return row


def _receipt(op: Operation, line: UUID | None) -> str:
    if line is None:
        raise NotReady
    op.note(receipt=line)
    return str(receipt_of(line, signers()))


def _asked(op: Operation, token: str, release_id: UUID) -> tuple[Recipient, Release, StudyView]:
    """Return who asks by a token, and for what."""
    op.note(release=release_id)
    recipient = Recipient.objects.filter(pk=queries.bearer_of(token)).first()
    if recipient is None:
        raise NoRecipient
    op.note(recipient=recipient.id)
    row = Release.objects.get(pk=release_id)
    return recipient, row, queries.study_of(row, None)
