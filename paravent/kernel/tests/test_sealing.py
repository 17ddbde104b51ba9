"""Sealing as docs/spec/sealing.md says it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.kernel.sealing import (
    DataKey,
    SealBroken,
    bound,
    derived_key,
    new_key,
    seal,
    unseal,
)

VECTORS = json.loads((Path(__file__).parents[3] / "tests/vectors/sealing.json").read_text())
PLACE = ("visits.note", "visit-1", "patient-1")


@given(st.binary(max_size=500), st.lists(st.text(max_size=20), max_size=4))
def test_what_is_sealed_opens_at_its_place(content: bytes, place: list[str]) -> None:
    key = new_key()

    assert unseal(key, seal(key, content, place), place) == content


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_two_places_never_read_alike(one: list[str], other: list[str]) -> None:
    assert (bound(one) == bound(other)) == (one == other)


def test_content_moved_to_another_place_does_not_open() -> None:
    key = new_key()
    envelope = seal(key, b"finding", PLACE)

    with pytest.raises(SealBroken):
        unseal(key, envelope, ("visits.note", "visit-1", "patient-2"))


@pytest.mark.parametrize("at", [0, 1, 5, 20, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    key = new_key()
    envelope = bytearray(seal(key, b"a finding of some length", PLACE))
    envelope[at] ^= 1

    with pytest.raises(SealBroken):
        unseal(key, bytes(envelope), PLACE)


@pytest.mark.parametrize("length", [0, 1, 12, 28])
def test_a_cut_envelope_is_noticed(length: int) -> None:
    key = new_key()

    with pytest.raises(SealBroken):
        unseal(key, seal(key, b"finding", PLACE)[:length], PLACE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        unseal(new_key(), seal(new_key(), b"finding", PLACE), PLACE)


@pytest.mark.parametrize("vector", VECTORS["envelopes"], ids=lambda vector: vector["name"])
def test_the_published_envelopes_open(vector: dict[str, str]) -> None:
    key = DataKey(bytes.fromhex(vector["key"]))

    assert unseal(key, bytes.fromhex(vector["envelope"]), vector["place"]).decode() == vector["content"]


@pytest.mark.parametrize("vector", VECTORS["derived"], ids=lambda vector: vector["use"])
def test_keys_are_derived_as_published(vector: dict[str, str]) -> None:
    assert derived_key(bytes.fromhex(vector["secret"]), vector["use"]).hex() == vector["key"]
