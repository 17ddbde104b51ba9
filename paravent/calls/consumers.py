"""The relay between the pages of one visit. It passes on what it is not asked to understand, and keeps nothing."""

import asyncio
import json
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Purpose, Refused, Role
from paravent.calls.terms import (
    HERE_EVERY_SECONDS,
    LARGEST_MESSAGE,
    MESSAGES_A_SECOND,
    MESSAGES_AT_ONCE,
    Relayed,
    Told,
)
from paravent.kernel.ids import PartyId, VisitId
from paravent.visits import operations
from paravent.visits.terms import PartyState, PartyView, RoomView

NOT_YOURS = 4403
MISUSED = 4400
GONE = 4410


class RoomConsumer(AsyncWebsocketConsumer):
    """One party's seat. Admitted parties reach each other; a waiting one hears only of themselves."""

    room: RoomView | None = None
    """As it was read last; none before a seat is taken, and none after a refusal."""
    seat: PartyId | None = None
    heart: asyncio.Task[None] | None = None
    is_closed = False

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Work on nothing once this end has closed: what comes in between the two ends' going would be answered on a socket that is none."""
        if not self.is_closed or message["type"] == "websocket.disconnect":
            await super().dispatch(message)

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close this end."""
        self.is_closed = True
        await super().close(code, reason)

    async def connect(self) -> None:
        """Take the seat that the actor has; a page that had it before is told."""
        self.actor = self.scope["actor"]
        self.purpose = Purpose.TREATMENT if self.actor.is_a(Role.CLINICIAN) else Purpose.PATIENT_REQUEST
        self.visit_id = VisitId(self.scope["url_route"]["kwargs"]["visit_id"])
        self.allowance, self.refilled_at = float(MESSAGES_AT_ONCE), time.monotonic()
        await self.accept()
        # Listened to before it is read: who is let in between the two would never be told, and wait while the other side calls.
        await self.channel_layer.group_add(f"visit.{self.visit_id}", self.channel_name)
        try:
            self.room = await database_sync_to_async(operations.enter_room)(self.actor, self.purpose, self.visit_id)
        except (Refused, ObjectDoesNotExist) as no:
            await self._refuse(no)
            return
        await self._sit_down(self.room)

    async def _refuse(self, no: Exception) -> None:
        self.room = None
        reason = no.reason if isinstance(no, Refused) else "nothing-there-for-you"
        await self._tell(Told.REFUSED, reason=reason)
        await self.close(NOT_YOURS)

    async def _sit_down(self, room: RoomView) -> None:
        self.seat = me = room.me.party_id
        await self.channel_layer.group_send(f"party.{me}", {"type": "seat.taken", "by": self.channel_name})
        await self.channel_layer.group_add(f"party.{me}", self.channel_name)
        # To the others this may be somebody they have not seen yet (a clinician who just came).
        await self.channel_layer.group_send(
            f"visit.{self.visit_id}", {"type": "room.changed", "but": self.channel_name}
        )
        await self._tell_room(room)
        self.heart = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HERE_EVERY_SECONDS)
            await self._tell(Told.HERE)

    async def disconnect(self, code: int) -> None:
        """Leave the groups. The seat stays: the network may be back in a moment, the call goes on meanwhile."""
        del code
        if self.heart is not None:
            self.heart.cancel()
        await self.channel_layer.group_discard(f"visit.{self.visit_id}", self.channel_name)
        if self.seat is not None:
            await self.channel_layer.group_discard(f"party.{self.seat}", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pass a message on to another admitted party; close on anything that our pages would not send."""
        message = _parsed(text_data)
        if message is None or bytes_data or not self._within_allowance():
            await self.close(MISUSED)
            return
        if self.room is None or not self._knows(str(message.get("to"))):
            return
        sealed = {**message, "from": str(self.room.me.party_id)}
        await self.channel_layer.group_send(f"party.{message['to']}", {"type": "relayed", "message": sealed})

    def _within_allowance(self) -> bool:
        now = time.monotonic()
        refill = (now - self.refilled_at) * MESSAGES_A_SECOND
        self.allowance, self.refilled_at = min(self.allowance + refill, MESSAGES_AT_ONCE) - 1, now
        return self.allowance >= 0

    async def relayed(self, event: dict[str, Any]) -> None:
        """Hand a message to this page, if it and the sender are admitted."""
        message = event["message"]
        if self.room is not None and not self._knows(message["from"]):
            # Their consumer saw both of us in the call: a nudge was lost on its way here.
            await self._look_again()
        if self._knows(message["from"]):
            await self.send(json.dumps(message))

    def _knows(self, party_id: str) -> bool:
        return self.room is not None and _may_reach(self.room, party_id)

    async def room_changed(self, event: dict[str, Any]) -> None:
        """Read the room again and tell the page who is there; a page that was refused has none."""
        if self.room is not None and event.get("but") != self.channel_name:
            await self._look_again()

    async def _look_again(self) -> None:
        try:
            self.room = await database_sync_to_async(operations.room_of)(self.actor, self.purpose, self.visit_id)
        except (Refused, ObjectDoesNotExist) as no:
            await self._refuse(no)
            return
        await self._tell_room(self.room)

    async def room_ended(self, event: dict[str, Any]) -> None:
        """The visit is over: tell the page, which reads what is left for it."""
        await self.room_changed(event)

    async def seat_taken(self, event: dict[str, Any]) -> None:
        """Another page of the same party sat down here."""
        if event["by"] != self.channel_name:
            await self._tell(Told.ELSEWHERE)
            await self.close(GONE)

    async def _tell_room(self, room: RoomView) -> None:
        await self._tell(
            Told.ROOM,
            me=_shown(room.me),
            parties=[_shown(party) for party in room.parties],
            has_ended=room.has_ended,
            is_taken=room.is_taken,
        )

    async def _tell(self, tag: Told, **more: Any) -> None:
        await self.send(json.dumps({"tag": tag, **more}))


def _parsed(text: str | None) -> dict[str, Any] | None:
    if text is None or len(text) > LARGEST_MESSAGE:
        return None
    try:
        message = json.loads(text)
    except ValueError:
        return None
    known = isinstance(message, dict) and message.get("tag") in set(Relayed)
    return message if known and _is_id(message.get("to")) else None


def _is_id(text: object) -> bool:
    try:
        return str(UUID(str(text))) == text
    except ValueError:
        return False


def _may_reach(room: RoomView, to: str) -> bool:
    admitted = {str(party.party_id) for party in room.parties if party.state == PartyState.ADMITTED}
    me = str(room.me.party_id)
    return me in admitted and to in admitted and to != me


def _shown(party: PartyView) -> dict[str, Any]:
    return {
        "party_id": str(party.party_id),
        "name": party.name,
        "kind": party.kind,
        "state": party.state,
        "is_verified": party.is_verified,
    }
