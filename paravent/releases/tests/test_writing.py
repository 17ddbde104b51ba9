"""Files are packed while they are written, so that what waits in memory does not grow with what there is."""

import hashlib
import tracemalloc
import zlib

import orjson

from paravent.releases.writing import LARGEST, Writer


def a_value(number: int) -> dict[str, object]:
    return {"resourceType": "Observation", "id": hashlib.sha256(b"%d" % number).hexdigest(), "value": number % 90}


def test_a_full_file_is_closed_and_says_what_is_in_it() -> None:
    writer = Writer(7)
    values = [a_value(number) for number in range(LARGEST // 100)]
    closed = [file for value in values for file in writer.take(value)] + list(writer.rest())

    contents = [zlib.decompress(packed) for _, packed in closed]
    assert [told.number for told, _ in closed] == [7, 8]
    assert LARGEST <= closed[0][0].size < LARGEST + 200
    assert [orjson.loads(line) for content in contents for line in content.splitlines()] == values
    for (told, _), content in zip(closed, contents, strict=True):
        assert (told.size, told.count) == (len(content), content.count(b"\n"))
        assert told.sha256 == hashlib.sha256(content).hexdigest()
    assert list(writer.rest()) == []


def test_what_is_written_does_not_wait_in_memory_as_it_is() -> None:
    writer, value = Writer(1), {"resourceType": "Observation", "note": "the same again"}
    many = LARGEST // 80
    tracemalloc.start()
    try:
        assert not any(list(writer.take(value)) for _ in range(many))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert writer.begun["Observation"].size > LARGEST // 2
    assert held < LARGEST // 4
