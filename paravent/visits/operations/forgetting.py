"""What is needed for running calls and for seeing misuse, and no longer: seats, links and whence lines came go after 90 days, summaries with their week."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.ledger.steps import forget_whence
from paravent.visits import policy
from paravent.visits.models import Invitation, Party, Summary, Visit
from paravent.visits.terms import KEEP_CONNECTIONS, Act


def forget_connections(actor: Actor) -> int:
    """Delete who sat where, by which link and from which network somebody asked, after 90 days, and summaries that nobody can read any more.

    Returns how many rows went.

    The visit, its note, the consent and the log stay: they are the practice's evidence, on a clock of their own.
    """
    with operation(Act.FORGET_CONNECTIONS, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_forget(actor))
        now = clock.now()
        before = now - KEEP_CONNECTIONS
        old = Visit.objects.filter(ends_at__lt=before).values("id")
        seats, _ = Party.objects.filter(visit_id__in=old).delete()
        links, _ = Invitation.objects.filter(visit_id__in=old).delete()
        summaries, _ = Summary.objects.filter(readable_until__lt=now).delete()
        op.note(seats=seats, links=links, summaries=summaries)
        return seats + links + summaries + forget_whence(op, before)
