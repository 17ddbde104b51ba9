"""How it stands with the log, with what is to be forgotten, and with what people do: counts and times, of nobody."""

from datetime import timedelta

from django.conf import settings

from paravent.access.terms import Role
from paravent.billing.queries import standing_since, unfounded
from paravent.breaches.queries import clocks
from paravent.conformity.gathering.disk import tried_at
from paravent.conformity.rulebook.installation import AtWork, Done, Kept, Log
from paravent.consent.queries import languages_of
from paravent.consent.terms import Topic
from paravent.emergency.queries import overdue_count
from paravent.kernel import clock
from paravent.keys.custody import signers
from paravent.keys.queries import key_holders
from paravent.keys.terms import Scope
from paravent.ledger import queries as ledger
from paravent.ledger.notes import Head, head_of, opened, parts_of
from paravent.ledger.terms import ChainBroken
from paravent.papers.paper import paper
from paravent.papers.terms import Name
from paravent.people.queries import colleagues, known_patients
from paravent.people.standing import has_second_factor
from paravent.programs.queries import programs
from paravent.rights.queries import overdue
from paravent.vigilance.queries import last_run
from paravent.visits.queries import connections_since, erased_patients, links_too_long, seats_without_consent

HALF_A_YEAR = timedelta(days=182)
LONGEST_LINK = timedelta(days=31)
BILLED_WITHIN = timedelta(days=366)
DESKS = {"info", "praxis", "practice", "office", "empfang", "reception", "anmeldung", "team", "kontakt", "contact"}
"""What stands before the @ of an address that belongs to a desk."""


def log_as_it_stands() -> Log:
    """Return how it stands with the log."""
    note = ledger.checkpoint()
    head = head_of(parts_of(note)[0]) if note else None
    seen = [sighting.seen_at for sighting in ledger.sightings()]
    newest = ledger.times_ran_back()
    return Log(
        entries=head.size if head else 0,
        is_signed=bool(note and head and _is_signed(note, head)),
        root_fits=bool(head and _root(head.size) == head.root),
        goes_on=_goes_on(head.size if head else 0),
        waiting_since=ledger.waiting_since(),
        oldest_at=ledger.oldest_line(),
        details_lost=ledger.lines_lost(),
        verified_at=ledger.newest_done("log.verify"),
        latest_at=ledger.is_ahead_of(clock.now()),
        ran_back_at=newest[0].known_at if newest else None,
        witnesses=len(settings.LEDGER_WITNESSES),
        seen_at=max(seen, default=None),
    )


def _is_signed(note: str, head: Head) -> bool:
    """Tell whether every key that must have signed a checkpoint of this size did."""
    try:
        return all(head_of(opened(note, key)) == head for key in signers().at(head.size))
    except ChainBroken:
        return False


def _root(size: int) -> bytes | None:
    try:
        return ledger.nodes_of(size).root()
    except (ChainBroken, LookupError):
        return None


def _goes_on(size: int) -> bool:
    """Tell whether the log goes on from what was written down beside the keys."""
    path = settings.PARAVENT_HOME / "keys" / "ledger.checkpoint"
    if not path.exists():
        return True
    try:
        last = head_of(parts_of(path.read_text())[0])
    except ChainBroken:
        return False
    return last.size <= size and _root(last.size) == last.root


def kept() -> Kept:
    """Return since when connection details are kept."""
    seats, links = connections_since()
    return Kept(ledger.whence_since(), seats, links)


def at_work() -> AtWork:
    """Return how many accounts there are, and how they stand."""
    all_of_them = colleagues()
    return AtWork(
        accounts=len(all_of_them),
        without_second_factor=sum(not has_second_factor(one.person_id) for one in all_of_them),
        shared_mailboxes=sum(one.email.partition("@")[0].lower() in DESKS for one in all_of_them),
        officers=sum(Role.DPO in one.roles for one in all_of_them),
        administrators=sum(Role.ADMINISTRATOR in one.roles for one in all_of_them),
        both=sum(one.roles >= {Role.DPO, Role.ADMINISTRATOR} for one in all_of_them),
        practised=ledger.done_by_how_many("drill.decide", clock.now() - HALF_A_YEAR),
    )


def done() -> Done:
    """Return what was done, and what waits."""
    now, erased, holders = clock.now(), erased_patients(), key_holders(Scope.IDENTITY)
    run, bills = last_run(), standing_since(now - BILLED_WITHIN)
    return Done(
        overdue_reviews=overdue_count(now),
        late_clocks=sum(one.is_late for one in clocks(now)),
        judged_at=run.at if run else None,
        backed_up_at=ledger.newest_done("backup.make"),
        tried_at=tried_at(settings.PARAVENT_HOME),
        seats_without_consent=seats_without_consent(),
        links_too_long=links_too_long(LONGEST_LINK),
        programs=sum(one.is_active for one in programs()),
        keys_missing=len(set(known_patients()) - holders - erased),
        keys_left_over=len(erased & (holders | key_holders(Scope.CLINICAL))),
        wordings=languages_of(Topic.VIDEO_CONSULTATION),
        papers=_papers(),
        late_requests=overdue(now),
        bills=len(bills),
        bills_unfounded=sum(unfounded(one) for one in bills),
    )


def _papers() -> frozenset[str]:
    """Return the papers that can be drawn now, in both languages, with something in them."""
    return frozenset(name for name in Name if all(paper(name, language).sections for language in ("de", "en")))
