"""Links to a visit: one that works, for as long as it works, for this visit alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.bearers import digest_of
from paravent.access.terms import ANONYMOUS, Actor, Refused, guest
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import ASKED, WORK, at, newest_lines, the_log_says
from paravent.visits import operations
from paravent.visits.models import Invitation, Visit
from paravent.visits.terms import LINK_AFTER, LINK_BEFORE, InvitationView, Status
from paravent.visits.tests.cast import HALF_AN_HOUR, HOUR, a_visit_of, an_appointment_of, the_bearer_of_the_link_to

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def bearer_of(link: InvitationView) -> Actor:
    return guest(digest_of(link.secret))


def test_whoever_bears_the_link_is_told_who_and_when(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, at=clock.now() + HOUR)
    bearer = the_bearer_of_the_link_to(visit, bea)

    welcome = operations.present_invitation(bearer)

    assert (welcome.visit_id, welcome.clinician_name, welcome.status) == (visit, "Bea", Status.BOOKED)
    assert (welcome.wait_minutes, welcome.is_seated, welcome.has_consented) == (60, False, False)
    assert the_log_says("invitation.present", "done", "invited", visit)
    assert newest_lines(1)[0].actor == ali


def test_a_visit_has_one_live_link_and_a_new_one_ends_the_earlier(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    earlier = the_bearer_of_the_link_to(visit, bea)

    link = operations.renew_invitation(bea, WORK, visit)

    assert the_log_says("invitation.make", "done", "own-visit", visit)
    assert operations.present_invitation(bearer_of(link)).visit_id == visit
    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.present_invitation(earlier)
    assert the_log_says("invitation.present", "refused", "invitation-not-valid")


def test_the_secret_of_a_link_is_kept_sealed_and_as_a_digest(bea: Actor, ali: PatientId) -> None:
    link = operations.show_invitation(bea, WORK, an_appointment_of(bea, ali))
    assert link is not None

    row = Invitation.objects.get(digest=digest_of(link.secret))
    assert link.secret.encode() not in bytes(row.sealed_secret)
    assert operations.link_of(link).endswith(f"/join/#{link.secret}")


def test_a_link_that_was_taken_back_opens_nothing_and_is_shown_no_more(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    bearer = the_bearer_of_the_link_to(visit, bea)

    operations.revoke_invitation(bea, WORK, visit)

    assert the_log_says("invitation.revoke", "done", "own-visit", visit)
    assert operations.show_invitation(bea, WORK, visit) is None
    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.present_invitation(bearer)


def test_a_link_is_good_from_a_day_before_until_half_a_day_after(bea: Actor, ali: PatientId) -> None:
    starts_at = clock.now() + 3 * DAY
    visit = an_appointment_of(bea, ali, at=starts_at)
    link = Invitation.objects.get(visit_id=visit)

    assert link.valid_until == starts_at + HALF_AN_HOUR + LINK_AFTER
    assert link.valid_from == starts_at - LINK_BEFORE
    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.present_invitation(the_bearer_of_the_link_to(visit, bea))


def test_whoever_taps_a_link_days_before_is_told_when_it_opens(bea: Actor, ali: PatientId) -> None:
    starts_at = clock.now() + 8 * DAY
    visit = an_appointment_of(bea, ali, at=starts_at)

    told = operations.tell_of_link(the_bearer_of_the_link_to(visit, bea))

    assert (told.is_cancelled, told.starts_at, told.opens_at) == (False, starts_at, starts_at - LINK_BEFORE)
    assert the_log_says("invitation.tell", "done", "invited", visit)


def test_whoever_taps_the_link_of_a_cancelled_visit_is_told_so(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    bearer = the_bearer_of_the_link_to(visit, bea)
    operations.cancel_visit(bea, WORK, visit)

    assert operations.tell_of_link(bearer).is_cancelled


def test_of_a_link_that_was_taken_back_or_guessed_nothing_is_told(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, at=clock.now() + 8 * DAY)
    bearer = the_bearer_of_the_link_to(visit, bea)
    operations.revoke_invitation(bea, WORK, visit)

    for other in (bearer, guest(digest_of("guessed"))):
        with pytest.raises(Refused, match="invitation-not-valid"):
            operations.tell_of_link(other)


@pytest.mark.parametrize(
    ("made", "is_good"),
    [
        (HALF_AN_HOUR + LINK_AFTER - MINUTE, True),
        (HALF_AN_HOUR + LINK_AFTER + MINUTE, False),
    ],
    ids=["a minute before it ends", "a minute after"],
)
def test_an_old_link_opens_nothing(bea: Actor, ali: PatientId, made: timedelta, is_good: bool) -> None:
    with at(clock.now() - made):
        visit = an_appointment_of(bea, ali, at=clock.now())
        bearer = the_bearer_of_the_link_to(visit, bea)

    if is_good:
        assert operations.present_invitation(bearer).visit_id == visit
    else:
        with pytest.raises(Refused, match="invitation-not-valid"):
            operations.present_invitation(bearer)


def test_the_link_of_a_cancelled_visit_opens_nothing(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    bearer = the_bearer_of_the_link_to(visit, bea)

    cancelled = operations.cancel_visit(bea, WORK, visit)

    assert cancelled.status == Status.CANCELLED
    assert Visit.objects.get(pk=visit).cancelled_by == bea.person
    assert the_log_says("visit.cancel", "done", "own-visit", visit)
    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.present_invitation(bearer)


def test_a_cancelled_visit_is_not_cancelled_again_and_gets_no_new_link(bea: Actor, dua: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    operations.cancel_visit(dua, WORK, visit)
    assert the_log_says("visit.cancel", "done", "runs-reception", visit)

    with pytest.raises(Refused, match="visit-is-over"):
        operations.cancel_visit(bea, WORK, visit)
    with pytest.raises(Refused, match="visit-is-over"):
        operations.renew_invitation(bea, WORK, visit)


@pytest.mark.parametrize("guess", ["", "guessed", "A" * 22])
def test_a_guessed_link_is_refused_before_anything_is_read(bea: Actor, ali: PatientId, guess: str) -> None:
    an_appointment_of(bea, ali)

    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.present_invitation(guest(digest_of(guess)))

    assert the_log_says("invitation.present", "refused", "invitation-not-valid")


def test_nobody_presents_nothing(bea: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali)

    with pytest.raises(Invitation.DoesNotExist):
        operations.present_invitation(ANONYMOUS)

    assert the_log_says("invitation.present", "refused", "nothing-there-for-you")


@pytest.mark.parametrize("operation", [operations.show_invitation, operations.renew_invitation])
def test_a_colleague_has_no_link_to_the_visit(bea: Actor, cem: Actor, operation: object) -> None:
    visit = a_visit_of(bea)

    # Hidden by row security: for Cem there is no such visit, and the log says no more than that.
    with pytest.raises(ObjectDoesNotExist):
        operation(cem, WORK, visit)  # type: ignore[operator]

    assert the_log_says("invitation.make", "refused", "nothing-there-for-you")


def test_a_link_is_sent_by_e_mail_and_the_log_does_not_keep_to_where(
    bea: Actor, ali: PatientId, settings: object
) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.practice.example", "practice@practice.example"  # type: ignore[attr-defined]
    visit = an_appointment_of(bea, ali)

    operations.send_invitation(bea, WORK, visit, to="ali@home.example", subject="Your visit", text="the link")

    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == (["ali@home.example"], "Your visit", "the link")
    assert the_log_says("invitation.send", "done", "own-visit", visit)
    assert "ali@home.example" not in str(newest_lines(1))


def test_where_no_mail_server_is_named_nothing_is_sent_or_logged_as_sent(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)

    with pytest.raises(operations.MailNotConfigured):
        operations.send_invitation(bea, WORK, visit, to="ali@home.example", subject="Your visit", text="the link")

    assert mail.outbox == []
    assert newest_lines(1)[0].act == "visit.book"


def test_a_message_that_was_not_taken_is_not_logged_as_sent(bea: Actor, ali: PatientId, settings: object) -> None:
    settings.EMAIL_HOST = "mail.practice.example"  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    visit = an_appointment_of(bea, ali)

    with pytest.raises(OSError, match="refused"):
        operations.send_invitation(bea, WORK, visit, to="ali@home.example", subject="Your visit", text="the link")

    assert the_log_says("invitation.send", "failed", "ConnectionRefusedError", visit)


def test_a_guest_sends_and_takes_back_nothing(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    bearer = the_bearer_of_the_link_to(visit, bea)

    with pytest.raises(ObjectDoesNotExist):
        operations.revoke_invitation(bearer, ASKED, visit)

    assert the_log_says("invitation.revoke", "refused", "nothing-there-for-you")
    assert operations.show_invitation(bea, WORK, visit) is not None
