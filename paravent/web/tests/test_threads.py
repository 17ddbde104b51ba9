"""One socket's database work does not hold up another's."""

import asyncio
from threading import Barrier
from typing import Any

from asgiref.sync import sync_to_async

from paravent.web.threads import OwnThread

LONG_ENOUGH = 30


def test_two_sockets_work_at_the_same_time() -> None:
    # Each waits inside its work until the other is inside its own: in one thread they would wait for ever.
    both_inside = Barrier(2)

    async def socket(*_: Any) -> None:
        await sync_to_async(both_inside.wait)(LONG_ENOUGH)

    async def serve_two() -> None:
        await asyncio.gather(*(OwnThread(socket)({}, None, None) for _ in range(2)))

    asyncio.run(serve_two())

    assert not both_inside.broken


def test_one_socket_does_one_thing_after_the_other_in_one_thread() -> None:
    threads = []

    async def socket(*_: Any) -> None:
        from threading import get_ident

        threads.extend([await sync_to_async(get_ident)() for _ in range(3)])

    asyncio.run(OwnThread(socket)({}, None, None))  # type: ignore[arg-type]

    assert len(set(threads)) == 1
