"""A visit with its people, and their pages' sockets, for tests of the relay."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.routing import URLRouter

from paravent.access.bearers import digest_of
from paravent.access.terms import Actor, Purpose, Role, guest
from paravent.calls.terms import Told
from paravent.calls.urls import websocket_urlpatterns
from paravent.kernel.ids import VisitId
from paravent.people.tests.cast import colleague
from paravent.visits import operations

PATIENCE = 30.0
"""Seconds until a test that waits in vain fails. Nothing is measured by it."""


@dataclass
class Scene:
    """A visit: Bea consults, Ali has taken the patient's seat, Eve got hold of the same link."""

    visit_id: VisitId
    secret: str
    bea: Actor
    cem: Actor
    ali: Actor

    async def do(self, operation: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do something as Bea."""
        return await database_sync_to_async(operation)(self.bea, Purpose.TREATMENT, self.visit_id, *args, **more)

    async def admit(self, somebody: Actor) -> None:
        await self.do(operations.admit_party, somebody.party)

    @property
    def ali_id(self) -> str:
        return str(self.ali.party)


def begun() -> Scene:
    """Return a visit that Bea has begun and Ali waits for."""
    bea, cem = (Actor(colleague(name, Role.CLINICIAN)[0], frozenset({Role.CLINICIAN})) for name in ("Bea", "Cem"))
    visit_id = operations.start_now(bea, Purpose.TREATMENT).visit_id
    link = operations.show_invitation(bea, Purpose.TREATMENT, visit_id)
    assert link is not None
    return Scene(visit_id, link.secret, bea, cem, waiting(link.secret, "Ali"))


def waiting(secret: str, name: str) -> Actor:
    """Return a guest who tapped the link, said this name and sat down to wait."""
    digest = digest_of(secret)
    _visit, party = operations.get_ready(guest(digest), name=name, language="en")
    return guest(digest, party)


class Page:
    """One page's socket."""

    def __init__(self, actor: Actor, visit_id: VisitId) -> None:
        # The actor is the middleware's matter; it has tests of its own.
        scope = {"type": "websocket", "path": f"/ws/visits/{visit_id}/", "actor": actor}
        self.socket = ApplicationCommunicator(URLRouter(websocket_urlpatterns), scope)

    async def opens(self) -> None:
        await self.socket.send_input({"type": "websocket.connect"})
        assert (await self._next())["type"] == "websocket.accept"

    async def goes(self) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.socket.wait(PATIENCE)

    async def says(self, tag: str, to: str, **more: Any) -> None:
        await self.sends(text=json.dumps({"tag": tag, "to": to, **more}))

    async def sends(self, **frame: str | bytes) -> None:
        await self.socket.send_input({"type": "websocket.receive", **frame})

    async def hears(self) -> dict[str, Any]:
        """Return what the page is told next, but for the server's being there."""
        while (message := await self.hears_anything())["tag"] == Told.HERE:
            pass
        return message

    async def hears_anything(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads((await self._next())["text"])
        return message

    async def sees_room(self) -> dict[str, Any]:
        """Return the room that the page is told next; it must be told nothing else before."""
        message = await self.hears()
        assert message["tag"] == "room", message["tag"]
        return message

    async def is_closed_with(self) -> int:
        message = await self._next()
        assert message["type"] == "websocket.close", message
        return int(message["code"])

    async def said_no_more(self) -> bool:
        """Go, and tell whether the server had nothing to say after what was heard so far."""
        await self.goes()
        return bool(self.socket.output_queue.empty())

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = await self.socket.receive_output(PATIENCE)
        return message


@asynccontextmanager
async def page(scene: Scene, actor: Actor, visit_id: VisitId | None = None) -> AsyncIterator[Page]:
    """Open a page's socket as somebody, and close it at the end."""
    opened = Page(actor, visit_id or scene.visit_id)
    await opened.opens()
    try:
        yield opened
    finally:
        await opened.goes()


@asynccontextmanager
async def call(scene: Scene) -> AsyncIterator[tuple[Page, Page, str]]:
    """Yield Bea's and Ali's pages in a call, everything read, and Bea's party id."""
    await scene.admit(scene.ali)
    async with page(scene, scene.bea) as bea, page(scene, scene.ali) as ali:
        me = (await bea.sees_room())["me"]
        await bea.sees_room()  # Ali has come
        await ali.sees_room()
        yield bea, ali, me["party_id"]
