"""What a witness does: look at a log, hold it against what was seen before, cosign. Spec: docs/spec/ledger.md, section 9.

Pure, and run by somebody else than the practice. Two rules make a witness worth something: it never signs what contradicts
what it saw before, and it writes down what it saw before it signs.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.kernel import clock, keyfile
from paravent.ledger.notes import (
    COSIGNS,
    Head,
    VerifierKey,
    cosigned,
    head_of,
    opened,
    parts_of,
    public_half,
)
from paravent.ledger.proofs import check_consistency, consistency
from paravent.ledger.signers import SignerList, signer_list
from paravent.ledger.sources import Source, checkpoint_at, checkpoint_of, read_tile, signers_of
from paravent.ledger.terms import ChainBroken, LogUnreachable, NotThere
from paravent.ledger.tiles import Nodes


class Alarm(StrEnum):
    """What a witness cries about."""

    KEY = "another-key"
    SHRUNK = "shrunk"
    SPLIT = "split-view"


WORDS = {
    Alarm.KEY: "The log is signed with a key that this witness does not know, or not at all.",
    Alarm.SHRUNK: "The log became shorter: entries that were signed for are not there any more, or an old state is shown.",
    Alarm.SPLIT: "The log shows two histories: what was signed before is not the beginning of what is signed now.",
}


class Alarmed(ChainBroken):
    """The log contradicts itself. Both notes are signed statements of the log's own: keep them."""

    def __init__(self, alarm: Alarm, before: str, now: str) -> None:
        super().__init__(alarm)
        self.alarm, self.before, self.now = alarm, before, now


@dataclass(frozen=True, slots=True)
class Watch:
    """A witness's memory of one log: a folder with the keys that count, and the last checkpoint that was cosigned."""

    folder: Path

    @property
    def signers(self) -> SignerList:
        """The list of keys that count for this log."""
        path = self.folder / "keys"
        return signer_list(path.read_text()) if path.exists() else SignerList(())

    @property
    def keys(self) -> list[VerifierKey]:
        """The keys that may sign for this log."""
        return [key for _, key in self.signers.held]

    def pin(self, signers: SignerList) -> None:
        """Decide which keys count from now on."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / "keys").write_text(str(signers))

    @property
    def last(self) -> str:
        """The last checkpoint that was seen, or nothing."""
        path = self.folder / "checkpoint"
        return path.read_text() if path.exists() else ""

    def remember(self, note: str) -> None:
        """Keep a checkpoint in place of the last one: wholly or not at all."""
        fresh = self.folder / "checkpoint.new"
        fresh.write_text(note)
        fresh.replace(self.folder / "checkpoint")

    def keep_evidence(self, alarmed: Alarmed) -> Path:
        """Write down both signed statements and why they do not go together; what was seen before stays as it is."""
        folder = self.folder / "evidence" / f"{clock.now():%Y%m%dT%H%M%SZ}-{alarmed.alarm}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "before.txt").write_text(alarmed.before)
        (folder / "now.txt").write_text(alarmed.now)
        why = {"alarm": alarmed.alarm, "words": WORDS[alarmed.alarm], "keys": [str(key) for key in self.keys]}
        (folder / "why.json").write_text(json.dumps(why, indent=2) + "\n")
        return folder


def watch_of(state: Path, url: str) -> Watch:
    """Return the memory of the log at an address."""
    return Watch(state / re.sub(r"[^A-Za-z0-9]+", "-", url.partition("://")[2]).strip("-"))


@dataclass(frozen=True, slots=True)
class Witness:
    """Who cosigns: a name, and a key of their own."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> VerifierKey:
        """The key that the practice enters among its witnesses."""
        return public_half(self.name, self.key, COSIGNS)


def witness_of(state: Path, name: str) -> Witness:
    """Return the witness of a folder; the first time, make its key (a file of its own, mode 0600)."""
    secret = keyfile.load_or_create(state / "witness.key")
    return Witness(name, Ed25519PrivateKey.from_private_bytes(secret.content))


def look(watch: Watch, source: Source, others: Sequence[str] = ()) -> str:
    """Return the log's newest checkpoint after holding it against the last one and what others saw; raise Alarmed.

    At the first contact the keys that the log publishes are pinned; whoever wants more certainty pins them beforehand.
    """
    if not watch.keys:
        watch.pin(signers_of(source))
    note = _newest(watch, source)
    try:
        now = _opened(note, watch, note)
    except Alarmed:
        watch.pin(_followed(watch.signers, source))
        now = _opened(note, watch, note)
    nodes = Nodes(now.size, partial(read_tile, source))
    for before in [watch.last, *others]:
        if before:
            _hold(before, _opened(before, watch, note), note, now, nodes)
    return note


def _newest(watch: Watch, source: Source) -> str:
    try:
        return checkpoint_of(source)
    except NotThere:
        if not watch.last:
            raise
        # A server that runs and has no log any more is not one that cannot be reached.
        raise Alarmed(Alarm.SHRUNK, watch.last, "") from None


def _followed(known: SignerList, source: Source) -> SignerList:
    """Return the list with the keys that followed, each announced by a checkpoint that the one before it signed, too."""
    for size, key in signers_of(source).held:
        if key in {key for _, key in known.held}:
            continue
        try:
            announced = checkpoint_at(source, size)
            stated = head_of(opened(announced, known.held[-1][1]))
            opened(announced, key)
        except (ChainBroken, LogUnreachable):
            break
        if stated.size == size:
            known = known.followed_by(key, size)
    return known


def _opened(note: str, watch: Watch, now: str) -> Head:
    try:
        head = head_of(opened(note, *watch.keys))
    except ChainBroken:
        raise Alarmed(Alarm.KEY, watch.last, now) from None
    if head.origin not in {key.name for key in watch.keys}:
        raise Alarmed(Alarm.KEY, watch.last, now)
    return head


def _hold(before: str, old: Head, note: str, now: Head, nodes: Nodes) -> None:
    if now.size < old.size:
        raise Alarmed(Alarm.SHRUNK, before, note)
    try:
        check_consistency(old.size, old.root, now.size, now.root, consistency(old.size, nodes))
    except ChainBroken:
        raise Alarmed(Alarm.SPLIT, before, note) from None


def cosign(watch: Watch, witness: Witness, note: str) -> str:
    """Remember a checkpoint that was held against everything before, then cosign it; returns the cosigned note."""
    text, _ = parts_of(note)
    watch.remember(note)
    line = cosigned(text, witness.name, witness.key, int(clock.now().timestamp()))
    watch.remember(note + line)
    return f"{text}\n{line}"
