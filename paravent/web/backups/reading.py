"""Reading a backup: which files, with which key, and the script that they are."""

import json
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from paravent.kernel.streams import Header, NotAStream, open_stream, read_header
from paravent.keys.custody import backup_key
from paravent.web.backups.dumping import GZIP, KEYS
from paravent.web.backups.terms import ENDING, KEYRING, Contents, contents


class NoBackup(Exception):
    """There is no backup there: neither a file ending in .backup nor a folder with one, and patients.keyring beside it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A dump and the keyring beside it."""

    dump: Path
    keyring: Path


def source_at(path: Path) -> Source:
    """Return a dump and its keyring: a file, or the newest of a folder. Raises NoBackup."""
    dumps = sorted(path.glob(f"*{ENDING}")) if path.is_dir() else [path]
    if not dumps or not dumps[-1].is_file() or not (dumps[-1].parent / KEYRING).is_file():
        raise NoBackup(str(path))
    return Source(dumps[-1], dumps[-1].parent / KEYRING)


def contents_of(source: Source) -> Contents:
    """Return what a dump says of itself; raises KeyFileMissing where its key is not here, SealBroken, StreamCut."""
    lines = _opened(source.dump, "dump", lambda _: None)
    return contents(next(_from_line(_plain(lines))))


def script_of(source: Source, progress: Callable[[int], object]) -> Iterator[bytes]:
    """Yield one SQL script in one transaction: the dump, then the keyring. It is committed only by its last line."""
    yield b"BEGIN;\n"
    yield from _plain(_opened(source.dump, "dump", progress))
    yield f"\nCOPY public.{KEYS} (patient_id, scope, practice_key_id, wrapped, made_at) FROM stdin;\n".encode()
    yield from _ring(source)
    yield b"\\.\nCOMMIT;\n"


def _ring(source: Source) -> Iterator[bytes]:
    whole = b"".join(_opened(source.keyring, "keyring", lambda _: None))
    for line in whole.splitlines():
        patient, scope, practice_key_id, wrapped, made_at = json.loads(line)
        yield "\t".join([patient, scope, practice_key_id, rf"\\x{b64decode(wrapped).hex()}", made_at]).encode() + b"\n"


def _opened(path: Path, kind: str, progress: Callable[[int], object]) -> Iterator[bytes]:
    with path.open("rb") as file:
        header: Header = read_header(file)
        if header.get("kind") != kind:
            raise NotAStream
        yield from open_stream(backup_key(str(header["practice_key"])), header, file, progress)


def _plain(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(wbits=GZIP)
    for piece in pieces:
        yield unpacking.decompress(piece)
    yield unpacking.flush()


def _from_line(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the first line."""
    begun = b""
    for piece in pieces:
        begun += piece
        if b"\n" in begun:
            yield begun.partition(b"\n")[0]
            return
