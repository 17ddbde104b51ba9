"""Two implementations of the handshake, one file: here the Python one is held against it, in vectors.test.js the browser's."""

import json
from typing import Any

import pytest

from paravent.calls.tests import vectors

KNOWN = json.loads(vectors.FILE.read_text())
HANDSHAKES = [pytest.param(case, id=case["name"]) for case in KNOWN["handshakes"]]


def test_the_file_is_what_the_specification_yields() -> None:
    assert vectors.made() == KNOWN


@pytest.mark.parametrize("case", HANDSHAKES)
def test_both_sides_reach_the_same_secret(case: dict[str, Any]) -> None:
    first, other = case["first"], case["other"]

    one = vectors.secret(bytes.fromhex(first["private"]), bytes.fromhex(other["key"]))
    two = vectors.secret(bytes.fromhex(other["private"]), bytes.fromhex(first["key"]))

    assert one.hex() == two.hex() == case["secret"]


@pytest.mark.parametrize("case", HANDSHAKES)
def test_the_number_is_the_transcripts(case: dict[str, Any]) -> None:
    encodings = (bytes.fromhex(case[side]["encoding"]) for side in ("first", "other"))

    salt = vectors.transcript(*encodings)

    assert salt.hex() == case["transcript"]
    assert vectors.safety_number(bytes.fromhex(case["secret"]), salt) == case["number"]


def test_no_two_lists_of_parts_read_alike() -> None:
    assert vectors.framed(b"a", b"bc") != vectors.framed(b"ab", b"c")
    assert vectors.framed() != vectors.framed(b"")
