"""The day page's ear: told that something changed, never what."""

from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer

from paravent.access.terms import Role


class DayConsumer(AsyncJsonWebsocketConsumer):
    """Nudges a clinician's pages to read the waiting room again."""

    async def connect(self) -> None:
        """Listen to one's own day; reception and clinicians only."""
        actor = self.scope["actor"]
        if not (actor.is_a(Role.CLINICIAN) or actor.is_a(Role.RECEPTION)):
            await self.close()
            return
        self.group = "day.reception" if actor.is_a(Role.RECEPTION) else f"day.{actor.person}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Stop listening."""
        del code
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def day_changed(self, event: dict[str, Any]) -> None:
        """Pass the nudge on."""
        del event
        await self.send_json({"tag": "changed"})
