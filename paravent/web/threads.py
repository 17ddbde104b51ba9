"""Who waits for whose database work: nobody for another's."""

from typing import Any

from asgiref.sync import ThreadSensitiveContext

from paravent.web.actors import Application


class OwnThread:
    """Give every socket a thread of its own, as Django gives every request one.

    Without it all sockets of a process share one thread, with the sequencer of the log in it as well: while a large import is given its
    places, nobody would be let into a room.
    """

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Run what is inside; its thread begins with its first work and ends with it."""
        async with ThreadSensitiveContext():
            await self.inner(scope, receive, send)
