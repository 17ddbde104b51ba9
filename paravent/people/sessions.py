"""Sessions kept under a digest of their key, beside whose they are: a stolen database signs nobody in."""

from typing import Any, cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from paravent.people.models import Session
from paravent.people.terms import kept_as


class SessionStore(db.SessionStore):
    """Django's sessions in the database, but for the names of the rows, and whose each is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(session_key=kept_as(self.session_key), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be saved."""
        row = cast("Session", super().create_model_instance(data))
        row.session_key = kept_as(row.session_key)
        row.person_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session of this key."""
        return super().exists(kept_as(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_as(key))

    # Django's asynchronous twins would look for the key itself; they are the same here, in a thread.
    async def _aget_session_from_db(self) -> Session | None:
        return await sync_to_async(self._get_session_from_db)()

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be saved."""
        return await sync_to_async(self.create_model_instance)(data)

    async def aexists(self, session_key: str) -> bool:
        """Tell whether there is a session of this key."""
        return await sync_to_async(self.exists)(session_key)

    async def adelete(self, session_key: str | None = None) -> None:
        """End a session."""
        await sync_to_async(self.delete)(session_key)
