"""What a call needs from us besides the room: a relay's password for an hour."""

import base64
import hashlib
import hmac
from datetime import datetime

from paravent.calls.terms import IceServer


def turn_credentials(secret: str, party_id: str, now: datetime, ttl_seconds: int) -> tuple[str, str]:
    """Return user name and password as coturn's shared-secret mode expects them (draft-uberti-behave-turn-rest).

    SHA-1 is that draft's choice; as HMAC it stands. The name carries the party's random id, nobody's name.
    """
    username = f"{int(now.timestamp()) + ttl_seconds}:{party_id}"
    mac = hmac.digest(secret.encode(), username.encode(), hashlib.sha1)
    return username, base64.b64encode(mac).decode()


def ice_servers(urls: list[str], secret: str, party_id: str, now: datetime, ttl_seconds: int) -> list[IceServer]:
    """Return the relays a page may use; none where the practice runs none."""
    if not urls or not secret:
        return []
    username, credential = turn_credentials(secret, party_id, now, ttl_seconds)
    return [IceServer(urls, username, credential)]
