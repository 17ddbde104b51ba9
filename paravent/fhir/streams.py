"""Reading FHIR from files of any size: bundles and NDJSON, plain or gzipped, told apart by content, never by name.

Memory stays bounded: a bundle is read entry by entry. A broken line is reported and the reading goes on; a broken
document ends where it breaks. Source: HL7 FHIR R4 Bundle; FHIR Bulk Data (NDJSON).
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import ijson
import orjson

from paravent.fhir.terms import Resource

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 64 * 1024 * 1024
SUFFIXES = (".json", ".ndjson", ".jsonl", ".gz")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: the file, and the line of it or the entry of the bundle, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """A resource, or in words what stands there instead."""

    place: Place
    resource: Resource | None
    full_url: str = ""
    problem: str = ""


class NothingToRead(Exception):
    """There is no .json, .ndjson or .gz file there."""


def files_of(path: Path) -> list[Path]:
    """Return the files to read, in order; raise NothingToRead. In a folder others are passed over."""
    found = sorted(one for one in path.rglob("*") if one.name.endswith(SUFFIXES)) if path.is_dir() else [path]
    if not [one for one in found if one.is_file()]:
        raise NothingToRead(str(path))
    return [one for one in found if one.is_file()]


def read(files: list[Path], on_bytes: Progress = lambda _: None, *, kind: str = "") -> Iterator[Found]:
    """Return everything in the files; `on_bytes` is told how many bytes of them have been read since it was last told.

    With a kind, lines that cannot hold a resource of that type are passed over unread; others may still come.
    """
    for path in files:
        with path.open("rb") as raw:
            counted = io.BufferedReader(_Counted(raw, on_bytes), 1 << 18)
            yield from _file(counted, path.name, kind)


class _Counted(io.RawIOBase):
    """Tells how much of a file was read, before it was unpacked: so that a progress bar is honest."""

    def __init__(self, raw: IO[bytes], on_bytes: Progress) -> None:
        self.raw, self.on_bytes = raw, on_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.raw.read(len(buffer))
        buffer[: len(piece)] = piece
        self.on_bytes(len(piece))
        return len(piece)


def _file(raw: "io.BufferedReader[Any]", name: str, kind: str) -> Iterator[Found]:
    stream: Any = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == GZIP else raw
    place = Place(name, 1)
    try:
        yield from _told_apart(io.BufferedReader(stream, 1 << 18), name, kind)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Found(place, None, problem="the file ends in the middle or is damaged (gzip)")
    except (ijson.JSONError, UnicodeDecodeError, orjson.JSONDecodeError):
        yield Found(place, None, problem="the file is not JSON, or ends in the middle")


def _told_apart(stream: io.BufferedReader, name: str, kind: str) -> Iterator[Found]:
    """Lines that are JSON by themselves are NDJSON; everything else is one document."""
    if stream.peek(3)[:3] == BOM:
        stream.read(3)
    first = stream.readline(LONGEST_LINE)
    while first and not first.strip():
        first = stream.readline(LONGEST_LINE)
    if not first:
        yield Found(Place(name, 1), None, problem="the file is empty")
    elif _is_json(first):
        yield from _lines(_Again(first, stream), name, kind)
    else:
        yield from _document(io.BufferedReader(_Again(first, stream)), name)


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


class _Again(io.RawIOBase):
    """A stream whose first line has been looked at and is read again."""

    def __init__(self, first: bytes, rest: io.BufferedReader) -> None:
        self.first, self.rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.first[: len(buffer)] or self.rest.read1(len(buffer))
        self.first = self.first[len(piece) :] if self.first else b""
        buffer[: len(piece)] = piece
        return len(piece)


def _lines(stream: _Again, name: str, kind: str) -> Iterator[Found]:
    wanted = f'"{kind}"'.encode() if kind else b""
    for number, line in enumerate(io.BufferedReader(stream, 1 << 18), start=1):
        # With a backslash the type may be written in escapes.
        if line.strip() and (wanted in line or b"\\u" in line):
            yield from _line(line, Place(name, number))


def _line(line: bytes, place: Place) -> Iterator[Found]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        yield Found(place, None, problem="the line is not JSON")
        return
    if isinstance(value, dict) and value.get("resourceType") == "Bundle":
        for entry in value.get("entry") or []:
            yield _entry(entry, place)
    else:
        yield _resource(value, place)


def _document(stream: io.BufferedReader, name: str) -> Iterator[Found]:
    """Read a pretty-printed bundle, array or single resource without holding more than one entry."""
    is_list = stream.peek(64).lstrip()[:1] == b"["
    events = ijson.parse(stream, use_float=True)
    whole: dict[str, Any] = {}
    count = 0
    for kind, value in _parts(events, "item" if is_list else "entry.item"):
        if kind == "entry":
            count += 1
            yield _resource(value, Place(name, count)) if is_list else _entry(value, Place(name, count))
        else:
            whole |= {kind: value}
    if not is_list and whole.get("resourceType") != "Bundle":
        yield _resource(whole, Place(name, 1))


def _parts(events: Any, entry: str) -> Iterator[tuple[str, Any]]:
    """Return each entry as it is complete, and what else stands at the top by its name."""
    for prefix, event, value in events:
        is_whole = prefix == entry or (prefix and "." not in prefix and prefix not in {"item", entry.partition(".")[0]})
        if is_whole and event in {"start_map", "start_array"}:
            yield ("entry" if prefix == entry else prefix), _built(events, event, value)
        elif is_whole and event not in {"map_key", "end_map", "end_array"}:
            yield ("entry" if prefix == entry else prefix), value


def _built(events: Any, event: str, value: Any) -> Any:
    builder, depth = ijson.ObjectBuilder(), 0
    while True:
        builder.event(event, value)
        depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
        if depth == 0:
            return builder.value
        _, event, value = next(events)


def _entry(entry: object, place: Place) -> Found:
    if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
        return Found(place, None, problem="the entry of the bundle holds no resource")
    return Found(place, entry["resource"], full_url=str(entry.get("fullUrl", "")))


def _resource(value: object, place: Place) -> Found:
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        return Found(place, value)
    return Found(place, None, problem="this is JSON, but no FHIR resource: it has no resourceType")
