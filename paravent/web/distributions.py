"""Distributions: a source archive, its bill of materials and their hashes, signed. Who checks needs nothing but the maker's public key.

A distribution is a folder. `SHA256SUMS` lists each file as `sha256sum` writes it; `SHA256SUMS.sig` is the Ed25519 signature of its bytes
(RFC 8032), 64 octets, so that `openssl` checks it too. The private key lies outside of the repository, with whoever makes distributions.
"""

import gzip
import hashlib
import io
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from paravent import VERSION
from paravent.kernel.keyfile import private

ROOT: Final = Path(__file__).parents[2]
SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
LINE: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]*)")


class NotCommitted(Exception):
    """The source has changes that no commit holds. A distribution is made of a commit: commit them, or put them aside."""


class NotASource(Exception):
    """This is no clone of the source: a distribution is made where its history is."""


class KeyInTheSource(Exception):
    """The distribution key lies inside the repository, where the next commit may publish it. Move it out."""


class NotAsLocked(Exception):
    """What is installed is not what is locked, so the bill of materials would be of something else. Run make .venv/runtime.stamp."""


class NoDistributionKey(Exception):
    """This file holds no Ed25519 key in PEM."""


class DistributionRefused(Exception):
    """This is not the distribution that was signed: do not install it. Fetch it anew, and tell whoever published it."""


def make_key(path: Path) -> Path:
    """Write a new private key that its owner alone reads, and beside it the public one, whose path is returned. FileExistsError."""
    _outside(path)
    key = Ed25519PrivateKey.generate()
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = path.with_suffix(".pub")
    public.write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return public


def make(key_path: Path, folder: Path, bill: bytes) -> list[Path]:
    """Write a distribution of the newest commit into a new folder, with its bill of materials, signed, and return its files.

    Raises NotASource, NotCommitted, KeyInTheSource, KeyFileMissing, KeyFileOpen, NoDistributionKey; FileExistsError.
    """
    key = _private(key_path)
    name = f"paravent-{VERSION}"
    files = {
        f"{name}.tar.gz": _archive(name),
        f"{name}.cdx.json": bill,
    }
    sums = sums_of(files)
    folder.mkdir(parents=True)
    for file, content in {**files, SUMS: sums, SIGNATURE: key.sign(sums)}.items():
        (folder / file).write_bytes(content)
    return sorted(folder.iterdir())


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the hash of each file, a line each, as sha256sum writes it."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def verified(folder: Path, public_key: Path) -> list[str]:
    """Return the names of a distribution's files after each was held against what was signed. Raises DistributionRefused, NoDistributionKey."""
    key = _public(public_key)
    try:
        sums, signature = (folder / SUMS).read_bytes(), (folder / SIGNATURE).read_bytes()
        key.verify(signature, sums)
        signed = [LINE.fullmatch(line) for line in sums.decode("ascii").splitlines()]
        held = {line[2]: (folder / line[2]).read_bytes() for line in signed if line}
    except InvalidSignature:
        raise DistributionRefused("the signature is not by this key") from None
    except (OSError, UnicodeDecodeError):
        raise DistributionRefused("a file is missing") from None
    # What was read is hashed as a whole: a line left out, added or written otherwise is another list.
    if not held or None in signed or sums_of(held) != sums:
        raise DistributionRefused("a file is not the one that was signed")
    # What lies beside it would be taken for a part of it.
    if strange := {one.name for one in folder.iterdir()} - {*held, SUMS, SIGNATURE}:
        raise DistributionRefused(f"{', '.join(sorted(strange))}: nobody signed for that")
    return list(held)


def _archive(name: str) -> bytes:
    if _git("status", "--porcelain", "--untracked-files=no"):
        raise NotCommitted
    packed = io.BytesIO()
    # Without a time of its own: the same commit makes the same bytes.
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as archive:
        archive.write(_git("archive", "--format=tar", f"--prefix={name}/", "HEAD"))
    return packed.getvalue()


def _git(*asked: str) -> bytes:
    try:
        return subprocess.run(["git", *asked], check=True, capture_output=True, cwd=ROOT).stdout  # noqa: S603, S607 (fixed words)
    except (subprocess.CalledProcessError, FileNotFoundError):
        raise NotASource from None


def _outside(path: Path) -> None:
    if path.resolve().is_relative_to(ROOT):
        raise KeyInTheSource


def _private(path: Path) -> Ed25519PrivateKey:
    _outside(path)
    content = private(path)
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise NoDistributionKey(path.name) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoDistributionKey(path.name)
    return key


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        raise NoDistributionKey(path.name) from None
    if not isinstance(key, Ed25519PublicKey):
        raise NoDistributionKey(path.name)
    return key
