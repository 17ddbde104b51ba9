"""What is done about guidance. One function, one use case; the log never says which piece, nor what came of it."""

import json
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.guidance import policy, queries, steps
from paravent.guidance.models import Dismissed
from paravent.guidance.terms import Act, Measured, Piece
from paravent.keys.custody import sealed_for_practice

WORK = Purpose.OPERATIONS


def look_up_needed(actor: Actor) -> frozenset[Piece]:
    """Return what somebody may still be told: not mastered in drills, not put away."""
    with operation(Act.LOOK_UP, actor, WORK) as op:
        op.require(policy.may_be_guided(actor))
        return queries.needed_by(op.actor.person)


def dismiss(actor: Actor, piece: Piece) -> None:
    """Keep that somebody does not want to be told this again."""
    with operation(Act.DISMISS, actor, WORK) as op:
        op.require(policy.may_be_guided(actor))
        _keep(op, queries.dismissed_by(op.actor.person) | {piece})


def _keep(op: Operation, pieces: frozenset[Piece]) -> None:
    person = op.actor.person
    # A word for each piece, put away or not: what is sealed is as long for whichever.
    said = json.dumps({piece: int(piece in pieces) for piece in Piece})
    sealed = sealed_for_practice(said, queries.place(person))
    Dismissed.objects.bulk_create(
        [Dismissed(person_id=person, sealed=sealed)],
        update_conflicts=True,
        unique_fields=["person_id"],
        update_fields=["sealed"],
    )


def bring_back(actor: Actor) -> None:
    """Forget what somebody has put away."""
    with operation(Act.BRING_BACK, actor, WORK) as op:
        op.require(policy.may_be_guided(actor))
        Dismissed.objects.filter(person_id=op.actor.person).delete()


def see_effects(actor: Actor) -> list[Measured]:
    """Return what each piece changes, of weeks that are over."""
    with operation(Act.SEE_EFFECTS, actor, WORK) as op:
        op.require(policy.may_see_effects(actor))
        return queries.measured()


def come_upon(person_id: UUID, piece: Piece, where: str) -> bool:
    """Count an occasion and return whether the piece is shown in it: in every second one, by a coin, until it is retired.

    It opens no gate on purpose: the gate would write who was about to do what into the log, for ever. Nothing here is about a patient.
    """
    if queries.is_over(piece):
        return False
    digest = steps.occasion(person_id, piece, where)
    is_shown = steps.falls_on_shown(digest)
    steps.count_occasion(digest, piece, is_shown=is_shown)
    return is_shown


def note_done(person_id: UUID, piece: Piece, where: str) -> None:
    """Count that the act was done all the same. It opens no gate, as above."""
    if not queries.is_over(piece):
        steps.count_done(steps.occasion(person_id, piece, where), piece)
