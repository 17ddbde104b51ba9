"""Who speaks through a socket: the same member of staff, with the same rules, as through a page."""

from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.sessions import CookieMiddleware, SessionMiddleware
from django.core.cache import cache
from django.test import Client

from paravent.access.bearers import COOKIE, cookie_for, digest_of
from paravent.access.terms import ANONYMOUS, Actor, Role
from paravent.people.tests.cast import Device, arrive, colleague
from paravent.web.actors import ActorMiddleware


async def answer_with_actor(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send back who the scope says speaks."""
    await send({"type": "websocket.close", "actor": scope["actor"]})


async def actor_at(path: str, **cookies: str) -> Actor:
    """Return who speaks through a socket that brings these cookies."""
    sockets = CookieMiddleware(SessionMiddleware(ActorMiddleware(answer_with_actor)))
    jar = "; ".join(f"{name.replace('_', '-')}={value}" for name, value in cookies.items())
    scope = {"type": "websocket", "path": path, "headers": [(b"cookie", jar.encode())]}
    seat = ApplicationCommunicator(sockets, scope)
    await seat.send_input({"type": "websocket.connect"})
    actor: Actor = (await seat.receive_output())["actor"]
    await seat.wait()
    return actor


def bea(*, with_passkey: bool) -> str:
    """Return the session of a clinician who came by a link, and perhaps added a passkey."""
    cache.clear()
    client, (_, secret) = Client(), colleague("Bea", Role.CLINICIAN)
    arrive(client, secret)
    if with_passkey:
        Device().join(client)
    client.get("/my-accesses/")
    return str(client.session.session_key)


@pytest.mark.asyncio
@pytest.mark.parametrize(("with_passkey", "roles"), [(True, {Role.CLINICIAN}), (False, set())])
async def test_staff_speak_with_the_roles_that_count_in_their_session(
    fresh_database: str,
    with_passkey: bool,
    roles: set[Role],
) -> None:
    del fresh_database
    session = await database_sync_to_async(bea)(with_passkey=with_passkey)

    actor = await actor_at("/ws/day/", paravent_session=session)

    assert actor.roles == roles
    assert actor.person != ANONYMOUS.person


@pytest.mark.asyncio
async def test_a_stranger_is_nobody(fresh_database: str) -> None:
    del fresh_database

    assert await actor_at("/ws/day/", paravent_session="made-up") == ANONYMOUS


@pytest.mark.asyncio
async def test_below_join_a_guest_speaks_whoever_else_is_signed_in(fresh_database: str) -> None:
    del fresh_database
    session = await database_sync_to_async(bea)(with_passkey=True)
    digest = digest_of("the invitation's secret")
    guest = {COOKIE.replace("-", "_"): cookie_for(digest)}

    actor = await actor_at("/join/any/socket/", paravent_session=session, **guest)

    assert actor.bearer == digest
    assert actor.roles == {Role.PATIENT}
