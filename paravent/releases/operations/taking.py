"""The files of a release are taken, given back and forgotten; its dossier stays, and the log vouches for it."""

from uuid import UUID

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.retention import RELEASE_FILES
from paravent.keys.custody import signers
from paravent.ledger.queries import receipt_of
from paravent.releases import gathering, policy, queries
from paravent.releases.models import Piece, Release
from paravent.releases.terms import Act, NotReady, OneFile, PermissionTakenBack
from paravent.uses.steps import note_taken
from paravent.uses.terms import Taker

FOR = Purpose.RESEARCH


def take_file(actor: Actor, release_id: UUID, number: int) -> tuple[OneFile, bytes]:
    """Return one file of a release, unless somebody in it took their permission back. Raises PermissionTakenBack."""
    if forget_if_taken_back(release_id):
        raise PermissionTakenBack
    with operation(Act.TAKE, actor, FOR) as op:
        op.note(release=release_id, file=number)
        row = Release.objects.get(pk=release_id)
        op.require(policy.may_take(actor, row, queries.study_of(row, actor.person)))
        told, content = queries.content_of(row, number)
        op.note(sha256=told.sha256)
        if row.use_id:
            note_taken(op, row.use_id, Taker.RESEARCHER)
        return told, content


def forget_if_taken_back(release_id: UUID) -> bool:
    """Delete the files of a release at once where somebody in it took their permission back; tells whether it was so."""
    if _all_permit_it(release_id):
        return False
    forget_files(INSTALLATION, release_id)
    return True


def _all_permit_it(release_id: UUID) -> bool:
    with unseen(Act.LOOK, INSTALLATION, FOR):
        row = Release.objects.filter(pk=release_id, finished_at__isnull=False, gone_at=None).first()
        if row is None or (table := queries.table_of(row)) is None:
            return True
        return gathering.are_all_in(table, queries.study_of(row, None).plan.topics)


def take_dossier(actor: Actor, release_id: UUID) -> tuple[bytes, UUID]:
    """Return the dossier of a release that was made, and the line that vouches for it. Raises NotReady."""
    with operation(Act.TAKE_DOSSIER, actor, FOR) as op:
        op.note(release=release_id)
        row = Release.objects.get(pk=release_id)
        op.require(policy.may_list(actor, queries.study_of(row, actor.person)))
        if row.vouched_by is None:
            raise NotReady
        return queries.dossier_of(row), row.vouched_by


def take_proof(actor: Actor, release_id: UUID) -> str:
    """Return the receipt of the line that holds the dossier's hash; raises NotReady, and NotYetProved until the log signed it."""
    _, entry_id = take_dossier(actor, release_id)
    return _receipt(INSTALLATION, entry_id)


def _receipt(actor: Actor, entry_id: UUID) -> str:
    with operation(Act.TAKE_DOSSIER, actor, FOR) as op:
        op.require(policy.may_work(actor))
        op.note(receipt=entry_id)
        return str(receipt_of(entry_id, signers()))


def give_back(actor: Actor, release_id: UUID) -> None:
    """Say that the files are not needed any more; they are deleted at once, with their key."""
    with operation(Act.GIVE_BACK, actor, FOR) as op:
        op.note(release=release_id)
        row = Release.objects.get(pk=release_id)
        op.require(policy.may_take(actor, row, queries.study_of(row, actor.person)))
    forget_files(INSTALLATION, release_id)


def forget_files(actor: Actor, release_id: UUID | None = None) -> int:
    """Delete the files and keys of one release, or of all whose time is over; returns of how many."""
    with operation(Act.FORGET, actor, FOR) as op:
        op.require(policy.may_work(actor))
        there = Release.objects.filter(finished_at__isnull=False, gone_at=None)
        due = there.filter(pk=release_id) if release_id else there.filter(finished_at__lt=clock.now() - RELEASE_FILES)
        ids = list(due.values_list("id", flat=True))
        Piece.objects.filter(release_id__in=ids).delete()
        due.filter(pk__in=ids).update(gone_at=clock.now(), sealed_key=None, made_until=0)
        op.note(releases=len(ids))
        return len(ids)
