"""Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519. Spec: docs/spec/ledger.md, section 5."""

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from paravent.ledger.terms import ChainBroken, KeyUnreadable

SIGNS_NOTES, COSIGNS = 1, 4
"""Signature types of C2SP signed-note: a log's own Ed25519, and a witness's timestamped one (cosignature/v1)."""

KEY_ID_BYTES = 4
PUBLIC_BYTES = 32
TIME_BYTES = 8
LONGEST_NOTE = 16_384
NAME = re.compile(r"[^\s+]+")
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key as C2SP signed-note writes it: name+id+key. Its text may be printed, mailed and compared."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which a signature line names its key."""
        content = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(content).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Tell whether this key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (ValueError, InvalidSignature):
            return False
        return True


def verifier_key(text: str) -> VerifierKey:
    """Return the key that a text spells; raise KeyUnreadable where its parts do not fit each other."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        content = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise KeyUnreadable from None
    if len(content) != 1 + PUBLIC_BYTES or content[0] not in {SIGNS_NOTES, COSIGNS} or not NAME.fullmatch(name):
        raise KeyUnreadable
    key = VerifierKey(name, content[0], content[1:])
    if key.key_id.hex() != key_id:
        raise KeyUnreadable
    return key


def public_half(name: str, key: Ed25519PrivateKey, kind: int = SIGNS_NOTES) -> VerifierKey:
    """Return the key by which others check what this one signs."""
    return VerifierKey(name, kind, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint states: the log of this name has this many entries under this root."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the three lines that are signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def head_of(text: str) -> Head:
    """Return what the text of a checkpoint states; raise ChainBroken where it is none. Extension lines may follow."""
    origin, size, root, *_more = [*text.split("\n"), "", "", ""]
    try:
        head = Head(origin, int(size) if SIZE.fullmatch(size) else -1, base64.b64decode(root, validate=True))
    except ValueError:
        raise ChainBroken("this is not a checkpoint") from None
    if (
        head.size < 0
        or len(head.root) != hashlib.sha256().digest_size
        or not text.startswith(checkpoint_text(*_parts(head)))
    ):
        raise ChainBroken("this is not a checkpoint")
    return head


def _parts(head: Head) -> tuple[str, int, bytes]:
    return head.origin, head.size, head.root


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return the note: text, an empty line, a signature line."""
    return f"{text}\n{_line(public_half(name, key), key.sign(text.encode()))}"


def cosigned(text: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """Return a witness's line under a checkpoint: seen at this second (POSIX), and nothing contradicts it."""
    signature = key.sign(_cosigned_message(text, at))
    return _line(public_half(name, key, COSIGNS), at.to_bytes(TIME_BYTES, "big") + signature)


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"\N{EM DASH} {key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def _cosigned_message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def parts_of(note: str) -> tuple[str, list[str]]:
    """Return a note's text and its signature lines, nothing verified; raise ChainBroken where it is no note."""
    text, separator, lines = note.rpartition("\n\n")
    if not separator or len(note) > LONGEST_NOTE or not lines.endswith("\n"):
        raise ChainBroken("this is not a signed note")
    return text + "\n", lines.removesuffix("\n").split("\n")


def opened(note: str, *keys: VerifierKey) -> str:
    """Return the text of a note signed by one of the keys, or raise ChainBroken.

    Signatures of unknown keys are passed over; one that names a known key and does not verify spoils the note.
    """
    text, lines = parts_of(note)
    found = [key.verifies(signature, text.encode()) for key in keys for signature in _signatures(lines, key)]
    if not found or not all(found):
        raise ChainBroken("the signature is missing or wrong")
    return text


def seen_at(note: str, witness: VerifierKey) -> int | None:
    """Return when a witness cosigned the note (POSIX seconds); nothing where they have not, or not truly."""
    text, lines = parts_of(note)
    for content in _signatures(lines, witness):
        at = int.from_bytes(content[:TIME_BYTES], "big")
        if witness.kind == COSIGNS and witness.verifies(content[TIME_BYTES:], _cosigned_message(text, at)):
            return at
    return None


def _signatures(lines: list[str], key: VerifierKey) -> list[bytes]:
    """Return what stands behind the name and the id of a key."""
    prefix, found = f"\N{EM DASH} {key.name} ", []
    for line in lines:
        try:
            content = base64.b64decode(line.removeprefix(prefix), validate=True) if line.startswith(prefix) else b""
        except ValueError:
            continue
        if content[:KEY_ID_BYTES] == key.key_id:
            found.append(content[KEY_ID_BYTES:])
    return found
