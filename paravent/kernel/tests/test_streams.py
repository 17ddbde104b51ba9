"""Sealed streams: whole, in order, unmixed, or not opened."""

import io
import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.kernel import streams
from paravent.kernel.sealing import TAG_BYTES, DataKey, SealBroken
from paravent.kernel.streams import CHUNK, NotAStream, StreamCut, open_stream, read_header, seal_stream

KEY = DataKey(b"k" * 32)
HEADER = {"kind": "dump", "made_at": "2026-11-24T12:00:00Z"}
THREE_CHUNKS = [b"a" * CHUNK, b"b" * CHUNK, b"c" * 100]
VECTORS = json.loads((Path(__file__).parents[3] / "tests" / "vectors" / "streams.json").read_text())


def sealed(content: list[bytes], header: dict[str, str] = HEADER) -> bytes:
    return b"".join(seal_stream(KEY, header, content))


def opened(whole: bytes, key: DataKey = KEY) -> bytes:
    file = io.BytesIO(whole)
    return b"".join(open_stream(key, read_header(file), file))


def parts(whole: bytes) -> tuple[bytes, list[bytes]]:
    """Return what stands before the chunks, and the chunks."""
    start = len(streams.MAGIC) + 4 + int.from_bytes(whole[len(streams.MAGIC) :][:4], "big")
    size = CHUNK + TAG_BYTES
    return whole[:start], [whole[place : place + size] for place in range(start, len(whole), size)]


@given(pieces=st.lists(st.binary(max_size=600), max_size=8), size=st.integers(1, 300))
@settings(max_examples=50, deadline=None)
def test_what_was_sealed_comes_back_however_it_was_cut(pieces: list[bytes], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "CHUNK", size)

        assert opened(sealed(pieces)) == b"".join(pieces)


@pytest.mark.parametrize("content", [[], [b""], [b"a" * CHUNK], [b"a" * (CHUNK + 1)], THREE_CHUNKS])
def test_ends_between_chunks_and_empty_ones_come_back(content: list[bytes]) -> None:
    assert opened(sealed(content)) == b"".join(content)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_stream_that_was_cut_between_chunks_is_noticed(kept: int) -> None:
    head, chunks = parts(sealed(THREE_CHUNKS))

    with pytest.raises(StreamCut):
        opened(head + b"".join(chunks[:kept]))


def test_a_stream_that_was_cut_in_a_chunk_is_noticed() -> None:
    with pytest.raises(SealBroken):
        opened(sealed(THREE_CHUNKS)[:-1])


def test_chunks_in_another_order_do_not_open() -> None:
    head, (first, second, last) = parts(sealed(THREE_CHUNKS))

    with pytest.raises(SealBroken):
        opened(head + second + first + last)


def test_a_chunk_that_was_left_out_or_added_is_noticed() -> None:
    head, (first, second, last) = parts(sealed(THREE_CHUNKS))

    for chunks in ((first, last), (first, second, second, last), (first, second, last, last)):
        with pytest.raises(SealBroken):
            opened(head + b"".join(chunks))


def test_chunks_of_another_stream_do_not_open() -> None:
    head, (first, _, last) = parts(sealed(THREE_CHUNKS))
    _, (_, of_another, _) = parts(sealed(THREE_CHUNKS))

    with pytest.raises(SealBroken):
        opened(head + first + of_another + last)


def test_a_changed_header_opens_nothing() -> None:
    whole = sealed([b"rows"])

    with pytest.raises(SealBroken):
        opened(whole.replace(b"2026", b"2025"))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        opened(sealed([b"rows"]), DataKey(b"x" * 32))


@pytest.mark.parametrize("whole", [b"", b"PGDMP", streams.MAGIC, streams.MAGIC + b"\x00\x00\x00\x02{}"])
def test_another_file_is_no_stream(whole: bytes) -> None:
    with pytest.raises(NotAStream):
        opened(whole)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_of_the_specification_hold(vector: dict[str, str]) -> None:
    key, content = DataKey(bytes.fromhex(vector["key"])), bytes.fromhex(vector["unit"]) * int(vector["times"])
    made = b"".join(seal_stream(key, json.loads(vector["header"]), [content], b64decode(vector["salt"])))

    assert (len(made), sha256(made).hexdigest()) == (int(vector["length"]), vector["sha256"])
    assert opened(made, key) == content
