"""Who asks: staff by their session, guests by the cookie of their invitation."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.auth import get_user
from channels.db import database_sync_to_async
from django.http import HttpRequest

from paravent.access.bearers import guest_of
from paravent.access.terms import ANONYMOUS, Actor
from paravent.kernel.ids import PersonId
from paravent.people.queries import roles_of

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def staff_actor(request: HttpRequest) -> Actor:
    """Return the member of staff who is signed in, with the roles they hold now; nobody otherwise."""
    return _staff(request.user, request.session)


def _staff(user: Any, session: Any) -> Actor:  # noqa: ANN401, ARG001 (Django's lazy user and session)
    if not user.is_authenticated:
        return ANONYMOUS
    return Actor(PersonId(user.pk), roles_of(user.pk))


class ActorMiddleware:
    """The same for sockets: below /join/ a guest speaks, elsewhere staff."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 (ASGI's own types)
        """Put the actor into the scope."""
        if scope["path"].startswith("/join/"):
            scope["actor"] = guest_of(scope["cookies"])
        else:
            user = await get_user(scope)
            scope["actor"] = await database_sync_to_async(_staff)(user, scope["session"])
        await self.inner(scope, receive, send)
