"""Who asks: staff by their session, guests by the cookie of their invitation. Sessions end here, too."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from channels.auth import get_user
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from paravent.access.bearers import guest_of
from paravent.access.terms import ANONYMOUS, Actor
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.queries import roles_in
from paravent.people.terms import InSession

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

LONGEST = timedelta(hours=12)
# Writing the session at every request would cost a row each; an idle minute more or less does not matter.
NOTE_EVERY = timedelta(minutes=1)
CONSULTATIONS = "/ws/visits/"


def staff_actor(request: HttpRequest) -> Actor:
    """Return the member of staff who is signed in, with the roles that count now; nobody otherwise."""
    if request.user.is_authenticated and _is_over(request.session):
        logout(request)
    elif request.user.is_authenticated:
        _note_seen(request.session)
    return _staff(request.user, request.session)


def _staff(user: Any, session: SessionBase) -> Actor:
    if not user.is_authenticated or _is_over(session):
        return ANONYMOUS
    return Actor(PersonId(user.pk), roles_in(session, user.pk))


def _is_over(session: SessionBase) -> bool:
    """Tell whether the session has idled too long, or has lasted its time."""
    now = clock.now().timestamp()
    since, seen_at = session.get(InSession.SINCE, now), session.get(InSession.SEEN_AT, now)
    idle = timedelta(minutes=settings.IDLE_MINUTES)
    return now - seen_at > idle.total_seconds() or now - since > LONGEST.total_seconds()


def _note_seen(session: SessionBase) -> None:
    now = clock.now().timestamp()
    session.setdefault(InSession.SINCE, now)
    if now - session.get(InSession.SEEN_AT, 0) > NOTE_EVERY.total_seconds():
        session[InSession.SEEN_AT] = now


class ActorMiddleware:
    """The same for sockets: below /join/ a guest speaks, elsewhere staff."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Put the actor into the scope; a consultation's socket keeps the session of its clinician alive."""
        if scope["path"].startswith("/join/"):
            scope["actor"] = guest_of(scope["cookies"])
            await self.inner(scope, receive, send)
            return
        user = await get_user(scope)
        scope["actor"] = await database_sync_to_async(_staff)(user, scope["session"])
        keeping = asyncio.create_task(_keep_alive(scope))
        try:
            await self.inner(scope, receive, send)
        finally:
            keeping.cancel()


async def _keep_alive(scope: dict[str, Any]) -> None:
    while scope["path"].startswith(CONSULTATIONS) and scope["actor"].roles:
        await asyncio.sleep(NOTE_EVERY.total_seconds())
        await database_sync_to_async(keep_alive)(scope["session"].session_key)


def keep_alive(session_key: str) -> None:
    """Note that somebody is there who sends no request. A session that has ended stays ended."""
    session = SessionStore(session_key)
    if InSession.SEEN_AT in session and not _is_over(session):
        session[InSession.SEEN_AT] = clock.now().timestamp()
        # Signed out between reading and writing: nothing is left to keep.
        with suppress(UpdateError):
            session.save()
