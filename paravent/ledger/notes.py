"""Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519. Spec: docs/spec/ledger.md, section 5."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from paravent.ledger.terms import ChainBroken

ED25519 = b"\x01"
KEY_HASH_BYTES = 4


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the three lines that are signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def key_hash(name: str, public: Ed25519PublicKey) -> bytes:
    """Return the 4 bytes by which a signature line names its key."""
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:KEY_HASH_BYTES]


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return the note: text, an empty line, a signature line."""
    blob = key_hash(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n\N{EM DASH} {name} {base64.b64encode(blob).decode()}\n"


def opened(note: str, name: str, public: Ed25519PublicKey) -> str:
    """Return the text of a note signed by `name`, or raise ChainBroken."""
    text, separator, signatures = note.rpartition("\n\n")
    prefix = f"\N{EM DASH} {name} "
    for line in signatures.splitlines():
        if separator and line.startswith(prefix) and _verifies(text + "\n", line, prefix, name, public):
            return text + "\n"
    raise ChainBroken


def _verifies(text: str, line: str, prefix: str, name: str, public: Ed25519PublicKey) -> bool:
    try:
        blob = base64.b64decode(line.removeprefix(prefix), validate=True)
        public.verify(blob[KEY_HASH_BYTES:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return blob[:KEY_HASH_BYTES] == key_hash(name, public)
