"""Who asks: staff by their session, guests by the cookie of their invitation. Sessions end here, too."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from paravent.access.bearers import guest_of
from paravent.access.terms import ANONYMOUS, Actor, Whence
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.keys.queries import device_number, place_number
from paravent.people.sessions import SessionStore
from paravent.people.standing import account_of, is_paused, roles_in, shown_at
from paravent.people.terms import Ended, InSession, sockets_of

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

LONGEST = timedelta(hours=12)
# Writing the session at every request would cost a row each; an idle minute more or less does not matter.
NOTE_EVERY = timedelta(minutes=1)
CONSULTATIONS = "/ws/visits/"
SESSION_OVER = 4401
"""How a socket is closed whose session has ended; pages send their reader to the sign-in."""


def place_of(peer: str, forwarded: str) -> int | None:
    """Return the network somebody asks from, blinded: of the last address that our own proxy added, where there is one."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return place_number(forwarded.split(",")[-proxies] if proxies and forwarded else peer)


def place_of_request(request: HttpRequest) -> int | None:
    """Return the network a request comes from, blinded."""
    return place_of(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def place_of_socket(scope: dict[str, Any]) -> int | None:
    """Return the network a socket was opened from, blinded."""
    peer, *_ = scope.get("client") or [""]
    forwarded = dict(scope.get("headers", [])).get(b"x-forwarded-for", b"").decode("latin-1")
    return place_of(peer, forwarded)


def staff_actor(request: HttpRequest) -> Actor:
    """Return the member of staff who is signed in, with the roles that count now; nobody otherwise."""
    if request.user.is_authenticated and (how := _over(request.session)):
        request.place = place_of_request(request)  # type: ignore[attr-defined]
        get_adapter(request).end(request, how)
    elif request.user.is_authenticated:
        _note_seen(request.session)
    return _staff(request.user, request.session, place_of_request(request))


def _staff(user: Any, session: SessionBase, place: int | None) -> Actor:
    if not user.is_authenticated or _is_over(session):
        return ANONYMOUS
    device = device_number(session.session_key) if session.session_key else None
    roles, at = roles_in(session, user.pk), shown_at(session, user.pk)
    return Actor(PersonId(user.pk), roles, whence=Whence(device, place), shown_at=at)


def _is_over(session: SessionBase) -> bool:
    """Tell whether the session has idled too long, or has lasted its time."""
    return _over(session) is not None


def _over(session: SessionBase) -> Ended | None:
    """Return how a session ended by itself, if it did."""
    now = clock.now().timestamp()
    since, seen_at = session.get(InSession.SINCE, now), session.get(InSession.SEEN_AT, now)
    if now - seen_at > timedelta(minutes=settings.IDLE_MINUTES).total_seconds():
        return Ended.IDLE
    return Ended.LASTED if now - since > LONGEST.total_seconds() else None


def _note_seen(session: SessionBase) -> None:
    now = clock.now().timestamp()
    session.setdefault(InSession.SINCE, now)
    if now - session.get(InSession.SEEN_AT, 0) > NOTE_EVERY.total_seconds():
        session[InSession.SEEN_AT] = now


class ActorMiddleware:
    """The same for sockets: below /join/ a guest speaks, elsewhere staff. A socket ends with its session."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Put the actor into the scope; a consultation's socket keeps the session of its clinician alive."""
        if scope["path"].startswith("/join/"):
            scope["actor"] = guest_of(scope["cookies"])
            await self.inner(scope, receive, send)
            return
        user = await get_user(scope)
        scope["actor"] = await database_sync_to_async(_staff)(user, scope["session"], place_of_socket(scope))
        if scope["actor"] == ANONYMOUS:
            await self.inner(scope, receive, send)
            return
        ending = asyncio.create_task(_until_over(scope))
        try:
            await self.inner(scope, _receive_until(ending, receive, send), send)
        finally:
            ending.cancel()


def _receive_until(ending: asyncio.Task[None], receive: Any, send: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Return a `receive` that hears the socket close as soon as the session has ended."""

    async def heard() -> dict[str, Any]:
        hearing = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({hearing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not ending.done():
                return await hearing
        finally:
            hearing.cancel()
        await send({"type": "websocket.close", "code": SESSION_OVER})
        return {"type": "websocket.disconnect", "code": SESSION_OVER}

    return heard


async def _until_over(scope: dict[str, Any]) -> None:
    """Return when the session has ended: looked up when somebody is signed out, and every minute."""
    layer, person = get_channel_layer(), scope["actor"].person
    channel = await layer.new_channel()
    await layer.group_add(sockets_of(person), channel)
    try:
        while await database_sync_to_async(_holds)(scope["session"].session_key, person, scope["path"]):
            with suppress(TimeoutError):
                await asyncio.wait_for(layer.receive(channel), NOTE_EVERY.total_seconds())
    finally:
        await layer.group_discard(sockets_of(person), channel)


def _holds(session_key: str, person: PersonId, path: str) -> bool:
    if path.startswith(CONSULTATIONS):
        keep_alive(session_key)
    session = SessionStore(session_key)
    is_theirs = session.get(SESSION_KEY) == str(person)
    works = account_of(person) is not None and not is_paused(person)
    return is_theirs and works and not _is_over(session)


def keep_alive(session_key: str) -> None:
    """Note that somebody is there who sends no request. A session that has ended stays ended."""
    session = SessionStore(session_key)
    if InSession.SEEN_AT in session and not _is_over(session):
        session[InSession.SEEN_AT] = clock.now().timestamp()
        # Signed out between reading and writing: nothing is left to keep.
        with suppress(UpdateError):
            session.save()
