"""How a site shows a post box who asks: a signature over the request by its key, in one fixed form of RFC 9421 (HTTP Message Signatures). Pure."""

import base64
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from paravent.learning.leading import public_hex
from paravent.learning.terms import NotSigned

SECONDS = 300
"""How far the clocks of two sites may lie apart, and how long a request that somebody overheard is of use to them."""
SAID = re.compile(r'site=(\("@method" "@target-uri"\);created=([0-9]{1,12});keyid="([0-9a-f]{64})";alg="ed25519")')
SIGNED = re.compile(r"site=:([A-Za-z0-9+/=]{88}):")


def signed_headers(key: Ed25519PrivateKey, address: str, now: int) -> dict[str, str]:
    """Return the headers of a GET of an address. `now` is in seconds since 1970."""
    said = f'("@method" "@target-uri");created={now};keyid="{public_hex(key)}";alg="ed25519"'
    signature = base64.b64encode(key.sign(_base(address, said))).decode()
    return {"Signature-Input": f"site={said}", "Signature": f"site=:{signature}:"}


def who_asks(headers: Mapping[str, str], address: str, now: int) -> str:
    """Return whose key signed a GET of this address a moment ago, in hex. Raises NotSigned."""
    said, signed = SAID.fullmatch(headers.get("Signature-Input", "")), SIGNED.fullmatch(headers.get("Signature", ""))
    if said is None or signed is None or abs(now - int(said[2])) > SECONDS:
        raise NotSigned
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said[3]))
        key.verify(base64.b64decode(signed[1], validate=True), _base(address, said[1]))
    except (ValueError, InvalidSignature):
        raise NotSigned from None
    return said[3]


def _base(address: str, said: str) -> bytes:
    """Return what is signed (RFC 9421, section 2.5)."""
    return f'"@method": GET\n"@target-uri": {address}\n"@signature-params": {said}'.encode()
