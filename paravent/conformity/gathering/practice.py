"""How it stands with the log, with what is to be forgotten, and with what people do: counts and times, of nobody."""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from paravent.access.terms import Role
from paravent.billing.queries import standing_since, unfounded
from paravent.breaches.queries import clocks
from paravent.conformity.gathering.disk import tried_at
from paravent.conformity.gathering.having import read
from paravent.conformity.gathering.terms_kept import first_due
from paravent.conformity.queries import showings, unconfirmed
from paravent.conformity.rulebook.installation import AtWork, Done, Kept, Log
from paravent.consent.queries import languages_of
from paravent.consent.terms import Topic
from paravent.detours.queries import held_elsewhere
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
from paravent.records.standing import versions_lacking
from paravent.rights.queries import overdue
from paravent.vigilance.queries import last_run
from paravent.visits.queries import erased_patients
from paravent.visits.standing import (
    connections_since,
    links_too_long,
    patients_seen,
    seats_not_let_in,
    seats_of_others,
    seats_without_consent,
)

HALF_A_YEAR = timedelta(days=182)
LONGEST_LINK = timedelta(days=31)
BILLED_WITHIN = timedelta(days=366)
DESKS = {"info", "praxis", "practice", "office", "empfang", "reception", "anmeldung", "team", "kontakt", "contact"}
"""What stands before the @ of an address that belongs to a desk."""


def log_as_it_stands() -> Log:
    """Return how it stands with the log."""
    newest = cache(_newest)
    return Log(
        entries=read(lambda: _size(newest())),
        is_signed=read(lambda: _is_signed(newest())),
        root_fits=read(lambda: _root_fits(newest())),
        goes_on=read(lambda: _goes_on(newest())),
        waiting_since=read(ledger.waiting_since),
        oldest_at=read(ledger.oldest_line),
        details_lost=read(ledger.lines_lost),
        verified_at=read(lambda: ledger.newest_done("log.verify")),
        latest_at=read(lambda: ledger.is_ahead_of(clock.now())),
        ran_back_at=read(lambda: next((one.known_at for one in ledger.times_ran_back()), None)),
        unconfirmed=read(unconfirmed),
        witnesses=len(settings.LEDGER_WITNESSES),
        seen_at=read(lambda: max((one.seen_at for one in ledger.sightings()), default=None)),
    )


Signed = tuple[str, Head] | None
"""The newest checkpoint with its head; none before the first."""


def _newest() -> Signed:
    note = ledger.checkpoint()
    return (note, head_of(parts_of(note)[0])) if note else None


def _size(newest: Signed) -> int:
    return newest[1].size if newest else 0


def _is_signed(newest: Signed) -> bool:
    """Tell whether every key that must have signed a checkpoint of this size did."""
    if newest is None:
        return False
    note, head = newest
    try:
        return all(head_of(opened(note, key)) == head for key in signers().at(head.size))
    except ChainBroken:
        return False


def _root_fits(newest: Signed) -> bool:
    return bool(newest and _root(newest[1].size) == newest[1].root)


def _root(size: int) -> bytes | None:
    try:
        return ledger.nodes_of(size).root()
    except (ChainBroken, LookupError):
        return None


def _goes_on(newest: Signed) -> bool:
    """Tell whether the log goes on from what was written down beside the keys."""
    path = settings.PARAVENT_HOME / "keys" / "ledger.checkpoint"
    if not path.exists():
        return True
    try:
        last = head_of(parts_of(path.read_text())[0])
    except ChainBroken:
        return False
    return last.size <= _size(newest) and _root(last.size) == last.root


def kept() -> Kept:
    """Return since when connection details are kept, and when the first of everything else is due to go."""
    since = cache(connections_since)
    return Kept(
        whence_since=read(ledger.whence_since),
        seats_since=read(lambda: since()[0]),
        links_since=read(lambda: since()[1]),
        first_due=read(first_due),
    )


def at_work() -> AtWork:
    """Return how many accounts there are, and how they stand."""
    everybody = cache(colleagues)
    both = {Role.DPO, Role.ADMINISTRATOR}
    return AtWork(
        accounts=read(lambda: len(everybody())),
        without_second_factor=read(lambda: sum(not has_second_factor(one.person_id) for one in everybody())),
        shared_mailboxes=read(lambda: sum(one.email.partition("@")[0].lower() in DESKS for one in everybody())),
        officers=read(lambda: sum(Role.DPO in one.roles for one in everybody())),
        administrators=read(lambda: sum(Role.ADMINISTRATOR in one.roles for one in everybody())),
        both=read(lambda: sum(one.roles >= both for one in everybody())),
        practised=read(lambda: ledger.done_by_how_many("drill.decide", clock.now() - HALF_A_YEAR)),
    )


def done() -> Done:
    """Return what was done, and what waits."""
    seen = cache(patients_seen)
    bills = cache(lambda: standing_since(clock.now() - BILLED_WITHIN))
    return Done(
        overdue_reviews=read(lambda: overdue_count(clock.now())),
        late_clocks=read(lambda: sum(one.is_late for one in clocks(clock.now()))),
        judged_at=read(_judged_at),
        backed_up_at=read(lambda: ledger.newest_done("backup.make")),
        tried_at=tried_at(settings.PARAVENT_HOME),
        seats_without_consent=read(seats_without_consent),
        seats_not_let_in=read(seats_not_let_in),
        seats_of_others=read(seats_of_others),
        patients_seen=read(lambda: seen()[0]),
        patients_not_known=read(lambda: seen()[1]),
        versions_lacking=read(versions_lacking),
        links_too_long=read(lambda: links_too_long(LONGEST_LINK)),
        programs=read(lambda: sum(one.is_active for one in programs())),
        keys_missing=read(lambda: len(set(known_patients()) - key_holders(Scope.IDENTITY) - erased_patients())),
        keys_left_over=read(_keys_left_over),
        wordings=read(lambda: languages_of(Topic.VIDEO_CONSULTATION)),
        papers=read(_papers),
        late_requests=read(lambda: overdue(clock.now())),
        bills=read(lambda: len(bills())),
        bills_unfounded=read(lambda: sum(unfounded(one) for one in bills())),
        bills_elsewhere=read(lambda: len(held_elsewhere(one.visit_id for one in bills()))),
        shown=read(lambda: {one.rule: one.shown for one in showings()}),
    )


def _judged_at() -> datetime | None:
    run = last_run()
    return run.at if run else None


def _keys_left_over() -> int:
    return len(erased_patients() & (key_holders(Scope.IDENTITY) | key_holders(Scope.CLINICAL)))


def _papers() -> frozenset[str]:
    """Return the papers that can be drawn now, in both languages, with something in them."""
    return frozenset(name for name in Name if all(paper(name, language).sections for language in ("de", "en")))
