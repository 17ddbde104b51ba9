"""Is a report or a pack what the practice's log vouches for? Pure: without the server, without Django. Spec: docs/spec/conformity.md."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from paravent.conformity.terms import Act
from paravent.ledger.notes import VerifierKey
from paravent.ledger.receipts import Proved, check

MANIFEST: Final = "MANIFEST.sha256"
PROOF: Final = "MANIFEST.receipt"
LARGEST = 64 * 1024 * 1024
"""What a pack may unpack to; ours are a few megabytes."""


class NotVouchedFor(Exception):
    """The log does not vouch for this file: it was changed, or the receipt is another's."""


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Return the hash of each file, a line each, as sha256sum writes it."""
    return "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(files.items())).encode()


def proved(content: bytes, proof: str, act: Act, keys: Sequence[VerifierKey] = ()) -> Proved:
    """Return what a receipt proves about some bytes; raises NotVouchedFor, and ReceiptRefused where the receipt itself does not hold."""
    found = check(proof, keys)
    leaf, facts = found.receipt.leaf, found.receipt.opens["facts"]
    if leaf["act"] != act or leaf["outcome"] != "done" or facts.get("sha256") != _digest(content):
        raise NotVouchedFor
    return found


def proved_pack(content: bytes, keys: Sequence[VerifierKey] = ()) -> Proved:
    """Return what the receipt in a pack proves, after every file was held against the manifest. Raises NotVouchedFor, ReceiptRefused."""
    files = _unpacked(content)
    manifest, proof = files.pop(MANIFEST, b""), files.pop(PROOF, b"")
    if manifest_of(files) != manifest:
        raise NotVouchedFor
    return proved(manifest, proof.decode("utf-8", "replace"), Act.PACK, keys)


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names) or sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise NotVouchedFor
            return {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, OSError, ValueError):
        raise NotVouchedFor from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
