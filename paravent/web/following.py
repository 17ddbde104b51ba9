"""Vigilance follows the log: what was just given its place is judged within the second, and never takes more than its share of a core."""

import asyncio
import logging
import time
from collections.abc import Callable

from asgiref.sync import ThreadSensitiveContext
from channels.db import database_sync_to_async

log = logging.getLogger("paravent.vigilance")

AT_ONCE = 500
"""Places judged at a time. What came by thousands, as an import does, is gone through piece by piece."""

REST = 2
"""For how many times as long as it worked it rests: of a busy core it takes a third at most, and judges more at a time instead."""

MOST_WAITING = 50_000
"""Places that may wait. Of more the oldest are left to the next run over everything."""


class Follower:
    """What was given a place and is not judged yet: a range, told by the sequencer's thread and taken by one task."""

    def __init__(self, judge: Callable[[range], object], at_once: int = AT_ONCE) -> None:
        self.judge = judge
        self.at_once = at_once
        self.waiting = range(0)
        self.nudged = asyncio.Event()

    def tell(self, places: range) -> None:
        """Let places wait, in the event loop's own thread. Another process may have given some between: those are its own to judge."""
        if not places:
            return
        start = self.waiting.start if self.waiting else places.start
        self.waiting = range(max(start, places.stop - MOST_WAITING), places.stop)
        self.nudged.set()

    async def follow(self) -> None:
        """Judge what waits, for ever, in a thread that nobody else waits for."""
        async with ThreadSensitiveContext():
            while True:
                await self.nudged.wait()
                await asyncio.sleep(await self.take())

    async def take(self) -> float:
        """Judge the next piece, and return for how many seconds to rest. What failed is left to the next run over everything."""
        piece, self.waiting = self.waiting[: self.at_once], self.waiting[self.at_once :]
        if not self.waiting:
            self.nudged.clear()
        began = time.perf_counter()
        try:
            await database_sync_to_async(self.judge)(piece)
        except Exception:
            log.exception("the newest lines could not be judged; the next run judges them")
        return REST * (time.perf_counter() - began)
