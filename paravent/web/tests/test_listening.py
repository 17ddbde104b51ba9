"""For how long a connection is kept on which nothing is asked: over a real socket, by a clock that is put forward."""

import asyncio
import http.client
import signal
from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread
from typing import Any

import pytest
import uvicorn

from paravent.web.cli.listening import listen

KEPT_BY_CADDY = 120
"""Seconds: the longest that a usual reverse proxy keeps a connection which it may use again."""


class HurriedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock can be put forward."""

    ahead = 0.0

    def time(self) -> float:
        """Return the seconds by this clock."""
        return super().time() + self.ahead

    def skip(self, seconds: float) -> None:
        """Put the clock forward and wait until what was due by then was done."""

        async def put_forward() -> None:
            self.ahead += seconds
            for _ in range(3):
                await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(put_forward(), self).result()


async def says_yes(scope: Any, receive: Any, send: Any) -> None:
    """Answer every request."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"3")]})
    await send({"type": "http.response.body", "body": b"yes"})


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what uvicorn is told by what serves."""
    told: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _application, **options: told.update(options))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    listen(host="127.0.0.1", port=0)
    monkeypatch.undo()
    return told


@pytest.fixture
def loop() -> Iterator[HurriedLoop]:
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        made = runner.get_loop()
        assert isinstance(made, HurriedLoop)
        yield made


class Served(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = Event()

    async def startup(self, sockets: Any = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listens.set()


@pytest.fixture
def port(options: dict[str, Any], loop: HurriedLoop) -> Iterator[int]:
    """Serve with these options, on a port that the system chooses."""
    server = Served(uvicorn.Config(says_yes, **options | {"lifespan": "off"}))
    thread = Thread(target=loop.run_until_complete, args=[server.serve()])
    thread.start()
    assert server.listens.wait(20)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_a_proxy_may_use_its_connection_again_for_as_long_as_it_keeps_it(port: int, loop: HurriedLoop) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        assert ask(connection) == b"yes"
        used = connection.sock

        loop.skip(KEPT_BY_CADDY)
        assert ask(connection) == b"yes"
        assert connection.sock is used

        loop.skip(KEPT_BY_CADDY * 2)
        assert used.recv(1) == b"", "whoever asks nothing for minutes keeps no place"


def ask(connection: http.client.HTTPConnection) -> bytes:
    connection.request("GET", "/")
    return connection.getresponse().read()
