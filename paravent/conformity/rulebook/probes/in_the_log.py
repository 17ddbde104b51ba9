"""What the log says of itself, what is kept of it, and what is forgotten in time."""

from datetime import timedelta

from paravent.conformity.rulebook.findings import asks, failed, lately, met, none_of, not_applicable, said
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.terms import Finding
from paravent.kernel.retention import CONNECTIONS, log_kept

SIGNED_WITHIN = timedelta(minutes=5)
MONTH = timedelta(days=31)
A_ROUND = timedelta(days=1)
"""What is due goes within six hours while Paravent is served; after a day of it somebody should know."""
BEHIND = timedelta(minutes=2)
FIRST_ROUND = timedelta(hours=7)
"""The log is judged six hours after a start, and this long it takes at most."""


def log_is_whole(it: Installation) -> Finding:
    """The newest checkpoint bears the log's signature, the tree leads to it, and it goes on from what was written down beside the keys."""
    if not it.log.entries:
        return failed("log-empty")
    if not (it.log.is_signed and it.log.root_fits):
        return failed("log-does-not-fit")
    if not it.log.goes_on:
        return failed("log-was-cut")
    waiting = it.log.waiting_since
    if waiting and it.now - waiting > SIGNED_WITHIN:
        return failed("log-waits", at=said(waiting))
    return met("log-whole", entries=it.log.entries)


def log_was_recomputed(it: Installation) -> Finding:
    """Within a month somebody had the whole log recomputed, not only its newest checkpoint."""
    return lately(it.log.verified_at, it.now, MONTH, "verified")


def log_is_kept(it: Installation) -> Finding:
    """Of no line is it lost who and why, except where a line in the log vouches for it; what has had its years is gone."""
    oldest, years = it.log.oldest_at, it.configured.log_years
    if oldest is None:
        return failed("log-empty")
    if it.now - oldest > log_kept(years) + timedelta(days=1):
        return failed("log-too-old", at=said(oldest), years=years)
    return none_of(it.log.details_lost, "details-lost", "details-kept", since=said(oldest), years=years)


def log_has_a_witness(it: Installation) -> Finding:
    """Somebody elsewhere has seen the log within a day: without them, who holds database and key could rewrite it."""
    if not it.log.witnesses:
        return asks("no-witness")
    return lately(it.log.seen_at, it.now, timedelta(days=1), "witness")


def log_was_examined(it: Installation) -> Finding:
    """The log was judged within two days, or is younger than the first round: recording alone is not examining."""
    oldest = it.log.oldest_at
    if it.done.judged_at is None and oldest and it.now - oldest < FIRST_ROUND:
        return not_applicable("judged-not-yet")
    return lately(it.done.judged_at, it.now, timedelta(days=2), "judged")


def since_when_is_told(it: Installation) -> Finding:
    """What the page says of each rule, and since when, a line of the log says too: nobody changed the one without the other."""
    odd = it.log.unconfirmed
    return failed("standing-unconfirmed", rules=", ".join(odd)) if odd else met("standing-confirmed")


def clock_is_right(it: Installation) -> Finding:
    """This computer's clock is not behind the log, and did not run back within a month."""
    if it.log.latest_at and it.log.latest_at - it.now > BEHIND:
        return failed("clock-behind", at=said(it.log.latest_at))
    back = it.log.ran_back_at
    if back and it.now - back < MONTH:
        return failed("clock-ran-back", at=said(back))
    return met("clock-right")


def metadata_are_forgotten(it: Installation) -> Finding:
    """Nothing about a connection is older than 90 days: not from where somebody asked, not who sat where, not the link."""
    kept = it.kept
    oldest = min((at for at in (kept.whence_since, kept.seats_since, kept.links_since) if at), default=None)
    if oldest and it.now - oldest > CONNECTIONS:
        return failed("metadata-old", at=said(oldest), days=(it.now - oldest).days)
    return met("metadata-young", days=(it.now - oldest).days) if oldest else met("no-metadata")


def nothing_stays_longer(it: Installation) -> Finding:
    """Of no term in the register is anything still there a day after it was due to go."""
    late = {name: at for name, at in it.kept.first_due.items() if at and it.now - at > A_ROUND}
    if late:
        return failed("terms-over", terms=", ".join(f"{name} ({said(at)})" for name, at in sorted(late.items())))
    return met("terms-kept", number=len(it.kept.first_due))
