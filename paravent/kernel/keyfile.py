"""Secrets that live in files of their own, outside the database."""

import base64
import json
import os
import stat
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class KeyFileOpen(Exception):
    """The key file can be read by others. Make it private: chmod 600."""


class KeyFileMissing(Exception):
    """The key file is not there. Without it nothing sealed can be read: put the copy back."""


class KeyFileUnreadable(Exception):
    """The key file is damaged: it is not the JSON that Paravent wrote. Put the copy back."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A named secret, of 32 bytes or what a key of another kind is written in. Its text form never shows the bytes."""

    key_id: str
    content: bytes

    def __repr__(self) -> str:
        return f"Secret({self.key_id})"


def at_random() -> bytes:
    """Return the content of a secret like most: 32 random bytes."""
    return os.urandom(32)


def create(path: Path, content: Callable[[], bytes] = at_random) -> Secret:
    """Write a new secret with mode 0600 and return it; FileExistsError if the file is already there."""
    secret = Secret(uuid.uuid4().hex[:12], content())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = {"key_id": secret.key_id, "secret": base64.b64encode(secret.content).decode()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(body, file)
        file.flush()
        # What is sealed with a key must not outlive a power cut that the key does not.
        os.fsync(descriptor)
    return secret


def private(path: Path) -> bytes:
    """Read a file that its owner alone may read. Raises KeyFileMissing, and KeyFileOpen (house rule: forgetting must show nothing)."""
    if not path.exists():
        raise KeyFileMissing(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileOpen(path)
    return path.read_bytes()


def load(path: Path) -> Secret:
    """Read a secret. Raises as `private` does, and KeyFileUnreadable."""
    content = private(path)
    try:
        body = json.loads(content)
        return Secret(body["key_id"], base64.b64decode(body["secret"], validate=True))
    except (ValueError, KeyError, TypeError):
        raise KeyFileUnreadable(path) from None


def load_or_create(path: Path, content: Callable[[], bytes] = at_random) -> Secret:
    """Read the secret, or make it at the very first start."""
    return load(path) if path.exists() else create(path, content)


def retire(path: Path, folder: Path) -> None:
    """Keep a secret under its key id in another folder too; where it was it stays until something takes its place."""
    old = load(path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"{path.stem}-{old.key_id}{path.suffix}"
    if not kept.exists():
        kept.hardlink_to(path)


def replace(path: Path, retired: Path) -> Secret:
    """Put a new secret in the place of one that is kept in the retired folder; at no instant is there none."""
    retire(path, retired)
    new = path.with_suffix(".new")
    # Left over from a replacement that was broken off: nobody has used it yet.
    new.unlink(missing_ok=True)
    secret = create(new)
    new.replace(path)
    return secret
