"""What runs beside the requests: the sequencer that gives log entries their places and signs the tree."""

import asyncio
import contextlib
import logging
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings

from paravent.keys.custody import signing_key
from paravent.ledger.sequencer import Signer, sequence_all

log = logging.getLogger("paravent.ledger")
PAUSE_SECONDS = 0.5


class Lifespan:
    """The ASGI lifespan protocol: start with the server, stop with it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG002 (ASGI's own types)
        """Run the sequencer between start-up and shutdown."""
        await receive()
        task = asyncio.create_task(_sequence_for_ever())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await send({"type": "lifespan.shutdown.complete"})


async def _sequence_for_ever() -> None:
    signer = Signer(settings.LEDGER_ORIGIN, signing_key())
    while True:
        try:
            await database_sync_to_async(sequence_all)(signer)
        except Exception:
            # The database may be away for a moment. Entries wait in ledger_pending; none is lost.
            log.exception("the log could not be sequenced; it is tried again")
        await asyncio.sleep(PAUSE_SECONDS)
