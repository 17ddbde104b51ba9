"""The receipt of one entry: who, when and why, and the proof that the log says so. Spec: docs/spec/receipt.md.

Pure: whoever has the file and the log's key checks it, without the server and without a network.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from paravent.kernel.canonical import canonical
from paravent.ledger.leaf import FIELDS, mention
from paravent.ledger.notes import Head, VerifierKey, head_of, opened, seen_at, verifier_key
from paravent.ledger.proofs import check_inclusion
from paravent.ledger.terms import MENTIONED, ChainBroken, KeyUnreadable
from paravent.ledger.tree import leaf_hash

FIRST_LINE = "paravent receipt v1"
PROOF_LINE = "c2sp.org/tlog-proof@v1"
INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
OPENS = {"actor", "patient", "visit", "because", "facts"}
HEADER = {"leaf", "opens", "salt", "said", "key"}
AMONG = {"patient", "shown", "salt"}
LONGEST = 262_144
LONGEST_PATH = 63


class Fault(StrEnum):
    """Why a receipt is not taken. The browser's verifier says the same words."""

    UNREADABLE = "unreadable"
    OPENING = "opening"
    INCLUSION = "inclusion"
    SIGNATURE = "signature"


class ReceiptRefused(ChainBroken):
    """This receipt does not hold. The only argument is the fault."""

    @property
    def fault(self) -> Fault:
        """What is wrong with it."""
        return Fault(self.args[0])


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands in the file, nothing checked."""

    leaf: dict[str, Any]
    opens: dict[str, Any]
    salt: bytes
    said: dict[str, str]
    key: VerifierKey
    position: int
    path: tuple[bytes, ...]
    checkpoint: str
    among: dict[str, str] = field(default_factory=dict)
    """Where the line is about several patients: which of them this receipt is for, what of theirs was shown, and the salt."""

    def saying(self, **words: str) -> "Receipt":
        """Return the receipt with more words of the practice's own, for its reader; they are not proved."""
        return replace(self, said={**self.said, **words})

    def __str__(self) -> str:
        return written(self)


@dataclass(frozen=True, slots=True)
class Proved:
    """What a receipt proves: this line stands at this place of the log that was signed for and seen."""

    receipt: Receipt
    head: Head
    key: VerifierKey
    is_pinned: bool
    seen: Mapping[str, int]


def written(receipt: Receipt) -> str:
    """Return the file."""
    header = {
        "leaf": receipt.leaf,
        "opens": receipt.opens,
        "salt": receipt.salt.hex(),
        "said": receipt.said,
        "key": str(receipt.key),
    } | ({"among": receipt.among} if receipt.among else {})
    path = "".join(f"{base64.b64encode(node).decode()}\n" for node in receipt.path)
    readable = json.dumps(header, indent=2, ensure_ascii=False, sort_keys=True)
    return f"{FIRST_LINE}\n{readable}\n\n{PROOF_LINE}\nindex {receipt.position}\n{path}\n{receipt.checkpoint}"


def read(text: str) -> Receipt:
    """Return what stands in a file; raise ReceiptRefused where it is none."""
    try:
        return _read(text)
    except (ValueError, KeyError, TypeError, KeyUnreadable):
        raise ReceiptRefused(Fault.UNREADABLE) from None


def _read(text: str) -> Receipt:
    first, _, rest = text.partition("\n")
    readable, _, proof = rest.partition(f"\n\n{PROOF_LINE}\n")
    lines, _, checkpoint = proof.partition("\n\n")
    index, *path = lines.split("\n")
    place = INDEX.fullmatch(index)
    if first != FIRST_LINE or place is None or not checkpoint or len(text) > LONGEST or len(path) > LONGEST_PATH:
        raise ValueError
    header = _header(json.loads(readable))
    return Receipt(
        leaf=header["leaf"],
        opens=header["opens"],
        salt=bytes.fromhex(header["salt"]),
        said=header["said"],
        key=verifier_key(header["key"]),
        position=int(place[1]),
        path=tuple(_hash(line) for line in path),
        checkpoint=checkpoint,
        among=header.get("among", {}),
    )


def _header(header: Any) -> dict[str, Any]:
    leaf, opens, said = header["leaf"], header["opens"], header["said"]
    texts = [*(leaf[name] for name in FIELDS - {"v"}), *(opens[name] for name in OPENS - {"facts"}), header["salt"]]
    texts += [*opens["facts"].values(), *said.values()]
    if "among" in header:
        texts += [header["among"][name] for name in AMONG]
        bytes.fromhex(header["among"]["salt"])
    is_whole = (
        header.keys() - {"among"} == HEADER and leaf.keys() == FIELDS and opens.keys() == OPENS and leaf["v"] == 1
    )
    is_whole = is_whole and header.get("among", dict.fromkeys(AMONG)).keys() == AMONG
    if not is_whole or not all(isinstance(text, str) for text in texts):
        raise ValueError
    # Half a character (a lone surrogate) has no bytes that could be hashed.
    json.dumps(header, ensure_ascii=False).encode()
    return dict(header)


def _hash(line: str) -> bytes:
    node = base64.b64decode(line, validate=True)
    if len(node) != hashlib.sha256().digest_size:
        raise binascii.Error
    return node


def check(text: str, keys: Sequence[VerifierKey] = (), witnesses: Sequence[VerifierKey] = ()) -> Proved:
    """Return what a receipt proves, or raise ReceiptRefused.

    Without keys the receipt's own is used: that proves what was signed, not by whom, and `is_pinned` says so.
    """
    receipt = read(text)
    opened_to = hashlib.sha256(receipt.salt + canonical(receipt.opens)).hexdigest()
    if opened_to != receipt.leaf["who"] or not _is_among(receipt):
        raise ReceiptRefused(Fault.OPENING)
    head, key = _signed_head(receipt, keys or [receipt.key])
    try:
        check_inclusion(leaf_hash(canonical(receipt.leaf)), receipt.position, head.size, receipt.path, head.root)
    except ChainBroken:
        raise ReceiptRefused(Fault.INCLUSION) from None
    times = {witness.name: seen_at(receipt.checkpoint, witness) for witness in witnesses}
    seen = {name: at for name, at in times.items() if at is not None}
    return Proved(receipt, head, key, is_pinned=bool(keys), seen=seen)


def _is_among(receipt: Receipt) -> bool:
    """Tell whether the line holds the commitment that stands for the patient whom the receipt is for, where it names one."""
    if not receipt.among:
        return True
    stands_for = mention(receipt.among["patient"], receipt.among["shown"], bytes.fromhex(receipt.among["salt"]))
    return stands_for in receipt.opens["facts"].get(MENTIONED, "").split(" ")


def _signed_head(receipt: Receipt, keys: Sequence[VerifierKey]) -> tuple[Head, VerifierKey]:
    for key in keys:
        try:
            head = head_of(opened(receipt.checkpoint, key))
        except ChainBroken:
            continue
        if head.origin == key.name:
            return head, key
    raise ReceiptRefused(Fault.SIGNATURE)
