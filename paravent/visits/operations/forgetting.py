"""What goes by its age: seats, links and whence lines came before 90 days are over, summaries with their week, who looked when the practice's years are over."""

from datetime import datetime

from django.conf import settings

from paravent.access.operation import operation, unseen
from paravent.access.policy import may_forget
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock, retention
from paravent.ledger.queries import oldest_line
from paravent.ledger.steps import forget_old_details, forget_whence
from paravent.visits.models import Invitation, Party, Summary, Visit
from paravent.visits.terms import KEEP_CONNECTIONS, Act

LINES_AT_ONCE = 20_000
"""In one transaction; what is left goes with the next ones, each vouched for by a line of its own."""


def forget_connections(actor: Actor) -> int:
    """Delete who sat where, by which link and from which network somebody asked, before 90 days are over, and summaries that nobody can read any more.

    Returns how many rows went.

    The visit, its note, the consent and the log stay: they are the practice's evidence, on a clock of their own.
    """
    with operation(Act.FORGET_CONNECTIONS, actor, Purpose.OPERATIONS) as op:
        op.require(may_forget(actor))
        now = clock.now()
        before = now - KEEP_CONNECTIONS + retention.IN_TIME
        old = Visit.objects.filter(ends_at__lt=before).values("id")
        seats, _ = Party.objects.filter(visit_id__in=old).delete()
        links, _ = Invitation.objects.filter(visit_id__in=old).delete()
        summaries, _ = Summary.objects.filter(readable_until__lt=now).delete()
        op.note(seats=seats, links=links, summaries=summaries)
        return seats + links + summaries + forget_whence(op, before)


def forget_old_lines(actor: Actor) -> int:
    """Delete who and why from lines of the log that are older than the practice keeps them; returns of how many.

    Hash, time and act of each stay in the tree, so that every proof holds; a line vouches for what went (ADR 0103).
    """
    before = clock.now() - retention.log_kept(settings.LOG_YEARS)
    count = 0
    while _has_lines_before(actor, before):
        with operation(Act.FORGET_OLD_LINES, actor, Purpose.OPERATIONS) as op:
            op.require(may_forget(actor))
            count += forget_old_details(op, before, LINES_AT_ONCE)
    return count


def _has_lines_before(actor: Actor, before: datetime) -> bool:
    # Unseen: asked four times a day for years before anything is due.
    with unseen(Act.FORGET_OLD_LINES, actor, Purpose.OPERATIONS):
        oldest = oldest_line()
        return oldest is not None and oldest < before
