"""The cookie of a guest: which invitation this browser bears, and which seat it took. Signed, never the secret itself."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.core import signing

from paravent.access.terms import ANONYMOUS, Actor, guest
from paravent.kernel import retention
from paravent.kernel.ids import PartyId

COOKIE = "paravent-guest"
SEAT = "paravent-seat"
"""The same, once this browser has sat down. Tapping the link again makes the first anew and leaves this one."""
SALT = "paravent.guest"
LONGEST = retention.GUEST_COOKIE


def digest_of(secret: str) -> bytes:
    """Return what is stored of an invitation's secret. 128 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def cookie_for(digest: bytes, party: PartyId | None = None) -> str:
    """Return the signed cookie's value."""
    return signing.dumps({"d": digest.hex(), "p": party.hex if party else ""}, salt=SALT)


def guest_of(cookies: Mapping[str, str]) -> Actor:
    """Return the guest whom the cookies name, or nobody. Whether the invitation still holds is the gate's to find."""
    bearer, seated = _read(cookies.get(COOKIE, "")), _read(cookies.get(SEAT, ""))
    # A seat counts for the link by which it was taken, never for another one.
    return seated if bearer.party is None and bearer.bearer and seated.bearer == bearer.bearer else bearer


def _read(cookie: str) -> Actor:
    try:
        body = signing.loads(cookie, salt=SALT, max_age=LONGEST)
        digest, party = bytes.fromhex(body["d"]), body["p"]
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        return ANONYMOUS
    return guest(digest, PartyId(UUID(party)) if party else None)
