"""What runs beside the requests: the sequencer that gives log entries their places, and what is forgotten in time."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from channels.db import database_sync_to_async

from paravent.access.terms import INSTALLATION
from paravent.answers.operations import answer_what_waits
from paravent.billing.operations import forget_bills
from paravent.conformity.operations import check_now
from paravent.doubts.operations import forget_doubts
from paravent.drills.operations import forget_old_drills, sum_up_teams
from paravent.kernel import clock
from paravent.ledger.queries import is_ahead_of, signed_size
from paravent.ledger.sequencer import sequence_all
from paravent.people.operations import end_old_sessions, forget_links
from paravent.people.sessions import SessionStore
from paravent.programs.operations import forget_tokens
from paravent.releases.operations import forget_files, make_release, waiting_releases
from paravent.rights.operations import forget_requests, tell_patients
from paravent.vigilance.operations import forget_cases, judge_log, judge_newest
from paravent.visits.operations import forget_connections, forget_old_lines
from paravent.web.following import Follower
from paravent.web.signing import keep_last_checkpoint, signer

log = logging.getLogger("paravent.ledger")
PAUSE_SECONDS = 0.2
"""Between two batches of the log: a look is judged once it has its place, and half a second was the longest part of that way (ADR 0131)."""
AGAIN_AFTER_SECONDS = 10
"""After a start, when the first ones have been served: what was placed just before the server ended is judged."""
AGAIN = 100
"""So many places: a minute of a busy hospital's log. More of them took, among a million lines, so long that the first looks after a start waited for it."""
FORGET_EVERY_SECONDS = 6 * 3600
ANSWER_EVERY_SECONDS = 1
MAKE_EVERY_SECONDS = 3
JUDGE_AFTER_SECONDS = 15 * 60
"""After a start: what the server ended with and did not judge, beyond the last places, waits no longer."""
JUDGE_EVERY_SECONDS = 6 * 3600
TELL_EVERY_SECONDS = 15 * 60
CHECK_AFTER_SECONDS = 5 * 60
"""After a start, when the first ones have been served: whoever installs or changes something reads on the same day what it came to."""
CHECK_EVERY_SECONDS = 24 * 3600
TURN_SECONDS = 0.0005
"""So long work beside the requests keeps Python to itself while a request waits for its turn, which is after each answer of the database. By
Python's own 5 ms a page took 2.6 times as long while an answer for a study was computed (bench/answers.py)."""


