"""What people do: two factors, roles, reviews, breaches, backups, training, consent."""

from datetime import timedelta

from paravent.conformity.rulebook.findings import asks, failed, lately, met, none_of, not_applicable
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.terms import Finding

FEWEST = 5
"""Of fewer people no number is told: the same as everywhere else in Paravent."""
PRACTISED_PERCENT = 80
PAPERS = {"record-of-processing", "measures", "impact-assessment"}


def two_factors(it: Installation) -> Finding:
    """Every account of the staff has a passkey, or a code besides its password."""
    return none_of(it.staff.without_second_factor, "factor-missing", "factors-there", accounts=it.staff.accounts)


def own_accounts(it: Installation) -> Finding:
    """No account stands for a desk: each has the address of a person."""
    return none_of(it.staff.shared_mailboxes, "accounts-shared", "accounts-own", accounts=it.staff.accounts)


def officer_is_there(it: Installation) -> Finding:
    """There is a data-protection officer, who is not also an administrator (Art. 38(6) GDPR)."""
    if not it.staff.officers or not it.staff.administrators:
        return failed("officer-missing", officers=it.staff.officers, administrators=it.staff.administrators)
    return none_of(it.staff.both, "officer-torn", "officer-there", officers=it.staff.officers)


def reviews_in_time(it: Installation) -> Finding:
    """No emergency opening waits for its review for longer than 72 hours."""
    return none_of(it.done.overdue_reviews, "reviews-late", "reviews-in-time")


def breaches_in_time(it: Installation) -> Finding:
    """No breach waits for its notice for longer than 72 hours."""
    return none_of(it.done.late_clocks, "breaches-late", "breaches-in-time")


def backed_up(it: Installation) -> Finding:
    """The newest backup is at most two days old."""
    return lately(it.done.backed_up_at, it.now, timedelta(days=2), "backup")


def restored_for_a_try(it: Installation) -> Finding:
    """Within a month a backup was restored into a scratch server and found whole."""
    return lately(it.done.tried_at, it.now, timedelta(days=31), "restore")


def staff_have_practised(it: Installation) -> Finding:
    """Four of five accounts did a drill within half a year."""
    accounts, practised = it.staff.accounts, it.staff.practised
    if not accounts:
        return failed("nobody-works-here")
    if 100 * practised < PRACTISED_PERCENT * accounts:
        return failed("few-practised", practised=practised if practised >= FEWEST else f"< {FEWEST}", accounts=accounts)
    return met("most-practised", accounts=accounts)


def consented_before(it: Installation) -> Finding:
    """Nobody was let into a consultation without having consented to it before."""
    return none_of(it.done.seats_without_consent, "seats-without-consent", "seats-with-consent")


def everybody_was_let_in(it: Installation) -> Finding:
    """Nobody sits in a consultation whom nobody let in."""
    return none_of(it.done.seats_not_let_in, "seats-not-let-in", "seats-let-in")


def clinicians_alone_consult(it: Installation) -> Finding:
    """On the clinician's side of every consultation sat somebody who is, or was, a clinician here."""
    return none_of(it.done.seats_of_others, "seats-of-others", "seats-of-clinicians")


def patients_are_known(it: Installation) -> Finding:
    """Of every patient who was seen by video somebody noted how it is known that they are who they say."""
    seen, unknown = it.done.patients_seen, it.done.patients_not_known
    if not seen:
        return not_applicable("nobody-seen")
    return asks("patients-not-known", number=unknown, seen=seen) if unknown else met("patients-known", seen=seen)


def links_for_one_visit(it: Installation) -> Finding:
    """No link goes on for more than a month, or after its visit is over."""
    return none_of(it.done.links_too_long, "links-long", "links-short")


def requests_in_time(it: Installation) -> Finding:
    """No request of a patient about their rights waits for longer than its month."""
    return none_of(it.done.late_requests, "requests-late", "requests-in-time")


def bills_are_founded(it: Installation) -> Finding:
    """Every bill of a year says when the visit began and ended, its modality, over what it was held, and how identity was checked; none stands for a visit that was held in another app."""
    if not it.done.bills:
        return not_applicable("no-bills")
    if it.done.bills_elsewhere:
        return failed("bills-elsewhere", number=it.done.bills_elsewhere, bills=it.done.bills)
    return none_of(it.done.bills_unfounded, "bills-unfounded", "bills-founded", bills=it.done.bills)


def papers_are_drawn(it: Installation) -> Finding:
    """Record, measures and impact assessment can be drawn from the running program."""
    lacking = sorted(PAPERS - it.done.papers)
    return failed("papers-lack", papers=", ".join(lacking)) if lacking else met("papers-drawn")
