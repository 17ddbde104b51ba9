"""What runs beside the requests ends before the server does: its database is stopped next."""

import asyncio
import sys
import threading
from typing import Any

import pytest

from paravent.web import lifespan


class Underway:
    """Work that has begun, and ends when it is let."""

    def __init__(self) -> None:
        self.began, self.may_end, self.has_ended = (threading.Event() for _ in range(3))

    def __call__(self) -> range:
        self.began.set()
        assert self.may_end.wait(60)
        self.has_ended.set()
        return range(0)


def test_what_cannot_be_deleted_keeps_nothing_else_here(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def fails() -> None:
        raise ValueError

    monkeypatch.setattr(lifespan, "FORGETTING", (fails, lambda: done.append("the next one")))

    with pytest.raises(ExceptionGroup) as found:
        lifespan.forget()
    assert (done, [type(one) for one in found.value.exceptions]) == (["the next one"], [ValueError])


def test_a_server_lets_pages_have_their_turn_and_stops_only_after_the_work_that_is_underway(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, turns = Underway(), list[float]()
    monkeypatch.setattr(sys, "setswitchinterval", turns.append)
    monkeypatch.setattr(lifespan, "sequence_and_keep", work)
    for other in ("tell_whether_the_clock_is_behind", "forget"):
        monkeypatch.setattr(lifespan, other, lambda: None)
    told: list[tuple[str, bool]] = []

    async def serve_and_stop() -> None:
        coming = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, Any]:
            if told:
                await asyncio.to_thread(work.began.wait, 60)
                # Long enough for whatever ends without waiting to have ended.
                asyncio.get_running_loop().call_later(0.2, work.may_end.set)
            return {"type": next(coming)}

        async def send(message: dict[str, Any]) -> None:
            told.append((message["type"], work.has_ended.is_set()))

        await lifespan.Lifespan()({"type": "lifespan"}, receive, send)

    asyncio.run(serve_and_stop())

    assert turns == [lifespan.TURN_SECONDS]
    assert told == [("lifespan.startup.complete", False), ("lifespan.shutdown.complete", True)]