class Lifespan:
    """The ASGI lifespan protocol: start with the server, stop with it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 (ASGI's own types)
        """Run all of it between start-up and shutdown."""
        await receive()
        take_short_turns()
        follower = Follower(judge_places)
        tasks = asyncio.gather(
            _for_once(tell_whether_the_clock_is_behind, "whether the clock is right could not be told"),
            _for_ever(
                sequence_and_keep, PAUSE_SECONDS, "the log could not be sequenced; it is tried again", follower.tell
            ),
            follower.follow(),
            _soon(newest_places, AGAIN_AFTER_SECONDS, "what the log ended with could not be judged", follower.tell),
            _for_ever(forget, FORGET_EVERY_SECONDS, "what is due could not be deleted; it is tried again"),
            *(_later(work, first, pause, trouble) for work, first, pause, trouble in beside_requests()),
            # Or the first that ends would end the waiting for all, and the database be stopped while another still asks it.
            return_exceptions=True,
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        tasks.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks
        await send({"type": "lifespan.shutdown.complete"})


def take_short_turns() -> None:
    """Let whoever waits for a page have their turn soon, whatever is computed beside it."""
    sys.setswitchinterval(TURN_SECONDS)


def beside_requests() -> list[tuple[Callable[[], object], float, float, str]]:
    """Return what is done again and again, each in a thread of its own: the work, the first and each further pause in seconds, and what is said when it fails."""
    return [
        (
            answer_what_waits,
            ANSWER_EVERY_SECONDS,
            ANSWER_EVERY_SECONDS,
            "what studies asked could not be answered; it is tried again",
        ),
        (make_releases, MAKE_EVERY_SECONDS, MAKE_EVERY_SECONDS, "a release could not be made; it is tried again"),
        (tell, TELL_EVERY_SECONDS, TELL_EVERY_SECONDS, "who asked to be told could not be; it is tried again"),
        (judge, JUDGE_AFTER_SECONDS, JUDGE_EVERY_SECONDS, "the log could not be judged; it is tried again"),
        (
            check_rules,
            CHECK_AFTER_SECONDS,
            CHECK_EVERY_SECONDS,
            "the installation could not be held against the rules; it is tried again",
        ),
    ]


async def _for_ever(
    work: Callable[[], Any], pause_seconds: float, trouble: str, told: Callable[[Any], object] | None = None
) -> None:
    """Do some work again and again, in a thread that nobody else waits for, and tell what came of it."""
    async with ThreadSensitiveContext():
        while True:
            try:
                found = await database_sync_to_async(work)()
                if told:
                    told(found)
            except Exception:
                # The database may be away for a moment. What waits there is not lost.
                log.exception(trouble)
            await asyncio.sleep(pause_seconds)


async def _later(work: Callable[[], object], first_seconds: float, pause_seconds: float, trouble: str) -> None:
    """Do some work again and again, but not at once: whoever starts a server waits for it, and this takes a whole core."""
    await asyncio.sleep(first_seconds)
    await _for_ever(work, pause_seconds, trouble)


async def _for_once(work: Callable[[], Any], trouble: str, told: Callable[[Any], object] | None = None) -> None:
    try:
        found = await database_sync_to_async(work)()
        if told:
            told(found)
    except Exception:
        log.exception(trouble)


async def _soon(work: Callable[[], Any], seconds: float, trouble: str, told: Callable[[Any], object]) -> None:
    await asyncio.sleep(seconds)
    await _for_once(work, trouble, told)


def tell_whether_the_clock_is_behind() -> None:
    """Say at start-up that this computer's clock is behind the log: what is recorded now would be dated back."""
    if latest := is_ahead_of(clock.now()):
        log.critical("this computer's clock is behind: the log knows %s already; set the clock right", latest)


FORGETTING: tuple[Callable[[], object], ...] = (
    lambda: forget_connections(INSTALLATION),
    lambda: forget_cases(INSTALLATION),
    lambda: sum_up_teams(INSTALLATION),
    lambda: forget_old_drills(INSTALLATION),
    lambda: forget_requests(INSTALLATION),
    lambda: forget_bills(INSTALLATION),
    lambda: forget_old_lines(INSTALLATION),
    lambda: forget_files(INSTALLATION),
    lambda: forget_doubts(INSTALLATION),
    lambda: forget_links(INSTALLATION),
    lambda: forget_tokens(INSTALLATION),
    end_old_sessions,
    SessionStore.clear_expired,
)
"""Drills are counted before they go: `sum_up_teams` stands before `forget_old_drills`."""


def forget() -> None:
    """Delete what is due to go (kernel/retention.py), each kind by itself: what cannot be deleted keeps nothing else here."""
    troubles = []
    for work in FORGETTING:
        try:
            work()
        except Exception as wrong:  # noqa: BLE001 (told at the end, with all others)
            troubles.append(wrong)
    if troubles:
        message = "not everything that is due could be deleted"
        raise ExceptionGroup(message, troubles)


def tell() -> None:
    """Tell patients who asked for it that somebody looked into their file."""
    tell_patients(INSTALLATION)


def make_releases() -> None:
    """Make the releases that were asked for, and go on with one that was broken off."""
    for release_id in waiting_releases():
        make_release(release_id)


def judge() -> None:
    """Judge the log, and file what is worth a question."""
    judge_log(INSTALLATION)


def check_rules() -> None:
    """Hold the installation against the rules, so that it is known since when something is not as it should be."""
    check_now(INSTALLATION)


def newest_places() -> range:
    """Return the last places of the log: whoever placed them may have ended before they were judged. What waited longer is the first run's."""
    size = signed_size()
    return range(max(0, size - AGAIN), size)


def judge_places(places: range) -> None:
    """Judge the lines that were just given these places."""
    judge_newest(INSTALLATION, places)


def sequence_and_keep() -> range:
    """Give what waits its place, and write down outside the database what was signed; returns the places, from the first to the last."""
    given: list[range] = []
    sequence_all(signer(), given.append)
    if not given:
        return range(0)
    keep_last_checkpoint()
    return range(given[0].start, given[-1].stop)
