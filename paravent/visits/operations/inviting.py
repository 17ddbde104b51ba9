"""Links to a visit: made, shown again, sent, taken back, and presented by a guest."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused
from paravent.consent.queries import choice_for_visit
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, VisitId
from paravent.people.queries import names_of
from paravent.visits import policy, steps
from paravent.visits.models import Invitation, Party, Visit
from paravent.visits.queries import live_invitation
from paravent.visits.terms import Act, InvitationView, PartyState, Status, Welcome

LONGEST_WAIT = timedelta(hours=1)
"""Who comes earlier is not asked to sit and wait."""


@dataclass(frozen=True, slots=True)
class ClosedLink:
    """What the bearer of a link that opens nothing now is told: that its visit was cancelled, or when it is and from when on the link opens."""

    is_cancelled: bool
    opens_at: datetime
    starts_at: datetime


class MailNotConfigured(Exception):
    """This installation sends no e-mail."""


def link_of(invitation: InvitationView) -> str:
    """Return the address a patient taps. The secret is behind '#': browsers never send it, so no log holds it."""
    return f"{settings.BASE_URL}{reverse('visits:join')}#{invitation.secret}"


def show_invitation(actor: Actor, purpose: Purpose, visit_id: VisitId) -> InvitationView | None:
    """Return the visit's link so that staff can pass it on; nothing where it was taken back."""
    with operation(Act.INVITE, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_run(actor, visit))
        return live_invitation(visit_id)


def renew_invitation(actor: Actor, purpose: Purpose, visit_id: VisitId) -> InvitationView:
    """Make a new link; the earlier one stops working at once."""
    with operation(Act.INVITE, actor, purpose) as op:
        visit = Visit.objects.select_for_update().get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_run(actor, visit))
        return steps.invite(op, visit)


def revoke_invitation(actor: Actor, purpose: Purpose, visit_id: VisitId) -> None:
    """Take the link back."""
    with operation(Act.REVOKE_INVITATION, actor, purpose) as op:
        visit = Visit.objects.select_for_update().get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_run(actor, visit))
        steps.revoke_links(op, visit_id)


def send_invitation(actor: Actor, purpose: Purpose, visit_id: VisitId, *, to: str, subject: str, text: str) -> None:
    """Send the link by e-mail; the log keeps that, not to where. Raises MailNotConfigured."""
    if not settings.EMAIL_HOST:
        raise MailNotConfigured
    with operation(Act.SEND_INVITATION, actor, purpose) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_run(actor, visit))
        # Inside the operation on purpose: a message that could not be sent must not be logged as sent.
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()


def present_invitation(guest: Actor) -> Welcome:
    """Tell the bearer of a good link what it is for. A bad, old or foreign one is Refused by the gate."""
    with operation(Act.PRESENT_INVITATION, guest, Purpose.PATIENT_REQUEST) as op:
        invitation = Invitation.objects.get(digest=guest.bearer)
        visit = Visit.objects.get(pk=invitation.visit_id)
        op.note(visit=visit.id, patient=visit.patient_id, invitation=invitation.id)
        op.require(policy.may_present_invitation(visit))
        return _welcome(guest, visit)


def tell_of_link(bearer: Actor) -> ClosedLink:
    """Tell the bearer of a link that the gate did not open why: it is too early, or the visit was cancelled. Any other is Refused."""
    with operation(Act.TELL_OF_LINK, INSTALLATION, Purpose.PATIENT_REQUEST) as op:
        link = Invitation.objects.filter(digest=bearer.bearer).first()
        visit = Visit.objects.get(pk=link.visit_id) if link else None
        opens_later = link is not None and link.revoked_at is None and clock.now() < link.valid_from
        if visit:
            op.note(visit=visit.id, patient=visit.patient_id)
        op.require(policy.may_be_told_of(visit, opens_later=opens_later))
        assert link is not None  # noqa: S101 (tells the type checker what the policy asks)
        assert visit is not None  # noqa: S101 (as above)
        return ClosedLink(visit.status == Status.CANCELLED, link.valid_from, visit.starts_at)


def closed_link(bearer: Actor) -> ClosedLink | None:
    """Return what is told of a link that the gate did not open; nothing where nothing is to be told, which is on record then."""
    with suppress(Refused):
        return tell_of_link(bearer)
    return None


def _welcome(guest: Actor, visit: Visit) -> Welcome:
    wait = visit.starts_at - clock.now()
    choice = choice_for_visit(Topic.VIDEO_CONSULTATION, visit.id)
    seats = Party.objects.filter(id=guest.party or NOBODY, visit_id=visit.id).exclude(state=PartyState.LEFT)
    return Welcome(
        visit_id=VisitId(visit.id),
        clinician_name=names_of([visit.clinician_id]).get(visit.clinician_id, ""),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        status=Status(visit.status),
        is_seated=seats.exists(),
        has_consented=choice is not None and choice.is_live,
        wait_minutes=max(0, round(wait.total_seconds() / 60)),
        is_early=wait > LONGEST_WAIT,
    )
