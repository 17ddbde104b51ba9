"""What runs beside the requests: the sequencer that gives log entries their places, and what is forgotten in time."""

import asyncio
import contextlib
import logging
from typing import Any

from channels.db import database_sync_to_async
from django.contrib.sessions.backends.db import SessionStore

from paravent.access.terms import INSTALLATION
from paravent.ledger.sequencer import sequence_all
from paravent.visits.operations import forget_connections
from paravent.web.signing import keep_last_checkpoint, signer

log = logging.getLogger("paravent.ledger")
PAUSE_SECONDS = 0.5
FORGET_EVERY_SECONDS = 6 * 3600


class Lifespan:
    """The ASGI lifespan protocol: start with the server, stop with it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 (ASGI's own types)
        """Run both between start-up and shutdown."""
        await receive()
        tasks = asyncio.gather(_sequence_for_ever(), _forget_for_ever())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        tasks.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks
        await send({"type": "lifespan.shutdown.complete"})


async def _sequence_for_ever() -> None:
    while True:
        try:
            await database_sync_to_async(sequence_and_keep)()
        except Exception:
            # The database may be away for a moment. Entries wait in ledger_pending; none is lost.
            log.exception("the log could not be sequenced; it is tried again")
        await asyncio.sleep(PAUSE_SECONDS)


async def _forget_for_ever() -> None:
    while True:
        try:
            await database_sync_to_async(forget)()
        except Exception:
            log.exception("what is due could not be deleted; it is tried again")
        await asyncio.sleep(FORGET_EVERY_SECONDS)


def forget() -> None:
    """Delete what is not needed any more: connection details after 90 days, sessions that have ended."""
    forget_connections(INSTALLATION)
    SessionStore.clear_expired()


def sequence_and_keep() -> int:
    """Give what waits its place, and write down outside the database what was signed; returns how many entries."""
    count = sequence_all(signer())
    if count:
        keep_last_checkpoint()
    return count
