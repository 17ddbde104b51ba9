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
"""For how many times as long as it worked it rests, on the whole: of a busy core it takes a third, and judges more at a time instead."""

LATER = 2.0
"""Seconds of rest that it may owe: what comes after a quiet while waits for nothing, and three or four looks are judged one right after the other."""

MOST_WAITING = 50_000
"""Places that may wait. Of more the oldest are left to the next run over everything."""


class Follower:
    """What was given a place and is not judged yet: a range, told by the sequencer's thread and taken by one task."""

    def __init__(self, judge: Callable[[range], object], at_once: int = AT_ONCE) -> None:
        self.judge = judge
        self.at_once = at_once
        self.waiting = range(0)
        self.nudged = asyncio.Event()
        self.rested_at = 0.0

    def tell(self, places: range) -> None:
        """Let places wait, in the event loop's own thread, and what lies between them: to judge a line again changes nothing."""
        if not places:
            return
        known = self.waiting or places
        start, stop = min(known.start, places.start), max(known.stop, places.stop)
        self.waiting = range(max(start, stop - MOST_WAITING), stop)
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
        now = time.perf_counter()
        self.rested_at = max(self.rested_at, began) + (1 + REST) * (now - began)
        return max(0.0, self.rested_at - now - LATER)
